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

use super::sink::Sink;
use crate::record::Table;
use crate::spec::Kind;

/// Checks every record of a table by itself.
pub(super) fn check(table: &Table, sink: &mut Sink<'_>) {
    common::check(table, sink);
    match table.kind() {
        Kind::Upplan | Kind::Upjsk => slip::check(table, sink),
        Kind::Upsikyu => annex::check(table, sink),
        Kind::Up2kyo => number::check(table, ["issue_no", "goal_no", "support_no"], sink),
        Kind::UpyoboSub => number::check(table, ["issue_no", "support_plan_no", "used_service_no"], sink),
        Kind::Up3kyo => week::check(table, sink),
        Kind::Uphosoku => supplement::check(table, sink),
        Kind::Dltjsk => scope::check_types(table, sink),
        _ => {}
    }
}
