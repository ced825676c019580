//! A table's rows.

use super::own::OwnRow;
use super::row::Row;
use super::row_data::RowData;
use super::table::Table;
use crate::error::{Code, Result};

impl Table {
    /// A row by 0-based index.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        self.rows.get(index).map(|data| Row::new(self, data))
    }

    /// All rows in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|data| Row::new(self, data))
    }

    /// Sets a field of a row by its id. The other cells of the row stay as they were read.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where there is no such row or field.
    pub fn set(&mut self, row: usize, field: &str, text: impl AsRef<str>) -> Result<()> {
        let column = self.layout().index(field).ok_or_else(|| Code::InvalidArgument.with_detail("no such field"))?;
        let data = self.rows.get(row).ok_or_else(|| Code::InvalidArgument.with_detail("no such row"))?;
        if let RowData::Read { .. } = data {
            let read = Row::new(self, data);
            let mut own = OwnRow::with_capacity(read.len());
            (0..read.len()).for_each(|at| own.push_bytes(&read.bytes(at)));
            self.replace(row, own);
        }
        if let RowData::Own(own) = &mut self.rows[row] {
            own.set(column, text.as_ref());
        }
        Ok(())
    }
}
