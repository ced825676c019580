//! The checks of a layout's fields made ready for speed. A plan lets pass what is surely without
//! fault; all else goes to [`check::field`](super::check), which says what is wrong, if anything. So
//! a plan may be too strict, and then only costs time, but must never let a fault pass.

use super::check::{is_missing_value, lacks_zero};
use super::value::{is_date, is_of_type, is_zero_filled};
use crate::record::Span;
use crate::spec::{Field, FieldType, Layout, Required};
use crate::text::{self, Encoding, word};

/// What a field's cells usually look like.
#[derive(Clone, Copy)]
enum Shape {
    Text,
    Digits,
    /// Digits without leading zeros.
    Number,
    Letters,
    Month,
    Date,
    Time,
    /// One ASCII character, a bit each.
    OneOf(u128),
    /// Whatever the field's type is, without a short cut.
    Other,
    /// Always the long way: a constant.
    Never,
}

/// The plan of one field.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    field: &'static Field,
    shape: Shape,
    may_be_empty: bool,
    shortest: usize,
    longest: usize,
    /// A special value of at most eight characters, filled up with `0`.
    special: Option<(usize, u64)>,
}

impl Plan {
    /// A plan for each field.
    pub(super) fn of(layout: &'static Layout) -> Vec<Self> {
        layout.fields.iter().map(Self::of_field).collect()
    }

    fn of_field(field: &'static Field) -> Self {
        let longest = field.length.map_or(usize::MAX, usize::from);
        Self {
            field,
            shape: shape(field),
            may_be_empty: matches!(field.required, Required::No | Required::Conditional),
            shortest: if field.exact { longest } else { 1 },
            longest,
            special: field.sentinels.iter().find_map(|sentinel| special(sentinel.value)),
        }
    }

    /// The field.
    pub(super) fn field(&self) -> &'static Field {
        self.field
    }

    /// Whether there is surely nothing to be said of a cell.
    #[inline]
    pub(super) fn passes(&self, span: Span<'_>, encoding: Encoding) -> bool {
        let length = span.len();
        if length == 0 {
            return self.may_be_empty;
        }
        if let Shape::Text = self.shape {
            let bytes = span.bytes();
            let may_be_missing = length <= 9 && is_missing_value(bytes);
            return encoding == Encoding::Cp932 && text::is_plain(bytes) && !may_be_missing;
        }
        if length < self.shortest || length > self.longest {
            return false;
        }
        // Cells at the very end of a file have no eight bytes: they take the long way.
        let Some(eight) = word::eight(span.ahead()) else { return false };
        match self.shape {
            Shape::Digits => digits(span, eight),
            Shape::Number => (length == 1 || eight as u8 != b'0') && digits(span, eight),
            Shape::Letters => {
                let bytes = span.bytes();
                digits(span, eight) || (bytes.iter().all(u8::is_ascii_alphanumeric) && !is_missing_value(bytes))
            }
            Shape::Month => length == 6 && is_plain_month(eight),
            Shape::Date => (length == 8 && is_plain_date(eight)) || self.is_special(eight, length),
            Shape::Time => (length == 4 && is_plain_time(eight)) || self.is_special(eight, length),
            Shape::OneOf(set) => length == 1 && eight as u8 <= 0x7F && set >> (eight & 0x7F) & 1 == 1,
            Shape::Other => {
                let bytes = span.bytes();
                let is_odd = match self.field.kind {
                    FieldType::Decimal => is_zero_filled(bytes),
                    FieldType::Phone => lacks_zero(bytes),
                    _ => false,
                };
                is_of_type(self.field, bytes) && !is_odd
            }
            Shape::Text | Shape::Never => false,
        }
    }

    #[inline]
    fn is_special(&self, eight: u64, length: usize) -> bool {
        self.special.is_some_and(|(long, value)| long == length && value == word::first(eight, length))
    }
}

