//! Services that are not exchanged at all.

use crate::finding::Rule;
use crate::record::Table;
use crate::rules::collector::Collector;
use crate::rules::column::Column;
use crate::spec::ServiceType;

/// The service type that a cell begins with must be one of the scope tables. `length` is that of a whole
/// code: another one was reported on reading.
pub(super) fn check(code: &[u8], length: usize, row: usize, column: Column, collector: &mut Collector<'_>) {
    if code.len() != length || !code.iter().all(u8::is_ascii_alphanumeric) {
        return;
    }
    match ServiceType::of_service(code) {
        None => collector.cell(Rule::ScopeUnknown, row, column),
        Some(service) if !service.in_scope => collector.cell(Rule::ScopeExcluded, row, column),
        Some(_) => {}
    }
}

/// The service types of a withdrawal of results.
pub(super) fn check_types(table: &Table, collector: &mut Collector<'_>) {
    let Some(column) = Column::of(table, "service_type_code") else { return };
    for (row, record) in table.rows().enumerate() {
        check(&column.bytes(&record), 2, row, column, collector);
    }
}
