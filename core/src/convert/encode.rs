//! One row to bytes.

use super::check;
use crate::error::{At, Code, Error, Result};
use crate::finding::{Findings, Rule};
use crate::record::{Cells, OwnRow, Row, Span};
use crate::spec::{Field, FieldType, Layout};
use crate::text::{self, Encoding, Substitution, word};

/// How rows that were read and not changed are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvStyle {
    /// With the bytes they were read from; only new and changed rows are written anew. A table of which nothing
    /// was changed is its file, byte for byte.
    AsRead,
    /// All rows anew: CP932, CRLF, free text in quotes, the rest bare.
    Canonical,
}

/// Puts rows behind each other.
pub(super) struct Encoder {
    form: CsvStyle,
    /// The file's encoding, once there is a row.
    encoding: Option<Encoding>,
    /// Which columns of a layout are free text.
    free: Option<(&'static Layout, FreeText)>,
    pub(super) out: Vec<u8>,
    pub(super) findings: Findings,
    /// Whether a character of the row cannot be written.
    is_unmappable: bool,
    /// How the last row ends.
    tail: Tail,
}

/// How a row ends. The last of a file may have been read without a line end, or with a quote that is
/// never closed and would swallow the row behind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    Ended,
    NoLineEnd,
    OpenQuote,
}

impl Tail {
    fn of(row: Row<'_>, raw: &[u8]) -> Self {
        let last = row.cells().and_then(|cells| cells.get(cells.len().checked_sub(1)?));
        if last.is_some_and(Span::is_open) {
            Self::OpenQuote
        } else if raw.ends_with(b"\n") || raw.ends_with(b"\r") {
            Self::Ended
        } else {
            Self::NoLineEnd
        }
    }

    /// What must be written before another row.
    fn end(self) -> &'static [u8] {
        match self {
            Self::Ended => b"",
            Self::NoLineEnd => b"\r\n",
            Self::OpenQuote => b"\"\r\n",
        }
    }
}

impl Encoder {
    pub(super) fn new(form: CsvStyle) -> Self {
        Self {
            form,
            encoding: None,
            free: None,
            out: Vec::new(),
            findings: Findings::default(),
            is_unmappable: false,
            tail: Tail::Ended,
        }
    }

    /// Adds a row. Its number, from 1, is for findings. `false` where a character cannot be written:
    /// then nothing was added but findings.
    pub(super) fn row(&mut self, number: u64, row: Row<'_>) -> Result<bool> {
        // What is not written anew stays in the encoding it was read in.
        let read_in = if self.form == CsvStyle::AsRead { row.table().encoding() } else { Encoding::Cp932 };
        let encoding = *self.encoding.get_or_insert(read_in);
        let (before, tail) = (self.out.len(), std::mem::replace(&mut self.tail, Tail::Ended));
        self.out.extend_from_slice(tail.end());
        if let Some(raw) = row.raw().filter(|_| self.form == CsvStyle::AsRead && encoding == read_in) {
            self.out.extend_from_slice(raw);
            self.tail = Tail::of(row, raw);
            return Ok(true);
        }
        self.is_unmappable = false;
        let done = self.anew(number, row, encoding).map(|()| !self.is_unmappable);
        if !matches!(done, Ok(true)) {
            self.out.truncate(before);
            self.tail = tail;
        }
        done
    }

    fn anew(&mut self, number: u64, row: Row<'_>, encoding: Encoding) -> Result<()> {
        let (layout, start) = (row.layout(), self.out.len());
        // Rows of another version can be kept as they were read, never made.
        let version = row.bytes(0);
        if !version.is_empty() && version.as_ref() != layout.version.value().as_bytes() {
            let at = At { row: Some(number), item_number: Some(1), ..At::default() };
            return Err(Error::new(Code::LayoutVersion).with_at(at));
        }
        let free = match self.free {
            Some((known, free)) if std::ptr::eq(known, layout) => free,
            _ => self.free.insert((layout, FreeText::of(layout))).1,
        };
        if let Some((cells, raw)) = row.cells().zip(row.raw()).filter(|_| row.table().encoding() == encoding) {
            if row.table().has_control {
                self.refuse_control(row, number, encoding);
            }
            match free.canonical(cells, raw) {
                Some(line) => self.out.extend_from_slice(line),
                None => self.cells(cells, free),
            }
        } else if let Some(texts) = row.own().and_then(OwnRow::texts) {
            self.texts(texts, layout, number, free, encoding);
        } else {
            for column in 0..row.len() {
                if column > 0 {
                    self.out.push(b',');
                }
                self.cell(layout.fields.get(column), number, row, column, encoding);
            }
        }
        // A row of one empty cell, or one of blanks; a line of nothing else is no row.
        let begins_blank = self.out.get(start).is_none_or(|byte| *byte <= b' ');
        if begins_blank && self.out[start..].trim_ascii().is_empty() {
            self.out.insert(start, b'"');
            self.out.push(b'"');
        }
        self.out.extend_from_slice(b"\r\n");
        Ok(())
    }

