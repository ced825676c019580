using System;

namespace CarePlanLink.Rows
{
    /// <summary>A time from 0:00 to 24:00, or <c>9999</c> for a service without clock time.</summary>
    public struct ClockTime : IEquatable<ClockTime>, IComparable<ClockTime>
    {
        /// <summary><c>9999</c>; it sorts after every time.</summary>
        public static readonly ClockTime None = new ClockTime(true);

        private readonly int minutes;

        /// <summary>A time; 24:00 is the end of the day.</summary>
        public ClockTime(int hour, int minute)
        {
            if (hour < 0 || hour > 24)
            {
                throw new ArgumentOutOfRangeException("hour");
            }
            if (minute < 0 || minute > (hour == 24 ? 0 : 59))
            {
                throw new ArgumentOutOfRangeException("minute");
            }
            minutes = hour * 60 + minute;
        }

        private ClockTime(bool none)
        {
            minutes = int.MaxValue;
        }

        /// <summary>Whether it is <c>9999</c>.</summary>
        public bool IsNone { get { return minutes == int.MaxValue; } }

        /// <summary>The hour.</summary>
        /// <exception cref="InvalidOperationException">It is <c>9999</c>.</exception>
        public int Hour { get { return Minutes() / 60; } }

        /// <summary>The minute.</summary>
        /// <exception cref="InvalidOperationException">It is <c>9999</c>.</exception>
        public int Minute { get { return Minutes() % 60; } }

        private int Minutes()
        {
            if (IsNone)
            {
                throw new InvalidOperationException("a service without clock time");
            }
            return minutes;
        }

        /// <inheritdoc/>
        public bool Equals(ClockTime other) { return minutes == other.minutes; }

        /// <inheritdoc/>
        public override bool Equals(object other) { return other is ClockTime && Equals((ClockTime)other); }

        /// <inheritdoc/>
        public override int GetHashCode() { return minutes; }

        /// <inheritdoc/>
        public int CompareTo(ClockTime other) { return minutes.CompareTo(other.minutes); }

        /// <summary>Whether both are the same time.</summary>
        public static bool operator ==(ClockTime left, ClockTime right) { return left.Equals(right); }

        /// <summary>Whether they are not the same time.</summary>
        public static bool operator !=(ClockTime left, ClockTime right) { return !left.Equals(right); }

        /// <summary>As it is written: <c>HHMM</c>.</summary>
        public override string ToString() { return CellText.Of(this); }
    }
}
