//! What a table holds of one row.

use super::own::OwnRow;

/// One row: as it was read, or since made or changed.
#[derive(Clone)]
pub(crate) enum RowData {
    Read { first: u32, cells: u32, start: u32, end: u32 },
    Own(Box<OwnRow>),
}

impl RowData {
    /// A row as it was read: its first cell and how many there are, where its bytes begin and end. No file is so
    /// long that 32 bits do not hold it.
    pub(crate) fn read(first: usize, cells: usize, start: usize, end: usize) -> Self {
        Self::Read { first: first as u32, cells: cells as u32, start: start as u32, end: end as u32 }
    }
}
