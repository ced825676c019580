//! The third edition: its files are read, written, translated and translated back without loss; and both versions have
//! their JSON form.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cplink::convert::{CsvStyle, read, write};
use cplink::finding::Severity;
use cplink::json::{self, UnitJson};
use cplink::progress::Job;
use cplink::record::Table;
use cplink::rules::{self, UnitReport};
use cplink::spec::{Kind, Version};
use cplink::translate::{self, Change, Translated};
use cplink::typed::{TypedRow, Upplan, Upsikyu};
use cplink::unit::{Address, FileContents, FileName, Serial, Unit, UnitContents};
use cplink_testkit::fixtures::{described, folders, json as value, root as fixtures};
use serde_json::{Value, json};

const THIRD: Version = Version::V202208;
const FOURTH: Version = Version::V202407;

/// The message folders of a version's month.
fn month(version: Version) -> Vec<PathBuf> {
    folders(&fixtures().join(version.value()).join("month"))
}

/// Name and bytes of a case's CSV files.
fn files(case: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(case.join("files")).unwrap().map(|entry| entry.unwrap().path());
    let csv = entries.filter(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")));
    let mut files: Vec<_> =
        csv.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())).collect();
    files.sort();
    files
}

fn contents(case: &Path) -> UnitContents {
    let read = |(name, bytes): (String, Vec<u8>)| FileContents::read(&name, bytes).unwrap();
    UnitContents { files: files(case).into_iter().map(read).collect(), ..UnitContents::default() }
}

fn check(contents: &UnitContents) -> UnitReport {
    rules::check(contents, &mut Job::new()).unwrap()
}

fn tables(version: Version) -> Vec<(String, Table)> {
    let files = month(version).iter().flat_map(|case| contents(case).files).collect::<Vec<_>>();
    files.into_iter().map(|report| (report.file, report.table.unwrap())).collect()
}

fn rows_of(table: &Table) -> Value {
    serde_json::from_slice(&json::rows(table)).unwrap()
}

fn translated(table: &Table, to: Version) -> Translated {
    translate::table(table, to).unwrap()
}

#[test]
fn a_month_of_the_third_edition_is_read_as_it_is_meant() {
    let mut kinds = BTreeSet::new();
    for case in month(THIRD) {
        let expected = value(&case.join("rows.json"));
        let contents = contents(&case);
        for report in &contents.files {
            let want = expected["files"].as_array().unwrap().iter().find(|file| file["name"] == report.file).unwrap();
            let table = report.table.as_ref().unwrap();
            assert_eq!(table.version(), THIRD);
            assert_eq!(report.version.as_deref(), Some("202208"));
            assert_eq!(rows_of(table), want["rows"], "{}", report.file);
            kinds.insert(table.kind());
        }
        let report = check(&contents);
        let found: Vec<_> = report.all_findings().map(described).collect();
        assert_eq!(json!(found), value(&case.join("findings.json"))["findings"], "{}", case.display());
    }
    assert_eq!(kinds.len(), THIRD.layouts().len());
    let manifest = value(&fixtures().join("202208/month/manifest.json"));
    for message in manifest["messages"].as_array().unwrap() {
        let case = fixtures().join("202208/month").join(message["dir"].as_str().unwrap());
        let unit = check(&contents(&case)).unit_kind.unwrap();
        assert_eq!(unit.token(), message["unit"], "{}", case.display());
    }
}

#[test]
fn an_old_program_s_slip_is_read_with_its_oddities_told() {
    let case = fixtures().join("202208/d-32");
    let expected = value(&case.join("findings.json"));
    for (name, bytes) in files(&case) {
        let report = FileContents::read(&name, bytes.clone()).unwrap();
        let found: Vec<_> = rules::file(&report).findings.iter().map(described).collect();
        let want: Vec<Value> =
            expected["findings"].as_array().unwrap().iter().filter(|each| each["file"] == name).cloned().collect();
        assert_eq!(found, want, "{name}");
        let table = report.table.unwrap();
        assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, bytes);
        let rows = value(&case.join("rows.json"));
        let rows = rows["files"].as_array().unwrap().iter().find(|file| file["name"] == name).unwrap();
        assert_eq!(rows_of(&table), rows["rows"]);
    }
}

