//! One user's rows of a month, or of a plan.

use super::cells::{distinct, month, text};
use super::family::Family;
use super::people::People;
use super::pictures::Pictures;
use crate::record::{Row, Table};
use crate::spec::Kind;
use crate::typed::Month;

/// A row by its table and place in it.
pub(super) type Place = (u32, u32);

/// The rows of one user and month, or plan.
pub(super) struct User {
    pub(super) family: Family,
    /// Insurer, insured person, and the month or the day of the plan.
    pub(super) key: [String; 3],
    /// The rows, kind by kind.
    pub(super) places: Vec<(Kind, Vec<Place>)>,
}

impl User {
    /// The rows of a kind.
    pub(super) fn places(&self, kind: Kind) -> &[Place] {
        self.places.iter().find(|(of, _)| *of == kind).map_or(&[], |(_, places)| places)
    }

    /// Insurer and insured person.
    pub(super) fn person(&self) -> [&str; 2] {
        [&self.key[0], &self.key[1]]
    }

    /// Adds rows of a kind.
    pub(super) fn add(&mut self, kind: Kind, places: &[Place]) {
        match self.places.iter_mut().find(|(of, _)| *of == kind) {
            Some((_, known)) => known.extend_from_slice(places),
            None => self.places.push((kind, places.to_vec())),
        }
    }
}

/// Whose row of a month it is: insurer, insured person, month.
pub(super) fn key_of(row: &Row<'_>) -> [String; 3] {
    Family::Month.key().map(|field| text(row, field))
}

/// The row at a place.
pub(super) fn row_at<'a>(tables: &[&'a Table], (table, row): Place) -> Option<Row<'a>> {
    tables.get(table as usize)?.row(row as usize)
}

/// One user of a slip, with one month or plan.
#[derive(Clone, Copy)]
pub(super) struct UserView<'s, 'a> {
    pub(super) tables: &'s [&'a Table],
    pub(super) user: &'s User,
    /// The attachments of the units.
    pub(super) pictures: &'s Pictures,
    /// Everybody who has a name in the print.
    pub(super) people: &'s People,
}

impl<'s, 'a> UserView<'s, 'a> {
    /// The rows of a kind.
    pub(super) fn rows(self, kind: Kind) -> impl Iterator<Item = Row<'a>> + use<'s, 'a> {
        self.user.places(kind).iter().filter_map(move |place| row_at(self.tables, *place))
    }

    /// The user's name, which is in 利用者補足情報; else as other rows of the print have it, and nothing where none has it.
    pub(super) fn name(self) -> String {
        let own = distinct(self.supplements(), "user_name");
        if own.is_empty() { self.people.name(self.user.person()) } else { own }
    }

    /// Who it is, above pages behind the first.
    pub(super) fn whose(self, name: &str) -> String {
        let name = if name.is_empty() { String::new() } else { format!(" {name}　様") };
        format!("被保険者番号 {}{name}", self.insured_person_number())
    }

    /// The rows of 第6表, planned.
    pub(super) fn plan(self) -> impl Iterator<Item = Row<'a>> + use<'s, 'a> {
        self.rows(Kind::Upplan)
    }

    /// The rows of 第6表, done.
    pub(super) fn results(self) -> impl Iterator<Item = Row<'a>> + use<'s, 'a> {
        self.rows(Kind::Upjsk)
    }

    /// The rows of 第7表.
    pub(super) fn annex(self) -> impl Iterator<Item = Row<'a>> + use<'s, 'a> {
        self.rows(Kind::Upsikyu)
    }

    /// The rows of 利用者補足情報: one, if all is well.
    pub(super) fn supplements(self) -> impl Iterator<Item = Row<'a>> + use<'s, 'a> {
        self.rows(Kind::Uphosoku)
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
