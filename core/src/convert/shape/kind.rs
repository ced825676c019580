//! Whether the records are those of another kind of file than the name says.

use crate::convert::check;
use crate::convert::split::{self, Front};
use crate::record::Cells;
use crate::spec::{FieldType, Kind, Layout, Version};
use crate::text::Encoding;

/// Items that the file's own layout must forbid before it is said.
const WRONG: usize = 3;

/// The kinds whose record the first one is, where it has another number of items than its own kind's and most of
/// it cannot be one of those: all that the other layout asks for is there.
pub(super) fn other(text: &[u8], own: &'static Layout) -> Vec<Kind> {
    let mut cells = Vec::new();
    let front = Front { bytes: text, is_all: true };
    if split::record(front, 0, &mut cells, |_, _| {}).is_none() || cells.len() == own.fields.len() {
        return Vec::new();
    }
    let cells = Cells::new(text, 0, &cells);
    let wrong = |layout: &'static Layout| {
        let mut count = 0;
        for (field, span) in layout.fields.iter().zip(cells.iter()) {
            if field.kind != FieldType::FreeText && span.bytes().is_ascii() {
                check::field(field, span.bytes(), Encoding::Cp932, 1, &mut |_| count += 1);
            }
        }
        count
    };
    let is_record =
        |layout: &'static Layout| cells.len() == layout.fields.len() && cells.len() > WRONG && wrong(layout) == 0;
    let of_kind = |kind: Kind| Version::ALL.iter().filter_map(move |version| version.layout(kind));
    if wrong(own) < WRONG || of_kind(own.kind).any(is_record) {
        return Vec::new();
    }
    Kind::ALL.iter().copied().filter(|kind| of_kind(*kind).any(is_record)).collect()
}
