//! The services of a user: rows of one day each, gathered into lines of a month.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::DAYS;
use crate::form::cells::{self, text};
use crate::form::names::ServiceNames;
use crate::form::service::with_code;
use crate::form::user::UserView;
use crate::interpret::{Count, Gathering, ResultsLine, ResultsStatus, Service, day_of, service_of};
use crate::record::Row;
use crate::spec::Kind;

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

    fn add(&mut self, day: usize, count: &Count) {
        self.0.entry(day).and_modify(|sum| sum.add(count)).or_insert_with(|| count.clone());
    }
}

/// A service with its two lines.
pub(super) struct Line {
    pub(super) key: Service,
    pub(super) time: String,
    pub(super) service: String,
    pub(super) provider: String,
    /// 予定 and 実績.
    pub(super) records: [Record; 2],
    /// The days on which they differ.
    pub(super) differing: BTreeSet<usize>,
    /// Whether the counts of the month differ.
    pub(super) total_differs: bool,
    /// Whether time, service and provider are other ones than before.
    pub(super) is_changed: [bool; 3],
}

impl Line {
    /// Takes all days on which the records are not the same for differing.
    pub(super) fn compare(&mut self) {
        let [one, other] = &self.records;
        let times = |record: &Record, day| record.on(day).cloned().unwrap_or_default();
        self.differing = (1..=DAYS).filter(|day| times(one, *day) != times(other, *day)).collect();
        self.total_differs = self.totals_differ();
    }

    fn totals_differ(&self) -> bool {
        let [one, other] = &self.records;
        one.total().unwrap_or_default() != other.total().unwrap_or_default()
    }
}

/// The lines, and the rows whose date is no day of the month, each in words.
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    pub(super) strays: Vec<String>,
}

/// All lines of a user, in the order of their times. What differs is what the comparison of plan and results says; without
/// a plan there is nothing to differ from.
pub(super) fn gather(user: UserView<'_, '_>, names: &dyn ServiceNames) -> Lines {
    let rows: Vec<Row<'_>> = user.plan().chain(user.results()).collect();
    let has_plan = user.plan().next().is_some();
    let mut gathering = Gathering::new(&[]);
    rows.iter().enumerate().for_each(|(at, row)| gathering.add((0, at), row));
    let (compared, uncompared) = gathering.finish();
    let mut made = Making { user, names, lines: BTreeMap::new() };
    for line in &compared {
        made.add(line, &rows, has_plan);
    }
    let mut strays = Vec::new();
    for (_, at) in uncompared {
        let row = &rows[at];
        strays.push(stray(row, &made.of(row).line));
    }
    Lines { lines: made.lines.into_values().map(|making| making.line).collect(), strays }
}

/// Lines while they are made.
struct Making<'s, 'a, 'n> {
    user: UserView<'s, 'a>,
    names: &'n dyn ServiceNames,
    lines: BTreeMap<Service, Made>,
}

/// A line, and the names that it has so far.
struct Made {
    line: Line,
    names: BTreeSet<[String; 2]>,
}

impl Making<'_, '_, '_> {
    /// The line of a row, which says what the row calls office and equipment.
    fn of(&mut self, row: &Row<'_>) -> &mut Made {
        let made = self.lines.entry(service_of(row)).or_insert_with_key(|key| Made {
            line: Line {
                key: key.clone(),
                time: span(row),
                service: String::new(),
                provider: String::new(),
                records: Default::default(),
                differing: BTreeSet::new(),
                total_differs: false,
                is_changed: [false; 3],
            },
            names: BTreeSet::new(),
        });
        if made.names.insert(["provider_name", "equipment_name"].map(|field| text(row, field))) {
            say(&mut made.line.provider, &office(row));
            say(&mut made.line.service, &with_code(row, self.names, self.user.month()));
        }
        made
    }

    fn add(&mut self, compared: &ResultsLine, rows: &[Row<'_>], has_plan: bool) {
        let ResultsLine { planned, done, status, .. } = compared;
        let day = usize::from(compared.day);
        for (which, recorded) in [planned, done].into_iter().enumerate() {
            for (_, at) in &recorded.rows {
                self.of(&rows[*at]);
            }
            if let Some((_, at)) = recorded.rows.first() {
                self.of(&rows[*at]).line.records[which].add(day, &recorded.count);
            }
        }
        let Some(made) = self.lines.get_mut(&compared.service) else { return };
        let is_compared = has_plan && !matches!(status, ResultsStatus::NotReported | ResultsStatus::UserNotReported);
        made.line.total_differs = is_compared && made.line.totals_differ();
        if has_plan && status.is_difference() {
            made.line.differing.insert(day);
        }
        if has_plan && *status == ResultsStatus::OtherDays {
            let [planned, done] = [planned, done].map(|recorded| cells::or_none(recorded.shown_days()));
            say(&mut made.line.service, &format!("日割予定 {planned}\n日割実績 {done}"));
        }
    }
}

/// Adds the lines of a text that are not there yet.
fn say(said: &mut String, more: &str) {
    for line in more.lines() {
        if said.lines().all(|other| other != line) {
            if !said.is_empty() {
                said.push('\n');
            }
            said.push_str(line);
        }
    }
}

/// The fields that stand in the lines.
const SHOWN: [&str; 11] = [
    "service_start_time",
    "service_end_time",
    "service_code",
    "provider_number",
    "satellite_branch_number",
    "tais_code",
    "equipment_notification_code",
    "equipment_name",
    "provider_name",
    "service_date",
    "service_count",
];

/// Whether a field of this row stands in a line; nothing of a row without a day of its month does.
pub(in crate::form) fn shows(row: &Row<'_>, field: &str) -> bool {
    SHOWN.contains(&field) && day_of(row).is_some()
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
fn stray(row: &Row<'_>, line: &Line) -> String {
    let side = if row.kind() == Kind::Upjsk { "実績" } else { "予定" };
    let parts = [side, &text(row, "service_date"), &line.time, &line.service, &line.provider];
    let parts = parts.map(|part| part.replace('\n', " "));
    let said = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let count = text(row, "service_count");
    let count = count.parse::<i64>().map_or(count.clone(), |times| times.to_string());
    let count = if count.is_empty() { "0" } else { &count };
    format!("{said} {count}回")
}
