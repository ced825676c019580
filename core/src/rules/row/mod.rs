//! One record at a time.

mod annex;
mod clock;
mod common;
mod equipment;
mod number;
mod scope;
mod slip;
mod supplement;
mod week;

pub(super) use clock::NO_CLOCK;

use super::collector::Collector;
use crate::record::Table;
use crate::spec::Kind;

/// Checks every record of a table by itself.
pub(super) fn check(table: &Table, collector: &mut Collector<'_>) {
    common::check(table, collector);
    match table.kind() {
        Kind::Upplan | Kind::Upjsk => slip::check(table, collector),
        Kind::Upsikyu => annex::check(table, collector),
        Kind::Up2kyo => number::check(table, ["issue_no", "goal_no", "support_no"], collector),
        Kind::UpyoboSub => number::check(table, ["issue_no", "support_plan_no", "used_service_no"], collector),
        Kind::Up3kyo => week::check(table, collector),
        Kind::Uphosoku => supplement::check(table, collector),
        Kind::Dltjsk => scope::check_types(table, collector),
        _ => {}
    }
}
