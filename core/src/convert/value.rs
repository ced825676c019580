//! What the characters of a field type must be. All of it is ASCII, so bytes are looked at.

use crate::spec::{Field, FieldType};
use crate::typed::{CellValue as _, Date, Month};

/// Whether the bytes are of the field's type; length and code list are looked at elsewhere.
pub(super) fn is_of_type(field: &Field, bytes: &[u8]) -> bool {
    match field.kind {
        FieldType::Month => is_month(bytes),
        FieldType::Date => is_date(bytes),
        FieldType::Time => is_time(bytes),
        FieldType::Digits => is_digits(bytes),
        FieldType::Alnum => bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || (field.hyphen && *byte == b'-')),
        FieldType::Code => {
            field.codes.is_some_and(|list| list.codes.iter().any(|value| value.code.as_bytes() == bytes))
        }
        FieldType::Integer => is_integer(bytes),
        FieldType::Decimal => is_decimal(bytes),
        FieldType::PostalCode => is_postal_code(bytes),
        FieldType::Phone => {
            bytes.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'(' | b')' | b'+' | b' '))
        }
        FieldType::Flags31 => bytes.len() == 31 && bytes.iter().all(|byte| matches!(byte, b'0' | b'1')),
        FieldType::FreeText => true,
    }
}

fn is_digits(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit)
}

/// The digits as a number; the callers have seen that they are at most four digits.
fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
}

fn is_month(bytes: &[u8]) -> bool {
    Month::exact(bytes).is_some_and(|month| !month.is_zero())
}

pub(super) fn is_date(bytes: &[u8]) -> bool {
    Date::exact(bytes).is_some_and(|date| date.day().is_some())
}

fn is_time(bytes: &[u8]) -> bool {
    if bytes.len() != 4 || !is_digits(bytes) {
        return false;
    }
    let (hour, minute) = (number(&bytes[..2]), number(&bytes[2..]));
    // 2400 is how the end of a day is written.
    (hour < 24 && minute < 60) || (hour == 24 && minute == 0)
}

fn is_integer(bytes: &[u8]) -> bool {
    is_digits(bytes.strip_prefix(b"-").unwrap_or(bytes))
}

fn is_decimal(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"-").unwrap_or(bytes);
    match memchr::memchr(b'.', bytes) {
        Some(point) => is_digits(&bytes[..point]) && is_digits(&bytes[point + 1..]),
        None => is_digits(bytes),
    }
}

fn is_postal_code(bytes: &[u8]) -> bool {
    bytes.len() == 8 && is_digits(&bytes[..3]) && bytes[3] == b'-' && is_digits(&bytes[4..])
}

/// Whether a number is filled with zeros: `0` alone and `0.5` are not.
pub(super) fn is_zero_filled(bytes: &[u8]) -> bool {
    matches!(bytes.strip_prefix(b"-").unwrap_or(bytes), [b'0', second, ..] if second.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_exist() {
        for good in ["20240229", "20250131", "19000228", "20000229", "20251231"] {
            assert!(is_date(good.as_bytes()), "{good}");
        }
        for bad in ["20250229", "19000229", "20251301", "20250431", "20250100", "2025013", "00000101", "2025-1-1"] {
            assert!(!is_date(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn times_and_numbers() {
        assert!(is_time(b"0000") && is_time(b"2359") && is_time(b"2400"));
        assert!(!is_time(b"2401") && !is_time(b"0960") && !is_time(b"900"));
        assert!(
            is_decimal(b"10.27") && is_decimal(b"10") && !is_decimal(b"10.") && !is_decimal(b".5") && !is_decimal(b"")
        );
        assert!(is_integer(b"-12") && !is_integer(b"-") && !is_integer(b"1.0"));
        assert!(is_zero_filled(b"000163") && !is_zero_filled(b"0") && !is_zero_filled(b"0.5"));
    }
}
