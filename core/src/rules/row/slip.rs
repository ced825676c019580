//! Records of 第6表, planned and actual.

use time::util::days_in_month;

use super::clock::Clock;
use super::equipment::Equipment;
use super::scope;
use crate::finding::Rule;
use crate::record::{Row, Table};
use crate::rules::collector::Collector;
use crate::rules::column::{Column, is_date, is_month, service_type};
use crate::typed::{CellValue as _, Month};

/// From how many minutes on one record with several counts looks like merged visits.
const LONG_SPAN: u32 = 240;

struct Slip {
    month: Column,
    date: Column,
    flags: Column,
    clock: Clock,
    count: Column,
    code: Column,
    discriminator: Column,
    equipment: Option<Equipment>,
}

impl Slip {
    fn of(table: &Table) -> Option<Self> {
        let column = |id: &str| Column::of(table, id);
        Some(Self {
            month: column("target_month")?,
            date: column("service_date")?,
            flags: column("per_diem_days")?,
            clock: Clock { start: column("service_start_time")?, end: column("service_end_time")? },
            count: column("service_count")?,
            code: column("service_code")?,
            discriminator: column("detail_discriminator_code")?,
            equipment: Equipment::of(table),
        })
    }
}

pub(super) fn check(table: &Table, collector: &mut Collector<'_>) {
    let Some(slip) = Slip::of(table) else { return };
    for (row, record) in table.rows().enumerate() {
        let code = slip.code.bytes(&record);
        scope::check(&code, 6, row, slip.code, collector);
        if let Some(equipment) = slip.equipment {
            equipment.check(&code, &record, row, collector);
        }
        let numbered = service_type(&code).is_some_and(|service| service.numbered);
        if code.len() == 6 && !numbered && !slip.discriminator.is_empty(&record) {
            collector.cell(Rule::RowDiscriminatorType, row, slip.discriminator);
        }
        day(&slip, &record, row, collector);
        let span = slip.clock.check(&record, row, collector);
        match slip.count.number(&record) {
            Some(0) => collector.cell(Rule::RowCountZero, row, slip.count),
            Some(2..) if span.is_some_and(|span| span >= LONG_SPAN) => {
                collector.cell(Rule::RowMergedVisits, row, slip.count);
            }
            _ => {}
        }
    }
}

/// The day of the service and the days of per-diem charging lie in the record's month.
fn day(slip: &Slip, record: &Row<'_>, row: usize, collector: &mut Collector<'_>) {
    let (month, date, flags) = (slip.month.bytes(record), slip.date.bytes(record), slip.flags.bytes(record));
    if is_month(&month) && is_date(&date) && date[..6] != month[..] {
        collector.cell(Rule::RowDateMonth, row, slip.date);
    }
    if flags.len() != 31 || !flags.iter().all(|flag| matches!(flag, b'0' | b'1')) {
        return;
    }
    if !flags.contains(&b'1') {
        collector.cell(Rule::RowFlagsNone, row, slip.flags);
    } else if last_day(&month).is_some_and(|last| flags[last..].contains(&b'1')) {
        collector.cell(Rule::RowFlagsDays, row, slip.flags);
    }
}

/// How many days a month has.
fn last_day(month: &[u8]) -> Option<usize> {
    let month = Month::exact(month)?;
    let name = time::Month::try_from(month.month()).ok()?;
    Some(usize::from(days_in_month(name, i32::from(month.year()))))
}

#[cfg(test)]
mod tests {
    use super::last_day;

    #[test]
    fn months_end() {
        assert_eq!(last_day(b"202510"), Some(31));
        assert_eq!(last_day(b"202511"), Some(30));
        assert_eq!(last_day(b"202402"), Some(29));
        assert_eq!(last_day(b"202502"), Some(28));
        assert_eq!(last_day(b"202513"), None);
    }
}
