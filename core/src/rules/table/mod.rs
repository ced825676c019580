//! The records of one file against each other.

mod addon;
mod discriminator;
mod duplicate;
mod month;
mod numbering;
mod sums;

use super::collector::Collector;
use crate::record::Table;
use crate::spec::Kind;

/// Checks a table. `name_month` is the month of the file's name.
pub(super) fn check(table: &Table, version: Option<&str>, name_month: Option<&str>, collector: &mut Collector<'_>) {
    month::check(table, version, name_month, collector);
    duplicate::check(table, collector);
    match table.kind() {
        Kind::Upplan | Kind::Upjsk => {
            discriminator::check(table, collector);
            addon::check(table, collector);
        }
        Kind::Upsikyu => sums::check(table, collector),
        Kind::Up2kyo => numbering::check(table, &numbering::TABLE_2, collector),
        Kind::UpyoboSub => numbering::check(table, &numbering::SUPPORT_PLAN, collector),
        _ => {}
    }
}
