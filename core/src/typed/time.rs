//! A time cell.

use std::borrow::Cow;

use super::value::{CellValue, as_text, number};

/// A time of day, or the standard's `9999` for a service without one. Written `HHMM`; `2400` is the
/// end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Time {
    hour: u8,
    minute: u8,
}

impl Time {
    /// `9999`: the service has no clock time. It sorts behind every time.
    pub const NONE: Self = Self { hour: 99, minute: 99 };

    /// A time from 0:00 to 24:00.
    pub fn new(hour: u8, minute: u8) -> Option<Self> {
        ((hour < 24 && minute < 60) || (hour, minute) == (24, 0)).then_some(Self { hour, minute })
    }

    /// Whether it is `9999`.
    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// The hour from 0 to 24; `None` for `9999`.
    pub fn hour(self) -> Option<u8> {
        (!self.is_none()).then_some(self.hour)
    }

    /// The minute; `None` for `9999`.
    pub fn minute(self) -> Option<u8> {
        (!self.is_none()).then_some(self.minute)
    }
}

impl CellValue for Time {
    fn exact(bytes: &[u8]) -> Option<Self> {
        match bytes.len() {
            4 if bytes == b"9999" => Some(Self::NONE),
            4 => Self::new(number(&bytes[..2])? as u8, number(&bytes[2..])? as u8),
            _ => None,
        }
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(format!("{:02}{:02}", self.hour, self.minute))
    }
}

as_text!(Time);
