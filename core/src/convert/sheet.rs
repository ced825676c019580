//! What a spreadsheet does to a file that is opened and saved in it: told by the items that it spoils.

mod forms;

use super::value::is_of_type;
use crate::finding::{Finding, Rule};
use crate::record::Cells;
use crate::spec::{Field, FieldType, Layout};
use crate::text::{self, Encoding};

/// The signs of it, each with the form in which it is shown.
const SIGNS: [&str; 9] = ["0123 → 123", "YYYY/MM/DD", "H:MM", "1,234", "1.1E+30", "####", "45965", "#N/A", "123.0"];
const ZEROS: usize = 0;
const DATE: usize = 1;
const TIME: usize = 2;
const THOUSANDS: usize = 3;
const EXPONENT: usize = 4;
const HASHES: usize = 5;
const DAY_NUMBER: usize = 6;
const FAILED: usize = 7;
const POINT: usize = 8;

/// What was seen in a file so far.
#[derive(Default)]
pub(super) struct Sheet {
    seen: [bool; SIGNS.len()],
    /// Items of this row that lack their zeros; one alone may be a mistyped number.
    short: usize,
    is_sure: bool,
}

impl Sheet {
    /// Looks at an item that its field forbids.
    pub(super) fn item(&mut self, field: &Field, encoding: Encoding, bytes: &[u8]) {
        if let Some(sign) = sign(field, encoding, bytes) {
            self.seen[sign] = true;
        } else if let Some(missing) = missing_zeros(field, bytes) {
            self.short += 1;
            self.is_sure |= missing > 1 || !matches!(field.kind, FieldType::Digits | FieldType::Alnum);
        }
    }

    /// Ends a row.
    #[inline]
    pub(super) fn row(&mut self, layout: &Layout, cells: Cells<'_>) {
        if self.short > 0 {
            self.judge(layout, cells);
        }
    }

    /// Numbers lack their zeros only where no other of the row has them.
    #[cold]
    fn judge(&mut self, layout: &Layout, cells: Cells<'_>) {
        if std::mem::take(&mut self.short) > usize::from(!std::mem::take(&mut self.is_sure)) && !self.seen[ZEROS] {
            self.seen[ZEROS] = !layout.fields.iter().zip(cells.iter()).any(|(field, span)| {
                field.kind != FieldType::FreeText
                    && !span.is_guard()
                    && matches!(span.bytes(), [b'0', rest @ ..]
                    if !rest.is_empty() && rest.iter().all(u8::is_ascii_digit))
            });
        }
    }

    /// What is to be said of the whole file.
    pub(super) fn findings(&self) -> impl Iterator<Item = Finding> {
        let shown: Vec<&str> = SIGNS.iter().zip(self.seen).filter(|(_, seen)| *seen).map(|(form, _)| *form).collect();
        let saved = (!shown.is_empty()).then(|| Finding::new(Rule::CsvSpreadsheet).with_parameter(shown.join(", ")));
        let is_lost = [EXPONENT, HASHES, FAILED].iter().any(|sign| self.seen[*sign]);
        saved.into_iter().chain(is_lost.then(|| Finding::new(Rule::CsvDigitsLost)))
    }
}

