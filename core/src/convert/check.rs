//! The checks of one field, all of them from the layout's table.

use super::value::{is_of_type, is_zero_filled};
use crate::file::is_invisible;
use crate::finding::{Finding, Rule, Severity};
use crate::record::guard;
use crate::spec::{Field, FieldType, Required};
use crate::text::{self, Encoding};

/// The finding of `rule` at a field.
pub(super) fn at(rule: Rule, field: &'static Field, row: u64) -> Finding {
    Finding::new(rule).at_field(field.number, field.id, field.name_ja).at_row(row)
}

/// Checks one cell's content; `push` takes each finding.
pub(super) fn field(field: &'static Field, bytes: &[u8], encoding: Encoding, row: u64, push: &mut impl FnMut(Finding)) {
    let mut say = |rule: Rule, parameter: String| {
        push(at(rule, field, row).with_parameter(parameter).softened_unless(field.certain));
    };
    if bytes.is_empty() {
        match field.required {
            Required::Always => say(Rule::FieldRequired, String::new()),
            Required::Needed => say(Rule::FieldNeeded, String::new()),
            Required::No | Required::Conditional => {}
        }
        return;
    }
    if field.kind == FieldType::FreeText {
        free_text(field, bytes, encoding, row, push);
        return;
    }
    let bytes = match guard::unmarked(bytes).filter(|inside| is_right(field, inside)) {
        Some(inside) => {
            say(Rule::FieldTextMark, String::new());
            inside
        }
        None => bytes,
    };
    if let Some((position, character)) = control(encoding, bytes) {
        push(at_control(Some(field), row, position, character));
        return;
    }
    if let Some(constant) = field.constant {
        if bytes != constant.as_bytes() {
            say(Rule::FieldConstant, constant.to_owned());
        }
        return;
    }
    if field.sentinels.iter().any(|sentinel| sentinel.matches(bytes)) {
        return;
    }
    if is_missing_value(bytes) || (is_placeholder(encoding, bytes) && !is_of_type(field, bytes)) {
        say(Rule::FieldPlaceholder, String::new());
        return;
    }
    if field.kind == FieldType::Phone && lacks_zero(bytes) {
        say(Rule::FieldPhoneZero, String::new());
    }
    let half_width;
    let mut bytes = bytes;
    if !is_of_type(field, bytes) {
        match text::decode(encoding, bytes).ok().filter(|text| !text.is_ascii()).and_then(|t| text::to_half_width(&t)) {
            Some(text)
                if is_of_type(field, text.as_bytes()) || field.sentinels.iter().any(|s| s.matches(text.as_bytes())) =>
            {
                say(Rule::FieldFullwidth, String::new());
                half_width = text;
                bytes = half_width.as_bytes();
            }
            _ => {
                let rule = if has_blanks(field, encoding, bytes) {
                    Rule::FieldBlanks
                } else if has_wrong_length(field, bytes) {
                    Rule::FieldLength
                } else {
                    type_rule(field.kind)
                };
                let parameter = field.length.map(|length| length.to_string()).unwrap_or_default();
                say(rule, parameter);
                return;
            }
        }
    }
    let length = usize::from(field.length.unwrap_or(u16::MAX));
    if bytes.len() > length || (field.exact && bytes.len() != length) {
        say(Rule::FieldLength, length.to_string());
    } else if matches!(field.kind, FieldType::Integer | FieldType::Decimal) && is_zero_filled(bytes) {
        say(Rule::FieldZeroFilled, String::new());
    }
}

/// Whether a text says that a program had no value.
pub(super) fn is_missing_value(bytes: &[u8]) -> bool {
    matches!(bytes, b"NULL" | b"null" | b"(null)" | b"(NULL)" | b"\\N" | b"NaN" | b"<NA>" | b"undefined")
}

