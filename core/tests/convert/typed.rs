//! Typed rows: nothing is lost on the way to them and back, and what is set is written canonically.

use std::fs;

use cplink::convert::{CsvStyle, read, write};
use cplink::error::Code;
use cplink::record::Table;
use cplink::unit::FileContents;

use cplink::spec::{Kind, Version, layout};
use cplink::typed::*;
use cplink_testkit::fixtures::{self, folders, json as value, root as fixtures};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Calls a generic function with the struct of a kind.
macro_rules! with_type {
    ($kind:expr, $function:ident($argument:expr), [$($name:ident)*]) => {
        match $kind {
            $(Kind::$name => $function::<$name>($argument),)*
            other => panic!("no typed row of {}", other.name()),
        }
    };
    ($kind:expr, $function:ident($argument:expr)) => {
        with_type!($kind, $function($argument), [
            Dlt1kyo Dltjsk Dltkihon Dltplan Dltyobo Up1kyo Up2kyo Up3kyo Uphosoku Upjsk Upkihon UpkihonSub1
            UpkihonSub2 Upplan Upsikyu Upyobo UpyoboSub
        ])
    };
}

/// All texts of a table; bytes where they are none.
fn cells(table: &Table) -> Vec<Vec<Result<String, Vec<u8>>>> {
    let cell = |row: &cplink::record::Row<'_>, column| match row.text(column) {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err(row.bytes(column).into_owned()),
    };
    table.rows().map(|row| (0..row.len()).map(|column| cell(&row, column)).collect()).collect()
}

fn there_and_back<T>(table: &mut Table)
where
    T: TypedRow + serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let before = cells(table);
    let typed: Vec<T> = table.typed::<T>().unwrap().collect();
    for (index, row) in typed.iter().enumerate() {
        row.update(table, index).unwrap();
        assert_eq!(table.row(index).unwrap().kind(), T::KIND);
        let text = serde_json::to_string(row).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), row, "{text}");
    }
    assert_eq!(cells(table), before);
    for row in &typed {
        row.write_to(table).unwrap();
    }
    assert_eq!(cells(table)[before.len()..], before);
    // A new file, where every cell is text.
    if before.iter().flatten().all(Result::is_ok) {
        let mut copy = Table::with_version(T::KIND, table.version()).unwrap();
        for row in &typed {
            row.write_to(&mut copy).unwrap();
        }
        assert_eq!(cells(&copy), before);
    }
}

fn all_csv() -> Vec<(Kind, Vec<u8>)> {
    let mut files = Vec::new();
    for group in ["202407/month", "202407/bad", "202208/month"] {
        for case in folders(&fixtures().join(group)) {
            for path in fixtures::files(&case.join("files")) {
                let name = fixtures::name(&path);
                let bytes = fs::read(&path).unwrap();
                if let Some(table) = FileContents::read(name, bytes.clone()).unwrap().table {
                    files.push((table.kind(), bytes));
                }
            }
        }
    }
    files
}

#[test]
fn every_fixture_goes_there_and_back() {
    let files = all_csv();
    assert!(files.len() > 50);
    let mut refused = 0;
    for (kind, bytes) in files {
        let mut table = read(kind, bytes.clone()).unwrap().table;
        let version = table.version().value();
        if table.rows().any(|row| row.text(0).is_ok_and(|text| text != version && Version::parse(&text).is_some())) {
            refused += 1;
            continue; // A row of another version among these: no typed row of it, as the test below says.
        }
        let read_rows = table.len();
        let (as_read, _) = write(&table, CsvStyle::AsRead).unwrap();
        with_type!(kind, there_and_back(&mut table));
        // Rows that did not change are written with their own bytes.
        while table.len() > read_rows {
            table.remove(read_rows).unwrap();
        }
        assert!(table.rows().all(|row| row.is_unchanged()));
        assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, as_read);
    }
    assert!(refused <= 2, "{refused} files were left out");
}

fn month_json<T: TypedRow + serde::Serialize + serde::de::DeserializeOwned>(rows: &[Value]) {
    for row in rows {
        let typed: T = serde_json::from_value(row.clone()).unwrap();
        assert_eq!(&serde_json::to_value(&typed).unwrap(), row);
    }
}