#[test]
fn rows_of_the_third_edition_are_written_as_python_wrote_them() {
    let from = Address::new("9970000012", "43").unwrap();
    for case in month(THIRD) {
        for (name, golden) in files(&case) {
            let report = FileContents::read(&name, golden.clone()).unwrap();
            let table = report.table.unwrap();
            assert_eq!(write(&table, CsvStyle::Canonical).unwrap().0, golden);
            // Made anew, as a host does.
            let mut made = Table::with_version(table.kind(), THIRD).unwrap();
            for row in table.rows() {
                let index = made.push();
                for (column, field) in table.layout().fields.iter().enumerate() {
                    made.set(index, field.id, row.text(column).unwrap()).unwrap();
                }
            }
            let parsed = FileName::parse(&name).name.unwrap();
            if parsed.from.office() == from.office() && parsed.month.as_deref() != Some("000000") {
                let mut unit = Unit::new(from.clone(), Address::new(parsed.to.office(), "11").unwrap(), parsed.serial);
                unit.add_table(&made).unwrap();
                assert_eq!((unit.csv()[0].name.as_str(), &*unit.csv()[0].bytes), (name.as_str(), golden.as_slice()));
            }
        }
    }
}

#[test]
fn translating_there_and_back_gives_the_same_bytes() {
    for (name, table) in tables(THIRD) {
        let up = translated(&table, FOURTH);
        assert!(up.is_lossless(), "{name}");
        assert_eq!(up.table.version(), FOURTH);
        let again = read(table.kind(), write(&up.table, CsvStyle::Canonical).unwrap().0).unwrap();
        assert!(again.table.version() == FOURTH && again.findings.iter().all(|f| f.severity() != Severity::Error));
        let down = translated(&up.table, THIRD);
        assert!(down.is_lossless(), "{name}");
        assert_eq!(write(&down.table, CsvStyle::Canonical).unwrap().0, write(&table, CsvStyle::Canonical).unwrap().0);
    }
}

#[test]
fn every_field_that_is_filled_is_named_with_its_rows() {
    let (_, table) = tables(THIRD).into_iter().find(|(name, _)| name.starts_with("UPPLAN")).unwrap();
    let up = translated(&table, FOURTH);
    let all: Vec<u64> = (1..=table.len() as u64).collect();
    let remark = |change, field: &str| {
        up.remarks
            .iter()
            .find(|remark| remark.change() == change && remark.field().is_some_and(|f| f.id == field))
            .unwrap()
    };
    assert_eq!(remark(Change::Set, "csv_version").rows(), all);
    for field in ["tais_code", "equipment_notification_code", "equipment_name"] {
        assert_eq!(remark(Change::Filled, field).rows(), all);
    }
    let rentals: Vec<u64> = table
        .rows()
        .enumerate()
        .filter(|(_, row)| row.get("service_code").unwrap().starts_with("17"))
        .map(|(at, _)| at as u64 + 1)
        .collect();
    assert!(!rentals.is_empty());
    assert_eq!(remark(Change::Needed, "tais_code").rows(), rentals);
    assert_eq!(up.remarks.len(), 5);
    assert!(
        up.remarks
            .iter()
            .all(|remark| !remark.reason_ja().is_empty() && remark.message_en().contains(remark.reason_en()))
    );
}

#[test]
fn a_subtotal_of_rentals_needs_no_equipment_code() {
    let mut table = Table::with_version(Kind::Upsikyu, THIRD).unwrap();
    for code in ["171001", "17AAAA", "999999", "671001", "111111"] {
        let row = table.push();
        table.set(row, "service_code", code).unwrap();
    }
    let up = translated(&table, FOURTH);
    let needed = up.remarks.iter().find(|remark| remark.change() == Change::Needed).unwrap();
    assert_eq!(needed.rows(), [1, 4]);
}

#[test]
fn every_value_that_is_dropped_or_does_not_fit_is_named() {
    let mut table = Table::new(Kind::Upsikyu);
    for (count, tais) in [("7", ""), ("007", "99990-000040"), ("123", "")] {
        let row = table.push();
        table.set(row, "count_or_days", count).unwrap();
        table.set(row, "tais_code", tais).unwrap();
    }
    let down = translated(&table, THIRD);
    assert!(!down.is_lossless());
    let told: Vec<_> = down.remarks.iter().map(|r| (r.change(), r.field().unwrap().id, r.rows().to_vec())).collect();
    assert_eq!(
        told,
        [
            (Change::Set, "csv_version", vec![1, 2, 3]),
            (Change::Dropped, "tais_code", vec![2]),
            (Change::Shortened, "count_or_days", vec![2]),
            (Change::TooLong, "count_or_days", vec![3]),
        ]
    );
    let counts: Vec<_> = down.table.rows().map(|row| row.get("count_or_days").unwrap().into_owned()).collect();
    assert_eq!(counts, ["7", "7", "123"]);
}

