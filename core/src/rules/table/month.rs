//! The month of a file: one for all its records, that of its name, and of its CSV version.

use crate::finding::Rule;
use crate::record::Table;
use crate::rules::collector::Collector;
use crate::rules::column::{Cell, Column, is_month};
use crate::spec::Version;

pub(super) fn check(table: &Table, version: Option<&str>, name_month: Option<&str>, collector: &mut Collector<'_>) {
    let layout = table.layout();
    let Some(column) = layout.month.and_then(|index| Column::of(table, layout.fields[index].id)) else { return };
    // A month that is not valid has had its own finding.
    let told = |month: &Cell<'_>| is_month(month) || month.as_ref() == b"000000";
    let months = || table.rows().map(|record| column.bytes(&record)).enumerate().filter(|(_, month)| told(month));
    let Some((first_row, first)) = months().next() else { return };

    let name_month = name_month.map(str::as_bytes);
    let mixed = layout.single_month && months().any(|(_, month)| month != first);
    if mixed {
        let named = name_month.filter(|name| months().any(|(_, month)| month.as_ref() == *name));
        let expected = named.unwrap_or(&first);
        for (row, _) in months().filter(|(_, month)| month.as_ref() != expected) {
            collector.cell(Rule::TableMonthMixed, row, column);
        }
    } else if let Some(name) = name_month {
        for (row, _) in months().filter(|(_, month)| month.as_ref() != name) {
            collector.cell(Rule::NameMonth, row, column);
        }
    }
    version_of_month(table, version, &first, first_row, collector);
}

/// The version follows the service month. A version that is not official was reported on reading.
fn version_of_month(table: &Table, version: Option<&str>, month: &[u8], row: usize, collector: &mut Collector<'_>) {
    let (Some(used), Ok(month)) = (version.and_then(Version::parse), std::str::from_utf8(month)) else { return };
    if let Some(due) = Version::for_month(month).filter(|due| *due != used)
        && let Some(column) = Column::of(table, "csv_version")
    {
        collector.cell_with(Rule::VersionMonth, row, column, due.value());
    }
}
