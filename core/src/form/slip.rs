//! The rows of a month, user by user.

use std::collections::{HashMap, HashSet};

use super::cells::text;
use super::family::Family;
use super::names::ServiceNames;
use super::page::{FormKind, Page};
use super::people::{People, person};
use super::pictures::Pictures;
use super::user::{Place, User, UserView, row_at};
use super::{basic_information, prevention_plan, table_1, table_2, table_3, table_6, table_7, withdrawals};
use crate::error::Result;
use crate::interpret::{ReceivedTable, every_one_is_another, remaining_rows};
use crate::json::FileJson;
use crate::record::Table;
use crate::sort::sort_by_key;
use crate::spec::Kind;
use crate::unit::{Attachment, FileName};

/// What stands on the forms: the tables of a unit, or of several.
pub struct Slip<'a> {
    tables: Vec<&'a Table>,
    users: Vec<User>,
    pictures: Pictures,
    people: People,
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
    /// withdrawn one, nothing but that it was withdrawn. A plan and its results are put side by side.
    pub fn of_units(received: &[ReceivedTable<'a>]) -> Self {
        let tables: Vec<&Table> = received.iter().map(|received| received.table).collect();
        let mut rows = remaining_rows(received);
        // An import takes their targets and keeps nothing of withdrawals themselves.
        let mut withdrawals: Vec<usize> =
            (0..tables.len()).filter(|at| Family::of_kind(tables[*at].kind()) == Some(Family::Withdrawals)).collect();
        sort_by_key(&mut withdrawals, |at| received[*at].serial);
        rows.extend(withdrawals.into_iter().flat_map(|at| (0..tables[at].len()).map(move |row| (at, row))));
        Self::of_rows(tables, rows)
    }

    /// The rows of files that count. Where all names have serials, what remains of the units; else all rows, and then no
    /// kind may be there twice.
    ///
    /// # Errors
    /// [`Code::FormTwice`](crate::Code::FormTwice), with the file, where nothing says which of two files of one kind is newer.
    pub fn of_files(files: &'a [FileJson]) -> Result<Self> {
        let serial = |file: &FileJson| FileName::parse(file.name.as_deref()?).name.map(|name| name.serial);
        let received: Option<Vec<ReceivedTable<'a>>> =
            files.iter().map(|file| Some(ReceivedTable { serial: serial(file)?, table: &file.table })).collect();
        let named = |at: usize| files[at].name.as_deref().unwrap_or_else(|| files[at].table.kind().name());
        match received {
            Some(received) => Self::of_received(&received, named),
            None => {
                every_one_is_another(files.iter().map(|file| file.table.kind()), named)?;
                Ok(Self::of_unit(files.iter().map(|file| &file.table)))
            }
        }
    }

    /// The same of tables whose serials are known. `named` is what a table is called in an error.
    ///
    /// # Errors
    /// [`Code::FormTwice`](crate::Code::FormTwice) for two tables of one kind in one unit: their rows would be doubled.
    pub fn of_received<'n>(received: &[ReceivedTable<'a>], named: impl Fn(usize) -> &'n str) -> Result<Self> {
        every_one_is_another(received.iter().map(|one| (one.serial, one.table.kind())), named)?;
        Ok(Self::of_units(received))
    }

    fn of_rows(tables: Vec<&'a Table>, rows: Vec<(usize, usize)>) -> Self {
        let mut slip = Self { tables, users: Vec::new(), pictures: Pictures::default(), people: People::default() };
        let mut known: HashMap<(Family, [String; 3]), usize> = HashMap::new();
        let mut supplements: HashMap<(Family, [String; 3]), Vec<Place>> = HashMap::new();
        for (table, row) in rows {
            let place = (table as u32, row as u32);
            let Some(read) = row_at(&slip.tables, place) else { continue };
            slip.people.add(&read);
            let kind = read.kind();
            let Some(family) = Family::of_kind(kind) else {
                for family in [Family::CarePlan, Family::Month] {
                    supplements.entry((family, family.key().map(|field| text(&read, field)))).or_default().push(place);
                }
                continue;
            };
            let key = family.key().map(|field| text(&read, field));
            let at = *known.entry((family, key)).or_insert_with_key(|(family, key)| {
                slip.users.push(User { family: *family, key: key.clone(), places: Vec::new() });
                slip.users.len() - 1
            });
            slip.users[at].add(kind, &[place]);
        }
        for user in &mut slip.users {
            // That of the care plan has no month; it serves where the month has none of its own.
            let [insurer, person, month] = user.key.clone();
            let without_month = (Family::Month, [insurer, person, "000000".to_owned()]);
            let other = supplements.get(&without_month).filter(|_| user.family == Family::Month);
            if let Some(own) = supplements.get(&(user.family, user.key.clone())) {
                user.add(Kind::Uphosoku, own);
            } else if let Some(places) = other {
                user.add(Kind::Uphosoku, &of_plan_in(&slip.tables, places, &month));
            }
        }
        one_after_another(&mut slip.users);
        slip
    }

    /// With the attachments of the units, among which are the pictures that rows name. They are read page by page.
    pub fn with_attachments(mut self, attachments: impl IntoIterator<Item = Attachment>) -> Self {
        self.pictures.add(attachments);
        self
    }

    /// How many users there are, each counted once for a month and once for a plan.
    pub fn users(&self) -> usize {
        self.users.iter().map(|user| if user.family == Family::Withdrawals { self.named(user) } else { 1 }).sum()
    }

    /// How many people the rows of a list name.
    fn named(&self, list: &User) -> usize {
        let rows = list.places.iter().flat_map(|(_, places)| places).filter_map(|place| row_at(&self.tables, *place));
        let people = rows.map(|row| person(&row));
        people.collect::<HashSet<_>>().len()
    }

    /// Each user's rows of a month.
    pub(super) fn months<'s>(&'s self) -> impl Iterator<Item = UserView<'s, 'a>> {
        self.views().filter(|view| view.user.family == Family::Month)
    }

    fn views<'s>(&'s self) -> impl Iterator<Item = UserView<'s, 'a>> + use<'s, 'a> {
        let Self { tables, users, pictures, people } = self;
        users.iter().map(|user| UserView { tables, user, pictures, people })
    }

    /// The pages of these forms, user by user, each page made when it is asked for. A form named twice is there once.
    pub fn pages<'s>(
        &'s self,
        forms: &'s [FormKind],
        names: &'s dyn ServiceNames,
    ) -> impl Iterator<Item = Page> + use<'s, 'a> {
        self.views().flat_map(move |view| {
            let first = forms.iter().enumerate().filter(|(at, form)| !forms[..*at].contains(form));
            let own = first.filter(move |(_, form)| Family::of_form(**form) == Some(view.user.family));
            own.flat_map(move |(_, form)| pages(*form, view, names))
        })
    }
}