#[test]
fn what_no_layout_knows_goes_along() {
    let bytes = b"202208,990010,0000000101,20230925,202310,9970000012,\"\xF0\x40\",600,,20231001,,9999,9999,1,171001,,9970000319,\"\xED\x40\x81\",,0,9970000012,,left,over\r\n";
    let table = read(Kind::Upplan, bytes.to_vec()).unwrap().table;
    let up = translated(&table, FOURTH);
    let moved = up.remarks.iter().find(|remark| remark.change() == Change::Moved).unwrap();
    assert_eq!((moved.rows(), moved.field()), (&[1][..], None));
    assert_eq!(up.table.row(0).unwrap().len(), 27);
    let down = translated(&up.table, THIRD);
    assert_eq!(write(&down.table, CsvStyle::Canonical).unwrap().0, bytes);
}

#[test]
fn kinds_that_a_version_does_not_have_are_refused() {
    let error = translate::table(&Table::new(Kind::Up3kyo), THIRD).unwrap_err();
    assert_eq!(error.code(), cplink::Code::LayoutVersion);
    assert!(error.detail().unwrap().contains("202407"));
    assert!(Table::with_version(Kind::Up3kyo, THIRD).is_err());
    let odd = read(Kind::Up3kyo, b"202208,990010,0000000101,20230925,20230919,,,,,,,,\r\n".to_vec()).unwrap();
    assert_eq!(odd.findings[0].rule().id(), "version.unsupported");
}

#[test]
fn a_version_that_nobody_knows_becomes_the_current_one_on_demand_only() {
    let bytes = b"202410,990010,0000000101,202510,9970000111,11\r\n";
    let table = read(Kind::Dltjsk, bytes.to_vec()).unwrap().table;
    assert_eq!(write(&table, CsvStyle::Canonical).unwrap_err().code(), cplink::Code::LayoutVersion);
    let made = translated(&table, FOURTH);
    assert_eq!(made.remarks.iter().map(|remark| remark.change()).collect::<Vec<_>>(), [Change::Set]);
    assert_eq!(
        write(&made.table, CsvStyle::Canonical).unwrap().0,
        b"202407,990010,0000000101,202510,9970000111,11\r\n"
    );
}

#[test]
fn names_are_translated_too() {
    let old = FileName::parse("UPPLAN_202310_9970000012_9970000111_20230925130001.CSV").name.unwrap();
    let new = translate::file_name(&old, FOURTH, Some("43"), Some("11")).unwrap();
    assert_eq!(new.to_string(), "UPPLAN_202310_9970000012_43_9970000111_11_20230925130001.CSV");
    assert_eq!(translate::file_name(&new, THIRD, None, None).unwrap(), old);
    assert_eq!(translate::file_name(&old, FOURTH, None, None).unwrap_err().code(), cplink::Code::ServiceType);
    assert_eq!(new.serial, Serial::new("20230925130001").unwrap());
}

#[test]
fn a_typed_row_is_of_its_version() {
    let (_, table) = tables(THIRD).into_iter().find(|(name, _)| name.starts_with("UPPLAN")).unwrap();
    let mut copy = Table::with_version(Kind::Upplan, THIRD).unwrap();
    for row in table.typed::<Upplan>().unwrap() {
        assert_eq!(row.version(), THIRD);
        assert!(row.tais_code.is_empty() && !row.service_code.is_empty() && !row.provider_number.is_empty());
        row.write_to(&mut copy).unwrap();
        let back: Upplan = serde_json::from_str(&serde_json::to_string(&row).unwrap()).unwrap();
        assert!(back == row);
    }
    assert_eq!(write(&copy, CsvStyle::Canonical).unwrap().0, write(&table, CsvStyle::Canonical).unwrap().0);
    let mut new = Upplan::with_version(THIRD).unwrap();
    assert_eq!(new.csv_version.text().unwrap(), "202208");
    assert_eq!(Upplan::default().write_to(&mut copy).unwrap_err().code(), cplink::Code::LayoutVersion);
    new.tais_code = "99990-000040".into();
    assert_eq!(new.write_to(&mut copy).unwrap_err().code(), cplink::Code::LayoutVersion);
    new.tais_code.clear();
    new.over_30_days.set_text("0");
    new.write_to(&mut copy).unwrap();
    assert_eq!(copy.row(copy.len() - 1).unwrap().get("over_30_days").unwrap(), "0");
    assert_eq!(copy.row(copy.len() - 1).unwrap().len(), 22);
    assert!(Upsikyu::with_version(THIRD).is_ok() && cplink::typed::Up3kyo::with_version(THIRD).is_err());
}

fn schema() -> jsonschema::Validator {
    jsonschema::validator_for(&value(&fixtures().join("rows.schema.json"))).unwrap()
}

