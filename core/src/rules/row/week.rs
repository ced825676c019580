//! Records of 第3表: each is a weekly service, a daily activity or another service.

use super::clock::Clock;
use crate::finding::Rule;
use crate::record::Table;
use crate::rules::collector::Collector;
use crate::rules::column::Column;

pub(super) fn check(table: &Table, collector: &mut Collector<'_>) {
    let weekly = ["care_service_content", "weekday", "service_start_time", "service_end_time"];
    let daily = ["daily_activity", "activity_start_time", "activity_end_time"];
    let (Some(weekly), Some(daily), Some(other)) =
        (Column::all(table, weekly), Column::all(table, daily), Column::of(table, "non_weekly_service"))
    else {
        return;
    };
    let clock = Clock { start: weekly[2], end: weekly[3] };
    for (row, record) in table.rows().enumerate() {
        let groups: [&[Column]; 3] = [&weekly, &daily, &[other]];
        let filled = |group: &&&[Column]| group.iter().any(|column| !column.is_empty(&record));
        let mut found = groups.iter().filter(filled);
        match (found.next(), found.next()) {
            (Some(group), None) => {
                if let Some(missing) = group.iter().find(|column| column.is_empty(&record)) {
                    collector.cell(Rule::RowGroupIncomplete, row, *missing);
                }
            }
            _ => collector.row(Rule::RowOneGroup, row),
        }
        // Activities may run over midnight: sleep is one.
        clock.check(&record, row, collector);
    }
}