    /// Refuses every control character of a row that was read: what check forbids is not written anew.
    fn refuse_control(&mut self, row: Row<'_>, number: u64, encoding: Encoding) {
        for column in 0..row.len() {
            let seen = text::scan(encoding, &row.bytes(column)).control;
            self.control(seen, row.layout().fields.get(column), number);
        }
    }

    /// Refuses a control character, if there is one.
    fn control(&mut self, seen: Option<(usize, char)>, field: Option<&'static Field>, number: u64) {
        if let Some((position, character)) = seen {
            self.is_unmappable = true;
            self.findings.push(check::at_control(field, number, position, character));
        }
    }

    /// A row as it was read: bytes that encode anew to other bytes (NEC and IBM doubles) stay.
    fn cells(&mut self, cells: Cells<'_>, free: FreeText) {
        for (column, span) in cells.iter().enumerate() {
            if column > 0 {
                self.out.push(b',');
            }
            let content = span.bytes();
            if content.is_empty() {
                continue;
            }
            let start = self.out.len();
            self.out.extend_from_slice(content);
            if span.has_quotes() && !span.is_quoted() {
                quote(&mut self.out, start);
            } else if free.has(column)
                || span.has_quotes()
                || ((span.is_quoted() || span.is_guard()) && has_special(content))
            {
                // What is doubled inside stays so.
                self.out.insert(start, b'"');
                self.out.push(b'"');
            }
        }
    }

    /// A row that a host set as text, as most are that are written anew; most cells are numbers and codes.
    fn texts<'a>(
        &mut self,
        texts: impl Iterator<Item = (&'a str, &'a [u8])>,
        layout: &'static Layout,
        number: u64,
        free: FreeText,
        encoding: Encoding,
    ) {
        for (column, (text, ahead)) in texts.enumerate() {
            if column > 0 {
                self.out.push(b',');
            }
            if text.is_empty() {
                continue;
            }
            let start = self.out.len();
            if free.has(column) {
                self.out.push(b'"');
                self.encode(text, layout.fields.get(column), number, encoding);
                close(&mut self.out, start);
            } else if let Some(sixteen) = ahead.first_chunk().filter(|_| text.len() <= 16)
                && word::is_bare(*sixteen, text.len())
            {
                // Nothing to encode and no quotes: all sixteen are copied at once, and those behind the cell taken back.
                self.out.extend_from_slice(sixteen);
                self.out.truncate(start + text.len());
            } else {
                self.encode(text, layout.fields.get(column), number, encoding);
                if has_special(&self.out[start..]) {
                    quote(&mut self.out, start);
                }
            }
        }
    }

    fn cell(&mut self, field: Option<&'static Field>, number: u64, row: Row<'_>, column: usize, encoding: Encoding) {
        let is_free = field.is_some_and(|field| field.kind == FieldType::FreeText);
        let start = self.out.len();
        match row.own_text(column) {
            Some(text) => self.encode(text, field, number, encoding),
            None if row.encoding(column) == encoding => {
                let bytes = row.bytes(column);
                self.control(text::scan(encoding, &bytes).control, field, number);
                self.out.extend_from_slice(&bytes);
            }
            None => match row.text(column) {
                Ok(text) => self.encode(&text, field, number, encoding),
                Err(error) => {
                    self.is_unmappable = true;
                    let finding = check::at_any(Rule::TextUndecodable, field, number);
                    self.findings.push(finding.with_parameter((error.offset + 1).to_string()));
                }
            },
        }
        if self.out.len() > start && (is_free || has_special(&self.out[start..])) {
            quote(&mut self.out, start);
        }
    }

    fn encode(&mut self, text: &str, field: Option<&'static Field>, number: u64, encoding: Encoding) {
        if encoding == Encoding::Utf8 {
            self.control(text::control(text), field, number);
            self.out.extend_from_slice(text.as_bytes());
            return;
        }
        // Their UTF-8 begins with one of two bytes, which most texts do not hold.
        let may_have_gaiji = memchr::memchr2(0xEE, 0xEF, text.as_bytes()).is_some();
        let gaiji = || text.chars().enumerate().find(|(_, character)| text::is_user_defined(*character));
        if let Some((position, character)) = may_have_gaiji.then(gaiji).flatten() {
            let finding = check::at_any(Rule::TextGaiji, field, number).at_position(position + 1);
            self.findings.push(finding.with_parameter(code_points(&[character])));
        }
        let Self { out, findings, .. } = self;
        let (mut rest, mut before, mut has_control) = (text, 0, false);
        // Every character that cannot be written is reported, not only the first.
        loop {
            let on_substitution = |Substitution { from, to, position }: Substitution| {
                let to: Vec<char> = to.chars().collect();
                let forms = format!("{} → {}", code_points(&[from]), code_points(&to));
                let finding = check::at_any(Rule::TextSubstituted, field, number).at_position(before + position + 1);
                findings.push(finding.with_parameter(forms));
            };
            let done = text::encode_seeing(rest, out, on_substitution, &mut has_control);
            let Err(error) = done else { break };
            self.is_unmappable = true;
            let finding = check::at_any(Rule::TextUnmappable, field, number).at_position(before + error.position + 1);
            findings.push(finding.with_parameter(code_points(&[error.character])));
            before += error.position + 1;
            rest = rest.char_indices().nth(error.position + 1).map_or("", |(at, _)| &rest[at..]);
        }
        if has_control {
            self.control(text::control(text), field, number);
        }
    }
}