#[test]
fn the_month_s_rows_json_is_the_json_form_both_ways() {
    let schema = schema();
    for case in [FOURTH, THIRD].into_iter().flat_map(month).chain([fixtures().join("202208/d-32")]) {
        let text = fs::read(case.join("rows.json")).unwrap();
        let want: Value = serde_json::from_slice(&text).unwrap();
        assert!(schema.is_valid(&want), "{}: {:?}", case.display(), schema.iter_errors(&want).next());
        let unit = UnitJson::read(&text).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&unit.write()).unwrap(), want, "{}", case.display());
        for file in &unit.files {
            let name = file.name.as_deref().unwrap();
            let golden = fs::read(case.join("files").join(name)).unwrap();
            let table = read(file.table.kind(), golden).unwrap().table;
            assert_eq!(
                write(&file.table, CsvStyle::Canonical).unwrap().0,
                write(&table, CsvStyle::Canonical).unwrap().0,
                "{name}"
            );
        }
    }
}

fn empty_unit() -> Unit {
    let party = |office, service| Address::new(office, service).unwrap();
    Unit::new(party("9970000012", "43"), party("9970000111", "11"), Serial::new("20250925130101").unwrap())
}

#[test]
fn a_unit_is_its_json() {
    for case in [FOURTH, THIRD].into_iter().flat_map(month) {
        let mut paths: Vec<_> = fs::read_dir(case.join("files")).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let (mut unit, mut again) = (empty_unit(), empty_unit());
        for path in paths {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if name.ends_with(".CSV") {
                unit.add_csv(name, fs::read(path).unwrap());
            } else {
                unit.add_attachment(name, path);
            }
        }
        let json = unit.to_json().unwrap();
        let want: Value = serde_json::from_slice(&fs::read(case.join("rows.json")).unwrap()).unwrap();
        let told: Value = serde_json::from_slice(&json).unwrap();
        let by_name = |value: &Value, list: &str| {
            let mut list = value[list].as_array().cloned().unwrap_or_default();
            list.sort_by_key(|each| each["name"].to_string());
            list
        };
        for list in ["files", "attachments"] {
            assert_eq!(by_name(&told, list), by_name(&want, list), "{}", case.display());
        }
        again.add_json(&json, Some(&case.join("files"))).unwrap();
        assert_eq!(again.to_json().unwrap(), json);
    }
}

