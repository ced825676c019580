//! How often a service is.

use crate::record::Row;
use crate::text;

/// What stands for bytes that are no text.
pub(super) const UNREADABLE: &str = "〓";

/// How often: a number, or what rows have in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// So often.
    Times(i64),
    /// Texts that are no number, with `+` between.
    Text(String),
}

impl Count {
    /// The サービス回数 of a row; a blank means 0.
    pub(super) fn of(row: &Row<'_>) -> Self {
        let text = cell(row, "service_count");
        match text.parse() {
            _ if text.is_empty() => Self::Times(0),
            Ok(times @ 0..) => Self::Times(times),
            _ => Self::Text(text),
        }
    }

    /// The number; none where there is a text in its place.
    pub fn times(&self) -> Option<i64> {
        match self {
            Self::Times(times) => Some(*times),
            Self::Text(_) => None,
        }
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Self::Times(times) => times.to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    /// Makes it the sum of both; a sum that no number holds is a text.
    pub(crate) fn add(&mut self, more: &Self) {
        if let (Self::Times(one), Self::Times(more)) = (&mut *self, more)
            && let Some(sum) = one.checked_add(*more)
        {
            *one = sum;
            return;
        }
        let mut text = self.shown();
        text.push('+');
        text.push_str(&more.shown());
        *self = Self::Text(text);
    }
}

impl Default for Count {
    fn default() -> Self {
        Self::Times(0)
    }
}

/// A cell as half-width text without spaces around; empty where the version has no such field.
pub(super) fn cell(row: &Row<'_>, field: &str) -> String {
    let Some(column) = row.layout().index(field) else { return String::new() };
    let Ok(said) = row.text(column) else { return UNREADABLE.to_owned() };
    let said = said.trim();
    text::to_half_width(said).unwrap_or_else(|| said.to_owned())
}
