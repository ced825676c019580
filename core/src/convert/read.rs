//! Lenient reading of a whole file: every row is kept, every irregularity is reported.

use super::parse::Parser;
use crate::error::{Code, Error, Result};
use crate::file::Bytes;
use crate::finding::Finding;
use crate::record::{Cell, Table};
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

/// Reads a file of `kind`. The table keeps the bytes; shared ones are not copied. The findings name no file:
/// the caller knows its name.
///
/// # Errors
/// [`Code::TooLarge`] over [`MAX_FILE`].
pub fn read(kind: Kind, source: impl Into<Bytes>) -> Result<ReadFile> {
    let source = source.into();
    if source.len() > MAX_FILE {
        return Err(Error::new(Code::TooLarge));
    }
    let mut table = Table::read(kind, Encoding::Cp932, source);
    // Cells are 6 bytes long on average; growing by doubling would copy them all again.
    table.cells.reserve(table.source.len() / 6);
    let mut parser = Parser::new(&table);
    if let Some(start) = parser.start(&mut table) {
        parser.records(&mut table, start, true, |_| false);
    }
    table.whole = Some(table.len());
    Ok(ReadFile { table, version: parser.version(), findings: parser.findings.finish() })
}