fn shape(field: &Field) -> Shape {
    let one_of = || {
        field.codes?.codes.iter().try_fold(0, |set: u128, value| match value.code.as_bytes() {
            [code] if code.is_ascii() => Some(set | 1 << code),
            _ => None,
        })
    };
    match field.kind {
        FieldType::FreeText => Shape::Text,
        _ if field.constant.is_some() => Shape::Never,
        FieldType::Digits => Shape::Digits,
        FieldType::Integer => Shape::Number,
        FieldType::Alnum => Shape::Letters,
        FieldType::Month => Shape::Month,
        FieldType::Date => Shape::Date,
        FieldType::Time => Shape::Time,
        FieldType::Code => one_of().map_or(Shape::Other, Shape::OneOf),
        _ => Shape::Other,
    }
}

fn special(value: &str) -> Option<(usize, u64)> {
    let mut eight = [b'0'; 8];
    eight.get_mut(..value.len())?.copy_from_slice(value.as_bytes());
    (!value.is_empty() && !value.contains('?')).then(|| (value.len(), u64::from_le_bytes(eight)))
}

/// Whether the cell, which is not empty and begins with `eight`, is all digits.
#[inline]
fn digits(span: Span<'_>, eight: u64) -> bool {
    match span.len() {
        length @ 1..=8 => word::is_digits(word::first(eight, length)),
        length @ 9..=16 => {
            let behind = span.ahead().get(length - 8..).and_then(word::eight);
            word::is_digits(eight) && behind.is_some_and(word::is_digits)
        }
        _ => span.bytes().iter().all(u8::is_ascii_digit),
    }
}

#[inline]
fn is_plain_month(eight: u64) -> bool {
    let six = word::first(eight, 6);
    let has_year = word::first(eight, 4) != u64::from_le_bytes([b'0'; 8]);
    word::is_digits(six) && has_year && (1..=12).contains(&word::two(six, 4))
}

#[inline]
fn is_plain_date(eight: u64) -> bool {
    let day = word::two(eight, 6);
    // Every month has 28 days.
    is_plain_month(eight) && word::is_digits(eight) && day >= 1 && (day <= 28 || is_date(&eight.to_le_bytes()))
}

