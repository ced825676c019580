//! Services without a clock time that are on several days.

use std::collections::HashMap;

use crate::finding::Rule;
use crate::record::Table;
use crate::rules::collector::Collector;
use crate::rules::column::{Cell, Column, cells, service_type};
use crate::rules::row::NO_CLOCK;
use crate::sort::sort_by_key;

/// One service of one user and month.
const SAME: [&str; 6] = [
    "insurer_number",
    "insured_person_number",
    "target_month",
    "provider_number",
    "satellite_branch_number",
    "service_code",
];

/// A monthly add-on counts once, on however many days it is entered. Which codes are monthly add-ons the
/// layouts do not say: what has no clock time and is neither rented nor a short stay is likely one.
pub(super) fn check(table: &Table, collector: &mut Collector<'_>) {
    let times = ["service_start_time", "service_end_time", "service_date", "service_code"];
    let (Some(same), Some([start, end, date, code])) = (Column::all(table, SAME), Column::all(table, times)) else {
        return;
    };
    // First row, first day, records, whether a second day was seen.
    let mut services: HashMap<[Cell<'_>; 6], (usize, Cell<'_>, u64, bool)> = HashMap::new();
    for (row, record) in table.rows().enumerate() {
        let clockless = start.bytes(&record).as_ref() == NO_CLOCK && end.bytes(&record).as_ref() == NO_CLOCK;
        if !clockless || !service_type(&code.bytes(&record)).is_some_and(|known| !known.rental && !known.per_day) {
            continue;
        }
        let day = date.bytes(&record);
        let (_, first_day, count, several) =
            services.entry(cells(&same, &record)).or_insert_with(|| (row, day.clone(), 0, false));
        *count += 1;
        *several |= day != *first_day;
    }
    let mut services: Vec<_> = services.into_values().collect();
    sort_by_key(&mut services, |(row, ..)| *row);
    for (row, _, count, several) in services {
        if several {
            collector.row_with(Rule::TableAddonRepeated, row, count.to_string());
        }
    }
}
