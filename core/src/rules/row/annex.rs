//! Records of 第7表: details, subtotals and totals.

use super::equipment::Equipment;
use super::scope;
use crate::finding::Rule;
use crate::record::Table;
use crate::rules::annex::{Class, TOTAL_OFFICE};
use crate::rules::collector::Collector;
use crate::rules::column::Column;

pub(super) fn check(table: &Table, collector: &mut Collector<'_>) {
    let columns = ["service_code", "provider_number", "units", "discount_rate", "discounted_units", "count_or_days"];
    let Some([code, provider, units, rate, discounted, count]) = Column::all(table, columns) else { return };
    let equipment = Equipment::of(table);
    for (row, record) in table.rows().enumerate() {
        let service = code.bytes(&record);
        let Some(class) = Class::of(&service) else { continue };
        let office = provider.bytes(&record);
        if !office.is_empty() && (class == Class::Total) != (office.as_ref() == TOTAL_OFFICE) {
            collector.cell(Rule::RowTotalOffice, row, provider);
        }
        if class == Class::Detail {
            scope::check(&service, 6, row, code, collector);
            if let Some(equipment) = equipment {
                equipment.check(&service, &record, row, collector);
            }
            // Where the layout demands it of every row, reading has reported it.
            if count.is_empty(&record) && count.field.required == crate::spec::Required::Conditional {
                collector.cell(Rule::RowRequired, row, count);
            }
            continue;
        }
        if units.number(&record).is_some_and(|units| units != 0) {
            collector.cell(Rule::RowSumUnits, row, units);
        }
        for column in [rate, discounted] {
            // A 0 for what is not used is seen, and means the same as nothing.
            if column.number(&record).is_some_and(|number| number != 0) {
                collector.cell(Rule::RowSumDiscount, row, column);
            }
        }
    }
}
