using System;
using System.Collections.Generic;

namespace CarePlanLink.Rows
{
    /// <summary>One flag for each day of a month, written as 31 characters <c>0</c> or <c>1</c>.</summary>
    public struct DayFlags : IEquatable<DayFlags>
    {
        private readonly int flags;

        /// <summary>The flags of these days (1 to 31).</summary>
        public DayFlags(IEnumerable<int> days)
        {
            if (days == null)
            {
                throw new ArgumentNullException("days");
            }
            flags = 0;
            foreach (var day in days)
            {
                flags |= Bit(day);
            }
        }

        /// <summary>Whether the flag of a day (1 to 31) is set.</summary>
        public bool this[int day] { get { return (flags & Bit(day)) != 0; } }

        /// <summary>The days whose flag is set.</summary>
        public IEnumerable<int> Days
        {
            get
            {
                for (var day = 1; day <= 31; day++)
                {
                    if (this[day])
                    {
                        yield return day;
                    }
                }
            }
        }

        private static int Bit(int day)
        {
            if (day < 1 || day > 31)
            {
                throw new ArgumentOutOfRangeException("day");
            }
            return 1 << (day - 1);
        }

        /// <inheritdoc/>
        public bool Equals(DayFlags other) { return flags == other.flags; }

        /// <inheritdoc/>
        public override bool Equals(object other) { return other is DayFlags && Equals((DayFlags)other); }

        /// <inheritdoc/>
        public override int GetHashCode() { return flags; }

        /// <summary>Whether both have the same flags.</summary>
        public static bool operator ==(DayFlags left, DayFlags right) { return left.Equals(right); }

        /// <summary>Whether their flags differ.</summary>
        public static bool operator !=(DayFlags left, DayFlags right) { return !left.Equals(right); }

        /// <summary>As it is written.</summary>
        public override string ToString() { return CellText.Of(this); }
    }
}
