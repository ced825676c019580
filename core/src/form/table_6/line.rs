//! The services of a user: rows of one day each, gathered into lines of a month.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::sheet::DAYS;
use crate::form::cells::{self, day, month, text};
use crate::form::names::ServiceNames;
use crate::form::service::with_code;
use crate::form::user::UserView;
use crate::record::Row;
use crate::typed::Month;

/// What makes rows of several days one service, in the order of the lines on the form.
const SAME: [&str; 9] = [
    "service_start_time",
    "service_end_time",
    "service_code",
    "provider_number",
    "satellite_branch_number",
    "tais_code",
    "equipment_notification_code",
    "equipment_name",
    "provider_name",
];

/// How often on a day: a number, or what the row has in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Count {
    Times(i64),
    Text(String),
}

impl Count {
    fn of(text: String) -> Self {
        match text.parse() {
            _ if text.is_empty() => Self::Times(0),
            Ok(times) => Self::Times(times),
            Err(_) => Self::Text(text),
        }
    }

    pub(super) fn shown(&self) -> String {
        match self {
            Self::Times(times) => times.to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    fn add(&mut self, more: &Self) {
        if let (Self::Times(one), Self::Times(more)) = (&mut *self, more)
            && let Some(sum) = one.checked_add(*more)
        {
            *one = sum;
            return;
        }
        let mut text = match std::mem::replace(self, Self::Times(0)) {
            Self::Times(times) => times.to_string(),
            Self::Text(text) => text,
        };
        text.push('+');
        text.push_str(&more.shown());
        *self = Self::Text(text);
    }
}

/// The days of a month, planned or done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record(BTreeMap<usize, Count>);

impl Record {
    /// How often on a day, from 1.
    pub(super) fn on(&self, day: usize) -> Option<&Count> {
        self.0.get(&day)
    }

    /// How often in the month; nothing where there is no day.
    pub(super) fn total(&self) -> Option<Count> {
        let mut counts = self.0.values();
        let mut total = counts.next()?.clone();
        counts.for_each(|count| total.add(count));
        Some(total)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn add(&mut self, day: usize, count: Count) {
        match self.0.entry(day) {
            Entry::Occupied(mut sum) => sum.get_mut().add(&count),
            Entry::Vacant(place) => {
                place.insert(count);
            }
        }
    }
}

/// What is the same in the rows of a line.
pub(super) type Key = [String; SAME.len()];

/// A service with its two lines.
pub(super) struct Line {
    pub(super) key: Key,
    pub(super) time: String,
    pub(super) service: String,
    pub(super) provider: String,
    /// 予定 and 実績.
    pub(super) records: [Record; 2],
    /// Whether there are results of the provider at all, so that a day without one is a difference.
    pub(super) is_reported: bool,
    /// Whether time, service and provider are other ones than before.
    pub(super) is_changed: [bool; 3],
}

impl Line {
    /// Whether plan and results differ on a day.
    pub(super) fn differs(&self, day: usize) -> bool {
        let [plan, results] = &self.records;
        let times = |record: &Record| record.on(day).cloned().unwrap_or(Count::Times(0));
        self.is_reported && times(plan) != times(results)
    }

    /// Whether they differ on any day.
    pub(super) fn differs_on_a_day(&self) -> bool {
        (1..=DAYS).any(|day| self.differs(day))
    }

    /// Whether the counts of the month differ.
    pub(super) fn total_differs(&self) -> bool {
        let [plan, results] = &self.records;
        let total = |record: &Record| record.total().unwrap_or(Count::Times(0));
        self.is_reported && total(plan) != total(results)
    }
}

/// The lines, and the rows whose date is no day of the month, each in words.
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    pub(super) strays: Vec<String>,
}

/// All lines of a user, in the order of their times.
pub(super) fn gather(user: UserView<'_, '_>, names: &dyn ServiceNames) -> Lines {
    let mut lines: BTreeMap<Key, Line> = BTreeMap::new();
    let mut strays = Vec::new();
    let has_plan = user.plan().next().is_some();
    let reported: BTreeSet<[String; 2]> = user.results().map(|row| provider(&row)).collect();
    let rows = user.plan().map(|row| (0, row)).chain(user.results().map(|row| (1, row)));
    for (which, row) in rows {
        let key = SAME.map(|field| text(&row, field));
        let line = lines.entry(key).or_insert_with_key(|key| Line {
            key: key.clone(),
            time: span(&row),
            service: with_code(&row, names, user.month()),
            provider: office(&row),
            records: Default::default(),
            is_reported: has_plan && reported.contains(&provider(&row)),
            is_changed: [false; 3],
        });
        let count = Count::of(text(&row, "service_count"));
        match day_in(user.month(), &row) {
            Some(day) => line.records[which].add(day, count),
            None => strays.push(stray(which, &row, line, &count)),
        }
    }
    Lines { lines: lines.into_values().collect(), strays }
}

/// The fields that stand in the lines, besides those that make a line.
const COUNTED: [&str; 2] = ["service_date", "service_count"];

/// Whether a field of this row stands in a line; nothing of a row without a day of its month does.
pub(in crate::form) fn shows(row: &Row<'_>, field: &str) -> bool {
    let is_shown = SAME.contains(&field) || COUNTED.contains(&field);
    is_shown && day_in(month(&text(row, "target_month")), row).is_some()
}

/// Whose service it is: the office, and the service type.
fn provider(row: &Row<'_>) -> [String; 2] {
    [text(row, "provider_number"), text(row, "service_code").chars().take(2).collect()]
}

fn day_in(month: Option<Month>, row: &Row<'_>) -> Option<usize> {
    let day = day(row, "service_date")?;
    let month = month?;
    let is_in = i64::from(day.year()) == i64::from(month.year()) && u8::from(day.month()) == month.month();
    is_in.then_some(usize::from(day.day())).filter(|day| *day <= DAYS)
}

fn span(row: &Row<'_>) -> String {
    let [start, end] = ["service_start_time", "service_end_time"].map(|field| text(row, field));
    cells::span(&start, &end)
}

/// An office by name and number.
fn office(row: &Row<'_>) -> String {
    let branch = text(row, "satellite_branch_number");
    let number = format!("{} {branch}", text(row, "provider_number"));
    let parts = [text(row, "provider_name"), number.trim().to_owned()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A row that has no column on the form.
fn stray(which: usize, row: &Row<'_>, line: &Line, count: &Count) -> String {
    let date = text(row, "service_date");
    let parts = [["予定", "実績"][which], &date, &line.time, &line.service, &line.provider];
    let parts = parts.map(|part| part.replace('\n', " "));
    let said = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    format!("{said} {}回", count.shown())
}
