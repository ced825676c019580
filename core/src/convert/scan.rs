//! Splits bytes into records and cells. In CP932 and UTF-8 alike the bytes `"` `,` CR LF are never
//! part of another character, so this looks at bytes only.

use crate::record::Span;

/// What was odd about a cell or record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// A quote is never closed; the cell runs to the end of the file.
    Open,
    /// Text follows a closing quote.
    Text,
    /// A bare cell holds a quote.
    Stray,
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
}

/// Splits the record that begins at `start`; `odd` is told the 0-based column of every oddity.
pub(super) fn record(source: &[u8], start: usize, cells: &mut Vec<Span>, mut odd: impl FnMut(usize, Oddity)) -> Record {
    let first = cells.len();
    let mut at = start;
    loop {
        let column = cells.len() - first;
        let (span, end) = if source.get(at) == Some(&b'"') {
            quoted(source, at, |oddity| odd(column, oddity))
        } else {
            let end = bare_end(source, at);
            if memchr::memchr(b'"', &source[at..end]).is_some() {
                odd(column, Oddity::Stray);
            }
            (Span::bare(at, end), end)
        };
        cells.push(span);
        match source.get(end) {
            Some(b',') => at = end + 1,
            Some(b'\r') if source.get(end + 1) == Some(&b'\n') => {
                return Record { next: end + 2, line_end: LineEnd::Crlf };
            }
            Some(b'\r') => return Record { next: end + 1, line_end: LineEnd::Cr },
            Some(_) => return Record { next: end + 1, line_end: LineEnd::Lf },
            None => return Record { next: end, line_end: LineEnd::None },
        }
    }
}

/// The cell whose opening quote stands at `open`, and the offset of the separator behind it.
fn quoted(source: &[u8], open: usize, mut odd: impl FnMut(Oddity)) -> (Span, usize) {
    let start = open + 1;
    let mut escaped = false;
    let mut from = start;
    loop {
        let Some(close) = memchr::memchr(b'"', &source[from..]).map(|at| from + at) else {
            odd(Oddity::Open);
            return (Span::quoted(start, source.len(), escaped), source.len());
        };
        match source.get(close + 1) {
            Some(b'"') => {
                escaped = true;
                from = close + 2;
            }
            None | Some(b',' | b'\r' | b'\n') => return (Span::quoted(start, close, escaped), close + 1),
            Some(_) => {
                // `"abc"def`: the whole cell is kept as it stands, quotes and all.
                odd(Oddity::Text);
                let end = bare_end(source, close + 1);
                return (Span::bare(open, end), end);
            }
        }
    }
}

/// Cells are short, so a plain loop over a table beats a vector search.
fn bare_end(source: &[u8], start: usize) -> usize {
    source[start..].iter().position(|byte| matches!(byte, b',' | b'\r' | b'\n')).map_or(source.len(), |at| start + at)
}
