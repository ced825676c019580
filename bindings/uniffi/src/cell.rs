//! The text of a cell.

use std::borrow::Cow;

use cplink::record::Row;

/// What cannot be decoded shows the replacement character; [`Table::raw`](crate::table::Table::raw) has the bytes.
pub(crate) fn cell(row: Row<'_>, column: usize) -> Cow<'_, str> {
    row.text(column).unwrap_or(Cow::Borrowed("\u{FFFD}"))
}
