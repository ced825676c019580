//! Whether the records are those of another kind of file than the name says, or have an item too many or too few in
//! front, so that every value stands in the wrong place.

use crate::convert::check;
use crate::convert::split::{self, Front};
use crate::record::{Cells, Span};
use crate::spec::{Field, FieldType, Kind, Layout, Version};
use crate::text::Encoding;

/// Items that the file's own layout must forbid before it is said.
const WRONG: usize = 3;

/// A record that is longer is not looked at: its cells would take many times their bytes.
const LONGEST: usize = 64 << 10;

fn front(text: &[u8]) -> Front<'_> {
    let bytes = &text[..text.len().min(LONGEST)];
    Front { bytes, is_all: bytes.len() == text.len() }
}

/// The kinds whose record the first one is, where it has another number of items than its own kind's and most of
/// it cannot be one of those: all that the other layout asks for is there.
pub(super) fn other(text: &[u8], own: &'static Layout) -> Vec<Kind> {
    let mut cells = Vec::new();
    if split::record(front(text), 0, &mut cells, |_, _| {}).is_none() || cells.len() == own.fields.len() {
        return Vec::new();
    }
    let cells = Cells::new(text, 0, &cells);
    let wrong = |layout: &'static Layout| wrong(layout.fields.iter(), cells.iter());
    let is_record =
        |layout: &'static Layout| cells.len() == layout.fields.len() && cells.len() > WRONG && wrong(layout) == 0;
    let of_kind = |kind: Kind| Version::ALL.iter().filter_map(move |version| version.layout(kind));
    if wrong(own) < WRONG || of_kind(own.kind).any(is_record) {
        return Vec::new();
    }
    Kind::ALL.iter().copied().filter(|kind| of_kind(*kind).any(is_record)).collect()
}

/// How many items their fields forbid.
fn wrong<'a>(fields: impl Iterator<Item = &'static Field>, cells: impl Iterator<Item = Span<'a>>) -> usize {
    let mut count = 0;
    for (field, span) in fields.zip(cells) {
        if field.kind != FieldType::FreeText && span.bytes().is_ascii() {
            check::field(field, span.bytes(), Encoding::Cp932, 1, &mut |_| count += 1);
        }
    }
    count
}

/// Whether the first record, or the one behind a header, fits its layout with its first item taken off, or with the
/// CSV version put in front, and not as it is.
pub(super) fn is_shifted(text: &[u8], own: &'static Layout) -> bool {
    let front = front(text);
    let (mut start, mut cells) = (0, Vec::new());
    for _ in 0..2 {
        cells.clear();
        let Some(record) = split::record(front, start, &mut cells, |_, _| {}) else { return false };
        let row = Cells::new(text, start, &cells);
        let width = own.fields.len();
        let has_more = row.len() == width + 1 && wrong(own.fields.iter(), row.iter().skip(1)) == 0;
        let has_less = row.len() + 1 == width && wrong(own.fields.iter().skip(1), row.iter()) == 0;
        if (has_more || has_less) && wrong(own.fields.iter(), row.iter()) >= WRONG {
            return true;
        }
        start = record.next;
        if start >= text.len() {
            return false;
        }
    }
    false
}