/// As `U+4EE4 U+548C`; a hyphen for nothing.
fn code_points(characters: &[char]) -> String {
    match characters {
        [] => "-".to_owned(),
        _ => characters.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect::<Vec<_>>().join(" "),
    }
}

/// Which columns of a layout are free text, a bit each. No layout has more than 71.
#[derive(Clone, Copy)]
struct FreeText(u128);

impl FreeText {
    fn of(layout: &Layout) -> Self {
        let free = |(_, field): &(usize, &Field)| field.kind == FieldType::FreeText;
        Self(layout.fields.iter().enumerate().filter(free).fold(0, |set, (column, _)| set | 1 << column))
    }

    fn has(self, column: usize) -> bool {
        column < 128 && self.0 >> column & 1 == 1
    }

    /// The row without its line end, if it has the canonical form.
    fn canonical<'a>(self, cells: Cells<'_>, raw: &'a [u8]) -> Option<&'a [u8]> {
        let is_canonical = |(column, span): (usize, Span<'_>)| span.is_canonical(self.has(column) & (span.len() > 0));
        if !cells.iter().enumerate().all(is_canonical) {
            return None;
        }
        let line = raw.strip_suffix(b"\n").unwrap_or(raw);
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }
}

/// Whether a cell with this content must be in quotes.
fn has_special(content: &[u8]) -> bool {
    content.iter().any(|byte| matches!(byte, b'"' | b',' | b'\r' | b'\n'))
}

/// Closes the quotes around what follows `start`, if there is anything, and doubles the quotes inside.
fn close(out: &mut Vec<u8>, start: usize) {
    let content = start + 1;
    if out.len() == content {
        out.truncate(start);
    } else if memchr::memchr(b'"', &out[content..]).is_none() {
        out.push(b'"');
    } else {
        out.remove(start);
        quote(out, start);
    }
}

/// Encloses everything from `start` on in quotes and doubles those inside.
fn quote(out: &mut Vec<u8>, start: usize) {
    if memchr::memchr(b'"', &out[start..]).is_some() {
        for byte in out.split_off(start) {
            out.extend_from_slice(if byte == b'"' { b"\"\"" } else { std::slice::from_ref(&byte) });
        }
    }
    out.insert(start, b'"');
    out.push(b'"');
}