#[inline]
fn is_plain_time(eight: u64) -> bool {
    let four = word::first(eight, 4);
    word::is_digits(four) && word::two(four, 0) < 24 && word::two(four, 2) < 60
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::convert::check;
    use crate::record::{Cell, Cells};
    use crate::spec::{CodeList, Version};

    /// The plan's answer, and whether the long way finds something.
    fn both(plan: &Plan, cell: &[u8], behind: &[u8], encoding: Encoding) -> (bool, bool) {
        let source = [b",", cell, behind].concat();
        let mut found = false;
        check::field(plan.field, cell, encoding, 1, &mut |_| found = true);
        let ends = [Cell::bare(0), Cell::bare(1 + cell.len())];
        let span = Cells::new(&source, 0, &ends).get(1).unwrap();
        (plan.passes(span, encoding), found)
    }

    fn plans() -> impl Iterator<Item = Plan> {
        Version::ALL.iter().flat_map(|version| version.layouts()).flat_map(Plan::of)
    }

    #[test]
    fn what_passes_has_no_fault_and_usual_cells_pass() {
        let values = include_str!("../../../spec-fixtures/values.tsv");
        let cells: Vec<&str> = values.lines().filter_map(|line| line.split('\t').nth(1)).collect();
        let more = [
            "20250931",
            "20250228",
            "20250229",
            "20241231",
            "20250930",
            "00000101",
            "20251301",
            "20250100",
            "2400",
            "2359",
            "2360",
            "9999",
            "9012345678",
            "3-1234-5678",
            "9970000012",
            "H000000101",
            "997000001A",
            "99700000111",
            "99000-000001",
            "000-0000",
            "1",
            "2",
            "0",
            "Y",
            "N",
            "00",
            "01",
            "-1",
            "-0",
            "12345678901234567",
            "1234567890123456",
            "見本",
            "\u{E000}",
            "a\u{1}",
            "ｶﾅ",
            // The byte of `1` but for the top bit.
            "ｱ",
            "",
            "1.0",
            "01.0",
            "000000",
            "00000000",
            "9999999999",
            "6",
            "06",
            "4300",
        ];
        let (mut passed, mut stopped) = (0, 0);
        for plan in plans() {
            for cell in cells.iter().chain(&more) {
                let mut bytes = Vec::new();
                if text::encode(cell, &mut bytes, |_| {}).is_err() {
                    continue;
                }
                for (bytes, encoding) in [(bytes.as_slice(), Encoding::Cp932), (cell.as_bytes(), Encoding::Utf8)] {
                    let (passes, found) = both(&plan, bytes, b",20251001,\r\n", encoding);
                    assert!(!(passes && found), "{} lets {cell} pass", plan.field.id);
                    passed += usize::from(passes);
                    stopped += usize::from(!passes && !found);
                    // Without eight bytes behind, a plan may only be stricter.
                    assert!(!both(&plan, bytes, b"", encoding).0 || !found);
                }
            }
        }
        // Signs, hyphens, free text in UTF-8, 24:00 and constants take the long way.
        assert!(passed > stopped, "{passed} passed, {stopped} took the long way");
    }

    /// What such a cell usually is, of every length it may have.
    fn usual(plan: &Plan) -> Vec<String> {
        let field = plan.field;
        let filled = |with: &str| (plan.shortest..=plan.longest.min(20)).map(|length| with.repeat(length)).collect();
        let sentinels = || field.sentinels.iter().map(|each| each.value).filter(|value| !value.contains('?'));
        let or_special = |usual: &'static str| std::iter::once(usual).chain(sentinels()).map(str::to_owned).collect();
        match plan.shape {
            Shape::Digits => filled("0"),
            Shape::Number => [vec!["0".to_owned()], filled("1")].concat(),
            Shape::Letters => [filled("0"), filled("H")].concat(),
            Shape::Month => vec!["202512".to_owned()],
            Shape::Date => or_special("20251231"),
            Shape::Time => or_special("2359"),
            Shape::OneOf(_) => {
                field.codes.iter().flat_map(|list| list.codes).map(|each| each.code.to_owned()).collect()
            }
            Shape::Text => vec!["1234567890123456".to_owned()],
            Shape::Other | Shape::Never => Vec::new(),
        }
    }

    #[test]
    fn usual_cells_take_the_short_way() {
        for plan in plans() {
            let is_code = |codes: &CodeList| codes.codes.iter().all(|each| each.code.len() == 1);
            let has_short_way = match plan.field.kind {
                _ if plan.field.constant.is_some() => false,
                FieldType::Code => plan.field.codes.is_some_and(is_code),
                kind => {
                    !matches!(kind, FieldType::Decimal | FieldType::PostalCode | FieldType::Phone | FieldType::Flags31)
                }
            };
            assert_eq!(!usual(&plan).is_empty(), has_short_way, "{}", plan.field.id);
            for cell in usual(&plan) {
                let (passes, _) = both(&plan, cell.as_bytes(), b",20251001,\r\n", Encoding::Cp932);
                assert!(passes, "{} of {cell}", plan.field.id);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn nothing_with_a_fault_passes(
            cell in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..20),
                proptest::collection::vec(proptest::sample::select(&b"0123456789"[..]), 0..18),
                proptest::collection::vec(proptest::sample::select(&b"0012399-.H"[..]), 0..12),
            ],
            behind in proptest::collection::vec(any::<u8>(), 0..12),
        ) {
            for plan in plans() {
                for encoding in [Encoding::Cp932, Encoding::Utf8] {
                    let (passes, found) = both(&plan, &cell, &behind, encoding);
                    prop_assert!(!(passes && found), "{}: {cell:02X?}", plan.field.id);
                }
            }
        }
    }
}
