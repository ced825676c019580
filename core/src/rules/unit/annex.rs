//! 第6表 against 第7表: the same services on both.

use std::collections::HashMap;

use super::files::Files;
use crate::finding::{Finding, Rule};
use crate::record::Table;
use crate::rules::annex::Class;
use crate::rules::collector::{at_cell, at_row};
use crate::rules::column::{Cell, Column, USER_MONTH};
use crate::rules::row::NO_CLOCK;
use crate::sort::sort_by_key;
use crate::spec::Kind;

/// What names a service on both tables, beside its user.
const SERVICE: [&str; 4] = ["provider_number", "service_code", "tais_code", "equipment_notification_code"];

/// The 0-based row, and the service's count in it where the record has one.
type Counted = (usize, Option<i64>);

/// The services of a table: first row and count of each; the count is `None` where it cannot be compared.
struct Services<'a> {
    users: HashMap<Vec<Cell<'a>>, ()>,
    services: HashMap<Vec<Cell<'a>>, Counted>,
}

pub(super) fn check(files: &Files<'_>, findings: &mut Vec<Finding>) {
    let (Some((slip_file, slip)), Some((annex_file, annex))) = (files.of(Kind::Upplan), files.of(Kind::Upsikyu)) else {
        return;
    };
    let (Some(planned), Some(listed)) = (of_slip(slip), of_annex(annex)) else { return };
    only(&listed, &planned, Rule::UnitAnnexUnplanned, annex_file, findings);
    only(&planned, &listed, Rule::UnitSlipUnannexed, slip_file, findings);
    let Some(column) = Column::of(annex, "count_or_days") else { return };
    for (service, (row, listed)) in in_order(&listed.services) {
        if let (Some(listed), Some((_, Some(planned)))) = (listed, planned.services.get(service))
            && listed != planned
        {
            findings.push(at_cell(Rule::UnitCountDiffers, *row, column).in_file(annex_file));
        }
    }
}

/// What the other table has not, of users who are on both; the others were reported with the unit's keys.
fn only(of: &Services<'_>, there: &Services<'_>, rule: Rule, file: &str, findings: &mut Vec<Finding>) {
    for (service, (row, _)) in in_order(&of.services) {
        if there.users.contains_key(&service[..USER_MONTH.len()]) && !there.services.contains_key(service) {
            findings.push(at_row(rule, *row).in_file(file));
        }
    }
}

fn in_order<'s, 'a>(services: &'s HashMap<Vec<Cell<'a>>, Counted>) -> Vec<(&'s Vec<Cell<'a>>, &'s Counted)> {
    let mut list: Vec<_> = services.iter().collect();
    sort_by_key(&mut list, |(_, (row, _))| *row);
    list
}

/// Counts of services with a clock time; without one, days and months are counted by other rules.
fn of_slip(table: &Table) -> Option<Services<'_>> {
    let [start, count] = Column::all(table, ["service_start_time", "service_count"])?;
    Services::of(table, |record| {
        let counts = start.bytes(record).as_ref() != NO_CLOCK;
        Some(if counts { count.number(record) } else { None })
    })
}

fn of_annex(table: &Table) -> Option<Services<'_>> {
    let [code, count] = Column::all(table, ["service_code", "count_or_days"])?;
    Services::of(table, |record| (Class::of(&code.bytes(record))? == Class::Detail).then(|| count.number(record)))
}

impl<'a> Services<'a> {
    /// `count` says whether a record is a service, and its count.
    fn of(table: &'a Table, count: impl Fn(&crate::record::Row<'a>) -> Option<Option<i64>>) -> Option<Self> {
        let user = Column::all(table, USER_MONTH)?;
        let service: Vec<Column> = SERVICE.iter().filter_map(|id| Column::of(table, id)).collect();
        let mut this = Self { users: HashMap::new(), services: HashMap::new() };
        for (row, record) in table.rows().enumerate() {
            let Some(count) = count(&record) else { continue };
            let key: Vec<Cell<'a>> = user.iter().chain(&service).map(|column| column.bytes(&record)).collect();
            if key[..USER_MONTH.len() + 2].iter().any(|part| part.is_empty()) {
                continue; // Told on reading.
            }
            if !this.users.contains_key(&key[..USER_MONTH.len()]) {
                this.users.insert(key[..USER_MONTH.len()].to_vec(), ());
            }
            this.services
                .entry(key)
                .and_modify(|(_, sum)| *sum = sum.zip(count).map(|(sum, count)| sum.saturating_add(count)))
                .or_insert((row, count));
        }
        Some(this)
    }
}
