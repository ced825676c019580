//! Rows of a table: every column of every row as it was read, also columns that the layout does not
//! know, with typed access by field.

mod cell;
mod ends;
pub(crate) mod guard;
mod own;
mod row;
mod row_data;
mod rows;
mod table;

pub(crate) use cell::{Cell, Cells, Span, Spans};
pub(crate) use own::OwnRow;
pub use row::Row;
pub(crate) use row_data::RowData;
pub use table::Table;
