//! Only users who get a service of the receiver belong into a unit.

use std::collections::HashMap;

use super::files::Files;
use crate::finding::{Finding, Rule, Severity};
use crate::record::Table;
use crate::rules::collector::at_row;
use crate::rules::column::{Cell, Column, cells};
use crate::rules::name::service_of;
use crate::spec::Kind;
use crate::unit::Address;

const USER: [&str; 2] = ["insurer_number", "insured_person_number"];

/// Checks the users of a unit for a provider; planners get the records of all.
pub(super) fn check(files: &Files<'_>, to: &Address, findings: &mut Vec<Finding>) {
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
    users.sort_unstable_by_key(|user| user.row);
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