#[test]
fn the_json_is_that_of_the_fixtures() {
    let mut seen = 0;
    for case in folders(&fixtures().join("202407/month")) {
        let value = value(&case.join("rows.json"));
        for file in value["files"].as_array().unwrap() {
            let rows = file["rows"].as_array().unwrap();
            with_type!(Kind::parse(file["kind"].as_str().unwrap()).unwrap(), month_json(rows));
            seen += rows.len();
        }
    }
    assert!(seen > 400, "only {seen} rows");
}

fn canonical<T: CellValue>(text: &str) -> Option<String> {
    let mut cell = Cell::<T>::EMPTY;
    cell.set_text(text);
    assert_eq!(cell.text().unwrap(), text);
    cell.get().map(|value| value.text().into_owned())
}

#[test]
fn texts_mean_what_they_mean_in_every_language() {
    let table = fs::read_to_string(fixtures().join("values.tsv")).unwrap();
    for line in table.lines() {
        let [kind, text, want] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let value = match kind {
            "date" => canonical::<Date>(text),
            "month" => canonical::<Month>(text),
            "time" => canonical::<Time>(text),
            "integer" => canonical::<i64>(text),
            "decimal" => canonical::<Decimal>(text),
            "flags31" => canonical::<Flags31>(text),
            "code" => canonical::<CareLevel>(text),
            "text" => canonical::<Text>(text),
            other => panic!("{other}"),
        };
        assert_eq!(value.as_deref(), Some(want).filter(|want| *want != "-"), "{line}");
    }
}

#[test]
fn what_is_set_is_written_canonically() {
    let mut table = Table::new(Kind::Upplan);
    let mut row = Upplan {
        service_date: Date::new(2025, 10, 3).into(),
        service_start_time: Time::NONE.into(),
        per_diem_days: [1, 2, 31].into_iter().collect::<Flags31>().into(),
        over_30_days: Flag::No.into(),
        units: 600.into(),
        ..Upplan::default()
    };
    row.service_count.set_text("０３");
    assert_eq!(row.service_count.get(), Some(&3));
    assert!(!row.service_count.is_canonical());
    let index = row.write_to(&mut table).unwrap();
    let text = |table: &Table, field: &str| table.row(index).unwrap().get(field).unwrap().into_owned();
    assert_eq!(text(&table, "csv_version"), "202407");
    assert_eq!(text(&table, "service_date"), "20251003");
    assert_eq!(text(&table, "service_start_time"), "9999");
    assert_eq!(text(&table, "per_diem_days"), "1100000000000000000000000000001");
    assert_eq!(text(&table, "over_30_days"), "0");
    assert_eq!(text(&table, "service_count"), "０３");
    row.service_count.set(3);
    row.update(&mut table, index).unwrap();
    assert_eq!(text(&table, "service_count"), "3");
    row.service_count.clear();
    row.update(&mut table, index).unwrap();
    assert_eq!(text(&table, "service_count"), "");
    assert_eq!(Upsikyu::default().office_code.get().unwrap(), "9999999999");
}

#[test]
fn an_update_leaves_the_other_bytes() {
    // FA5C and ED40 are one character: written anew it would be the first.
    let bytes = b"202407,\"000163\",\xED\x40,20250101,surplus\r\n".to_vec();
    let mut table = read(Kind::Dltkihon, bytes).unwrap().table;
    let mut row = table.typed::<Dltkihon>().unwrap().next().unwrap();
    assert_eq!(row.rest.surplus().len(), 1);
    row.insurer_number.set("990010".into());
    row.update(&mut table, 0).unwrap();
    let (written, _) = write(&table, CsvStyle::AsRead).unwrap();
    assert_eq!(written, b"202407,990010,\xED\x40,20250101,surplus\r\n");
}

#[test]
fn short_rows_stay_short_until_a_missing_column_is_set() {
    let mut table = read(Kind::Upplan, b"202407,990010\r\n".to_vec()).unwrap().table;
    let mut row = table.typed::<Upplan>().unwrap().next().unwrap();
    assert_eq!(row.rest.missing(), 23);
    assert_eq!(row.write_to(&mut table).unwrap(), 1);
    assert_eq!(table.row(1).unwrap().len(), 2);
    row.created_date = Date::new(2025, 9, 25).into();
    row.update(&mut table, 0).unwrap();
    assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, b"202407,990010,,20250925\r\n202407,990010\r\n");
}

#[test]
fn the_wrong_kind_is_refused() {
    let mut table = Table::new(Kind::Upplan);
    table.push();
    let refused = |code: Code| assert_eq!(code, Code::InvalidArgument);
    refused(table.typed::<Upjsk>().map(|_| ()).unwrap_err().code());
    refused(Upjsk::from_row(&table.row(0).unwrap()).unwrap_err().code());
    refused(Upjsk::default().write_to(&mut table).unwrap_err().code());
    refused(Upplan::default().update(&mut table, 1).unwrap_err().code());
}

