//! Days and months of Japan: licences and lists go by them.

use std::fmt;
use std::str::FromStr;

use time::macros::offset;
use time::{Date, OffsetDateTime, UtcOffset};

/// Japan's clock, which knows no summer time.
pub const JAPAN: UtcOffset = offset!(+9);

/// The day in Japan.
pub fn day_in_japan(now: OffsetDateTime) -> Date {
    now.to_offset(JAPAN).date()
}

/// A month in Japan. Written `2026-04`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthInJapan(i64);

impl MonthInJapan {
    /// The month of this moment.
    pub fn of(at: OffsetDateTime) -> Self {
        let day = day_in_japan(at);
        Self(i64::from(day.year()) * 12 + i64::from(u8::from(day.month())) - 1)
    }

    /// How many months there were before it: for a database.
    pub(crate) fn count(self) -> i64 {
        self.0
    }
}

impl fmt::Display for MonthInJapan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

/// The text is no month of the years 1000 to 9999.
#[derive(Debug, thiserror::Error)]
#[error("not a month, as 2026-04")]
pub struct NoMonth;

impl FromStr for MonthInJapan {
    type Err = NoMonth;

    fn from_str(text: &str) -> Result<Self, NoMonth> {
        let (year, month) = text.split_once('-').ok_or(NoMonth)?;
        let number = |digits: &str, len: usize| -> Result<i64, NoMonth> {
            let is_number = digits.len() == len && digits.bytes().all(|digit| digit.is_ascii_digit());
            if is_number { digits.parse().map_err(|_| NoMonth) } else { Err(NoMonth) }
        };
        let (year, month) = (number(year, 4)?, number(month, 2)?);
        if year >= 1000 && (1..=12).contains(&month) { Ok(Self(year * 12 + month - 1)) } else { Err(NoMonth) }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn days_and_months_are_japans() {
        assert_eq!(day_in_japan(datetime!(2026-03-31 14:59:59 UTC)), date!(2026 - 03 - 31));
        assert_eq!(day_in_japan(datetime!(2026-03-31 15:00:00 UTC)), date!(2026 - 04 - 01));
        assert_eq!(MonthInJapan::of(datetime!(2026-12-31 14:59:59 UTC)).to_string(), "2026-12");
        assert_eq!(MonthInJapan::of(datetime!(2026-12-31 15:00:00 UTC)).to_string(), "2027-01");
    }

    #[test]
    fn a_month_is_read_as_it_is_written_and_in_no_other_form() {
        for text in ["2026-01", "2026-12", "1999-10"] {
            assert_eq!(text.parse::<MonthInJapan>().unwrap().to_string(), text);
        }
        for text in
            ["", "2026", "2026-13", "2026-00", "2026-1", "26-01", "2026-01-01", "２０２６-01", "+026-01", "0000-01"]
        {
            assert!(text.parse::<MonthInJapan>().is_err(), "{text}");
        }
    }
}
