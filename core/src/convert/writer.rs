//! Writing row by row to a stream.

use std::io::Write;

use super::encode::{CsvStyle, Encoder};
use crate::error::{Code, Error, Result};
use crate::finding::Finding;
use crate::record::Row;
use crate::spec::Kind;

/// So many bytes go to the stream at once.
const BLOCK: usize = 64 << 10;

/// Writes a file of any length row by row, in memory for 64 KiB and the longest row. What is no row is not written:
/// a byte order mark, a header, bytes behind the last row.
///
/// ```
/// use cplink::convert::{CsvStyle, Reader, Writer};
/// use cplink::spec::Kind;
///
/// let csv = b"\"202407\",990010,0000000101,202510,9970000111,11\n";
/// let mut reader = Reader::new(Kind::Dltjsk, &csv[..]);
/// let mut writer = Writer::new(Kind::Dltjsk, CsvStyle::Canonical, Vec::new());
/// while let Some(record) = reader.next_record()? {
///     writer.write(record.row)?;
/// }
/// assert_eq!(writer.finish()?, b"202407,990010,0000000101,202510,9970000111,11\r\n");
/// # Ok::<(), cplink::Error>(())
/// ```
pub struct Writer<W: Write> {
    out: W,
    kind: Kind,
    encoder: Encoder,
    rows: u64,
}

impl<W: Write> Writer<W> {
    /// A writer of a file of `kind`. With [`CsvStyle::AsRead`] the first row's encoding is the file's.
    pub fn new(kind: Kind, form: CsvStyle, out: W) -> Self {
        Self { out, kind, encoder: Encoder::new(form), rows: 0 }
    }

    /// Writes one row. Substituted and user-defined characters are reported.
    ///
    /// # Errors
    /// [`Code::Unmappable`], with the finding of every character that cannot be written,
    /// [`Code::LayoutVersion`] where the row is to be written anew and of another CSV version, and
    /// [`Code::InvalidArgument`] where it is of another kind: then nothing of the row is written, and
    /// the next one may be. [`Code::FileWrite`] or [`Code::DiskFull`] where the stream fails.
    pub fn write(&mut self, row: Row<'_>) -> Result<Vec<Finding>> {
        if row.kind() != self.kind {
            let what = format!("rows of {}, not of {}", row.kind().name(), self.kind.name());
            return Err(Error::new(Code::InvalidArgument).with_detail(what));
        }
        let is_written = self.encoder.row(self.rows + 1, row)?;
        let findings = self.encoder.findings.take();
        if !is_written {
            return Err(Error::new(Code::Unmappable).with_findings(findings));
        }
        self.rows += 1;
        if self.encoder.out.len() >= BLOCK {
            self.flush()?;
        }
        Ok(findings)
    }

    /// How many rows were written.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes what is left; returns the stream.
    ///
    /// # Errors
    /// [`Code::FileWrite`], [`Code::DiskFull`].
    pub fn finish(mut self) -> Result<W> {
        self.flush()?;
        Ok(self.out)
    }

    fn flush(&mut self) -> Result<()> {
        self.out.write_all(&self.encoder.out).map_err(|error| Error::io(Code::FileWrite, error))?;
        self.encoder.out.clear();
        Ok(())
    }
}
