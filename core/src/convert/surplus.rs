//! Bytes between and behind the rows that are no rows: the end of a text for old programs (0x1A), NULs that a
//! failing disk or a block of fixed size leaves, form feeds, lines of blanks, the byte order mark of a file that was
//! put behind another. Rows are kept, and no such byte becomes one.

use crate::finding::{Finding, Rule};

/// What is seen of such bytes, each with its name.
const KINDS: [(u8, &str); 8] = [
    (0, "NUL 0x00"),
    (0x1A, "Ctrl-Z 0x1A"),
    (0x0C, "FF 0x0C"),
    (0x0B, "VT 0x0B"),
    (0x04, "EOT 0x04"),
    (ERASED, "0xFF"),
    (b' ', "SP 0x20"),
    (b'\t', "TAB 0x09"),
];
/// How many of them are no blanks.
const HARD: usize = 6;
/// A byte order mark: in CP932 no text begins so.
const MARK: &[u8] = b"\xEF\xBB\xBF";
/// Flash memory that was erased and never written: in CP932 and UTF-8 no character has it.
const ERASED: u8 = 0xFF;

fn kind(byte: u8) -> Option<usize> {
    KINDS.iter().position(|(each, _)| *each == byte)
}

/// Whether the byte is no beginning of a row, whatever follows it.
fn is_hard(byte: u8) -> bool {
    KINDS[..HARD].iter().any(|(each, _)| *each == byte)
}

/// The surplus bytes since the last row.
#[derive(Default)]
pub(super) struct Surplus {
    seen: Seen,
    /// Whether there is anything since the last row, also an empty line.
    is_any: bool,
    /// Whether the bytes so far ended among them, so that their line goes on.
    is_open: bool,
}

/// Which kinds there were.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    kinds: [bool; KINDS.len()],
    mark: bool,
}

/// What begins at an offset.
pub(super) enum Next {
    /// A record, here: surplus bytes before it are passed over.
    Record(usize),
    /// Nothing; go on here.
    Skipped(usize),
    /// It depends on bytes that are not there yet.
    Unknown,
}

impl Surplus {
    /// Looks at what begins at `start`; `is_all` says that the file ends with the bytes.
    #[inline]
    pub(super) fn skip(&mut self, source: &[u8], start: usize, is_all: bool) -> Next {
        // Every such byte but one is at most a blank: nearly every row ends here.
        let first = source[start];
        if !self.is_open && ((first > b' ' && first < MARK[0]) || (kind(first).is_none() && first != MARK[0])) {
            Next::Record(start)
        } else {
            self.pass(source, start, is_all)
        }
    }

    #[cold]
    fn pass(&mut self, source: &[u8], start: usize, is_all: bool) -> Next {
        let rest = &source[start..];
        if rest.starts_with(MARK) {
            (self.seen.mark, self.is_any) = (true, true);
            return Next::Skipped(start + MARK.len());
        } else if MARK.starts_with(rest) && !is_all {
            return Next::Unknown;
        }
        let run = rest.iter().position(|byte| kind(*byte).is_none()).unwrap_or(rest.len());
        let is_hard = self.is_open || rest[..run].iter().any(|byte| is_hard(*byte));
        let line_end = match rest.get(run..) {
            Some([]) | None if is_all => 0,
            Some([]) | None => {
                // Blanks alone may yet be the front of a row.
                if is_hard {
                    self.is_open = true;
                    self.add(rest);
                    return Next::Skipped(source.len());
                }
                return Next::Unknown;
            }
            Some([b'\r']) if !is_all => {
                return if run > 0 && is_hard { self.open(rest, start, run) } else { Next::Unknown };
            }
            Some([b'\r', b'\n', ..]) => 2,
            Some([b'\r' | b'\n', ..]) => 1,
            Some(_) => {
                self.is_open = false;
                if !is_hard {
                    return Next::Record(start);
                }
                self.add(&rest[..run]);
                return Next::Record(start + run);
            }
        };
        self.is_open = false;
        self.add(&rest[..run]);
        Next::Skipped(start + run + line_end)
    }

    /// Passes over bytes whose line goes on.
    fn open(&mut self, rest: &[u8], start: usize, run: usize) -> Next {
        self.is_open = true;
        self.add(&rest[..run]);
        Next::Skipped(start + run)
    }

    /// Notes bytes.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        for (at, (byte, _)) in KINDS.iter().enumerate() {
            self.seen.kinds[at] |= memchr::memchr(*byte, bytes).is_some();
        }
        self.is_any |= !bytes.is_empty();
    }

    /// Notes a line without anything.
    pub(super) fn add_empty_line(&mut self) {
        self.is_any = true;
    }

    /// What there was since the last row, which is no longer the last one.
    #[inline]
    pub(super) fn take(&mut self) -> Option<Seen> {
        if self.is_any { Some(self.taken()) } else { None }
    }

    #[cold]
    fn taken(&mut self) -> Seen {
        self.is_any = false;
        std::mem::take(&mut self.seen)
    }
}

impl Seen {
    /// Whether there were lines without anything only.
    pub(super) fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Whether there were NULs.
    pub(super) fn has_nul(self) -> bool {
        self.kinds[0]
    }

    /// What there was.
    pub(super) fn names(self) -> String {
        let kinds = KINDS.iter().zip(self.kinds).filter(|(_, seen)| *seen).map(|((_, name), _)| *name);
        kinds.chain(self.mark.then_some("BOM 0xEFBBBF")).collect::<Vec<&str>>().join(", ")
    }

    /// What is said of them where a row follows.
    pub(super) fn before_a_row(self, row: u64) -> Finding {
        let is_blank = !self.mark && !self.kinds[..HARD].contains(&true);
        if self.has_nul() {
            Finding::new(Rule::CsvNulBlock).at_row(row)
        } else if is_blank {
            Finding::new(Rule::CsvEmptyLine).at_row(row)
        } else {
            Finding::new(Rule::CsvSurplusBytes).at_row(row).with_parameter(self.names())
        }
    }
}

/// Where the rows of a whole file end: before NULs and other bytes behind them that nobody typed.
pub(super) fn content_end(source: &[u8], start: usize) -> usize {
    let rest = &source[start..];
    let is_surplus = |byte: &u8| kind(*byte).is_some() || matches!(byte, b'\r' | b'\n');
    let end = rest.iter().rposition(|byte| !is_surplus(byte)).map_or(0, |last| last + 1);
    // Blanks and line ends alone are no damage: they are rows, cells or empty lines.
    let Some(first) = rest[end..].iter().position(|byte| is_hard(*byte)) else { return source.len() };
    // Behind a text it belongs to the item, which cannot be read.
    if first == 0 && end > 0 && rest[end] == ERASED {
        return source.len();
    }
    // The row keeps its line end.
    start + end + first
}

/// Whether a row holds NULs one behind the other, as a failing disk leaves them. One alone is a control character.
pub(super) fn has_nul_block(line: &[u8]) -> bool {
    memchr::memmem::find(line, b"\0\0").is_some()
}
