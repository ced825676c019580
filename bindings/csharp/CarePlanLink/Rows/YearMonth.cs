using System;

namespace CarePlanLink.Rows
{
    /// <summary>A month, or <c>000000</c> where 利用者補足情報 goes with the care plan.</summary>
    public struct YearMonth : IEquatable<YearMonth>, IComparable<YearMonth>
    {
        /// <summary><c>000000</c></summary>
        public static readonly YearMonth Zero = default(YearMonth);

        /// <summary>A month from 1 to 12 of a year from 1 to 9999.</summary>
        public YearMonth(int year, int month)
        {
            if (year < 1 || year > 9999)
            {
                throw new ArgumentOutOfRangeException("year");
            }
            if (month < 1 || month > 12)
            {
                throw new ArgumentOutOfRangeException("month");
            }
            Year = year;
            Month = month;
        }

        /// <summary>The year; 0 for <c>000000</c>.</summary>
        public int Year { get; }

        /// <summary>The month from 1; 0 for <c>000000</c>.</summary>
        public int Month { get; }

        /// <inheritdoc/>
        public bool Equals(YearMonth other) { return Year == other.Year && Month == other.Month; }

        /// <inheritdoc/>
        public override bool Equals(object other) { return other is YearMonth && Equals((YearMonth)other); }

        /// <inheritdoc/>
        public override int GetHashCode() { return Year * 12 + Month; }

        /// <inheritdoc/>
        public int CompareTo(YearMonth other) { return (Year * 12 + Month).CompareTo(other.Year * 12 + other.Month); }

        /// <summary>Whether both are the same month.</summary>
        public static bool operator ==(YearMonth left, YearMonth right) { return left.Equals(right); }

        /// <summary>Whether they are not the same month.</summary>
        public static bool operator !=(YearMonth left, YearMonth right) { return !left.Equals(right); }

        /// <summary>As it is written: <c>YYYYMM</c>.</summary>
        public override string ToString() { return CellText.Of(this); }
    }
}