/// What a spreadsheet made of a date, a time or a long number.
fn sign(field: &Field, encoding: Encoding, bytes: &[u8]) -> Option<usize> {
    if field.kind == FieldType::FreeText {
        return None;
    }
    if forms::is_exponent(bytes) {
        return Some(EXPONENT);
    }
    if bytes.len() > 1 && bytes.iter().all(|byte| *byte == b'#') {
        return Some(HASHES);
    }
    if forms::is_failed(bytes) {
        return Some(FAILED);
    }
    if field.kind != FieldType::Decimal && forms::has_empty_point(bytes) {
        return Some(POINT);
    }
    let is = |kinds: &[FieldType]| kinds.contains(&field.kind);
    let says = |signs: &[char]| {
        let has_digit = bytes.first().is_some_and(u8::is_ascii_digit);
        has_digit && text::decode(encoding, bytes).is_ok_and(|text| text.contains(signs))
    };
    if is(&[FieldType::Date, FieldType::Month]) {
        if forms::is_day_number(bytes) {
            return Some(DAY_NUMBER);
        }
        let is_shown =
            forms::is_date(bytes) || forms::is_era_date(bytes) || forms::has_month_name(bytes) || says(&['年', '月']);
        (is_shown || forms::begins_with_era(encoding, bytes)).then_some(DATE)
    } else if is(&[FieldType::Time]) {
        (forms::is_time(bytes)
            || forms::is_part_of_day(bytes)
            || says(&['時', '：'])
            || forms::has_noon(encoding, bytes))
        .then_some(TIME)
    } else if is(&[FieldType::Integer, FieldType::Decimal]) {
        (forms::has_thousands(bytes) || forms::is_account(encoding, bytes)).then_some(THOUSANDS)
    } else if is(&[FieldType::Flags31]) {
        forms::has_thousands(bytes).then_some(THOUSANDS)
    } else {
        None
    }
}

/// How many zeros before a number make a right value of it.
fn missing_zeros(field: &Field, bytes: &[u8]) -> Option<usize> {
    let length = field.length.map(usize::from).filter(|length| *length <= 31)?;
    let missing = length.checked_sub(bytes.len()).filter(|missing| *missing > 0)?;
    if bytes.is_empty() || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let has_length = match field.kind {
        FieldType::Date | FieldType::Month | FieldType::Time | FieldType::Code | FieldType::Flags31 => true,
        FieldType::Digits | FieldType::Alnum => field.exact,
        _ => false,
    };
    let mut filled = [b'0'; 31];
    filled[missing..length].copy_from_slice(bytes);
    let filled = &filled[..length];
    let is_value = || is_of_type(field, filled) || field.sentinels.iter().any(|sentinel| sentinel.matches(filled));
    (has_length && is_value()).then_some(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_times_and_amounts_as_japanese_sheets_show_them_are_known() {
        use crate::spec::{Kind, layout};
        let field = |id: &str| layout(Kind::Upjsk).fields.iter().find(|field| field.id == id).unwrap();
        for (id, text, expected) in [
            ("created_date", "令和7年11月4日", Some(DATE)),
            ("created_date", "令和元年5月1日", Some(DATE)),
            ("created_date", "R7.11.4", Some(DATE)),
            ("created_date", "H31/4/30", Some(DATE)),
            ("created_date", "2025/11/04(火)", Some(DATE)),
            ("created_date", "45965", Some(DAY_NUMBER)),
            ("target_month", "45931", Some(DAY_NUMBER)),
            ("created_date", "20251", None),
            ("created_date", "R7", None),
            ("service_start_time", "午前9時00分", Some(TIME)),
            ("service_start_time", "9時00分", Some(TIME)),
            ("service_start_time", "09：00", Some(TIME)),
            ("service_start_time", "0.375", Some(TIME)),
            ("service_start_time", "0900", None),
            ("units", "(387)", Some(THOUSANDS)),
            ("units", "▲1,387", Some(THOUSANDS)),
            ("units", "△387", Some(THOUSANDS)),
            ("units", "￥387", Some(THOUSANDS)),
            ("units", "\\387", Some(THOUSANDS)),
            ("units", "387単位", None),
            ("units", "387.0", Some(POINT)),
            ("insured_person_number", "101.0", Some(POINT)),
            ("created_date", "20251104.0", Some(POINT)),
            ("per_diem_days", "1.11E30", Some(EXPONENT)),
            ("per_diem_days", "11,111,000,000,000,000,000,000,000,000,000", Some(THOUSANDS)),
            ("insured_person_number", "#N/A", Some(FAILED)),
            ("insured_person_number", "#", None),
            ("plan_staff_name", "#N/A", None),
        ] {
            assert_eq!(sign(field(id), Encoding::Utf8, text.as_bytes()), expected, "{id} {text}");
        }
    }
}
