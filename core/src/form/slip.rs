//! The rows of a month, user by user.

use std::collections::HashMap;

use super::names::ServiceNames;
use super::page::{FormKind, Page};
use super::user::{Place, User, UserView, key_of, row_at};
use super::{table_6, table_7};
use crate::interpret::{ReceivedTable, remaining_rows};
use crate::record::Table;
use crate::spec::Kind;

/// What stands on the forms: the tables of a unit, or of several.
pub struct Slip<'a> {
    tables: Vec<&'a Table>,
    users: Vec<User>,
}

impl<'a> Slip<'a> {
    /// All rows of the tables, which are of one unit: a kind twice would be counted twice.
    pub fn of_unit(tables: impl IntoIterator<Item = &'a Table>) -> Self {
        let tables: Vec<&Table> = tables.into_iter().collect();
        let rows = tables.iter().enumerate().flat_map(|(at, table)| (0..table.len()).map(move |row| (at, row)));
        let rows: Vec<_> = rows.collect();
        Self::of_rows(tables, rows)
    }

    /// What remains of units after they were imported in their order: of a slip that was sent anew, the newer one; of a
    /// withdrawn one, nothing. A plan and its results are put side by side.
    pub fn of_units(received: &[ReceivedTable<'a>]) -> Self {
        let tables = received.iter().map(|received| received.table).collect();
        Self::of_rows(tables, remaining_rows(received))
    }

    fn of_rows(tables: Vec<&'a Table>, rows: Vec<(usize, usize)>) -> Self {
        let mut slip = Self { tables, users: Vec::new() };
        let mut known: HashMap<[String; 3], usize> = HashMap::new();
        let mut supplements: HashMap<[String; 3], Vec<Place>> = HashMap::new();
        for (table, row) in rows {
            let place = (table as u32, row as u32);
            let Some(read) = row_at(&slip.tables, place) else { continue };
            let key = key_of(&read);
            let kind = read.kind();
            if kind == Kind::Uphosoku {
                supplements.entry(key).or_default().push(place);
                continue;
            }
            if !matches!(kind, Kind::Upplan | Kind::Upjsk | Kind::Upsikyu) {
                continue;
            }
            let at = *known.entry(key).or_insert_with_key(|key| {
                slip.users.push(User { key: key.clone(), ..User::default() });
                slip.users.len() - 1
            });
            let user = &mut slip.users[at];
            match kind {
                Kind::Upplan => user.plan.push(place),
                Kind::Upjsk => user.results.push(place),
                _ => user.annex.push(place),
            }
        }
        for user in &mut slip.users {
            // That of the care plan has no month.
            let [insurer, person, _] = user.key.clone();
            let without_month = [insurer, person, "000000".to_owned()];
            let own = supplements.get(&user.key).or_else(|| supplements.get(&without_month));
            user.supplements = own.cloned().unwrap_or_default();
        }
        slip
    }

    /// How many users there are, each counted once for a month.
    pub fn users(&self) -> usize {
        self.users.len()
    }

    /// Each user's rows.
    pub(super) fn views<'s>(&'s self) -> impl Iterator<Item = UserView<'s, 'a>> {
        self.users.iter().map(|user| UserView { tables: &self.tables, user })
    }

    /// The pages of these forms, user by user, each page made when it is asked for.
    pub fn pages<'s>(
        &'s self,
        forms: &'s [FormKind],
        names: &'s dyn ServiceNames,
    ) -> impl Iterator<Item = Page> + use<'s, 'a> {
        self.users.iter().flat_map(move |user| {
            let view = UserView { tables: &self.tables, user };
            forms.iter().flat_map(move |form| match form {
                FormKind::Table6 => Pages::Table6(table_6::Pages::new(view, names)),
                FormKind::Table7 => Pages::Table7(table_7::Pages::new(view, names)),
                FormKind::Changes => Pages::None,
            })
        })
    }
}

/// The pages of a form.
enum Pages<'s, 'a> {
    Table6(table_6::Pages<'s, 'a>),
    Table7(table_7::Pages<'s, 'a>),
    None,
}

impl Iterator for Pages<'_, '_> {
    type Item = Page;

    fn next(&mut self) -> Option<Page> {
        match self {
            Self::Table6(pages) => pages.next(),
            Self::Table7(pages) => pages.next(),
            Self::None => None,
        }
    }
}
