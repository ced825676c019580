//! The value of a field of a row.

use cplink::record::Row;

/// The text of a field; empty where the row has none.
pub(super) fn cell(row: &Row<'_>, field: &str) -> String {
    row.get(field).unwrap_or_default().into_owned()
}
