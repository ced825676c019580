//! A unit is for its receiver: only users who get a service of a provider belong into what it gets, a planner gets the
//! results of what it has planned, and an office nothing that is for another.

use std::collections::HashMap;

use super::files::Files;
use crate::finding::{Finding, Rule, Severity};
use crate::record::Table;
use crate::rules::collector::{at_cell, at_row};
use crate::rules::column::{Cell, Column, cells};
use crate::rules::name::{is_other, is_preventive, service_of};
use crate::sort::sort_by_key;
use crate::spec::Kind;
use crate::unit::{Address, FileContents, UnitContents};

const USER: [&str; 2] = ["insurer_number", "insured_person_number"];

/// Whether the office is one end of the unit. Where several files name others, one of them decides for all, and those
/// that differ from it have a finding of their own.
pub(super) fn addressed(contents: &UnitContents, office: &str, findings: &mut Vec<Finding>) {
    let is_end = |from: &Address, to: &Address| from.office() == office || to.office() == office;
    let is_for_others = match &contents.id {
        Some(id) => !is_end(&id.from, &id.to),
        None => {
            let mut names = contents.files.iter().filter_map(FileContents::name).peekable();
            names.peek().is_some() && !names.any(|name| is_end(&name.from, &name.to))
        }
    };
    if is_for_others {
        findings.push(Finding::new(Rule::UnitNotAddressed));
    }
}

/// Results of what another planner than the receiver has planned. The item's place in the standard's text is not
/// certain, and results of preventive care go through another office than the planning one, so it is no proof.
fn results(files: &Files<'_>, to: &Address, findings: &mut Vec<Finding>) {
    let Some((file, results)) = files.of(Kind::Upjsk) else { return };
    let (planner, service) = (Column::of(results, "plan_office_number"), Column::of(results, "service_code"));
    let Some((planner, service)) = planner.zip(service) else { return };
    for (row, record) in results.rows().enumerate() {
        let is_other = is_other(&planner.bytes(&record), to.office());
        if is_other && !is_preventive(&service.bytes(&record)) {
            findings.push(at_cell(Rule::UnitNotAddressed, row, planner).in_file(file));
        }
    }
}

/// Checks the users of a unit for a provider, and whose plan the results are of; planners get the records of all users.
pub(super) fn check(files: &Files<'_>, to: &Address, findings: &mut Vec<Finding>) {
    results(files, to, findings);
    // The third edition's names have no service types, and its slips and plans go to providers only.
    if to.has_service_type() && service_of(to).is_none() {
        return;
    }
    if let Some((file, slip)) = files.of(Kind::Upplan) {
        let Some(users) = served(slip, to.office()) else { return };
        for user in in_order(users.values()) {
            if !user.is_served {
                findings.push(at_row(Rule::UnitUserNotServed, user.row).in_file(file));
            }
        }
    }
    if let (Some((file, plan)), Some((_, table_2))) = (files.of(Kind::Up1kyo), files.of(Kind::Up2kyo)) {
        let Some(users) = served(table_2, to.office()) else { return };
        let Some(columns) = Column::all(plan, USER) else { return };
        for (row, record) in plan.rows().enumerate() {
            // 第2表 may leave the provider's number out, so this is no proof.
            if users.get(&cells(&columns, &record)).is_some_and(|user| !user.is_served && user.names_providers) {
                findings.push(at_row(Rule::UnitUserNotServed, row).in_file(file).with_severity(Severity::Warning));
            }
        }
    }
}

struct User {
    row: usize,
    is_served: bool,
    names_providers: bool,
}

fn in_order<'u>(users: impl Iterator<Item = &'u User>) -> Vec<&'u User> {
    let mut users: Vec<&User> = users.collect();
    sort_by_key(&mut users, |user| user.row);
    users
}

/// The users of a table, and whether one of their records names the office as provider.
fn served<'a>(table: &'a Table, office: &str) -> Option<HashMap<[Cell<'a>; 2], User>> {
    let columns = Column::all(table, USER)?;
    let provider = Column::of(table, "provider_number")?;
    let mut users = HashMap::new();
    for (row, record) in table.rows().enumerate() {
        let number = provider.bytes(&record);
        let user =
            users.entry(cells(&columns, &record)).or_insert(User { row, is_served: false, names_providers: false });
        user.is_served |= number.as_ref() == office.as_bytes();
        user.names_providers |= !number.is_empty();
    }
    Some(users)
}
