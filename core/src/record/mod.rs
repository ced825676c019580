//! Rows of a table: every column of every row as it was read, also columns that the layout does not
//! know, with typed access by field.

mod cell;
mod row;
mod table;

pub(crate) use cell::{Cell, Cells, Span, Spans};
pub use row::Row;
pub use table::Table;
pub(crate) use table::{RowData, Value};
