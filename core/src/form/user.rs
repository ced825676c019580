//! One user's rows of a month.

use super::cells::{month, text};
use crate::record::{Row, Table};
use crate::typed::Month;

/// A row by its table and place in it.
pub(super) type Place = (u32, u32);

/// The rows of one user and month.
#[derive(Default)]
pub(super) struct User {
    /// Insurer, insured person, month.
    pub(super) key: [String; 3],
    pub(super) plan: Vec<Place>,
    pub(super) results: Vec<Place>,
    pub(super) annex: Vec<Place>,
    pub(super) supplements: Vec<Place>,
}

/// What a user's key is made of.
const KEY: [&str; 3] = ["insurer_number", "insured_person_number", "target_month"];

/// Whose row of a month it is: insurer, insured person, month.
pub(super) fn key_of(row: &Row<'_>) -> [String; 3] {
    KEY.map(|field| text(row, field))
}

/// The row at a place.
pub(super) fn row_at<'a>(tables: &[&'a Table], (table, row): Place) -> Option<Row<'a>> {
    tables.get(table as usize)?.row(row as usize)
}

/// One user of a slip.
#[derive(Clone, Copy)]
pub(super) struct UserView<'s, 'a> {
    pub(super) tables: &'s [&'a Table],
    pub(super) user: &'s User,
}

impl<'s, 'a> UserView<'s, 'a> {
    fn rows(self, places: &'s [Place]) -> impl Iterator<Item = Row<'a>> + use<'s, 'a> {
        places.iter().filter_map(move |place| row_at(self.tables, *place))
    }

    /// The rows of 第6表, planned.
    pub(super) fn plan(self) -> impl Iterator<Item = Row<'a>> + use<'s, 'a> {
        self.rows(&self.user.plan)
    }

    /// The rows of 第6表, done.
    pub(super) fn results(self) -> impl Iterator<Item = Row<'a>> + use<'s, 'a> {
        self.rows(&self.user.results)
    }

    /// The rows of 第7表.
    pub(super) fn annex(self) -> impl Iterator<Item = Row<'a>> + use<'s, 'a> {
        self.rows(&self.user.annex)
    }

    /// The rows of 利用者補足情報: one, if all is well.
    pub(super) fn supplements(self) -> impl Iterator<Item = Row<'a>> + use<'s, 'a> {
        self.rows(&self.user.supplements)
    }

    /// Insurer, insured person, month.
    pub(super) fn key(self) -> &'s [String; 3] {
        &self.user.key
    }

    pub(super) fn insurer_number(self) -> &'s str {
        &self.user.key[0]
    }

    pub(super) fn insured_person_number(self) -> &'s str {
        &self.user.key[1]
    }

    /// The month as the rows have it.
    pub(super) fn month_text(self) -> &'s str {
        &self.user.key[2]
    }

    /// The month, where it is one.
    pub(super) fn month(self) -> Option<Month> {
        month(self.month_text())
    }
}
