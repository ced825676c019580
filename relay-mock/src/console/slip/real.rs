//! Whether a number could be a real person's: it lies outside the ranges of the pack in the program, as in a
//! certification.

use std::sync::LazyLock;

use cplink::record::Table;

use super::SlipFile;
use crate::certify::guard;
use crate::certify::pack::{Pack, Ranges};

/// The pack whose people are invented.
const PACK: &str = "v4";

static RANGES: LazyLock<Option<Ranges>> = LazyLock::new(|| Pack::open(PACK).ok().map(|pack| pack.ranges));

/// The numbers that are nobody's.
fn ranges() -> Option<&'static Ranges> {
    RANGES.as_ref()
}

/// Whether a text has such a number: a subject, a name.
pub(crate) fn text_looks_real(text: &str) -> bool {
    // Without ranges nothing can be known to be invented.
    ranges().is_none_or(|ranges| guard::text_looks_real(text, ranges))
}

/// Whether the rows of a file have one.
pub(super) fn table_looks_real(table: &Table) -> bool {
    ranges().is_none_or(|ranges| guard::table_looks_real(table, ranges))
}

/// Whether a file has one whose rows cannot be told apart.
pub(super) fn file_looks_real(file: &SlipFile) -> bool {
    ranges().is_none_or(|ranges| guard::looks_real(&file.name, &file.bytes, ranges))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invented_number_is_no_alarm_and_any_other_is() {
        assert!(ranges().is_some());
        assert!(!text_looks_real("9970000012 の予定"));
        assert!(text_looks_real("1234567890 様の予定"));
        assert!(text_looks_real("１２３４５６７８９０様の予定"));
        assert!(!text_looks_real("10月の予定"));
    }
}
