//! Splits bytes into records and cells. In CP932 and UTF-8 alike the bytes `"` `,` CR LF are never
//! part of another character, so this looks at bytes only.

use crate::record::{Cell, guard};
use crate::text::word;

/// An irregularity of a cell or record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// A quote is never closed; the cell runs to the end of the file.
    Open,
    /// Text follows a closing quote.
    Text,
    /// A bare cell holds a quote.
    Stray,
    /// A text stands in a spreadsheet's formula, `="0123"` or `=T("0123")`.
    Guard,
}

/// How a record ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnd {
    Crlf,
    Lf,
    Cr,
    /// The file ended.
    None,
}

/// One record: its cells are pushed onto `cells`.
pub(super) struct Record {
    /// Offset of the next record.
    pub(super) next: usize,
    pub(super) line_end: LineEnd,
    /// Whether there is nothing on the line, not even quotes.
    pub(super) is_empty: bool,
}

/// Bytes of a file: all of them, or the front with more to come.
#[derive(Clone, Copy)]
pub(super) struct Front<'a> {
    pub(super) bytes: &'a [u8],
    /// Whether the file ends with them.
    pub(super) is_all: bool,
}

/// Splits the record that begins at `start`; `odd` gets the 0-based column of every irregularity. `None`
/// where its end is not among the bytes yet: then some of its cells may have been pushed.
#[inline]
pub(super) fn record(
    front: Front<'_>,
    start: usize,
    cells: &mut Vec<Cell>,
    mut odd: impl FnMut(usize, Oddity),
) -> Option<Record> {
    let first = cells.len();
    let source = front.bytes;
    let mut at = start;
    loop {
        let (cell, end) = match source.get(at) {
            Some(b',') => (Cell::bare(at), at),
            Some(b'"') => {
                let column = cells.len() - first;
                quoted(front, at, |oddity| odd(column, oddity))?
            }
            _ => {
                let (end, stray) = bare_end(source, at);
                if stray && guard::formula(&source[at..end]).is_some() {
                    odd(cells.len() - first, Oddity::Guard);
                    (Cell::guard(end), end)
                } else {
                    if stray {
                        odd(cells.len() - first, Oddity::Stray);
                    }
                    (Cell::bare(end).with_quotes(stray), end)
                }
            }
        };
        cells.push(cell);
        let (next, line_end) = match source.get(end) {
            Some(b',') => {
                at = end + 1;
                continue;
            }
            Some(b'\n') => (end + 1, LineEnd::Lf),
            Some(_) => match source.get(end + 1) {
                Some(b'\n') => (end + 2, LineEnd::Crlf),
                None if !front.is_all => return None,
                _ => (end + 1, LineEnd::Cr),
            },
            None if front.is_all => (end, LineEnd::None),
            None => return None,
        };
        return Some(Record { next, line_end, is_empty: end == start });
    }
}

/// The cell whose opening quote is at `open`, and the offset of the separator behind it.
fn quoted(front: Front<'_>, open: usize, mut odd: impl FnMut(Oddity)) -> Option<(Cell, usize)> {
    let source = front.bytes;
    let mut escaped = false;
    let mut from = open + 1;
    loop {
        let Some(close) = memchr::memchr(b'"', &source[from..]).map(|at| from + at) else {
            if !front.is_all {
                return None;
            }
            odd(Oddity::Open);
            return Some((Cell::quoted(source.len(), true).with_quotes(escaped), source.len()));
        };
        match source.get(close + 1) {
            Some(b'"') => {
                escaped = true;
                from = close + 2;
            }
            None if !front.is_all => return None,
            None | Some(b',' | b'\r' | b'\n') => {
                let end = close + 1;
                if escaped && guard::formula(&source[open..end]).is_some() {
                    odd(Oddity::Guard);
                    return Some((Cell::guard(end), end));
                }
                return Some((Cell::quoted(end, false).with_quotes(escaped), end));
            }
            Some(_) => {
                // `"abc"def`: the whole cell is kept as it is, with its quotes.
                odd(Oddity::Text);
                let (end, _) = bare_end(source, close + 1);
                return Some((Cell::bare(end).with_quotes(true), end));
            }
        }
    }
}

/// Where a bare cell ends, and whether it holds a quote.
#[inline]
fn bare_end(source: &[u8], start: usize) -> (usize, bool) {
    let mut at = start;
    let mut stray = false;
    while let Some(eight) = source.get(at..).and_then(word::eight) {
        let mut low = word::low(eight);
        while low != 0 {
            let shift = low.trailing_zeros() / 8;
            match (eight >> (8 * shift)) as u8 {
                b',' | b'\r' | b'\n' => return (at + shift as usize, stray),
                b'"' => stray = true,
                _ => {}
            }
            low &= low - 1;
        }
        at += 8;
    }
    for (offset, byte) in source[at..].iter().enumerate() {
        match byte {
            b',' | b'\r' | b'\n' => return (at + offset, stray),
            b'"' => stray = true,
            _ => {}
        }
    }
    (source.len(), stray)
}
