//! A decimal cell.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::integer;
use super::value::{CellValue, as_text};

/// An exact decimal number: an integer and how many of its digits are behind the point. `10.0` and
/// `10.00` are equal and each is written as it is.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    unscaled: i64,
    scale: u8,
}

impl Decimal {
    /// The most digits that may be behind the point.
    pub const MAX_SCALE: u8 = 18;

    /// `unscaled` × 10^-`scale`: 1027 and 2 is 10.27.
    pub fn new(unscaled: i64, scale: u8) -> Option<Self> {
        (scale <= Self::MAX_SCALE && unscaled != i64::MIN).then_some(Self { unscaled, scale })
    }

    /// All its digits.
    pub fn unscaled(self) -> i64 {
        self.unscaled
    }

    /// How many of them are behind the point.
    pub fn scale(self) -> u8 {
        self.scale
    }

    fn at_scale(self, scale: u8) -> i128 {
        i128::from(self.unscaled) * 10_i128.pow(u32::from(scale - self.scale))
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let Some(point) = bytes.iter().position(|byte| *byte == b'.') else {
            return Self::new(integer::parse(bytes)?, 0);
        };
        let (whole, behind) = (&bytes[..point], &bytes[point + 1..]);
        let digits = whole.strip_prefix(b"-").unwrap_or(whole);
        let scale = u8::try_from(behind.len()).ok().filter(|scale| (1..=Self::MAX_SCALE).contains(scale))?;
        let value = integer::parse(digits)?.checked_mul(10_i64.checked_pow(u32::from(scale))?)?;
        if !behind.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let value = value.checked_add(integer::parse(behind)?)?;
        Self::new(if digits.len() == whole.len() { value } else { -value }, scale)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.at_scale(scale).cmp(&other.at_scale(scale))
    }
}

impl From<i64> for Decimal {
    /// The number without a point; the lowest of all becomes its neighbour.
    fn from(value: i64) -> Self {
        Self { unscaled: value.max(-i64::MAX), scale: 0 }
    }
}

impl CellValue for Decimal {
    fn exact(bytes: &[u8]) -> Option<Self> {
        let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
        let value = Self::parse(bytes)?;
        let zero_filled = matches!(digits, [b'0', second, ..] if *second != b'.');
        let minus_zero = value.unscaled == 0 && digits.len() != bytes.len();
        (!zero_filled && !minus_zero).then_some(value)
    }

    fn lenient(half_width: &str) -> Option<Self> {
        Self::parse(half_width.as_bytes())
    }

    fn text(&self) -> Cow<'_, str> {
        let sign = if self.unscaled < 0 { "-" } else { "" };
        let scale = usize::from(self.scale);
        let digits = format!("{:0width$}", self.unscaled.unsigned_abs(), width = scale + 1);
        let (whole, behind) = digits.split_at(digits.len() - scale);
        let point = if scale == 0 { "" } else { "." };
        Cow::Owned(format!("{sign}{whole}{point}{behind}"))
    }
}

as_text!(Decimal);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        for text in ["10.27", "0.05", "-0.05", "11", "0", "10.00", "-12.5", "9223372036854775807"] {
            assert_eq!(Decimal::exact(text.as_bytes()).unwrap().text(), text);
        }
        for other in
            ["010.27", "-0", "00", "-0.00", "10.", ".5", "", "-", "1.-5", "1.2.3", "+1", "99999999999999999.99"]
        {
            assert!(Decimal::exact(other.as_bytes()).is_none(), "{other}");
        }
        assert_eq!(Decimal::from_text("０１０．２７"), Decimal::new(1027, 2));
        assert_eq!(Decimal::new(100, 1), Decimal::new(1000, 2));
        assert!(Decimal::new(-5, 2) < Decimal::new(0, 0));
        assert!(Decimal::new(i64::MAX, 0) > Decimal::new(i64::MAX, 18));
    }
}
