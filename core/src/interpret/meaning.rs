//! What a cell means, apart from how it is written.

use std::borrow::Cow;

use crate::spec::{Field, FieldType};
use crate::text;
use crate::typed::{CellValue, Decimal};

/// Whether two texts of a field mean the same: an empty number and 0, a number filled with zeros, `N` and a
/// blank in 保険対象区分, full-width characters in code fields, another line end, a character and its
/// customary MS932 form. A blank that repeats the text above is filled in by
/// [`fill_down`](super::fill_down) first.
pub fn means_the_same(field: &Field, one: &str, other: &str) -> bool {
    one == other || meaning(field, one) == meaning(field, other)
}

/// One text for all that mean the same.
pub(super) fn meaning<'a>(field: &Field, text: &'a str) -> Cow<'a, str> {
    if field.kind == FieldType::FreeText {
        return free_text(text);
    }
    let half = match text::to_half_width(text.trim()) {
        Some(half) if half != text => Cow::Owned(half),
        Some(_) => Cow::Borrowed(text),
        None => Cow::Borrowed(text.trim()),
    };
    match field.kind {
        FieldType::Integer | FieldType::Decimal => number(half),
        FieldType::Flags31 if half.bytes().all(|flag| flag == b'0') => Cow::Borrowed(""),
        FieldType::Code if half == "N" && field.codes.is_some_and(|list| list.id == "insurance_covered") => {
            Cow::Borrowed("")
        }
        _ => half,
    }
}

fn number(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_empty() {
        return Cow::Borrowed("0");
    }
    // Numbers longer than any layout's stay as they are.
    let Some(value) = Decimal::from_text(&text) else { return text };
    let mut canonical = value.text().into_owned();
    if canonical.contains('.') {
        canonical.truncate(canonical.trim_end_matches('0').trim_end_matches('.').len());
    }
    if canonical == "-0" {
        canonical.remove(0);
    }
    Cow::Owned(canonical)
}

fn free_text(text: &str) -> Cow<'_, str> {
    let odd = |character: char| character == '\r' || text::substitute(character).is_some();
    let text = text.trim_matches(|character: char| character.is_whitespace());
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut form = String::with_capacity(text.len());
    for character in text.chars() {
        match text::substitute(character) {
            Some(customary) => form.push_str(customary),
            None => form.push(character),
        }
    }
    Cow::Owned(form)
}
