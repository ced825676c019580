//! Bytes to rows with their findings: the one way to read, for a whole file and for a stream.

use super::check;
use super::plan::Plan;
use super::split::{self, Front, LineEnd, Oddity};
use crate::finding::Findings;
use crate::finding::{Finding, Rule};
use crate::record::{Cells, RowData, Span, Table};
use crate::spec::Version;
use crate::text::{self, Encoding};

/// How many bytes from the first record on that is not ASCII decide the encoding.
pub(super) const WINDOW: usize = 64 << 10;

/// What is known of a file while it is read.
pub(super) struct Parser {
    plans: Vec<Plan>,
    pub(super) findings: Findings,
    version: Option<[u8; 6]>,
    encoding: Option<Encoding>,
    line_end_told: bool,
    /// Whether anything but a byte order mark was read.
    begun: bool,
    odd: Vec<(usize, Oddity)>,
    /// Rows before those of the table.
    pub(super) before: u64,
}

impl Parser {
    pub(super) fn new(table: &Table) -> Self {
        Self {
            plans: Plan::of(table.layout()),
            findings: Findings::default(),
            version: None,
            encoding: None,
            line_end_told: false,
            begun: false,
            odd: Vec::new(),
            before: 0,
        }
    }

    /// The first record's CSV version, where it is six digits.
    pub(super) fn version(&self) -> Option<String> {
        self.version.map(|digits| digits.iter().map(|digit| char::from(*digit)).collect())
    }

    /// Where the records begin: behind a byte order mark. At least three bytes must be there, or all.
    pub(super) fn start(&mut self, table: &mut Table) -> usize {
        if !table.source.starts_with(b"\xEF\xBB\xBF") {
            return 0;
        }
        self.findings.push(Finding::new(Rule::CsvBom));
        self.set_encoding(table, Encoding::Utf8);
        3
    }

    /// Reads the records from `start` on into the table. Returns the offset of what is not read: a
    /// record whose end, or whose encoding, is not known until more bytes are there. `enough` stops
    /// after a record.
    pub(super) fn records(
        &mut self,
        table: &mut Table,
        mut start: usize,
        is_all: bool,
        enough: impl Fn(&Findings) -> bool,
    ) -> usize {
        while start < table.source.len() {
            let first = table.cells.len();
            let odd = &mut self.odd;
            odd.clear();
            let front = Front { bytes: &table.source, is_all };
            let record = split::record(front, start, &mut table.cells, |column, oddity| odd.push((column, oddity)));
            let known = match &record {
                Some(record) => self.encoding.is_some() || self.tell_encoding(table, start, record.next, is_all),
                None => false,
            };
            let (Some(record), true) = (record, known) else {
                table.cells.truncate(first);
                return start;
            };
            self.record(table, first, start, &record);
            start = record.next;
            if enough(&self.findings) {
                break;
            }
        }
        start
    }

    /// Whether the encoding of the record is known, or does not matter: it is ASCII.
    fn tell_encoding(&mut self, table: &mut Table, start: usize, next: usize, is_all: bool) -> bool {
        if table.source[start..next].is_ascii() {
            return true;
        }
        let end = table.source.len().min(start + WINDOW);
        let ends = end == table.source.len();
        if ends && !is_all && end - start < WINDOW {
            return false;
        }
        if is_utf8(&table.source[start..end], is_all && ends) {
            self.findings.push(Finding::new(Rule::CsvUtf8));
            self.set_encoding(table, Encoding::Utf8);
        } else {
            self.set_encoding(table, Encoding::Cp932);
        }
        true
    }

    fn set_encoding(&mut self, table: &mut Table, encoding: Encoding) {
        self.encoding = Some(encoding);
        table.set_encoding(encoding);
    }

    /// One record, whose cells are the table's from `first` on.
    fn record(&mut self, table: &mut Table, first: usize, start: usize, record: &split::Record) {
        let cells = table.cells.len() - first;
        let row = self.before + table.rows.len() as u64 + 1;
        let is_first = !std::mem::replace(&mut self.begun, true);
        if record.is_empty {
            self.findings.push(Finding::new(Rule::CsvEmptyLine).at_row(row));
            table.cells.truncate(first);
            return;
        }
        if is_first && is_header(Cells::new(&table.source, start, &table.cells[first..])) {
            self.findings.push(Finding::new(Rule::CsvHeader).at_row(row));
            table.cells.truncate(first);
            return;
        }
        if row == 1 {
            self.choose_layout(table, first, start);
        }
        let mut open = false;
        for at in 0..self.odd.len() {
            let (column, oddity) = self.odd[at];
            open |= oddity == Oddity::Open;
            self.oddity(table, row, column, oddity);
        }
        // An open quote swallows the line end; one finding is enough.
        if !open {
            self.line_end(row, record.line_end);
        }
        self.cells(table, row, Cells::new(&table.source, start, &table.cells[first..]));
        table.rows.push(RowData::Read {
            first: first as u32,
            cells: cells as u32,
            start: start as u32,
            end: record.next as u32,
        });
    }

