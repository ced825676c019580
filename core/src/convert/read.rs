//! Lenient reading of a whole file: every row is kept, every irregularity is reported.

use std::collections::TryReserveError;

use super::parse::Parser;
use crate::error::{Code, Error, Result};
use crate::file::Bytes;
use crate::finding::Finding;
use crate::record::{Cell, RowData, Table};
use crate::spec::Kind;
use crate::text::Encoding;

/// The longest file that is read at once: 256 MiB. Reading takes the file's bytes, 4 bytes a cell and
/// 24 a row, and at most [`MAX_FINDINGS`](super::MAX_FINDINGS) findings. [`Reader`](super::Reader) takes
/// files of any length.
pub const MAX_FILE: usize = 256 << 20;

const _: () = assert!(MAX_FILE <= Cell::MAX);

/// A file that was read.
#[derive(Debug)]
pub struct ReadFile {
    /// The rows, all of them; none where the file is no CSV, which a finding says.
    pub table: Table,
    /// The first row's CSV version as the file has it, if it is six digits.
    pub version: Option<String>,
    /// The findings about the file, in the order of its bytes.
    pub findings: Vec<Finding>,
}

/// How many cells and rows a file has, at most: separators inside quotes are counted too.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) cells: usize,
    pub(crate) rows: usize,
}

impl Room {
    /// The bytes that they take.
    pub(crate) fn bytes(self) -> u64 {
        (self.cells * size_of::<Cell>() + self.rows * size_of::<RowData>()) as u64
    }

    /// Counts separators: in CP932 and UTF-8 they are never a part of another character.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let count = |byte| memchr::memchr_iter(byte, bytes).count();
        let rows = count(b'\n').max(count(b'\r')) + 1;
        Self { cells: count(b',') + rows, rows }
    }
}

fn no_memory(error: TryReserveError) -> Error {
    Error::new(Code::TooLarge).with_detail("there is no memory for its rows").with_source(error)
}

/// Reads a file of `kind`. The table keeps the bytes; shared ones are not copied. The findings name no file:
/// the caller knows its name.
///
/// # Errors
/// [`Code::TooLarge`] over [`MAX_FILE`], and where there is no memory for the rows.
pub fn read(kind: Kind, source: impl Into<Bytes>) -> Result<ReadFile> {
    let source = source.into();
    if source.len() > MAX_FILE {
        return Err(Error::new(Code::TooLarge));
    }
    let mut table = Table::read(kind, Encoding::Cp932, source);
    // Growing by doubling would copy them all again, and end the program where there is no memory for them.
    let room = Room::of(&table.source);
    table.cells.try_reserve_exact(room.cells).map_err(no_memory)?;
    table.rows.try_reserve_exact(room.rows).map_err(no_memory)?;
    let mut parser = Parser::new(&table);
    if let Some(start) = parser.start(&mut table) {
        parser.records(&mut table, start, true, |_| false);
    }
    table.whole = Some(table.len());
    Ok(ReadFile { table, version: parser.version(), findings: parser.findings.finish() })
}
