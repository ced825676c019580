//! What a spreadsheet does to a file that is opened and saved in it: told by the items that it spoils.

use super::value::is_of_type;
use crate::finding::{Finding, Rule};
use crate::record::Cells;
use crate::spec::{Field, FieldType, Layout};
use crate::text::{self, Encoding};

/// The signs of it, each with the form in which it is shown.
const SIGNS: [&str; 6] = ["0123 → 123", "YYYY/MM/DD", "H:MM", "1,234", "1.1E+30", "####"];
const ZEROS: usize = 0;
const DATE: usize = 1;
const TIME: usize = 2;
const THOUSANDS: usize = 3;
const EXPONENT: usize = 4;
const HASHES: usize = 5;

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
        let is_lost = self.seen[EXPONENT] || self.seen[HASHES];
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
    let is = |kinds: &[FieldType]| kinds.contains(&field.kind);
    let says = |signs: &[char]| {
        let has_digit = bytes.first().is_some_and(u8::is_ascii_digit);
        has_digit && text::decode(encoding, bytes).is_ok_and(|text| text.contains(signs))
    };
    if is(&[FieldType::Date, FieldType::Month]) && (is_date(bytes) || has_month_name(bytes) || says(&['年', '月'])) {
        Some(DATE)
    } else if is(&[FieldType::Time]) && (is_time(bytes) || says(&['時'])) {
        Some(TIME)
    } else if is(&[FieldType::Integer, FieldType::Decimal]) && has_thousands(bytes) {
        Some(THOUSANDS)
    } else {
        None
    }
}

/// As `1.1E+30`.
fn is_exponent(bytes: &[u8]) -> bool {
    let Some(at) = bytes.iter().position(|byte| matches!(byte, b'E' | b'e')) else { return false };
    let (number, exponent) = (&bytes[..at], &bytes[at + 1..]);
    let number = number.strip_prefix(b"-").unwrap_or(number);
    let is_number = match number {
        [_] => true,
        [_, b'.', rest @ ..] => !rest.is_empty() && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let digits = exponent.strip_prefix(b"+").unwrap_or_default();
    is_number && number[0].is_ascii_digit() && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// As `2025/11/4`, `11/4/2025`, `2025-11-04`, `2025/11` and `2025/11/4 0:00`: two or three numbers, one of them a year.
fn is_date(bytes: &[u8]) -> bool {
    let date = bytes.split(|byte| *byte == b' ').next().unwrap_or_default();
    let parts: Vec<&[u8]> = date.split(|byte| matches!(byte, b'/' | b'-')).collect();
    let is_number = |part: &&[u8]| matches!(part.len(), 1 | 2 | 4) && part.iter().all(u8::is_ascii_digit);
    matches!(parts.len(), 2 | 3)
        && parts.iter().all(is_number)
        && parts.iter().filter(|part| part.len() == 4).count() == 1
        && (parts[0].len() == 4 || parts[parts.len() - 1].len() == 4)
}

/// As `4-Nov-25` and `Nov-25`.
fn has_month_name(bytes: &[u8]) -> bool {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    bytes.split(|byte| *byte == b'-').any(|part| MONTHS.contains(&part))
}

/// As `9:00`, `09:00:00` and `9:00 AM`.
fn is_time(bytes: &[u8]) -> bool {
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
        for yes in ["1.1E+30", "1E+30", "2.02511E+07", "1.1e+30", "-1E+5"] {
            assert!(is_exponent(yes.as_bytes()), "{yes}");
        }
        for no in ["11E+30", "E+30", "1.E+30", "1E30", "11AAAA", "112E11", "1.1E+", ""] {
            assert!(!is_exponent(no.as_bytes()), "{no}");
        }
        for yes in ["2025/11/04", "2025/1/4", "2025-11-04", "11/4/2025", "2025/10", "2025/11/04 0:00"] {
            assert!(is_date(yes.as_bytes()), "{yes}");
        }
        for no in ["20251104", "2025", "1/2/3", "11/4", "2025/11/04/1", "10-42", ""] {
            assert!(!is_date(no.as_bytes()), "{no}");
        }
        for yes in ["9:00", "09:55", "9:00:00", "9:00 AM"] {
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
}