/// Whether a value says that there is none: what programs write, and what people do.
fn is_placeholder(encoding: Encoding, bytes: &[u8]) -> bool {
    const WORDS: [&str; 17] =
        ["nan", "None", "none", "N/A", "n/a", "NA", "nil", "-", "--", "‐", "―", "－", "ー", "なし", "無", "無し", "*"];
    text::decode(encoding, bytes).is_ok_and(|text| WORDS.contains(&&*text))
}

/// Whether it is what the field holds, be it of another length.
fn is_right(field: &Field, bytes: &[u8]) -> bool {
    match field.constant {
        Some(constant) => bytes == constant.as_bytes(),
        None => is_of_type(field, bytes) || field.sentinels.iter().any(|sentinel| sentinel.matches(bytes)),
    }
}

/// Whether nothing but blanks, or characters that cannot be seen, stand beside a value that is right without them.
fn has_blanks(field: &Field, encoding: Encoding, bytes: &[u8]) -> bool {
    let is_bare = |encoding: Encoding| {
        // In CP932 the no-break space of other code pages is no character.
        let inside = if encoding == Encoding::Cp932 { trim_no_break(bytes) } else { bytes };
        let Ok(text) = text::decode(encoding, inside) else { return false };
        let bare = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        bare.len() < text.len() + bytes.len() - inside.len() && (bare.is_empty() || is_right(field, bare.as_bytes()))
    };
    // Characters that cannot be seen may be all by which a file could be told to be UTF-8.
    is_bare(encoding) || is_bare(Encoding::Utf8)
}

fn trim_no_break(bytes: &[u8]) -> &[u8] {
    const NO_BREAK: u8 = 0xA0;
    let is_other = |byte: &u8| *byte != NO_BREAK;
    let start = bytes.iter().position(is_other).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(is_other).map_or(start, |last| last + 1);
    &bytes[start..end]
}

/// Digits of which only the count is wrong are reported as a wrong length.
fn has_wrong_length(field: &Field, bytes: &[u8]) -> bool {
    matches!(field.kind, FieldType::Date | FieldType::Month | FieldType::Time)
        && field.length.is_some_and(|length| bytes.len() != usize::from(length))
        && bytes.iter().all(u8::is_ascii_digit)
}

fn type_rule(kind: FieldType) -> Rule {
    match kind {
        FieldType::Month => Rule::FieldMonth,
        FieldType::Date => Rule::FieldDate,
        FieldType::Time => Rule::FieldTime,
        FieldType::Digits => Rule::FieldDigits,
        FieldType::Alnum => Rule::FieldAlnum,
        FieldType::Code => Rule::FieldCode,
        FieldType::Integer => Rule::FieldInteger,
        FieldType::Decimal => Rule::FieldDecimal,
        FieldType::PostalCode => Rule::FieldPostal,
        FieldType::Phone => Rule::FieldPhone,
        FieldType::Flags31 => Rule::FieldFlags31,
        FieldType::FreeText => Rule::TextUndecodable,
    }
}

/// A control character among bytes, which are text in all likelihood. No type of a field allows one.
fn control(encoding: Encoding, bytes: &[u8]) -> Option<(usize, char)> {
    let may_have = bytes.iter().any(|byte| matches!(byte, 0..=0x1F | 0x7F | 0x80));
    may_have.then(|| text::scan(encoding, bytes).control).flatten()
}

/// What is said of a control character at a 0-based position.
pub(super) fn at_control(field: Option<&'static Field>, row: u64, position: usize, character: char) -> Finding {
    let code = format!("U+{:04X}", u32::from(character));
    at_any(Rule::TextControl, field, row).at_position(position + 1).with_parameter(code)
}

/// The finding of `rule` at a field, or in a column that the layout does not know.
pub(super) fn at_any(rule: Rule, field: Option<&'static Field>, row: u64) -> Finding {
    match field {
        Some(field) => at(rule, field, row),
        None => Finding::new(rule).at_row(row),
    }
}

