//! Numbers outside a pack's invented ranges: a file with one could be about a real person, and is not stored.

use cplink::record::Table;
use cplink::text::to_half_width;
use cplink::unit::FileContents;

use super::pack::Ranges;

/// The fewest digits of an insured person's number.
const DIGITS: usize = 9;

/// Whether a file has a well-formed number of an insured person or insurer that the pack did not invent. An insured
/// person's number counts in whatever column it is: a product may have shifted them. In a file whose records cannot be
/// told apart every number of ten characters counts that is no invented office's. PDF and JPEG are not looked into.
pub fn looks_real(name: &str, bytes: &[u8], ranges: &Ranges) -> bool {
    if bytes.starts_with(b"%PDF") || bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return false;
    }
    let contents = FileContents::read(name, bytes.to_vec()).ok();
    match contents.as_ref().and_then(|contents| contents.table.as_ref()) {
        Some(table) => table_looks_real(table, ranges),
        None => tokens(bytes).any(|token| is_strange(&token, ranges)),
    }
}

/// The same of rows that were read already.
pub fn table_looks_real(table: &Table, ranges: &Ranges) -> bool {
    let layout = table.layout();
    let columns = layout.fields.iter().enumerate().filter(|(_, field)| !may_be_a_stranger(field.id));
    let columns: Vec<(usize, &str)> = columns.map(|(column, field)| (column, field.id)).collect();
    table.rows().any(|row| {
        columns.iter().any(|(column, field)| {
            // Digits of full width are the same number.
            let number = row.text(*column).unwrap_or_default();
            let half = to_half_width(number.trim());
            let number = half.as_deref().unwrap_or(number.trim());
            match *field {
                "insurer_number" => is_insurer(number) && !ranges.has_insurer(number),
                "insured_person_number" => is_insured(number) && !ranges.has_insured(number),
                _ => is_strange(number, ranges),
            }
        })
    })
}

/// Whether a text that somebody gave as an answer has such a number: it could have been copied from a screen.
pub fn text_looks_real(text: &str, ranges: &Ranges) -> bool {
    // Most texts have too few digits.
    if text.chars().filter(|sign| half_width(*sign).is_ascii_digit()).count() < DIGITS {
        return false;
    }
    // Digits of full width are the same number.
    let half: String = text.chars().map(half_width).collect();
    tokens(half.as_bytes()).any(|token| is_strange(&token, ranges))
}

/// A number like a person's that is neither an invented one nor an invented office's.
fn is_strange(number: &str, ranges: &Ranges) -> bool {
    is_insured(number) && !ranges.has_insured(number) && !is_office(number, ranges)
}

fn half_width(sign: char) -> char {
    match sign {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
        sign => sign,
    }
}

/// Fields with numbers of ten digits that are no person's: a vendor may use an office number of its own.
fn may_be_a_stranger(field: &str) -> bool {
    ["provider", "office", "receiver", "phone"].iter().any(|part| field.contains(part))
}

fn is_insured(text: &str) -> bool {
    text.len() == 10 && text.strip_prefix('H').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit())
}

fn is_insurer(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// An invented office's number, or one of the fillers 0000000000 and 9999999999.
fn is_office(text: &str, ranges: &Ranges) -> bool {
    ranges.has_office(text) || ["0000000000", "9999999999"].contains(&text)
}

/// Digits and letters without a break, also where each has a NUL beside it (UTF-16).
fn tokens(bytes: &[u8]) -> impl Iterator<Item = String> {
    let text: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    let is_sign = |byte: &u8| !byte.is_ascii_alphanumeric();
    let parts: Vec<String> = text
        .split(is_sign)
        .filter(|part| part.len() == 10)
        .map(|part| String::from_utf8_lossy(part).into_owned())
        .collect();
    parts.into_iter()
}
