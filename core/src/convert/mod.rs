//! CSV bytes to rows and back, with every finding in one pass.
//!
//! [`read`] and [`write`](fn@write) take a file at once; [`Reader`] and [`Writer`] take a file of any length row by
//! row, in memory that does not grow with it. Both go the same way.
//!
//! What a file is comes first (`shape`): of one that is no CSV nothing but that is said. Bytes beside the rows
//! (`surplus.rs`), lines that are none (`lead.rs`, `no_record.rs`) and the traces of a spreadsheet (`sheet.rs`) are told once for a file.
//!
//! The csv crate cannot say where a quote was left open, what was between the quotes of a cell or
//! which bytes a row came from; so records are split here (`split.rs`), and the csv crate is what the
//! tests compare with.

mod check;
mod encode;
mod judge;
mod lead;
mod no_record;
mod parse;
mod plain;
mod plan;
mod read;
mod reader;
mod shape;
mod sheet;
mod split;
mod surplus;
mod value;
mod write;
mod writer;

pub use crate::finding::MAX_FINDINGS;
pub use encode::CsvStyle;
pub(crate) use plain::plain_records;
pub(crate) use read::Room;
pub use read::{MAX_FILE, ReadFile, read};
pub use reader::{MAX_RECORD, Reader, Record};
pub use write::write;
pub use writer::Writer;
