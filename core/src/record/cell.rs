//! Where a cell lies in its file.

const QUOTED: u32 = 1 << 31;
const ESCAPED: u32 = 1 << 30;
const LENGTH: u32 = ESCAPED - 1;

/// A cell's content in the file: 8 bytes, since a file has many. The quotes around are left out; the
/// two top bits of the length tell whether there were any, and whether quotes inside are doubled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    start: u32,
    length: u32,
}

impl Span {
    /// The longest file whose cells can be told: below 1 GiB.
    pub(crate) const MAX: usize = LENGTH as usize;

    /// A bare cell. `end` is at most [`Span::MAX`].
    pub(crate) fn bare(start: usize, end: usize) -> Self {
        Self { start: start as u32, length: (end - start) as u32 }
    }

    /// A quoted cell, without its quotes.
    pub(crate) fn quoted(start: usize, end: usize, escaped: bool) -> Self {
        let bare = Self::bare(start, end);
        Self { length: bare.length | QUOTED | if escaped { ESCAPED } else { 0 }, ..bare }
    }

    /// The content as it stands in the file.
    pub(crate) fn of(self, source: &[u8]) -> &[u8] {
        let start = self.start as usize;
        source.get(start..start + (self.length & LENGTH) as usize).unwrap_or_default()
    }

    /// Whether quotes inside are doubled.
    pub(crate) fn is_escaped(self) -> bool {
        self.length & ESCAPED != 0
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
