//! Lenient reading: every row is kept, every oddity is told.

use super::check;
use super::findings::Findings;
use super::scan::{self, LineEnd, Oddity};
use crate::error::{Code, Error, Result};
use crate::finding::{Finding, Rule};
use crate::record::{RowData, Span, Table};
use crate::spec::{Kind, Version};
use crate::text::{self, Encoding};

/// The longest file that is read: 256 MiB. Reading takes the file's bytes, 8 bytes a cell and 20 a
/// row, and at most [`MAX_FINDINGS`](super::MAX_FINDINGS) findings.
pub const MAX_FILE: usize = 256 << 20;

const _: () = assert!(MAX_FILE <= Span::MAX);

/// A file that was read.
#[derive(Debug)]
pub struct ReadFile {
    /// The rows, all of them.
    pub table: Table,
    /// The first record's CSV version as it stands in the file, where it is six digits.
    pub version: Option<String>,
    /// What is to be said of the file, in the order of its bytes.
    pub findings: Vec<Finding>,
}

/// Reads a file of `kind`. The findings name no file: the caller knows its name.
///
/// # Errors
/// [`Code::TooLarge`] over [`MAX_FILE`].
pub fn read(kind: Kind, source: impl Into<Vec<u8>>) -> Result<ReadFile> {
    let source = source.into();
    if source.len() > MAX_FILE {
        return Err(Error::new(Code::TooLarge));
    }
    let mut findings = Findings::default();
    let (encoding, start) = encoding(&source, &mut findings);
    let mut reader =
        Reader { table: Table::read(kind, encoding, source), findings, version: None, line_end_told: false };
    reader.records(start);
    if reader.table.is_empty() {
        reader.findings.push(Finding::new(Rule::CsvEmptyFile));
    }
    let version = reader.version.filter(|version| version.len() == 6 && version.iter().all(u8::is_ascii_digit));
    Ok(ReadFile {
        table: reader.table,
        version: version.map(|digits| digits.iter().map(|digit| char::from(*digit)).collect()),
        findings: reader.findings.finish(),
    })
}

