//! What cells of rows say, as a form shows it.

use std::collections::HashSet;

use super::clean::clean;
use super::era;
use crate::record::Row;
use crate::spec::{CodeValue, FieldType};
use crate::text;
use crate::typed::{CellValue as _, Date, Month};

/// What is shown of a cell whose bytes are no text.
const UNREADABLE: &str = "〓";

/// The text of a field; empty where the version has no such field.
pub(super) fn text(row: &Row<'_>, field: &str) -> String {
    let Some(column) = row.layout().index(field) else { return String::new() };
    let Ok(text) = row.text(column) else { return UNREADABLE.to_owned() };
    let kind = row.layout().fields[column].kind;
    let shown = clean(&text);
    let shown = shown.trim();
    if kind == FieldType::FreeText {
        return shown.to_owned();
    }
    text::to_half_width(shown).unwrap_or_else(|| shown.to_owned())
}

/// The day in a field, where it is one.
pub(super) fn day(row: &Row<'_>, field: &str) -> Option<time::Date> {
    Date::exact(text(row, field).as_bytes()).and_then(Date::day)
}

/// The month in a field, where it is one.
pub(super) fn month(text: &str) -> Option<Month> {
    Month::exact(text.as_bytes()).filter(|month| !month.is_zero())
}

/// A date as it is read; nothing for eight zeros; what is no date, as it is.
pub(super) fn date(text: &str) -> String {
    match Date::exact(text.as_bytes()) {
        Some(Date::Day(day)) => era::long(day),
        Some(Date::Zero) => String::new(),
        None => text.to_owned(),
    }
}

/// `9:00`; nothing for a service without a time; what is no time, as it is.
pub(super) fn time(text: &str) -> String {
    match text.split_at_checked(2) {
        _ if text == "9999" => String::new(),
        Some((hour, minute)) if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{hour}:{minute}")
        }
        _ => text.to_owned(),
    }
}

/// From when until when; nothing where there is neither.
pub(super) fn span(start: &str, end: &str) -> String {
    match [start, end].map(time) {
        [start, end] if start.is_empty() && end.is_empty() => String::new(),
        [start, end] => format!("{start}～{end}"),
    }
}

/// A number with its thousands apart, as `12,085`; what is no number, as it is.
pub(super) fn number(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, rest) = digits.find('.').map_or((digits, ""), |point| digits.split_at(point));
    let is_number = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        return text.to_owned();
    }
    let whole = Some(whole.trim_start_matches('0')).filter(|whole| !whole.is_empty()).unwrap_or("0");
    let mut shown = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown + rest
}

/// The name of a code in the field's list; a code that is in no list, as it is.
pub(super) fn code(row: &Row<'_>, field: &str) -> String {
    let code = text(row, field);
    let list = row.layout().field(field).and_then(|field| field.codes);
    let known = list.and_then(|list| list.codes.iter().find(|value| value.code == code));
    known.map_or(code, |CodeValue { name_ja, .. }| (*name_ja).to_owned())
}

/// What the rows say in a field, each text once: they should all say the same.
pub(super) fn distinct<'a>(rows: impl Iterator<Item = Row<'a>>, field: &str) -> String {
    let (mut seen, mut all) = (HashSet::new(), String::new());
    for row in rows {
        let text = text(&row, field);
        if text.is_empty() || seen.contains(&text) {
            continue;
        }
        if !all.is_empty() {
            all.push('／');
        }
        all.push_str(&text);
        seen.insert(text);
    }
    all
}

/// The dates that the rows have in a field: they should all have the same.
pub(super) fn dates<'a>(rows: impl Iterator<Item = Row<'a>>, field: &str) -> String {
    distinct(rows, field).split('／').map(date).collect::<Vec<_>>().join("／")
}

/// A text; where it is empty, that there is none.
pub(super) fn or_none(text: String) -> String {
    if text.is_empty() { "なし".to_owned() } else { text }
}

/// Texts with something between them; those that are empty do not count.
pub(super) fn joined<const N: usize>(parts: [String; N], between: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_times_and_dates_are_shown_and_others_stay() {
        for (given, shown) in [
            ("0", "0"),
            ("1000", "1,000"),
            ("-1234567", "-1,234,567"),
            ("10.42", "10.42"),
            ("", ""),
            ("x1", "x1"),
            ("0012", "12"),
        ] {
            assert_eq!(number(given), shown);
        }
        assert_eq!(["0900", "9999", "", "9x00", "900"].map(time), ["09:00", "", "", "9x00", "900"]);
        assert_eq!(["19410203", "00000000", "20250230"].map(date), ["昭和16年2月3日", "", "20250230"]);
    }
}
