//! Rows, files and sending units as JSON, both ways and without loss. `spec-fixtures/rows.schema.json`,
//! made from the layout tables, describes the form.
//!
//! - A **row** is an object of field id → cell in the order of the layout. A row with other columns than the
//!   layout has `columns` (how many of the layout's it has) or `surplus` (the cells behind).
//! - A **cell** is its text, `""` where it is empty. Where the text alone would not give back the file's
//!   bytes (they are no text, or a character that CP932 holds twice in its other place) it is
//!   `{"cp932": "…"}` or `{"utf8": "…"}` with the bytes in hexadecimal digits, and `text` for the reader's
//!   eye. On the way in integers and `null` are taken too (a decimal number is a text: 10.40 keeps its
//!   digits), and a field that is not named is as in a new row.
//! - A **file** has `kind`, `version` (whose layout the rows follow), `encoding` where it is not CP932, its
//!   `name` where it has one, and `rows`.
//! - A **unit** has `files` and `attachments`, these by name, media type, size and SHA-256.
//!
//! Quotes, line ends, a byte order mark and a header row belong to the CSV file, not to its rows.

mod cell;
mod file;
mod row;
mod unit;

pub use file::{FREE_CELLS, FileJson, add_rows, read_table, row_of_texts, rows, write_table};
pub use unit::{AttachmentJson, UnitJson};

pub(crate) use cell::CellJson;
pub(crate) use row::{Entry, Members};

use crate::error::{Code, Error};

/// What serde has to say never holds a value: it could be a record's.
fn wrong(error: &serde_json::Error) -> Error {
    let detail = match error.classify() {
        serde_json::error::Category::Data => "not of the JSON form of rows",
        _ => "not JSON",
    };
    Error::new(Code::JsonForm).with_detail(format!("{detail}, line {} column {}", error.line(), error.column()))
}
