//! The records of one file against each other.

mod addon;
mod discriminator;
mod duplicate;
mod month;
mod numbering;
mod sums;

use super::sink::Sink;
use crate::record::Table;
use crate::spec::Kind;

/// Checks a table. `name_month` is the month of the file's name.
pub(super) fn check(table: &Table, version: Option<&str>, name_month: Option<&str>, sink: &mut Sink<'_>) {
    month::check(table, version, name_month, sink);
    duplicate::check(table, sink);
    match table.kind() {
        Kind::Upplan | Kind::Upjsk => {
            discriminator::check(table, sink);
            addon::check(table, sink);
        }
        Kind::Upsikyu => sums::check(table, sink),
        Kind::Up2kyo => numbering::check(table, &numbering::TABLE_2, sink),
        Kind::UpyoboSub => numbering::check(table, &numbering::SUPPORT_PLAN, sink),
        _ => {}
    }
}
