//! Bytes to rows with their findings: the one way to read, for a whole file and for a stream.

use super::judge::Judge;
use super::lead;
use super::no_record;
use super::shape;
use super::split::{self, Front, LineEnd, Oddity};
use super::surplus::{self, Seen, Surplus};
use crate::finding::{Finding, Findings, Rule};
use crate::record::{Cells, RowData, Span, Table};
use crate::spec::{FieldType, Layout};
use crate::text::{self, Encoding};

/// How many bytes from the first record on that is not ASCII decide the encoding.
pub(super) const WINDOW: usize = 64 << 10;

/// What is known of a file while it is read.
pub(super) struct Parser {
    judge: Judge,
    pub(super) findings: Findings,
    encoding: Option<Encoding>,
    /// Rules that are told once for a file, and were.
    told: Vec<Rule>,
    /// How the last line ended.
    last_end: LineEnd,
    /// The line above the records that names the items.
    header: Vec<u8>,
    /// How many items the last row has.
    last_width: usize,
    /// Whether anything but a byte order mark was read.
    begun: bool,
    odd: Vec<(usize, Oddity)>,
    /// Bytes that are no rows.
    surplus: Surplus,
    /// Whether NULs follow the rows.
    ends_in_nul: bool,
    /// Whether they are in the place of the last row's rest.
    is_cut: bool,
    ended: bool,
    /// Rows before those of the table.
    pub(super) before: u64,
}

impl Parser {
    pub(super) fn new(table: &Table) -> Self {
        Self {
            judge: Judge::new(table.layout()),
            findings: Findings::default(),
            encoding: None,
            told: Vec::new(),
            last_end: LineEnd::None,
            header: Vec::new(),
            last_width: 0,
            begun: false,
            odd: Vec::new(),
            surplus: Surplus::default(),
            ends_in_nul: false,
            is_cut: false,
            ended: false,
            before: 0,
        }
    }

    /// The first record's CSV version, where it is six digits.
    pub(super) fn version(&self) -> Option<String> {
        self.judge.version()
    }

    /// Where the records begin: behind a byte order mark. `None` where the file is no CSV: then nothing of it is
    /// read. At least [`WINDOW`] bytes must be there, or all.
    pub(super) fn start(&mut self, table: &mut Table) -> Option<usize> {
        let head = &table.source[..table.source.len().min(WINDOW)];
        if let Some(finding) = shape::foreign(head, table.layout()) {
            self.findings.push(finding);
            self.ended = true;
            return None;
        }
        // Programs that add a mark do not look whether there is one.
        let marks = head.chunks(3).take_while(|mark| *mark == b"\xEF\xBB\xBF").count();
        let lead = lead::end(&head[3 * marks..], table.layout().fields.len());
        if lead > 0 {
            self.findings.push(Finding::new(Rule::CsvTitleLine).at_row(1));
        }
        if marks > 0 {
            self.findings.push(Finding::new(Rule::CsvBom));
            self.set_encoding(table, Encoding::Utf8);
        }
        Some(3 * marks + lead)
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
            if seen.is_empty() {
                self.tell_surplus(seen, rows + 1);
            } else {
                self.findings.push_of_file(Finding::new(Rule::CsvDamagedEnd).with_parameter(seen.names()));
            }
        }
        self.judge.end(&mut self.findings);
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
        let part = &table.source[start..end];
        if text::is_utf8(part, is_all && ends) || text::is_mostly_utf8(part) {
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
        let row = self.before + table.rows.len() as u64 + 1;
        let line = &table.source[start..record.next];
        let cells = Cells::new(&table.source, start, &table.cells[first..]);
        let is_no_row = self.is_no_row(table, row, line, cells, record);
        self.last_end = record.line_end;
        if is_no_row {
            table.cells.truncate(first);
            return;
        }
        if row == 1
            && let Some(layout) = Judge::layout(table, cells)
        {
            self.judge = Judge::new(layout);
            table.set_layout(layout);
        }
        if self.odd.iter().any(|(_, oddity)| *oddity == Oddity::Guard) {
            self.keep_words(table, first, start);
        }
        self.last_width = table.cells.len() - first;
        let row_data = RowData::read(first, table.cells.len() - first, start, record.next);
        table.has_control |= self.row(table, row, record, start, first);
        for column in self.judge.marked.drain(..) {
            let cell = &mut table.cells[first + column];
            *cell = cell.guarded();
        }
        table.rows.push(row_data);
    }

