//! A month cell.

use std::borrow::Cow;

use super::value::{CellValue, as_text, number};

/// A month, or the standard's `000000` for none. Written `YYYYMM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// `000000`: 利用者補足情報 that goes with the care plan has no month.
    pub const ZERO: Self = Self { year: 0, month: 0 };

    /// A month from 1 to 12 of a year of four digits.
    pub fn new(year: u16, month: u8) -> Option<Self> {
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// Whether it is `000000`.
    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// The year; 0 for `000000`.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month from 1 to 12; 0 for `000000`.
    pub fn month(self) -> u8 {
        self.month
    }
}

impl CellValue for Month {
    fn exact(bytes: &[u8]) -> Option<Self> {
        match bytes.len() {
            6 if bytes == b"000000" => Some(Self::ZERO),
            6 => Self::new(number(&bytes[..4])? as u16, number(&bytes[4..])? as u8),
            _ => None,
        }
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(format!("{:04}{:02}", self.year, self.month))
    }
}

as_text!(Month);
