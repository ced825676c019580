//! A date cell.

use std::borrow::Cow;

use super::value::{CellValue, as_text};
use crate::text::word;

/// A date, or the standard's `00000000` for none. Written `YYYYMMDD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Date {
    /// `00000000`: 利用者補足情報 that goes with 第6表 and 第7表 has no plan date.
    Zero,
    /// A day of the calendar.
    Day(::time::Date),
}

impl Date {
    /// A day that exists, of a year of four digits.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        let month = ::time::Month::try_from(month).ok()?;
        ::time::Date::from_calendar_date(i32::from(year), month, day).ok().map(Self::Day)
    }

    /// The day, where it is one.
    pub fn day(self) -> Option<::time::Date> {
        match self {
            Self::Zero => None,
            Self::Day(day) => Some(day),
        }
    }
}

impl From<::time::Date> for Date {
    fn from(day: ::time::Date) -> Self {
        Self::Day(day)
    }
}

impl CellValue for Date {
    fn exact(bytes: &[u8]) -> Option<Self> {
        let digits = word::eight(bytes).filter(|digits| bytes.len() == 8 && word::is_digits(*digits))?;
        if bytes == b"00000000" {
            return Some(Self::Zero);
        }
        let [century, year, month, day] = [0, 2, 4, 6].map(|place| word::two(digits, place));
        Self::new((century * 100 + year) as u16, month as u8, day as u8)
    }

    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Zero => Cow::Borrowed("00000000"),
            Self::Day(day) => {
                let (year, month, day) = day.to_calendar_date();
                Cow::Owned(format!("{year:04}{:02}{day:02}", u8::from(month)))
            }
        }
    }
}

as_text!(Date);