/// The file's encoding, and where its records begin.
fn encoding(source: &[u8], findings: &mut Findings) -> (Encoding, usize) {
    if source.starts_with(b"\xEF\xBB\xBF") {
        findings.push(Finding::new(Rule::CsvBom));
        return (Encoding::Utf8, 3);
    }
    // Short half-width kana may look like two-byte UTF-8; a three-byte character of the Japanese
    // blocks in text that is UTF-8 throughout does not come about by chance.
    let japanese = |character: char| matches!(character, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
    if let Ok(text) = std::str::from_utf8(source)
        && !source.is_ascii()
        && text.chars().any(japanese)
    {
        findings.push(Finding::new(Rule::CsvUtf8));
        return (Encoding::Utf8, 0);
    }
    (Encoding::Cp932, 0)
}

struct Reader {
    table: Table,
    findings: Findings,
    version: Option<Vec<u8>>,
    line_end_told: bool,
}

impl Reader {
    fn records(&mut self, mut start: usize) {
        let end = self.table.source.len();
        // Cells are 8 bytes long on average; growing by doubling would copy them all again.
        self.table.cells.reserve(end / 8);
        let mut first_line = true;
        while start < end {
            let first = self.table.cells.len();
            let row = self.table.rows.len() as u64 + 1;
            let mut odd = Vec::new();
            let record =
                scan::record(&self.table.source, start, &mut self.table.cells, |at, oddity| odd.push((at, oddity)));
            let cells = self.table.cells.len() - first;
            if cells == 1 && self.table.cells[first].of(&self.table.source).is_empty() && !self.is_quoted(start) {
                self.findings.push(Finding::new(Rule::CsvEmptyLine).at_row(row));
                self.table.cells.truncate(first);
            } else if first_line && self.is_header(first, cells) {
                self.findings.push(Finding::new(Rule::CsvHeader).at_row(row));
                self.table.cells.truncate(first);
            } else {
                if row == 1 {
                    self.choose_layout(first);
                }
                let open = odd.iter().any(|(_, oddity)| *oddity == Oddity::Open);
                for (column, oddity) in odd {
                    self.oddity(row, column, oddity);
                }
                // An open quote swallows the line end; once told is enough.
                if !open {
                    self.line_end(row, record.line_end);
                }
                self.row(row, first, cells);
                self.table.rows.push(RowData::Read {
                    first: first as u32,
                    cells: cells as u32,
                    start: start as u32,
                    end: record.next as u32,
                });
            }
            first_line = false;
            start = record.next;
        }
    }

    /// The first record's version decides the layout of the whole file.
    fn choose_layout(&mut self, first: usize) {
        let cell = self.table.cells[first].of(&self.table.source);
        let text = text::decode(self.table.encoding(), cell).ok();
        let version = text.and_then(|text| Version::parse(text::to_half_width(&text)?.as_str()));
        if let Some(layout) = version.and_then(|version| version.layout(self.table.kind())) {
            self.table.set_layout(layout);
        }
    }

    fn is_quoted(&self, at: usize) -> bool {
        self.table.source.get(at) == Some(&b'"')
    }

    /// A first line is a header where the first two cells, which are numbers in a record, hold no
    /// digit, and no cell holds four in a row, as the dates and numbers of a record do: a record must
    /// never be taken for a header.
    fn is_header(&self, first: usize, cells: usize) -> bool {
        let content = |at: usize| self.table.cells[first + at].of(&self.table.source);
        let wordy = |at: usize| !content(at).is_empty() && !content(at).iter().any(u8::is_ascii_digit);
        let numeric = |at: usize| content(at).windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
        cells > 1 && wordy(0) && wordy(1) && !(2..cells).any(numeric)
    }

    fn oddity(&mut self, row: u64, column: usize, oddity: Oddity) {
        let rule = match oddity {
            Oddity::Open => Rule::CsvQuoteOpen,
            Oddity::Text => Rule::CsvQuoteText,
            Oddity::Stray => Rule::CsvQuoteStray,
        };
        self.findings.push(match self.table.layout().fields.get(column) {
            Some(field) => check::at(rule, field, row),
            None => Finding::new(rule).at_row(row),
        });
    }

    /// Another line end than CRLF is told once, with its first row.
    fn line_end(&mut self, row: u64, line_end: LineEnd) {
        match line_end {
            LineEnd::Crlf => {}
            LineEnd::None => self.findings.push(Finding::new(Rule::CsvLastLineEnd).at_row(row)),
            LineEnd::Lf | LineEnd::Cr if self.line_end_told => {}
            LineEnd::Lf | LineEnd::Cr => {
                self.line_end_told = true;
                self.findings.push(Finding::new(Rule::CsvLineEnd).at_row(row));
            }
        }
    }

    fn row(&mut self, row: u64, first: usize, cells: usize) {
        let layout = self.table.layout();
        let Self { table, findings, version, .. } = self;
        let (source, spans, encoding) = (&table.source, &table.cells[first..], table.encoding());

        // The version decides the layout, so it is looked at first.
        let this_version = spans[0].of(source);
        if this_version.len() == 6 && this_version.iter().all(u8::is_ascii_digit) {
            match version {
                None => {
                    *version = Some(this_version.to_vec());
                    if this_version != layout.version.value().as_bytes() {
                        let known = Version::ALL.iter().find(|version| version.value().as_bytes() == this_version);
                        findings.push(match known {
                            None => check::at(Rule::VersionUnknown, &layout.fields[0], row),
                            // The first record has no version, so this one came too late.
                            Some(known) if known.layout(layout.kind).is_some() => {
                                check::at(Rule::VersionMixed, &layout.fields[0], row)
                            }
                            Some(known) => check::at(Rule::VersionUnsupported, &layout.fields[0], row)
                                .with_parameter(known.value()),
                        });
                    }
                }
                Some(before) if before.as_slice() != this_version => {
                    findings.push(check::at(Rule::VersionMixed, &layout.fields[0], row));
                }
                Some(_) => {}
            }
        }

        if cells < layout.fields.len() {
            findings
                .push(Finding::new(Rule::CsvColumnsShort).at_row(row).with_parameter(layout.fields.len().to_string()));
        } else if cells > layout.fields.len() {
            findings
                .push(Finding::new(Rule::CsvColumnsLong).at_row(row).with_parameter(layout.fields.len().to_string()));
        }
        for (field, span) in layout.fields.iter().zip(spans) {
            // Doubled quotes inside matter to no check: only free text has them.
            let content = span.of(source);
            check::field(field, content, encoding, row, &mut |finding| findings.push(finding));
        }
        for (extra, span) in spans.iter().enumerate().skip(layout.fields.len()) {
            if let Err(error) = text::decode(encoding, span.of(source)) {
                let at = format!("{}:{}", extra + 1, error.offset + 1);
                findings.push(Finding::new(Rule::TextUndecodable).at_row(row).with_parameter(at));
            }
        }
    }
}
