//! Rows of a plan and of its results as lines.

use std::collections::{BTreeMap, BTreeSet};

use super::count::{Count, cell};
use super::line::{Recorded, ResultsLine, ResultsStatus, Service, UserMonth};
use super::link::link;
use super::units::{Units, number};
use crate::interpret::meaning::meaning;
use crate::interpret::monthly::is_monthly;
use crate::record::Row;
use crate::sort::sort_by;
use crate::spec::Kind;
use crate::typed::{CellValue as _, Date, Month};

/// A row by its table and place in it.
type Place = (usize, usize);

/// An office with a service type, in a month.
type Reporter = [String; 3];

/// A line while rows come.
#[derive(Default)]
struct Entry {
    planned: Part,
    done: Part,
}

/// What the rows of one side say.
#[derive(Default)]
struct Part {
    recorded: Recorded,
    /// The day, times and office's name of the first row.
    first: Option<(u8, [String; 2], String)>,
    /// Whether a row has been counted.
    is_counted: bool,
}

/// Rows become lines.
pub(crate) struct Gathering<'m> {
    monthly: &'m [&'m str],
    units: Units,
    /// By user, day and service; day 0 and no times where it counts once a month.
    entries: BTreeMap<(UserMonth, u8, Service), Entry>,
    users: BTreeSet<(UserMonth, Reporter)>,
    offices: BTreeSet<Reporter>,
    uncompared: Vec<Place>,
}

impl<'m> Gathering<'m> {
    /// Without rows. `monthly` are the codes that count once a month.
    pub(crate) fn new(monthly: &'m [&'m str]) -> Self {
        let (users, offices) = Default::default();
        Self { monthly, units: Units::default(), entries: BTreeMap::new(), users, offices, uncompared: Vec::new() }
    }

    /// Takes a row of 第7表, which has the units of services whose own rows have none. They come first.
    pub(super) fn add_units(&mut self, row: &Row<'_>) {
        self.units.add(user_of(row), row);
    }

    /// Takes a row of the plan or of the results.
    pub(crate) fn add(&mut self, place: Place, row: &Row<'_>) {
        let (user, mut service) = (user_of(row), service_of(row));
        let is_done = row.kind() == Kind::Upjsk;
        if is_done {
            let reporter = reporter(&user, &service);
            self.offices.insert(reporter.clone());
            self.users.insert((user.clone(), reporter));
        }
        let Some(day) = day_of(row) else {
            self.uncompared.push(place);
            return;
        };
        let is_monthly = is_monthly(&service.service_code, self.monthly);
        let times = [&mut service.service_start_time, &mut service.service_end_time];
        let times = times.map(|time| if is_monthly { std::mem::take(time) } else { time.clone() });
        let listed = self.units.of(&user, &service);
        let entry = self.entries.entry((user, if is_monthly { 0 } else { day }, service)).or_default();
        let part = if is_done { &mut entry.done } else { &mut entry.planned };
        let is_first = part.first.as_ref().is_none_or(|(first, ..)| day < *first);
        if is_monthly && !part.recorded.rows.is_empty() {
            if !is_first {
                part.recorded.rows.push(place);
                return;
            }
            let rows = std::mem::take(&mut part.recorded.rows);
            *part = Part { recorded: Recorded { rows, ..Recorded::default() }, ..Part::default() };
        }
        if is_first {
            part.first = Some((day, times, cell(row, "provider_name")));
        }
        part.add(place, row, listed);
    }

    /// The lines, by user, day and service, and the rows whose date is no day of their month.
    pub(crate) fn finish(self) -> (Vec<ResultsLine>, Vec<Place>) {
        let Self { units, entries, users, offices, uncompared, .. } = self;
        let made = |((user, day, service), entry): (_, Entry)| {
            let mut line = line(user, day, service, entry, &units);
            let reporter = reporter(&line.user, &line.service);
            let key = (line.user.clone(), reporter);
            line.status = if users.contains(&key) {
                status(&line)
            } else if offices.contains(&key.1) {
                ResultsStatus::UserNotReported
            } else {
                ResultsStatus::NotReported
            };
            line
        };
        let mut lines: Vec<ResultsLine> = entries.into_iter().map(made).collect();
        sort_by(&mut lines, |one, other| {
            (&one.user, one.day, &one.service).cmp(&(&other.user, other.day, &other.service))
        });
        link(&mut lines);
        (lines, uncompared)
    }
}

