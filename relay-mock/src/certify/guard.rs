//! Numbers outside a pack's invented ranges: a file with one could be about a real person, and is not stored.

use std::collections::HashSet;

use cplink::text::to_half_width;
use cplink::unit::{FileContents, MediaType};

use super::pack::Ranges;

/// Whether a file has a well-formed number of an insured person or insurer that the pack did not invent. In a file
/// whose records cannot be told apart every number of ten characters counts that is no invented office's.
/// Attachments are not looked into.
pub fn looks_real(name: &str, bytes: &[u8], ranges: &Ranges) -> bool {
    if MediaType::of_name(name).is_some_and(|kind| kind != MediaType::Csv) {
        return false;
    }
    let contents = FileContents::read(name, bytes.to_vec()).ok();
    let Some(table) = contents.as_ref().and_then(|contents| contents.table.as_ref()) else {
        return tokens(bytes)
            .any(|token| is_insured(&token) && !ranges.has_insured(&token) && !is_office(&token, ranges));
    };
    let layout = table.layout();
    let column = |id| layout.index(id);
    let (insured, insurer) = (column("insured_person_number"), column("insurer_number"));
    let distinct = |column: Option<usize>| -> HashSet<String> {
        let texts = table.rows().filter_map(|row| Some(row.text(column?).ok()?.into_owned()));
        // Digits of full width are the same number.
        texts.map(|text| to_half_width(text.trim()).unwrap_or(text)).collect()
    };
    distinct(insured).iter().any(|number| is_insured(number) && !ranges.has_insured(number))
        || distinct(insurer).iter().any(|number| is_insurer(number) && !ranges.has_insurer(number))
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