    /// Takes no formula off a quoted free text where nothing else of the row is in one: a program guards all that it
    /// writes, or numbers; one text alone is what somebody wrote.
    #[cold]
    fn keep_words(&mut self, table: &mut Table, first: usize, start: usize) {
        let fields = table.layout().fields;
        let cells = Cells::new(&table.source, start, &table.cells[first..]);
        let is_free = |column: usize| fields.get(column).is_some_and(|field| field.kind == FieldType::FreeText);
        let is_words = |column: usize| is_free(column) && cells.get(column).is_some_and(Span::is_quoted_formula);
        let mut others = cells.iter().enumerate().filter(|(column, span)| !is_words(*column) && span.len() > 0);
        let is_guarded = others.any(|(_, span)| span.is_guard());
        let has_plain = cells.iter().enumerate().any(|(at, span)| is_free(at) && !span.is_guard() && span.len() > 0);
        if is_guarded || !has_plain {
            return;
        }
        let words: Vec<usize> = (0..cells.len()).filter(|column| is_words(*column)).collect();
        for column in &words {
            let cell = &mut table.cells[first + column];
            *cell = cell.unguarded();
        }
        self.odd.retain(|(column, oddity)| *oddity != Oddity::Guard || !words.contains(column));
    }

    /// Whether a line is no row but an empty one, one for spreadsheets, a header, or a note.
    fn is_no_row(&mut self, table: &Table, row: u64, line: &[u8], cells: Cells<'_>, record: &split::Record) -> bool {
        if record.is_empty {
            // CR CR LF, and LF CR, are one line end that was written twice.
            let ends = (self.last_end, record.line_end);
            if !matches!(ends, (LineEnd::Cr, LineEnd::Crlf) | (LineEnd::Lf, LineEnd::Cr)) {
                self.surplus.add_empty_line();
            }
            self.begun = true;
            return true;
        }
        if let Some(seen) = self.surplus.take() {
            self.tell_surplus(seen, row);
        }
        let (layout, encoding) = (table.layout(), table.encoding());
        let rule = if self.begun {
            let before = no_record::Before { header: &self.header, width: self.last_width };
            no_record::rule(cells, layout, encoding, before, line)
        } else if shape::is_sep_line(line.trim_ascii_end()) {
            Some(Rule::CsvSepLine)
        } else {
            // A header may follow a line for spreadsheets, and nothing else.
            self.begun = true;
            let is_header = no_record::is_header(cells, encoding);
            if is_header {
                self.header = line.to_vec();
            }
            is_header.then_some(Rule::CsvHeader)
        };
        if let Some(rule) = rule {
            self.tell_once(Finding::new(rule).at_row(row));
        }
        rule.is_some()
    }

    /// What is said of surplus bytes before a row, or behind the last one. Each NUL may have been a part of one; of the others it is
    /// said once.
    fn tell_surplus(&mut self, seen: Seen, row: u64) {
        if seen.has_nul() {
            self.findings.push(seen.before_a_row(row));
        } else {
            self.tell_once(seen.before_a_row(row));
        }
    }

    /// Tells what is told once for a file, with its first place.
    fn tell_once(&mut self, finding: Finding) {
        if !self.told.contains(&finding.rule()) {
            self.told.push(finding.rule());
            self.findings.push(finding);
        }
    }

    /// What is said of a row. Whether there is a control character in it.
    fn row(&mut self, table: &Table, row: u64, record: &split::Record, start: usize, first: usize) -> bool {
        let line = &table.source[start..record.next];
        let cells = Cells::new(&table.source, start, &table.cells[first..]);
        let layout = table.layout();
        let is_short = || cells.len() < layout.fields.len() || self.odd.iter().any(|(_, odd)| *odd == Oddity::Open);
        if self.ends_in_nul && record.line_end == LineEnd::None && is_short() {
            // The disk failed within the row.
            self.is_cut = true;
            self.findings.push(Finding::new(Rule::CsvNulBlock).at_row(row));
            return true;
        }
        let is_open = !self.odd.is_empty() && self.oddities(layout, row, line);
        // An open quote swallows the line end; one finding is enough.
        if !is_open {
            self.line_end(row, record.line_end);
        }
        self.judge.cells(table, row, line, cells, &mut self.findings)
    }

    /// What is said of cells that are not split as they should be. Whether a quote is never closed.
    #[cold]
    fn oddities(&mut self, layout: &Layout, row: u64, line: &[u8]) -> bool {
        // Of quotes that NULs tore apart nothing else is said.
        let is_torn = surplus::has_nul_block(line);
        let mut is_open = false;
        for (column, oddity) in self.odd.iter().copied() {
            is_open |= oddity == Oddity::Open;
            if !is_torn || oddity == Oddity::Open {
                self.judge.oddity(layout, row, column, oddity, &mut self.findings);
            }
        }
        is_open
    }

    /// Another line end than CRLF is reported once, with its first row.
    fn line_end(&mut self, row: u64, line_end: LineEnd) {
        match line_end {
            LineEnd::Crlf => {}
            LineEnd::None => self.findings.push(Finding::new(Rule::CsvLastLineEnd).at_row(row)),
            LineEnd::Lf | LineEnd::Cr => self.tell_once(Finding::new(Rule::CsvLineEnd).at_row(row)),
        }
    }
}