/// Of the records of several care plans those of the plan that held in a month: the newest that was made by its end, else
/// the first.
fn of_plan_in(tables: &[&Table], places: &[Place], month: &str) -> Vec<Place> {
    let day = |place: &Place| row_at(tables, *place).map(|row| text(&row, "care_plan_date")).unwrap_or_default();
    let end = format!("{month}31");
    let held = places.iter().map(day).filter(|day| *day <= end).max();
    let held = held.or_else(|| places.iter().map(day).min());
    places.iter().copied().filter(|place| Some(day(place)) == held).collect()
}

/// All of one person's together, in the order in which people come; the list of withdrawals last.
fn one_after_another(users: &mut [User]) {
    let person = |user: &User| [user.key[0].clone(), user.key[1].clone()];
    let mut first = HashMap::new();
    for (at, user) in users.iter().enumerate() {
        first.entry(person(user)).or_insert(at);
    }
    users.sort_by_cached_key(|user| {
        (user.family == Family::Withdrawals, first.get(&person(user)).copied(), user.family)
    });
}

/// The pages of a form for one user.
fn pages<'s, 'a: 's>(
    form: FormKind,
    user: UserView<'s, 'a>,
    names: &'s dyn ServiceNames,
) -> Box<dyn Iterator<Item = Page> + 's> {
    match form {
        FormKind::Table1 => Box::new(table_1::pages(user)),
        FormKind::Table2 => Box::new(table_2::pages(user)),
        FormKind::Table3 => Box::new(table_3::pages(user)),
        FormKind::Table6 => Box::new(table_6::pages(user, names)),
        FormKind::Table7 => Box::new(table_7::pages(user, names)),
        FormKind::BasicInformation => Box::new(basic_information::pages(user)),
        FormKind::PreventionPlan => Box::new(prevention_plan::pages(user)),
        FormKind::Withdrawals => Box::new(withdrawals::pages(user)),
        FormKind::Changes => Box::new(std::iter::empty()),
    }
}
