//! What holds for the records of every kind that has the fields.

use crate::finding::Rule;
use crate::record::Table;
use crate::rules::collector::Collector;
use crate::rules::column::{Column, is_date, is_digits};

/// First and last day of a period.
const PERIODS: &[(&str, &str)] =
    &[("limit_start_date", "limit_end_date"), ("certification_start_date", "certification_end_date")];

/// An item's code that asks for the text of another item.
const COMPANIONS: &[(&str, &[u8], &str)] = &[
    ("consultation_method", b"03", "consultation_method_other"),
    ("user_status", b"02", "user_status_note"),
    ("home_help_reason", b"3", "home_help_other_reason"),
];

pub(super) fn check(table: &Table, collector: &mut Collector<'_>) {
    if let Some(insured) = Column::of(table, "insured_person_number") {
        for (row, record) in table.rows().enumerate() {
            if is_odd_number(&insured.bytes(&record)) {
                collector.cell(Rule::RowInsuredNumber, row, insured);
            }
        }
    }
    if let Some(unused) = Column::of(table, "discriminator") {
        for (row, record) in table.rows().enumerate() {
            if !unused.is_empty(&record) {
                collector.cell(Rule::RowUnused, row, unused);
            }
        }
    }
    for (first, last) in PERIODS {
        if let Some([first, last]) = Column::all(table, [first, last]) {
            period(table, first, last, collector);
        }
    }
    for (code, asks, text) in COMPANIONS {
        if let Some([code, text]) = Column::all(table, [code, text]) {
            companion(table, code, asks, text, collector);
        }
    }
}

/// Ten characters, but neither ten digits nor `H` and nine. Another length and other characters were reported
/// on reading.
fn is_odd_number(number: &[u8]) -> bool {
    number.len() == 10
        && number.iter().all(u8::is_ascii_alphanumeric)
        && !is_digits(number.strip_prefix(b"H").unwrap_or(number), 9..=10)
}

fn period(table: &Table, first: Column, last: Column, collector: &mut Collector<'_>) {
    for (row, record) in table.rows().enumerate() {
        let (from, to) = (first.bytes(&record), last.bytes(&record));
        if is_date(&from) && is_date(&to) && to < from {
            collector.cell(Rule::RowPeriodOrder, row, last);
        }
    }
}

fn companion(table: &Table, code: Column, asks: &[u8], text: Column, collector: &mut Collector<'_>) {
    for (row, record) in table.rows().enumerate() {
        if code.bytes(&record).as_ref() == asks && text.is_empty(&record) {
            collector.cell_with(Rule::RowCompanionMissing, row, text, code.field.name_ja);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_odd_number;

    #[test]
    fn insured_numbers_are_digits_or_h_and_nine() {
        for good in ["0000000101", "H000000303", "12345", "00000001-1", ""] {
            assert!(!is_odd_number(good.as_bytes()), "{good}");
        }
        for odd in ["X000000303", "HH00000303", "00000003H3", "h000000303"] {
            assert!(is_odd_number(odd.as_bytes()), "{odd}");
        }
    }
}
