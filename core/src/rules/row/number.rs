//! The numbers of 第2表 and of the support plan.

use crate::finding::Rule;
use crate::record::Table;
use crate::rules::collector::Collector;
use crate::rules::column::Column;

/// Every number is there and between 1 and 99.
pub(super) fn check(table: &Table, ids: [&str; 3], collector: &mut Collector<'_>) {
    let Some(columns) = Column::all(table, ids) else { return };
    for (row, record) in table.rows().enumerate() {
        for column in columns {
            if column.is_empty(&record) {
                collector.cell(Rule::RowNumberMissing, row, column);
            } else if column.number(&record).is_some_and(|number| number < 1) {
                // Above 99 the item is too long, which was reported on reading.
                collector.cell(Rule::RowNumberRange, row, column);
            }
        }
    }
}