#[test]
fn a_unit_s_json_is_added_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let name = "DLTKIHON_9970000012_43_9970000111_11_20250925130101.CSV";
    let row = r#"{"kind":"DLTKIHON","version":"202407","name":"NAME","rows":[{"insurer_number":"990010"}]}"#;
    let file = row.replace("NAME", name);
    let sha256 = "0000000000000000000000000000000000000000000000000000000000000000";
    let with = |file: &str, attachment: &str, media: &str| {
        let attached = format!(r#"{{"name":"{attachment}","media_type":"{media}","size":1,"sha256":"{sha256}"}}"#);
        format!(r#"{{"files":[{file}],"attachments":[{attached}]}}"#)
    };
    fs::write(folder.path().join("a.pdf"), "%").unwrap();
    for (json, given, code, at) in [
        (with(&file, "a.pdf", "application/pdf"), false, cplink::Code::InvalidArgument, "a.pdf"),
        (with(&file, "a.pdf", "application/pdf"), true, cplink::Code::AttachmentDiffers, "a.pdf"),
        (with(&file, "a.pdf", "image/jpeg"), true, cplink::Code::JsonForm, "a.pdf"),
        (with(&file, "b.pdf", "application/pdf"), true, cplink::Code::FileRead, "b.pdf"),
        (with(&file, "../a.pdf", "application/pdf"), true, cplink::Code::FileName, "../a.pdf"),
        (with(&file, "a.csv", "text/csv"), true, cplink::Code::JsonForm, "a.csv"),
        (row.replace("NAME", "../x.CSV"), true, cplink::Code::FileName, "../x.CSV"),
        (file.replace("990010", "\u{1F600}"), true, cplink::Code::Unmappable, name),
    ] {
        let mut unit = empty_unit();
        unit.add_csv("kept.csv", b"".to_vec());
        let error = unit.add_json(json.as_bytes(), given.then(|| folder.path())).unwrap_err();
        assert_eq!((error.code(), error.at().file.as_deref()), (code, Some(at)), "{json}");
        assert!(unit.csv().len() == 1 && unit.attachments().is_empty());
    }
    // A file without a name gets its standard one.
    let mut unit = empty_unit();
    unit.add_json(row.replace(r#""name":"NAME","#, "").as_bytes(), None).unwrap();
    assert_eq!(unit.csv()[0].name, name);
    // What JSON cannot say is refused, not left out.
    unit.add_attachment("c.pdf", b"no PDF".to_vec());
    let error = unit.to_json().unwrap_err();
    assert_eq!((error.code(), error.at().file.as_deref()), (cplink::Code::AttachmentKind, Some("c.pdf")));
    let mut unit = empty_unit();
    unit.add_attachment("d.pdf", folder.path().join("d.pdf"));
    let error = unit.to_json().unwrap_err();
    assert_eq!((error.code(), error.at().file.as_deref()), (cplink::Code::FileRead, Some("d.pdf")));
    let mut unit = empty_unit();
    unit.add_csv("readme.csv", b"".to_vec());
    assert_eq!(unit.to_json().unwrap_err().code(), cplink::Code::FileName);
}

#[test]
fn no_byte_is_lost_in_json() {
    let schema = schema();
    // User-defined, NEC's and IBM's code of one character, no text at all, surplus and missing columns.
    let rows = b"202407,990010,0000000101,20250101\r\n202407,\xF0\x40\xED\x40\xFA\x5C,\x81,1,\"a\r\nb\",\xF9\xFC\r\n202407,99\r\n";
    for bytes in [rows.to_vec(), "\u{FEFF}202407,990010,日本\u{1F600},20250101,x\r\n".as_bytes().to_vec()] {
        let table = read(Kind::Dltkihon, bytes).unwrap().table;
        let json = json::write_table(&table);
        let shown: Value = serde_json::from_slice(&json).unwrap();
        assert!(schema.is_valid(&shown), "{:?}", schema.iter_errors(&shown).next());
        let again = json::read_table(&json).unwrap();
        assert_eq!(again.encoding(), table.encoding());
        assert_eq!(again.len(), table.len());
        for (new, old) in again.rows().zip(table.rows()) {
            assert_eq!(new.len(), old.len());
        }
        // The rows' own form, quotes and line ends aside.
        let canonical = |table: &Table| write(table, CsvStyle::Canonical).map(|(bytes, _)| bytes).map_err(|e| e.code());
        assert_eq!(canonical(&again), canonical(&table));
        assert_eq!(json::write_table(&again), json);
    }
}

#[test]
fn json_that_is_not_of_the_form_is_refused_without_a_word_of_its_values() {
    for wrong in [
        "",
        "[]",
        "{}",
        r#"{"kind": "UPPLAN", "rows": [{"insured": "秘密"}]}"#,
        r#"{"kind": "UPPLAN", "rows": [{"units": 1.5}]}"#,
        r#"{"kind": "UPPLAN", "rows": [{"units": true}]}"#,
        r#"{"kind": "UPPLAN", "rows": [{"units": {"cp932": "8"}}]}"#,
        r#"{"kind": "UPPLAN", "rows": [{"units": {"utf8": "81"}}]}"#,
        r#"{"kind": "UPPLAN", "rows": [{"units": "1", "units": "2"}]}"#,
        r#"{"kind": "秘密", "rows": []}"#,
        r#"{"kind": "UP3KYO", "version": "202208", "rows": []}"#,
        r#"{"kind": "UPPLAN", "version": "202208", "rows": [{"tais_code": "1"}]}"#,
        r#"{"kind": "UPPLAN", "rows": [{"秘密": "1"}]}"#,
        r#"{"kind": "UPPLAN", "rows": [], "秘密": 1}"#,
    ] {
        let error = json::read_table(wrong.as_bytes()).unwrap_err();
        assert!(!format!("{error:?}").contains("秘密"), "{error:?}");
        // 第3表 is none of that version.
        let expected = if wrong.contains("UP3KYO") { cplink::Code::LayoutVersion } else { cplink::Code::JsonForm };
        assert_eq!(error.code(), expected, "{wrong}");
    }
    let many = format!(r#"{{"kind": "UPKIHON", "rows": [{}{{}}]}}"#, "{},".repeat(json::FREE_CELLS / 50));
    assert_eq!(json::read_table(many.as_bytes()).unwrap_err().code(), cplink::Code::TooLarge);
    let mut table = Table::new(Kind::Dltjsk);
    json::add_rows(&mut table, br#"{"insurer_number": "990010"}"#).unwrap();
    assert!(json::add_rows(&mut table, br#"[{"insurer_number": "1"}, {"nothing": "2"}]"#).is_err());
    assert_eq!(table.len(), 1);
    assert_eq!(table.row(0).unwrap().get("csv_version").unwrap(), "202407");
}