impl Part {
    fn add(&mut self, place: Place, row: &Row<'_>, listed: Option<i64>) {
        let own = Count::of(row);
        let times = own.times();
        // Without units of its own those of 第7表 are meant. A 0 is stated, as of reductions on later days.
        let worth = times.zip(number(row, "units").or(listed)).and_then(|(times, units)| times.checked_mul(units));
        let Recorded { count, units, per_diem_days, rows } = &mut self.recorded;
        *units =
            if self.is_counted { units.zip(worth).and_then(|(units, worth)| units.checked_add(worth)) } else { worth };
        if let Some(field) = row.layout().field("per_diem_days") {
            let flags = meaning(field, &cell(row, field.id)).into_owned();
            if !flags.is_empty() {
                let sum = per_diem_days.entry(flags).or_default();
                *sum = sum.saturating_add(times.unwrap_or(1));
            }
        }
        if self.is_counted {
            count.add(&own);
        } else {
            *count = own;
        }
        self.is_counted = true;
        rows.push(place);
    }
}

/// A line whose status is not known yet.
fn line(user: UserMonth, day: u8, mut service: Service, entry: Entry, units: &Units) -> ResultsLine {
    let Entry { planned, done } = entry;
    let (mut day, is_monthly, mut provider_name) = (day, day == 0, String::new());
    if let Some((first, [start, end], name)) = planned.first.or(done.first) {
        day = first;
        (service.service_start_time, service.service_end_time, provider_name) = (start, end, name);
    }
    let (planned, mut done) = (planned.recorded, done.recorded);
    // Results may leave units at 0 that cannot be computed.
    let is_none_meant = if planned.rows.is_empty() {
        units.of(&user, &service).is_none_or(|units| units == 0)
    } else {
        planned.units == Some(0)
    };
    if done.units == Some(0) && done.count != Count::Times(0) && !is_none_meant {
        done.units = None;
    }
    let (status, link) = (ResultsStatus::AsPlanned, None);
    ResultsLine { user, day, service, provider_name, is_monthly, planned, done, status, link }
}

/// What became of a line of which something was reported.
fn status(line: &ResultsLine) -> ResultsStatus {
    let (Some(planned), Some(done)) = (line.planned.count.times(), line.done.count.times()) else {
        return ResultsStatus::Unclear;
    };
    let are_both = !line.planned.rows.is_empty() && !line.done.rows.is_empty();
    match (planned, done) {
        _ if planned == done && are_both && line.planned.per_diem_days != line.done.per_diem_days => {
            ResultsStatus::OtherDays
        }
        _ if planned == done => ResultsStatus::AsPlanned,
        (_, 0) => ResultsStatus::NotDone,
        (0, _) => ResultsStatus::Additional,
        _ if done < planned => ResultsStatus::Fewer,
        _ => ResultsStatus::More,
    }
}

fn user_of(row: &Row<'_>) -> UserMonth {
    let [insurer_number, insured_person_number, target_month] =
        ["insurer_number", "insured_person_number", "target_month"].map(|field| cell(row, field));
    UserMonth { insurer_number, insured_person_number, target_month }
}

/// The service of a row of 第6表.
pub(crate) fn service_of(row: &Row<'_>) -> Service {
    let cell = |field| cell(row, field);
    Service {
        service_start_time: cell("service_start_time"),
        service_end_time: cell("service_end_time"),
        service_code: cell("service_code"),
        provider_number: cell("provider_number"),
        satellite_branch_number: cell("satellite_branch_number"),
        tais_code: cell("tais_code"),
        equipment_notification_code: cell("equipment_notification_code"),
    }
}

fn reporter(user: &UserMonth, service: &Service) -> Reporter {
    [user.target_month.clone(), service.provider_number.clone(), service.service_type().to_owned()]
}

/// The day of a row, where its date is one of its month.
pub(crate) fn day_of(row: &Row<'_>) -> Option<u8> {
    let day = Date::exact(cell(row, "service_date").as_bytes()).and_then(Date::day)?;
    let month = Month::exact(cell(row, "target_month").as_bytes()).filter(|month| !month.is_zero())?;
    let is_in = i64::from(day.year()) == i64::from(month.year()) && u8::from(day.month()) == month.month();
    is_in.then_some(day.day())
}