#[test]
fn rows_of_other_layouts_are_refused() {
    let table = read(Kind::Upplan, b"202407,990010\r\n202208,990010\r\n".to_vec()).unwrap().table;
    assert_eq!(table.typed::<Upplan>().map(|_| ()).unwrap_err().code(), Code::LayoutVersion);
    assert!(Upplan::from_row(&table.row(0).unwrap()).is_ok());
    assert_eq!(Upplan::from_row(&table.row(1).unwrap()).unwrap_err().code(), Code::LayoutVersion);
}

#[test]
fn bytes_that_are_no_text_stay_in_their_encoding() {
    let mut table = read(Kind::Dltkihon, b"202407,\x81,1,20250101\r\n".to_vec()).unwrap().table;
    let row = table.typed::<Dltkihon>().unwrap().next().unwrap();
    assert!(row.insurer_number.get().is_none() && row.insurer_number.text().is_none());
    row.write_to(&mut table).unwrap();
    assert_eq!(table.row(1).unwrap().bytes(1).as_ref(), b"\x81");
    assert_eq!(serde_json::to_value(&row).unwrap()["insurer_number"], json!({"cp932": "81"}));
    let mut utf8 = read(Kind::Dltkihon, "\u{FEFF}202407,1,1,20250101\r\n".as_bytes().to_vec()).unwrap().table;
    assert_eq!(row.write_to(&mut utf8).unwrap_err().code(), Code::Unmappable);
}

#[test]
fn json_from_a_host_may_leave_out_fields() {
    let row: Upplan = serde_json::from_value(json!({"service_count": 3, "units": null})).unwrap();
    assert_eq!(row.service_count.get(), Some(&3));
    assert_eq!(row.csv_version.text().unwrap(), "202407");
    for wrong in [json!({"units": 1.5}), json!({"nothing": "1"}), json!({"units": {"cp932": "8"}}), json!([])] {
        assert!(serde_json::from_value::<Upplan>(wrong).is_err());
    }
}

#[test]
fn no_value_is_in_the_debug_text() {
    let mut row = Up1kyo::default();
    row.user_address_1.set("見本町".into());
    assert_eq!(format!("{row:?} {:?}", row.user_address_1), "Up1kyo(Rest(0 missing, 0 surplus)) Cell(value)");
}

/// Texts that are nearly values, values, and anything.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[0-9]{1,8}",
        "[-+]?[0-9０-９.,]{1,20}",
        "[01]{31}",
        "20[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]",
        "[YN0-9]{1,2}",
        "\\PC{0,12}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_texts_go_there_and_back(
        kind in proptest::sample::select(Kind::ALL),
        rows in proptest::collection::vec(proptest::collection::vec(text(), 71), 1..4),
    ) {
        let mut table = Table::new(kind);
        for texts in rows {
            let row = table.push();
            for (field, text) in layout(kind).fields.iter().zip(texts) {
                table.set(row, field.id, text).unwrap();
            }
        }
        with_type!(kind, there_and_back(&mut table));
    }

    #[test]
    fn any_bytes_go_there_and_back(
        kind in proptest::sample::select(Kind::ALL),
        cells in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..4), 1..80),
    ) {
        let bytes = cells.join(&b',');
        let mut table = read(kind, bytes).unwrap().table;
        with_type!(kind, there_and_back(&mut table));
    }

    #[test]
    fn a_value_set_reads_back(date in (1_u16..=9999, 1_u8..=12, 1_u8..=28), integer in -i64::MAX..=i64::MAX, scale in 0_u8..=18, days in any::<u32>()) {
        let days: Flags31 = (1..=31).filter(|day| days >> day & 1 == 1).collect();
        let decimal = Decimal::new(integer, scale).unwrap();
        let date = Date::new(date.0, date.1, date.2).unwrap();
        prop_assert_eq!(Date::exact(date.text().as_bytes()), Some(date));
        prop_assert_eq!(i64::exact(integer.text().as_bytes()), Some(integer));
        prop_assert_eq!(Flags31::exact(days.text().as_bytes()), Some(days));
        let again = Decimal::exact(decimal.text().as_bytes()).unwrap();
        prop_assert_eq!((again.unscaled(), again.scale()), (integer, scale));
    }
}