/// Whether a phone number lacks its first 0: with it every one of Japan's has ten or eleven digits.
pub(super) fn lacks_zero(bytes: &[u8]) -> bool {
    let mut digits = bytes.iter().filter(|byte| byte.is_ascii_digit());
    bytes.first().is_some_and(|first| *first != b'+')
        && digits.next().is_some_and(|first| *first != b'0')
        && matches!(digits.count(), 8 | 9)
}

/// Free text: it must be text, and user-defined and control characters are reported, each kind once.
fn free_text(field: &'static Field, bytes: &[u8], encoding: Encoding, row: u64, push: &mut impl FnMut(Finding)) {
    if encoding == Encoding::Cp932 && text::is_utf8_item(bytes) {
        push(at(Rule::TextUtf8, field, row));
        return;
    }
    if is_missing_value(bytes) {
        push(at(Rule::FieldPlaceholder, field, row).with_severity(Severity::Warning));
        return;
    }
    if let Some(way) = text::escape(bytes) {
        push(at(Rule::TextEscaped, field, row).with_parameter(way.name()));
    } else if text::is_lost(encoding, bytes) {
        push(at(Rule::TextLost, field, row));
    }
    let seen = text::scan(encoding, bytes);
    if let Some((position, character)) = seen.control {
        push(at_control(Some(field), row, position, character));
    }
    if let Some((position, character)) = seen.user_defined {
        let code = format!("U+{:04X}", u32::from(character));
        push(at(Rule::TextGaiji, field, row).at_position(position + 1).with_parameter(code));
    }
    if let Some(offset) = seen.undecodable {
        push(at(Rule::TextUndecodable, field, row).with_parameter((offset + 1).to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Kind, layout};

    #[test]
    fn what_stands_beside_a_right_value_is_named() {
        let rules = |id: &str, text: &str| {
            let field = layout(Kind::Upjsk).fields.iter().find(|field| field.id == id).unwrap();
            let mut found = Vec::new();
            super::field(field, text.as_bytes(), Encoding::Utf8, 1, &mut |finding| found.push(finding.rule()));
            found
        };
        for (id, text, rule) in [
            ("insured_person_number", "'0000000101", Rule::FieldTextMark),
            ("insured_person_number", "\t0000000101", Rule::FieldTextMark),
            ("insured_person_number", "0000000101\t", Rule::FieldTextMark),
            ("per_diem_days", "'1111111111111111111111111111111", Rule::FieldTextMark),
            ("csv_version", "'202407", Rule::FieldTextMark),
            ("insured_person_number", "0000000101 ", Rule::FieldBlanks),
            ("insured_person_number", "0000000101\u{3000}", Rule::FieldBlanks),
            ("insured_person_number", "\u{A0}0000000101", Rule::FieldBlanks),
            ("insured_person_number", "\u{200B}0000000101\u{FEFF}", Rule::FieldBlanks),
            ("csv_version", "\u{FEFF}202407", Rule::FieldBlanks),
            ("created_date", " 20251104", Rule::FieldBlanks),
            ("service_start_time", "'0900", Rule::FieldTextMark),
            ("per_diem_days", "   ", Rule::FieldBlanks),
            ("units", "\u{3000}", Rule::FieldBlanks),
            ("insured_person_number", "'", Rule::FieldAlnum),
            ("insured_person_number", "=SUM(A1)", Rule::FieldAlnum),
            ("insured_person_number", "00000 0101", Rule::FieldAlnum),
            ("created_date", "'2025/11/04", Rule::FieldDate),
            ("created_date", "NULL", Rule::FieldPlaceholder),
            ("insured_person_number", "NULL", Rule::FieldPlaceholder),
            ("tais_code", "null", Rule::FieldPlaceholder),
            ("service_start_time", "-", Rule::FieldPlaceholder),
            ("units", "なし", Rule::FieldPlaceholder),
            ("per_diem_days", "\\N", Rule::FieldPlaceholder),
            ("plan_staff_name", "NULL", Rule::FieldPlaceholder),
        ] {
            assert_eq!(rules(id, text), [rule], "{id} {text:?}");
        }
        assert_eq!(rules("insured_person_number", "0000000101"), []);
    }
}
