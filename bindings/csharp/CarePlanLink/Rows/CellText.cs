using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace CarePlanLink.Rows
{
    /// <summary>The texts of cells as values and back. What is no value is null.</summary>
    internal static class CellText
    {
        /// <summary>In half-width characters; empty where the text has others.</summary>
        internal static string Half(string text)
        {
            var plain = true;
            foreach (var character in text)
            {
                plain &= character >= '!' && character <= '~';
            }
            if (plain)
            {
                return text;
            }
            var half = new StringBuilder(text.Length);
            foreach (var character in text)
            {
                if (character >= '!' && character <= '~')
                {
                    half.Append(character);
                }
                else if (character >= '\uFF01' && character <= '\uFF5E')
                {
                    half.Append((char)(character - 0xFEE0));
                }
                else if ((character >= '\u2010' && character <= '\u2015') || character == '\u2212' || character == '\u30FC')
                {
                    half.Append('-');
                }
                else
                {
                    return "";
                }
            }
            return half.ToString();
        }

        /// <summary>So many digits as a number; -1 for anything else.</summary>
        private static int Digits(string text, int start, int count)
        {
            var value = 0;
            for (var at = start; at < start + count; at++)
            {
                if (text[at] < '0' || text[at] > '9')
                {
                    return -1;
                }
                value = value * 10 + (text[at] - '0');
            }
            return value;
        }

        internal static DateTime? Date(string text)
        {
            text = Half(text);
            if (text.Length != 8)
            {
                return null;
            }
            int year = Digits(text, 0, 4), month = Digits(text, 4, 2), day = Digits(text, 6, 2);
            var exists = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
            return exists ? new DateTime(year, month, day) : (DateTime?)null;
        }

        internal static YearMonth? Month(string text)
        {
            text = Half(text);
            if (text == "000000")
            {
                return YearMonth.Zero;
            }
            if (text.Length != 6)
            {
                return null;
            }
            int year = Digits(text, 0, 4), month = Digits(text, 4, 2);
            return year > 0 && month >= 1 && month <= 12 ? new YearMonth(year, month) : (YearMonth?)null;
        }

        internal static ClockTime? Time(string text)
        {
            text = Half(text);
            if (text == "9999")
            {
                return ClockTime.None;
            }
            if (text.Length != 4)
            {
                return null;
            }
            int hour = Digits(text, 0, 2), minute = Digits(text, 2, 2);
            var exists = hour >= 0 && minute >= 0 && ((hour < 24 && minute < 60) || (hour == 24 && minute == 0));
            return exists ? new ClockTime(hour, minute) : (ClockTime?)null;
        }

        internal static long? Integer(string text)
        {
            text = Half(text);
            var negative = text.StartsWith("-", StringComparison.Ordinal);
            var start = negative ? 1 : 0;
            if (text.Length == start)
            {
                return null;
            }
            long value = 0;
            for (var at = start; at < text.Length; at++)
            {
                var digit = text[at] - '0';
                if (digit < 0 || digit > 9 || value > (long.MaxValue - digit) / 10)
                {
                    return null;
                }
                value = value * 10 + digit;
            }
            return negative ? -value : value;
        }

        internal static decimal? Decimal(string text)
        {
            text = Half(text);
            var point = text.IndexOf('.');
            if (point < 0)
            {
                return Integer(text);
            }
            var behind = text.Length - point - 1;
            var start = text.StartsWith("-", StringComparison.Ordinal) ? 1 : 0;
            // Without the point, all of them must be digits: a sign after the point is not allowed.
            if (behind < 1 || behind > 18 || point == start || text.IndexOf('-', point) >= 0)
            {
                return null;
            }
            var digits = Integer(text.Remove(point, 1));
            if (!digits.HasValue)
            {
                return null;
            }
            var value = Math.Abs(digits.Value);
            return new decimal(unchecked((int)value), (int)(value >> 32), 0, start == 1, (byte)behind);
        }

        internal static DayFlags? Flags(string text)
        {
            text = Half(text);
            if (text.Length != 31)
            {
                return null;
            }
            var days = new List<int>();
            for (var at = 0; at < 31; at++)
            {
                if (text[at] == '1')
                {
                    days.Add(at + 1);
                }
                else if (text[at] != '0')
                {
                    return null;
                }
            }
            return new DayFlags(days);
        }

        internal static string Of(DateTime? value)
        {
            return value.HasValue ? value.Value.ToString("yyyyMMdd", CultureInfo.InvariantCulture) : null;
        }

        internal static string Of(YearMonth? value)
        {
            return value.HasValue
                ? value.Value.Year.ToString("0000", CultureInfo.InvariantCulture) + Two(value.Value.Month)
                : null;
        }

        internal static string Of(ClockTime? value)
        {
            if (!value.HasValue)
            {
                return null;
            }
            return value.Value.IsNone ? "9999" : Two(value.Value.Hour) + Two(value.Value.Minute);
        }

        internal static string Of(long? value)
        {
            return value.HasValue ? value.Value.ToString(CultureInfo.InvariantCulture) : null;
        }

        internal static string Of(decimal? value)
        {
            return value.HasValue ? value.Value.ToString(CultureInfo.InvariantCulture) : null;
        }

        internal static string Of(DayFlags? value)
        {
            if (!value.HasValue)
            {
                return null;
            }
            var text = new char[31];
            for (var day = 1; day <= 31; day++)
            {
                text[day - 1] = value.Value[day] ? '1' : '0';
            }
            return new string(text);
        }

        private static string Two(int value)
        {
            return value.ToString("00", CultureInfo.InvariantCulture);
        }
    }
}
