//! Whatever rows a host sets, what is written reads back as the same rows; and no bytes can break
//! the reader.

use cplink::convert::{CsvStyle, read, write};
use cplink::record::Table;
use cplink::spec::{FieldType, Kind, layout};
use cplink::unit::FileName;
use proptest::prelude::*;

fn kind() -> impl Strategy<Value = Kind> {
    proptest::sample::select(Kind::ALL)
}

/// Text that CP932 can hold, with all that CSV makes difficult. Never two line ends in a row at the
/// very end, nothing that would be substituted.
fn text() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(
        &[
            "\"", ",", "\r\n", "\n", "髙", "①", "ｶﾅ", "～", "表", "ソ", "能", "a", "0", " ", "　", "\"\"", "\u{E000}",
            "㈱", "﨑",
        ][..],
    );
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn table() -> impl Strategy<Value = Table> {
    (kind(), proptest::collection::vec(proptest::collection::vec(text(), 71), 1..5)).prop_map(|(kind, rows)| {
        let mut table = Table::new(kind);
        for values in rows {
            let row = table.push();
            for (field, value) in layout(kind).fields.iter().zip(values) {
                if field.kind == FieldType::FreeText {
                    table.set(row, field.id, value).unwrap();
                }
            }
        }
        table
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn rows_written_read_back(table in table()) {
        let (bytes, _) = write(&table, CsvStyle::Canonical).unwrap();
        let again = read(table.kind(), bytes.clone()).unwrap().table;
        prop_assert_eq!(again.len(), table.len());
        for (new, old) in again.rows().zip(table.rows()) {
            prop_assert_eq!(new.len(), old.len());
            for column in 0..old.len() {
                prop_assert_eq!(new.text(column).unwrap(), old.text(column).unwrap());
            }
        }
        prop_assert_eq!(&write(&again, CsvStyle::AsRead).unwrap().0, &bytes);
        prop_assert_eq!(&write(&again, CsvStyle::Canonical).unwrap().0, &bytes);
    }

    #[test]
    fn any_bytes_are_read(kind in kind(), bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let table = read(kind, bytes.clone()).unwrap().table;
        let (written, _) = write(&table, CsvStyle::AsRead).unwrap();
        prop_assert!(written.len() <= bytes.len());
    }

    #[test]
    fn csv_like_bytes_are_read_without_losing_a_row(
        kind in kind(),
        pieces in proptest::collection::vec(proptest::sample::select(&["\"", ",", "\r\n", "\n", "a1", "\"\"", "\u{3042}"][..]), 0..60),
    ) {
        let bytes = pieces.concat().into_bytes();
        let table = read(kind, bytes.clone()).unwrap().table;
        let (written, _) = write(&table, CsvStyle::AsRead).unwrap();
        // Only empty lines, a header and a byte order mark are no rows.
        let kept = |bytes: &[u8]| bytes.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')).count();
        let header = table.is_empty() || kept(&written) < kept(&bytes);
        prop_assert!(kept(&written) == kept(&bytes) || header);
    }

    #[test]
    fn any_name_is_taken_apart(name in "\\PC{0,80}", numbers in "UP[A-Z0-9_]{0,70}\\.CSV") {
        for name in [name, numbers] {
            let parsed = FileName::parse(&name);
            prop_assert_eq!(parsed.name.is_none(), parsed.rules.iter().any(|rule| ["name.grammar", "name.kind", "name.short_form"].contains(&rule.id()) || rule.id().starts_with("name.part_")));
        }
    }
}
