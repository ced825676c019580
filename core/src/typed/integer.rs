//! An integer cell.

use std::borrow::Cow;

use super::value::CellValue;

/// The number of digits without a sign, from -(2^63-1) to 2^63-1.
pub(super) fn parse(bytes: &[u8]) -> Option<i64> {
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    if digits.is_empty() {
        return None;
    }
    let value = digits.iter().try_fold(0_i64, |sum, digit| {
        digit.is_ascii_digit().then(|| sum.checked_mul(10)?.checked_add(i64::from(digit - b'0'))).flatten()
    })?;
    Some(if digits.len() == bytes.len() { value } else { -value })
}

impl CellValue for i64 {
    fn exact(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'0'] => Some(0),
            [b'0', ..] | [b'-', b'0', ..] => None,
            _ => parse(bytes),
        }
    }

    fn lenient(half_width: &str) -> Option<Self> {
        parse(half_width.as_bytes())
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}
