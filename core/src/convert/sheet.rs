//! What a spreadsheet does to a file that is opened and saved in it: told by the items that it spoils.

use super::value::is_of_type;
use crate::finding::{Finding, Rule};
use crate::record::Cells;
use crate::spec::{Field, FieldType, Layout};
use crate::text::{self, Encoding};

/// The signs of it, each with the form in which it is shown.
const SIGNS: [&str; 8] = ["0123 → 123", "YYYY/MM/DD", "H:MM", "1,234", "1.1E+30", "####", "45965", "#N/A"];
const ZEROS: usize = 0;
const DATE: usize = 1;
const TIME: usize = 2;
const THOUSANDS: usize = 3;
const EXPONENT: usize = 4;
const HASHES: usize = 5;
const DAY_NUMBER: usize = 6;
const FAILED: usize = 7;

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
    if is_exponent(bytes) {
        return Some(EXPONENT);
    }
    if bytes.len() > 1 && bytes.iter().all(|byte| *byte == b'#') {
        return Some(HASHES);
    }
    if is_failed(bytes) {
        return Some(FAILED);
    }
    let is = |kinds: &[FieldType]| kinds.contains(&field.kind);
    let says = |signs: &[char]| {
        let has_digit = bytes.first().is_some_and(u8::is_ascii_digit);
        has_digit && text::decode(encoding, bytes).is_ok_and(|text| text.contains(signs))
    };
    if is(&[FieldType::Date, FieldType::Month]) {
        if is_day_number(bytes) {
            return Some(DAY_NUMBER);
        }
        let is_shown = is_date(bytes) || is_era_date(bytes) || has_month_name(bytes) || says(&['年', '月']);
        (is_shown || begins_with_era(encoding, bytes)).then_some(DATE)
    } else if is(&[FieldType::Time]) {
        (is_time(bytes) || is_part_of_day(bytes) || says(&['時', '：']) || has_noon(encoding, bytes)).then_some(TIME)
    } else if is(&[FieldType::Integer, FieldType::Decimal]) {
        (has_thousands(bytes) || is_account(encoding, bytes)).then_some(THOUSANDS)
    } else if is(&[FieldType::Flags31]) {
        has_thousands(bytes).then_some(THOUSANDS)
    } else {
        None
    }
}

/// What a spreadsheet shows where a formula fails.
fn is_failed(bytes: &[u8]) -> bool {
    const SHOWN: [&[u8]; 8] = [b"#N/A", b"#REF!", b"#VALUE!", b"#DIV/0!", b"#NAME?", b"#NUM!", b"#NULL!", b"#SPILL!"];
    SHOWN.contains(&bytes)
}

/// As `45965`: days since 1900, from 2000 to 2099, in a place that has no five digits.
fn is_day_number(bytes: &[u8]) -> bool {
    let days = std::str::from_utf8(bytes).ok().filter(|text| text.len() == 5).and_then(|text| text.parse::<u32>().ok());
    days.is_some_and(|days| (36_526..=73_050).contains(&days))
}

/// As `R7.11.4`, `R07/11/04` and `令和7年11月4日`.
fn is_era_date(bytes: &[u8]) -> bool {
    let [b'M' | b'T' | b'S' | b'H' | b'R' | b'm' | b't' | b's' | b'h' | b'r', date @ ..] = bytes else { return false };
    let parts: Vec<&[u8]> = date.split(|byte| matches!(byte, b'.' | b'/' | b'-')).collect();
    matches!(parts.len(), 2 | 3)
        && parts.iter().all(|part| matches!(part.len(), 1 | 2) && part.iter().all(u8::is_ascii_digit))
}

fn begins_with_era(encoding: Encoding, bytes: &[u8]) -> bool {
    const ERAS: [&str; 5] = ["明治", "大正", "昭和", "平成", "令和"];
    !bytes.is_ascii() && text::decode(encoding, bytes).is_ok_and(|text| ERAS.iter().any(|era| text.starts_with(era)))
}

/// As `午前9時00分` and `午後1:00`.
fn has_noon(encoding: Encoding, bytes: &[u8]) -> bool {
    !bytes.is_ascii()
        && text::decode(encoding, bytes).is_ok_and(|text| text.starts_with("午前") || text.starts_with("午後"))
}

