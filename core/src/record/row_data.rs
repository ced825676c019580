//! What a table holds of one row.

use super::own::OwnRow;

/// One row: as it was read, or since made or changed.
#[derive(Clone)]
pub(crate) enum RowData {
    Read { first: u32, cells: u32, start: u32, end: u32 },
    Own(Box<OwnRow>),
}
