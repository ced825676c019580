//! Where a cell lies in its file.

use super::guard;

const QUOTED: u32 = 1 << 31;
const INSIDE: u32 = 1 << 30;
const OPEN: u32 = 1 << 29;
const END: u32 = OPEN - 1;

/// The end of a cell in its file: 4 bytes, since a file has many. The top bits say whether the cell
/// is in quotes, whether there are quotes inside (doubled in a quoted cell), and whether the last quote
/// is missing. A cell that is not in quotes has no last quote: there the third bit says that its value is guarded
/// against spreadsheets, as in `="0123"` and `'0123`; the guard may be in quotes of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell(u32);

impl Cell {
    /// The longest file whose cells can be addressed: below 512 MiB.
    pub(crate) const MAX: usize = END as usize;

    /// A bare cell that ends before `end`, which is at most [`Cell::MAX`].
    #[inline]
    pub(crate) fn bare(end: usize) -> Self {
        Self(end as u32)
    }

    /// A quoted cell; `end` is behind its last quote.
    pub(crate) fn quoted(end: usize, is_open: bool) -> Self {
        Self(end as u32 | QUOTED | if is_open { OPEN } else { 0 })
    }

    /// The cell, with a note whether there are quotes inside.
    #[inline]
    pub(crate) fn with_quotes(self, inside: bool) -> Self {
        Self(self.0 | if inside { INSIDE } else { 0 })
    }

    /// A guarded value; the cell ends before `end`.
    pub(crate) fn guard(end: usize) -> Self {
        Self(end as u32 | OPEN)
    }

    /// The same cell, whose value is guarded.
    pub(crate) fn guarded(self) -> Self {
        Self::guard(self.end())
    }

    /// The cell of a guard in quotes as the text that it is, its quotes doubled inside.
    pub(crate) fn unguarded(self) -> Self {
        Self::quoted(self.end(), false).with_quotes(true)
    }

    #[inline]
    fn end(self) -> usize {
        (self.0 & END) as usize
    }
}

/// The cells of one record.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a> {
    source: &'a [u8],
    start: usize,
    cells: &'a [Cell],
}

impl<'a> Cells<'a> {
    /// The cells of the record that begins at `start`.
    pub(crate) fn new(source: &'a [u8], start: usize, cells: &'a [Cell]) -> Self {
        Self { source, start, cells }
    }

    pub(crate) fn len(self) -> usize {
        self.cells.len()
    }

    pub(crate) fn get(self, column: usize) -> Option<Span<'a>> {
        let cell = *self.cells.get(column)?;
        let start = match column.checked_sub(1) {
            None => self.start,
            Some(before) => self.cells.get(before)?.end() + 1,
        };
        Some(Span::new(self.source, start, cell))
    }

    #[inline]
    pub(crate) fn iter(self) -> Spans<'a> {
        Spans { source: self.source, start: self.start, cells: self.cells.iter() }
    }
}

/// The cells of a record, one after the other.
pub(crate) struct Spans<'a> {
    source: &'a [u8],
    start: usize,
    cells: std::slice::Iter<'a, Cell>,
}

impl<'a> Iterator for Spans<'a> {
    type Item = Span<'a>;

    #[inline]
    fn next(&mut self) -> Option<Span<'a>> {
        let cell = *self.cells.next()?;
        let span = Span::new(self.source, self.start, cell);
        self.start = cell.end() + 1;
        Some(span)
    }
}

/// A cell's content in its file, without the quotes around.
#[derive(Clone, Copy)]
pub(crate) struct Span<'a> {
    source: &'a [u8],
    start: usize,
    end: usize,
    flags: u32,
}

impl<'a> Span<'a> {
    #[inline]
    fn new(source: &'a [u8], start: usize, cell: Cell) -> Self {
        let (mut start, mut end, flags) = (start, cell.end(), cell.0 & !END);
        if flags & QUOTED != 0 {
            start += 1;
            end -= usize::from(flags & OPEN == 0);
        } else if flags & OPEN != 0 {
            let inside = guard::inside(source.get(start..end).unwrap_or_default());
            (start, end) = (start + inside.start, start + inside.end);
        }
        Self { source, start, end, flags }
    }

    /// The content as the file has it.
    #[inline]
    pub(crate) fn bytes(self) -> &'a [u8] {
        self.source.get(self.start..self.end).unwrap_or_default()
    }

    /// How long the content is in the file.
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.end - self.start
    }

    /// The file from the content on, for a look at eight bytes at once.
    #[inline]
    pub(crate) fn ahead(self) -> &'a [u8] {
        self.source.get(self.start..).unwrap_or_default()
    }

    /// Whether the cell is written as the canonical form has it: in quotes that are closed, or without any.
    #[inline]
    pub(crate) fn is_canonical(self, in_quotes: bool) -> bool {
        // Chosen without a branch: which cells of free text are empty cannot be foretold.
        let (mask, want) = if in_quotes { (QUOTED | OPEN, QUOTED) } else { (QUOTED | INSIDE | OPEN, 0) };
        self.flags & mask == want
    }

    /// Whether the cell is in quotes.
    #[inline]
    pub(crate) fn is_quoted(self) -> bool {
        self.flags & QUOTED != 0
    }

    /// Whether the last quote is missing.
    pub(crate) fn is_open(self) -> bool {
        self.flags & (QUOTED | OPEN) == QUOTED | OPEN
    }

    /// Whether the content is guarded against spreadsheets.
    #[inline]
    pub(crate) fn is_guard(self) -> bool {
        self.flags & (QUOTED | OPEN) == OPEN
    }

    /// Whether a guarded content is a formula in a cell that is in quotes.
    pub(crate) fn is_quoted_formula(self) -> bool {
        self.is_guard() && self.source.get(self.end..).is_some_and(|behind| behind.starts_with(b"\"\""))
    }

    /// Whether there are quotes inside.
    #[inline]
    pub(crate) fn has_quotes(self) -> bool {
        self.flags & INSIDE != 0
    }

    /// Whether quotes inside are doubled.
    #[inline]
    pub(crate) fn is_escaped(self) -> bool {
        self.is_quoted() && self.has_quotes()
    }
}

/// Each doubled quote as one.
pub(super) fn unescape(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = memchr::memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=at]);
        rest = &rest[at + 1..];
        rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    }
    out.extend_from_slice(rest);
    out
}
