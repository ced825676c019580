//! Columns, looked up once a table, and the content of their cells.

use std::borrow::Cow;

use crate::record::{Row, Table};
use crate::spec::{Field, ServiceType};
use crate::typed::{CellValue as _, Month};

/// A cell's bytes.
pub(super) type Cell<'a> = Cow<'a, [u8]>;

/// What names a user's month in the tables of the slip.
pub(super) const USER_MONTH: [&str; 3] = ["insurer_number", "insured_person_number", "target_month"];

/// A column of a table, found by its field's id: which versions have which columns is the layout's to say.
#[derive(Clone, Copy)]
pub(super) struct Column {
    index: usize,
    pub(super) field: &'static Field,
}

impl Column {
    /// The column of a field; `None` where the table's version has no such field.
    pub(super) fn of(table: &Table, id: &str) -> Option<Self> {
        let layout = table.layout();
        let index = layout.index(id)?;
        Some(Self { index, field: layout.fields.get(index)? })
    }

    /// The columns of all these fields; `None` where one is missing.
    pub(super) fn all<const N: usize>(table: &Table, ids: [&str; N]) -> Option<[Self; N]> {
        let columns: Vec<Self> = ids.iter().filter_map(|id| Self::of(table, id)).collect();
        columns.try_into().ok()
    }

    /// The columns of the layout's own keys, which tie a file to its unit.
    pub(super) fn keys(table: &Table) -> Vec<Self> {
        Self::at(table, table.layout().keys)
    }

    /// The columns of these indices of the table's layout.
    pub(super) fn at(table: &Table, indices: &[usize]) -> Vec<Self> {
        indices.iter().map(|index| Self { index: *index, field: &table.layout().fields[*index] }).collect()
    }

    /// The bytes of the row's cell.
    pub(super) fn bytes<'a>(self, row: &Row<'a>) -> Cell<'a> {
        row.bytes(self.index)
    }

    /// Whether the row's cell is empty.
    pub(super) fn is_empty(self, row: &Row<'_>) -> bool {
        self.bytes(row).is_empty()
    }

    /// The row's number; `None` where the cell is empty or holds none.
    pub(super) fn number(self, row: &Row<'_>) -> Option<i64> {
        number(&self.bytes(row))
    }
}

/// The cells of several columns of a row, to be compared or looked up.
pub(super) fn cells<'a, const N: usize>(columns: &[Column; N], row: &Row<'a>) -> [Cell<'a>; N] {
    columns.map(|column| column.bytes(row))
}

/// The number of a cell: digits, with a minus where there is one.
pub(super) fn number(bytes: &[u8]) -> Option<i64> {
    let (sign, digits): (i64, &[u8]) = match bytes.strip_prefix(b"-") {
        Some(digits) => (-1, digits),
        None => (1, bytes),
    };
    // Longer ones are no item of the standard's and would not fit.
    if !is_digits(digits, 1..=15) {
        return None;
    }
    Some(sign * digits.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

/// Whether the bytes are digits, as many as `length` says.
pub(super) fn is_digits(bytes: &[u8], length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_digit)
}

/// Whether the bytes are a month that exists (`YYYYMM`).
pub(super) fn is_month(bytes: &[u8]) -> bool {
    Month::exact(bytes).is_some_and(|month| !month.is_zero())
}

/// Whether the bytes are eight digits that are meant as a date, not as the sign for none. One that does not
/// exist was reported on reading and is compared all the same.
pub(super) fn is_date(bytes: &[u8]) -> bool {
    is_digits(bytes, 8..=8) && bytes != b"00000000"
}

/// The service type of a service code; `None` where the code has not six characters or the type is not known.
pub(super) fn service_type(code: &[u8]) -> Option<&'static ServiceType> {
    if code.len() == 6 { ServiceType::of_service(code) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_understood() {
        assert_eq!(number(b"000163"), Some(163));
        assert_eq!(number(b"-7"), Some(-7));
        assert_eq!(number(b"999999999999999"), Some(999_999_999_999_999));
        for none in [&b""[..], b"-", b"1A", b"1.0", b"1000000000000000"] {
            assert_eq!(number(none), None);
        }
        assert!(is_month(b"202512") && is_month(b"202501") && is_month(b"202510"));
        assert!(!is_month(b"202500") && !is_month(b"202513") && !is_month(b"000000") && !is_month(b"20251"));
        assert!(is_date(b"20251001") && !is_date(b"00000000") && !is_date(b"2025100"));
        assert!(is_digits(b"12", 1..=2) && !is_digits(b"123", 1..=2) && !is_digits(b"1a", 1..=2));
        assert!(
            service_type(b"111211").is_some() && service_type(b"11").is_none() && service_type(b"991211").is_none()
        );
    }
}