    /// The first record's version decides the layout of the whole file.
    fn choose_layout(&mut self, table: &mut Table, first: usize, start: usize) {
        let cell = Cells::new(&table.source, start, &table.cells[first..]).get(0).map(Span::bytes).unwrap_or_default();
        let text = text::decode(table.encoding(), cell).ok();
        let version = text.and_then(|text| Version::parse(text::to_half_width(&text)?.as_str()));
        if let Some(layout) = version.and_then(|version| version.layout(table.kind())) {
            table.set_layout(layout);
            self.plans = Plan::of(layout);
        }
    }

    fn oddity(&mut self, table: &Table, row: u64, column: usize, oddity: Oddity) {
        let rule = match oddity {
            Oddity::Open => Rule::CsvQuoteOpen,
            Oddity::Text => Rule::CsvQuoteText,
            Oddity::Stray => Rule::CsvQuoteStray,
        };
        self.findings.push(match table.layout().fields.get(column) {
            Some(field) => check::at(rule, field, row),
            None => Finding::new(rule).at_row(row),
        });
    }

    /// Another line end than CRLF is reported once, with its first row.
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

    fn cells(&mut self, table: &Table, row: u64, cells: Cells<'_>) {
        let (width, encoding) = (table.layout().fields.len(), table.encoding());
        self.version_of(table, row, cells.get(0).map(Span::bytes).unwrap_or_default());
        let Self { plans, findings, .. } = self;
        if cells.len() != width {
            let rule = if cells.len() < width { Rule::CsvColumnsShort } else { Rule::CsvColumnsLong };
            findings.push(Finding::new(rule).at_row(row).with_parameter(width.to_string()));
        }
        for (plan, span) in plans.iter().zip(cells.iter()) {
            if !plan.passes(span, encoding) {
                // Doubled quotes inside matter to no check: only free text has them.
                check::field(plan.field(), span.bytes(), encoding, row, &mut |finding| findings.push(finding));
            }
        }
        for (extra, span) in cells.iter().enumerate().skip(width) {
            if let Err(error) = text::decode(encoding, span.bytes()) {
                let at = format!("{}:{}", extra + 1, error.offset + 1);
                findings.push(Finding::new(Rule::TextUndecodable).at_row(row).with_parameter(at));
            }
        }
    }

    /// The version has decided the layout, so it is looked at first.
    fn version_of(&mut self, table: &Table, row: u64, cell: &[u8]) {
        let Ok(digits) = <[u8; 6]>::try_from(cell) else { return };
        if self.version == Some(digits) || !digits.iter().all(u8::is_ascii_digit) {
            return;
        }
        let layout = table.layout();
        let say = |rule| check::at(rule, &layout.fields[0], row);
        self.findings.push(if self.version.is_some() {
            say(Rule::VersionMixed)
        } else {
            self.version = Some(digits);
            if digits == *layout.version.value().as_bytes() {
                return;
            }
            match Version::ALL.iter().find(|version| version.value().as_bytes() == digits) {
                None => say(Rule::VersionUnknown),
                // The first record has no version, so this one came too late.
                Some(known) if known.layout(layout.kind).is_some() => say(Rule::VersionMixed),
                Some(known) => say(Rule::VersionUnsupported).with_parameter(known.value()),
            }
        });
    }
}

/// Short half-width kana may look like two-byte UTF-8; a three-byte character of the Japanese blocks
/// in text that is UTF-8 throughout does not come about by chance.
fn is_utf8(window: &[u8], is_end: bool) -> bool {
    let text = match std::str::from_utf8(window) {
        Ok(text) => text,
        // The window may end within a character, a file may not.
        Err(error) if error.error_len().is_none() && !is_end => {
            std::str::from_utf8(&window[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    text.chars().any(|character| matches!(character, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}'))
}

/// A first line is a header where the first two cells, which are numbers in a record, hold no digit,
/// and no cell holds four in a row, as the dates and numbers of a record do: a record must never be
/// taken for a header.
fn is_header(cells: Cells<'_>) -> bool {
    let wordy = |cell: &[u8]| !cell.is_empty() && !cell.iter().any(u8::is_ascii_digit);
    let numeric = |cell: &[u8]| cell.windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
    cells.len() > 1
        && cells.iter().take(2).all(|span| wordy(span.bytes()))
        && !cells.iter().skip(2).any(|span| numeric(span.bytes()))
}
