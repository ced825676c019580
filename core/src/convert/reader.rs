//! Reading row by row from a stream.

use std::io::Read;

use super::parse::{Parser, WINDOW};
use crate::error::{At, Code, Error, Result};
use crate::finding::Finding;
use crate::progress::{Job, Step};
use crate::record::{Row, Table};
use crate::spec::Kind;
use crate::text::Encoding;

/// The longest row that a [`Reader`] takes, unless another limit is set: 1 MiB. A file with a quote
/// that is never closed is one long record.
pub const MAX_RECORD: usize = 1 << 20;

/// How many bytes are taken from the stream at once, at least.
const BLOCK: usize = 2 * WINDOW;
/// With so many findings a block is returned before more is read.
const ENOUGH: usize = 256;

/// Reads a file of any length row by row.
///
/// However long the file is, it takes half a MiB of memory with ordinary records, and with hostile ones
/// at most 20 times the longest record and 4 MiB. What it finds is what [`read`](super::read) finds.
///
/// ```
/// use cplink::convert::Reader;
/// use cplink::spec::Kind;
///
/// let csv = b"202407,990010,0000000101,202510,9970000111,11\r\n";
/// let mut reader = Reader::new(Kind::Dltjsk, &csv[..]);
/// while let Some(record) = reader.next_record()? {
///     assert_eq!(record.number, 1);
///     assert_eq!(record.row.get("service_type_code").unwrap(), "11");
///     assert!(record.findings.is_empty());
/// }
/// assert!(reader.findings().is_empty());
/// # Ok::<(), cplink::Error>(())
/// ```
pub struct Reader<R> {
    source: R,
    table: Table,
    parser: Parser,
    /// Of the table's block.
    findings: Vec<Finding>,
    /// Index of the next row, and of the next finding.
    at: (usize, usize),
    /// Where in the block the next records begin.
    start: usize,
    begun: bool,
    ended: bool,
    longest: usize,
    /// Bytes taken from the stream.
    taken: u64,
}

/// One row of a stream.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Its number, from 1, as findings name it.
    pub number: u64,
    /// The row.
    pub row: Row<'a>,
    /// The findings about it, and about the file before it.
    pub findings: &'a [Finding],
}

impl<R: Read> Reader<R> {
    /// A reader of a file of `kind`.
    pub fn new(kind: Kind, source: R) -> Self {
        let table = Table::new(kind);
        Self {
            source,
            parser: Parser::new(&table),
            table,
            findings: Vec::new(),
            at: (0, 0),
            start: 0,
            begun: false,
            ended: false,
            longest: MAX_RECORD,
            taken: 0,
        }
    }

    /// Sets the longest record, in bytes. At least 128 KiB are taken all the same.
    pub fn with_max_record(mut self, bytes: usize) -> Self {
        self.longest = bytes;
        self
    }

    /// The next row; `None` at the end of the file.
    ///
    /// # Errors
    /// [`Code::FileRead`] where the stream fails, [`Code::TooLarge`] with the row's number for a record
    /// over the limit.
    pub fn next_record(&mut self) -> Result<Option<Record<'_>>> {
        while self.at.0 == self.table.len() {
            // What follows the last row of a block belongs to the next row.
            if !self.block()? {
                return Ok(None);
            }
        }
        let number = self.parser.before + self.at.0 as u64 + 1;
        let from = self.at.1;
        let own = |finding: &&Finding| finding.row().is_none_or(|row| row <= number);
        self.at = (self.at.0 + 1, from + self.findings[from..].iter().take_while(own).count());
        let row = self.table.row(self.at.0 - 1);
        let findings = &self.findings[from..self.at.1];
        Ok(row.map(|row| Record { number, row, findings }))
    }

    /// Shows every row that is left, and reports how many bytes of `total` (0 where unknown) were taken.
    ///
    /// # Errors
    /// As [`Reader::next_record`], [`Code::Cancelled`], and what `each` returns.
    pub fn for_each(
        &mut self,
        job: &mut Job<'_>,
        total: u64,
        mut each: impl FnMut(Record<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut taken = None;
        loop {
            if taken != Some(self.taken) {
                taken = Some(self.taken);
                job.report(Step::Checking, self.taken, total)?;
            }
            match self.next_record()? {
                Some(record) => each(record)?,
                None => return job.report(Step::Checking, self.taken, total),
            }
        }
    }

    /// The findings that remain when there are no more rows: of empty lines at the end, of a file
    /// without a row.
    pub fn findings(&self) -> &[Finding] {
        &self.findings[self.at.1..]
    }

    /// The first record's CSV version, where it is six digits; `None` before the first row.
    pub fn version(&self) -> Option<String> {
        self.parser.version()
    }

    /// The encoding, as far as it is known: CP932 until a row shows another.
    pub fn encoding(&self) -> Encoding {
        self.table.encoding()
    }

    /// Reads the next block with a row in it; `false` at the end of the file.
    fn block(&mut self) -> Result<bool> {
        self.parser.before += self.table.len() as u64;
        self.findings.drain(..self.at.1);
        self.at = (0, 0);
        self.table.forget(std::mem::take(&mut self.start));
        let mut size = BLOCK;
        loop {
            self.fill(size)?;
            let start = if std::mem::replace(&mut self.begun, true) {
                0
            } else if let Some(start) = self.parser.start(&mut self.table) {
                start
            } else {
                // No CSV: what follows is of no use.
                self.ended = true;
                self.table.forget(usize::MAX);
                break;
            };
            let most = self.parser.findings.len() + ENOUGH;
            let used = self.parser.records(&mut self.table, start, self.ended, |found| found.len() >= most);
            if !self.table.is_empty() {
                self.start = used;
                break;
            }
            // Empty lines, a header, or the front of a long record.
            self.table.forget(used);
            if used == 0 {
                if self.ended {
                    break;
                }
                size = self.longer()?;
            }
        }
        self.findings.append(&mut self.parser.findings.take());
        Ok(!self.table.is_empty())
    }

    /// Takes bytes until `size` are there, or all.
    fn fill(&mut self, size: usize) -> Result<()> {
        let want = size.saturating_sub(self.table.source.len());
        if self.ended || want == 0 {
            return Ok(());
        }
        let (source, buffer) = (&mut self.source, &mut self.table.source);
        let taken = buffer.change(|buffer| {
            buffer.reserve_exact(want);
            source.by_ref().take(want as u64).read_to_end(buffer)
        });
        let taken = taken.map_err(|error| Error::io(Code::FileRead, error))?;
        self.taken += taken as u64;
        self.ended = taken < want;
        Ok(())
    }

    /// How many bytes must be there for a record that is longer than those that are.
    fn longer(&self) -> Result<usize> {
        let (have, most) = (self.table.source.len(), self.longest.max(BLOCK));
        if have >= most {
            let at = At { row: Some(self.parser.before + 1), ..At::default() };
            return Err(Error::new(Code::TooLarge).with_at(at));
        }
        Ok(most.min(2 * have))
    }
}
