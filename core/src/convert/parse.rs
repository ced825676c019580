//! Bytes to rows with their findings: the one way to read, for a whole file and for a stream.

use super::check;
use super::plan::Plan;
use super::shape;
use super::sheet::Sheet;
use super::split::{self, Front, LineEnd, Oddity};
use super::surplus::{self, Surplus};
use crate::finding::{Finding, Findings, Rule};
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
    /// Bytes that are no rows.
    surplus: Surplus,
    /// Whether NULs follow the rows.
    ends_in_nul: bool,
    /// Whether they are in the place of the last row's rest.
    is_cut: bool,
    sheet: Sheet,
    /// Columns of which was said that they hold formulas, or another encoding than the file.
    guarded: Columns,
    mixed: Columns,
    ended: bool,
    /// Rows before those of the table.
    pub(super) before: u64,
}

/// Columns, a bit each; of those behind the 128th nothing is told but once for all.
#[derive(Default)]
struct Columns(u128);

impl Columns {
    /// Adds a column; whether it is new.
    fn add(&mut self, column: usize) -> bool {
        let bit = 1 << column.min(127);
        let is_new = self.0 & bit == 0;
        self.0 |= bit;
        is_new
    }
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
            surplus: Surplus::default(),
            ends_in_nul: false,
            is_cut: false,
            sheet: Sheet::default(),
            guarded: Columns::default(),
            mixed: Columns::default(),
            ended: false,
            before: 0,
        }
    }

    /// The first record's CSV version, where it is six digits.
    pub(super) fn version(&self) -> Option<String> {
        self.version.map(|digits| digits.iter().map(|digit| char::from(*digit)).collect())
    }

    /// Where the records begin: behind a byte order mark. `None` where the file is no CSV: then nothing of it is
    /// read. At least [`WINDOW`] bytes must be there, or all.
    pub(super) fn start(&mut self, table: &mut Table) -> Option<usize> {
        let head = &table.source[..table.source.len().min(WINDOW)];
        if let Some(finding) = shape::foreign(head, table.layout().fields.len()) {
            self.findings.push(finding);
            self.ended = true;
            return None;
        }
        if !table.source.starts_with(b"\xEF\xBB\xBF") {
            return Some(0);
        }
        self.findings.push(Finding::new(Rule::CsvBom));
        self.set_encoding(table, Encoding::Utf8);
        Some(3)
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
        let end = if is_all { surplus::content_end(&table.source, start) } else { table.source.len() };
        self.ends_in_nul = end < table.source.len() && table.source[end..].contains(&0);
        while start < end {
            match self.surplus.skip(&table.source[..end], start, is_all) {
                surplus::Next::Record(at) => start = at,
                surplus::Next::Skipped(at) => {
                    start = at;
                    continue;
                }
                surplus::Next::Unknown => return start,
            }
            let first = table.cells.len();
            let odd = &mut self.odd;
            odd.clear();
            let front = Front { bytes: &table.source[..end], is_all };
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
        if is_all && start == end {
            // What follows a row that was cut was told with it.
            if !self.is_cut {
                self.surplus.add(&table.source[end..]);
            }
            start = table.source.len();
            self.end(table);
        }
        start
    }

    /// What is to be said when the file has ended.
    fn end(&mut self, table: &Table) {
        if std::mem::replace(&mut self.ended, true) {
            return;
        }
        let is_empty = self.before == 0 && table.is_empty();
        let surplus = self.surplus.take();
        let rows = self.before + table.len() as u64;
        if is_empty {
            let is_nul = surplus.is_some_and(|seen| seen.has_nul());
            self.findings.push(Finding::new(if is_nul { Rule::CsvNulBlock } else { Rule::CsvEmptyFile }));
        } else if let Some(seen) = surplus {
            self.findings.push(if seen.is_empty() {
                seen.before_a_row(rows + 1)
            } else {
                Finding::new(Rule::CsvDamagedEnd).with_parameter(seen.names())
            });
        }
        self.sheet.findings().for_each(|finding| self.findings.push(finding));
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
        if text::is_utf8(&table.source[start..end], is_all && ends) {
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
        if record.is_empty {
            self.surplus.add_empty_line();
            self.begun = true;
            table.cells.truncate(first);
            return;
        }
        if let Some(seen) = self.surplus.take() {
            self.findings.push(seen.before_a_row(row));
        }
        if !self.begun && shape::is_sep_line(table.source[start..record.next].trim_ascii_end()) {
            self.findings.push(Finding::new(Rule::CsvSepLine).at_row(row));
            table.cells.truncate(first);
            return;
        }
        let is_first = !std::mem::replace(&mut self.begun, true);
        if is_first && is_header(Cells::new(&table.source, start, &table.cells[first..])) {
            self.findings.push(Finding::new(Rule::CsvHeader).at_row(row));
            table.cells.truncate(first);
            return;
        }
        if row == 1 {
            self.choose_layout(table, first, start);
        }
        let line = &table.source[start..record.next];
        let is_short = || cells < table.layout().fields.len() || self.odd.iter().any(|(_, odd)| *odd == Oddity::Open);
        if self.ends_in_nul && record.line_end == LineEnd::None && is_short() {
            // The disk failed within the row.
            self.is_cut = true;
            self.findings.push(Finding::new(Rule::CsvNulBlock).at_row(row));
            table.has_control = true;
            table.rows.push(RowData::read(first, cells, start, record.next));
            return;
        }
        let mut open = false;
        if !self.odd.is_empty() {
            // Of quotes that NULs tore apart nothing is said, but that one is never closed.
            let is_torn = surplus::has_nul_block(line);
            for at in 0..self.odd.len() {
                let (column, oddity) = self.odd[at];
                open |= oddity == Oddity::Open;
                if !is_torn || oddity == Oddity::Open {
                    self.oddity(table, row, column, oddity);
                }
            }
        }
        // An open quote swallows the line end; one finding is enough.
        if !open {
            self.line_end(row, record.line_end);
        }
        table.has_control |= self.cells(table, row, line, Cells::new(&table.source, start, &table.cells[first..]));
        table.rows.push(RowData::read(first, cells, start, record.next));
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
        if oddity == Oddity::Guard && !self.guarded.add(column) {
            return;
        }
        let rule = match oddity {
            Oddity::Guard => Rule::CsvFormulaGuard,
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

    /// Looks at the cells of a row, whose bytes are `line`. Whether there is a control character among them.
    fn cells(&mut self, table: &Table, row: u64, line: &[u8], cells: Cells<'_>) -> bool {
        let (width, encoding) = (table.layout().fields.len(), table.encoding());
        self.version_of(table, row, cells.get(0).map(Span::bytes).unwrap_or_default());
        let (mut looked_for_nul, mut has_control) = (false, false);
        let mut is_block = |findings: &mut Findings| {
            let is_block = !std::mem::replace(&mut looked_for_nul, true) && surplus::has_nul_block(line);
            if is_block {
                findings.push(Finding::new(Rule::CsvNulBlock).at_row(row));
            }
            is_block
        };
        let Self { plans, findings, sheet, mixed, .. } = self;
        if cells.len() != width {
            if is_block(findings) {
                return true;
            }
            let rule = if cells.len() < width { Rule::CsvColumnsShort } else { Rule::CsvColumnsLong };
            findings.push(Finding::new(rule).at_row(row).with_parameter(width.to_string()));
        }
        for (column, (plan, span)) in plans.iter().zip(cells.iter()).enumerate() {
            if plan.passes(span, encoding) {
                continue;
            }
            if is_block(findings) {
                return true;
            }
            let (field, mut is_forbidden) = (plan.field(), false);
            // Doubled quotes inside matter to no check: only free text has them.
            check::field(field, span.bytes(), encoding, row, &mut |finding| match finding.rule() {
                Rule::TextUtf8 if !mixed.add(column) => {}
                rule => {
                    has_control |= rule == Rule::TextControl;
                    is_forbidden = true;
                    findings.push(finding);
                }
            });
            if is_forbidden {
                sheet.item(field, encoding, span.bytes());
            }
        }
        sheet.row(table.layout(), cells);
        for (extra, span) in cells.iter().enumerate().skip(width) {
            let seen = text::scan(encoding, span.bytes());
            if let Some((position, character)) = seen.control {
                has_control = true;
                findings.push(check::at_control(None, row, position, character));
            }
            if let Some(offset) = seen.undecodable {
                let at = format!("{}:{}", extra + 1, offset + 1);
                findings.push(Finding::new(Rule::TextUndecodable).at_row(row).with_parameter(at));
            }
        }
        has_control
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