/// As `0.375`, which is 9:00.
fn is_part_of_day(bytes: &[u8]) -> bool {
    matches!(bytes, [b'0', b'.', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

/// As `(387)`, `▲387`, `△387` and `￥387`: how accounts are shown.
fn is_account(encoding: Encoding, bytes: &[u8]) -> bool {
    let is_number = |number: &str| {
        let digits = number.chars().filter(|c| *c != ',');
        number.starts_with(|c: char| c.is_ascii_digit()) && digits.clone().all(|c| c.is_ascii_digit() || c == '.')
    };
    text::decode(encoding, bytes).is_ok_and(|text| {
        let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        inside.or_else(|| text.strip_prefix(['▲', '△', '\\', '￥'])).is_some_and(is_number)
    })
}

/// As `1.1E+30` and `1.1E30`.
fn is_exponent(bytes: &[u8]) -> bool {
    let Some(at) = bytes.iter().position(|byte| matches!(byte, b'E' | b'e')) else { return false };
    let (number, exponent) = (&bytes[..at], &bytes[at + 1..]);
    let number = number.strip_prefix(b"-").unwrap_or(number);
    let is_number = match number {
        [_] => true,
        [_, b'.', rest @ ..] => !rest.is_empty() && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    // `1E30` may be a code; nothing else has a point in it.
    let digits = exponent.strip_prefix(b"+").unwrap_or(if number.contains(&b'.') { exponent } else { &[] });
    is_number && number[0].is_ascii_digit() && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// As `2025/11/4`, `11/4/2025`, `25/11/04`, `2025-11-04`, `2025.11.4`, `2025/11`, `2025/11/4 0:00`, `2025/11/4(火)` and
/// `2025-11-04T00:00:00`: three numbers, or two of which one is a year.
fn is_date(bytes: &[u8]) -> bool {
    let date = bytes.split(|byte| matches!(byte, b' ' | b'T' | b'(' | 0x80..)).next().unwrap_or_default();
    let parts: Vec<&[u8]> = date.split(|byte| matches!(byte, b'/' | b'-' | b'.')).collect();
    let is_number = |part: &&[u8]| matches!(part.len(), 1 | 2 | 4) && part.iter().all(u8::is_ascii_digit);
    let years = parts.iter().filter(|part| part.len() == 4).count();
    let ends_in_year = parts[0].len() == 4 || parts[parts.len() - 1].len() == 4;
    parts.iter().all(is_number)
        && match parts.len() {
            3 => years == 0 || (years == 1 && ends_in_year),
            2 => years == 1,
            _ => false,
        }
}

/// As `4-Nov-25` and `Nov-25`.
fn has_month_name(bytes: &[u8]) -> bool {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    bytes.split(|byte| *byte == b'-').any(|part| MONTHS.contains(&part))
}

/// As `9:00`, `09:00:00`, `9:00 AM` and `1900/1/0 9:00`.
fn is_time(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"1900/1/0 ").unwrap_or(bytes);
    let time = bytes.strip_suffix(b" AM").or_else(|| bytes.strip_suffix(b" PM")).unwrap_or(bytes);
    let parts: Vec<&[u8]> = time.split(|byte| *byte == b':').collect();
    let is_number = |part: &&[u8]| matches!(part.len(), 1 | 2) && part.iter().all(u8::is_ascii_digit);
    matches!(parts.len(), 2 | 3) && parts.iter().all(is_number) && parts[1].len() == 2
}

/// As `1,234` and `-12,345.6`.
fn has_thousands(bytes: &[u8]) -> bool {
    let number = bytes.strip_prefix(b"-").or_else(|| bytes.strip_prefix(b"\\")).unwrap_or(bytes);
    let whole = number.split(|byte| *byte == b'.').next().unwrap_or_default();
    let mut groups = whole.split(|byte| *byte == b',');
    let first = groups.next().unwrap_or_default();
    let is_number = |group: &[u8]| group.iter().all(u8::is_ascii_digit);
    let mut rest = groups.peekable();
    (1..=3).contains(&first.len())
        && is_number(first)
        && rest.peek().is_some()
        && rest.all(|group| group.len() == 3 && is_number(group))
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
    fn what_a_spreadsheet_shows_is_known() {
        for yes in ["1.1E+30", "1E+30", "2.02511E+07", "1.1e+30", "-1E+5", "1.11E30"] {
            assert!(is_exponent(yes.as_bytes()), "{yes}");
        }
        for no in ["11E+30", "E+30", "1.E+30", "1E30", "11AAAA", "112E11", "1.1E+", ""] {
            assert!(!is_exponent(no.as_bytes()), "{no}");
        }
        for yes in [
            "2025/11/04",
            "2025/1/4",
            "2025-11-04",
            "11/4/2025",
            "2025/10",
            "2025/11/04 0:00",
            "2025.11.04",
            "2025.10",
            "25/11/04",
            "2025-11-04T00:00:00",
        ] {
            assert!(is_date(yes.as_bytes()), "{yes}");
        }
        for no in ["20251104", "2025", "1/2/345", "11/4", "2025/11/04/1", "10-42", ""] {
            assert!(!is_date(no.as_bytes()), "{no}");
        }
        for yes in ["9:00", "09:55", "9:00:00", "9:00 AM", "1900/1/0 9:00"] {
            assert!(is_time(yes.as_bytes()), "{yes}");
        }
        for no in ["900", "9:0", "9:", ":00", "9:00:00:00", ""] {
            assert!(!is_time(no.as_bytes()), "{no}");
        }
        for yes in ["1,234", "12,345", "1,234,567", "-1,234", "1,234.5"] {
            assert!(has_thousands(yes.as_bytes()), "{yes}");
        }
        for no in ["1234", "1,23", ",234", "1234,567", "1,2345", ""] {
            assert!(!has_thousands(no.as_bytes()), "{no}");
        }
    }

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
