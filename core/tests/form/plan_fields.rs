//! Every field of the tables of a care plan is seen on its form, alone or with others, in every version.

use cplink::form::{FormKind, NameTable, Slip};
use cplink::record::Table;
use cplink::spec::{FieldType, Kind, Version};
use serde_json::Value;

use crate::hostile::overflow;
use crate::kit::{html, pages, seen};
use crate::pages::fits;

const KINDS: [(Kind, FormKind); 3] =
    [(Kind::Up1kyo, FormKind::Table1), (Kind::Up2kyo, FormKind::Table2), (Kind::Up3kyo, FormKind::Table3)];
/// What is about the file: which layout it has, who changed the row last (the office above is who made it), and a field
/// that the standard does not use.
const NOT_SHOWN: [&str; 3] = ["csv_version", "updater_provider_number", "discriminator"];

fn tables() -> Vec<(Table, FormKind)> {
    let of = |version: &Version| KINDS.map(|(kind, form)| Some((Table::with_version(kind, *version).ok()?, form)));
    let tables: Vec<_> = Version::ALL.iter().flat_map(of).flatten().collect();
    assert_eq!(tables.len(), 5);
    tables
}

fn fields(table: &Table) -> Vec<&'static str> {
    table.layout().fields.iter().map(|field| field.id).filter(|id| !NOT_SHOWN.contains(id)).collect()
}

/// All that the pages of a form say.
fn said(table: &Table, form: FormKind) -> String {
    let slip = Slip::of_unit([table]);
    let mut all = String::new();
    for page in slip.pages(&[form], &NameTable::default()) {
        fits(&page);
        for cell in page.grids().flat_map(|grid| &grid.cells) {
            all += &cell.lines.text().replace('\n', "");
            all.push('\n');
        }
    }
    all
}

#[test]
fn a_value_in_any_field_is_seen_alone_and_among_others() {
    for (mut table, form) in tables() {
        let mark = |at: usize| format!("印{at}号");
        table.push();
        for (at, field) in fields(&table).into_iter().enumerate() {
            let mut alone = Table::with_version(table.kind(), table.version()).unwrap();
            alone.push();
            for table in [&mut alone, &mut table] {
                table.set(0, field, mark(at)).unwrap();
            }
            assert!(said(&alone, form).contains(&mark(at)), "{form:?} {field}");
        }
        let all = said(&table, form);
        for (at, field) in fields(&table).into_iter().enumerate() {
            assert!(all.contains(&mark(at)), "{form:?} {field}");
        }
        assert!(NOT_SHOWN.iter().filter(|field| table.layout().field(field).is_some()).count() >= 1);
    }
}

#[test]
fn every_code_can_be_told_from_every_other_and_from_none() {
    let mut lists = 0;
    for (table, form) in tables() {
        for field in table.layout().fields.iter().filter(|field| field.kind == FieldType::Code) {
            let list = field.codes.unwrap();
            let looks = [""].into_iter().chain(list.codes.iter().map(|value| value.code)).map(|code| {
                let mut table = Table::with_version(table.kind(), table.version()).unwrap();
                table.push();
                table.set(0, field.id, code).unwrap();
                let pages: Vec<_> = Slip::of_unit([&table]).pages(&[form], &NameTable::default()).collect();
                format!("{pages:?}")
            });
            let looks: std::collections::HashSet<String> = looks.collect();
            assert_eq!(looks.len(), list.codes.len() + 1, "{form:?} {}", field.id);
            lists += 1;
        }
    }
    assert!(lists >= 10, "{lists}");
}

#[test]
fn dates_and_times_are_read_as_people_read_them() {
    for (table, form) in tables() {
        for field in table.layout().fields {
            let (value, shown) = match field.kind {
                FieldType::Date => ("20250918", "令和7年9月18日"),
                FieldType::Time => ("0931", "09:31"),
                _ => continue,
            };
            let mut table = Table::with_version(table.kind(), table.version()).unwrap();
            table.push();
            table.set(0, field.id, value).unwrap();
            assert!(said(&table, form).contains(shown), "{form:?} {}", field.id);
        }
    }
}

#[test]
fn ten_thousand_characters_in_every_text_are_whole() {
    for (kind, _) in KINDS {
        let mut table = Table::new(kind);
        table.push();
        for (field, value) in [
            ("weekday", "1"),
            ("service_start_time", "0900"),
            ("service_end_time", "1000"),
            ("activity_start_time", "0900"),
            ("activity_end_time", "0910"),
        ] {
            if table.layout().field(field).is_some() {
                table.set(0, field, value).unwrap();
            }
        }
        table.set(0, "insured_person_number", "0000000101").unwrap();
        let mut long = Vec::new();
        for field in table.layout().fields.iter().filter(|field| field.kind == FieldType::FreeText) {
            let text = format!("印{}{}", field.id, ["長", "a", "、"][long.len() % 3].repeat(10_000));
            table.set(0, field.id, &text).unwrap();
            long.push(text);
        }
        pages(&[&table]).iter().for_each(fits);
        let pages = seen(&html(&Slip::of_unit([&table])));
        let texts = overflow(&pages, "0000000101");
        for long in &long {
            assert!(texts.iter().any(|(_, text)| text.contains(long)), "{kind:?} {}", &long[..30]);
        }
        let first = pages[0].to_string();
        assert!((1..=texts.len()).all(|mark| first.contains(&format!("…※{mark}"))), "{kind:?}");
    }
}

#[test]
fn markup_in_any_field_is_text() {
    let evil = "</td><script>x</script>&amp;";
    for (mut table, form) in tables() {
        table.push();
        let fields = fields(&table);
        fields.iter().for_each(|field| table.set(0, field, evil).unwrap());
        let html = html(&Slip::of_unit([&table]));
        assert!(!String::from_utf8_lossy(&html).contains("<script"));
        // The parser ends at any tag that is not ours.
        let pages: Vec<Value> = seen(&html);
        assert!(!pages.is_empty(), "{form:?}");
        assert!(said(&table, form).matches(evil).count() >= 3, "{form:?}");
    }
}
