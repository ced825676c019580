//! A cell with one flag a day.

use std::borrow::Cow;

use super::value::{CellValue, as_text};

/// One flag for each day of a month, written as 31 characters `0` or `1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags31(u32);

impl Flags31 {
    /// Whether the flag of a day (1 to 31) is set.
    pub fn get(self, day: u8) -> bool {
        self.0 & bit(day) != 0
    }

    /// Sets or clears the flag of a day (1 to 31); other numbers change nothing.
    pub fn set(&mut self, day: u8, flag: bool) {
        if flag {
            self.0 |= bit(day);
        } else {
            self.0 &= !bit(day);
        }
    }

    /// The days whose flag is set.
    pub fn days(self) -> impl Iterator<Item = u8> {
        (1..=31).filter(move |day| self.get(*day))
    }
}

fn bit(day: u8) -> u32 {
    if (1..=31).contains(&day) { 1 << (day - 1) } else { 0 }
}

impl FromIterator<u8> for Flags31 {
    fn from_iter<I: IntoIterator<Item = u8>>(days: I) -> Self {
        Self(days.into_iter().fold(0, |flags, day| flags | bit(day)))
    }
}

impl CellValue for Flags31 {
    fn exact(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != 31 {
            return None;
        }
        let flag = |(day, byte): (usize, &u8)| match byte {
            b'0' => Some(0),
            b'1' => Some(1 << day),
            _ => None,
        };
        bytes.iter().enumerate().try_fold(0, |flags, each| Some(flags | flag(each)?)).map(Self)
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Owned((1..=31).map(|day| if self.get(day) { '1' } else { '0' }).collect())
    }
}

as_text!(Flags31);
