//! Records of 利用者補足情報.

use crate::finding::Rule;
use crate::record::{Row, Table};
use crate::rules::collector::Collector;
use crate::rules::column::{Column, is_digits};
use crate::spec::ServiceType;

/// How many limits by service type a record can have.
const SLOTS: usize = 9;

pub(super) fn check(table: &Table, collector: &mut Collector<'_>) {
    let Some([date, month]) = Column::all(table, ["care_plan_date", "target_month"]) else { return };
    let slots: Vec<Column> =
        (1..=SLOTS).filter_map(|slot| Column::of(table, &format!("type_limit_{slot}_service_type"))).collect();
    for (row, record) in table.rows().enumerate() {
        let (plan, service) = (date.bytes(&record), month.bytes(&record));
        // The record goes with the care plan or with the slip; the other one is zeros.
        let told = is_digits(&plan, 8..=8) && is_digits(&service, 6..=6);
        if told && (plan.as_ref() == b"00000000") == (service.as_ref() == b"000000") {
            collector.cell(Rule::RowSupplementContext, row, month);
        }
        limits(&slots, &record, row, collector);
    }
}

fn limits(slots: &[Column], record: &Row<'_>, row: usize, collector: &mut Collector<'_>) {
    let mut before_is_empty = false;
    for slot in slots {
        let code = slot.bytes(record);
        if !code.is_empty() && before_is_empty {
            collector.cell(Rule::RowSlotGap, row, *slot);
        }
        if ServiceType::of_code(&code).is_some_and(|service| service.limit_slot.is_some()) {
            collector.cell(Rule::RowSlotType, row, *slot);
        }
        before_is_empty = code.is_empty();
    }
}
