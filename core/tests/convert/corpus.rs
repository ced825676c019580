//! The fixtures: files that Python made, what they mean and what must be said of them.

use std::fs;
use std::path::PathBuf;

use cplink::convert::{CsvStyle, read, write};
use cplink::finding::{Finding, Rule};
use cplink::progress::Job;
use cplink::record::Table;
use cplink::rules;
use cplink::spec::{Kind, layout};
use cplink::unit::FileContents;
use cplink_testkit::fixtures::{contents, described, folders, json, newest as fixtures};
use serde_json::json;

#[test]
fn the_month_is_clean_and_means_what_rows_json_says() {
    let mut rows_seen = 0;
    for case in folders(&fixtures().join("month")) {
        let contents = contents(&case.join("files"));
        let expected = json(&case.join("rows.json"));
        for report in &contents.files {
            let want = expected["files"].as_array().unwrap().iter().find(|file| file["name"] == report.file).unwrap();
            let table = report.table.as_ref().unwrap();
            assert_eq!(table.kind().name(), want["kind"]);
            assert_eq!(report.version.as_deref(), want["version"].as_str());
            let want = want["rows"].as_array().unwrap();
            assert_eq!(table.len(), want.len(), "{}", report.file);
            for (row, want) in table.rows().zip(want) {
                let want = want.as_object().unwrap();
                assert_eq!(row.len(), want.len());
                for (field, value) in want {
                    assert_eq!(row.get(field).unwrap(), value.as_str().unwrap(), "{} {field}", report.file);
                }
                rows_seen += 1;
            }
        }
        assert_eq!(contents.files.len(), expected["files"].as_array().unwrap().len());
        let report = rules::check(&contents, &mut Job::new()).unwrap();
        let found: Vec<_> = report.all_findings().map(described).collect();
        assert_eq!(json!(found), json(&case.join("findings.json"))["findings"], "{}", case.display());
        assert!(report.unit_kind.is_some());
    }
    assert!(rows_seen > 400, "only {rows_seen} rows were compared");
}

#[test]
fn every_unit_is_the_one_the_manifest_names() {
    let manifest = json(&fixtures().join("month/manifest.json"));
    for message in manifest["messages"].as_array().unwrap() {
        let contents = contents(&fixtures().join("month").join(message["dir"].as_str().unwrap()).join("files"));
        let report = rules::check(&contents, &mut Job::new()).unwrap();
        assert_eq!(report.unit_kind.unwrap().token(), message["unit"]);
    }
}

fn all_csv() -> Vec<(Kind, PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for case in folders(&fixtures().join("month")).into_iter().chain(folders(&fixtures().join("bad"))) {
        for entry in fs::read_dir(case.join("files")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if let Some(report) = FileContents::read(&name, fs::read(&path).unwrap()).unwrap().table {
                files.push((report.kind(), path.clone(), fs::read(&path).unwrap()));
            }
        }
    }
    files
}

/// The same rows, set anew field by field as a host would.
fn rebuilt(table: &Table) -> Table {
    let mut copy = Table::new(table.kind());
    for row in table.rows() {
        let index = copy.push();
        for (column, field) in layout(table.kind()).fields.iter().enumerate() {
            copy.set(index, field.id, row.text(column).unwrap()).unwrap();
        }
    }
    copy
}

#[test]
fn an_unchanged_file_is_written_back_byte_for_byte() {
    for (kind, path, bytes) in all_csv() {
        let table = read(kind, bytes.clone()).unwrap().table;
        assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, bytes, "{}", path.display());
    }
}

#[test]
fn rows_set_anew_give_the_bytes_that_python_wrote() {
    let mut files = 0;
    for case in folders(&fixtures().join("month")) {
        for report in contents(&case.join("files")).files {
            let golden = fs::read(case.join("files").join(&report.file)).unwrap();
            let table = report.table.unwrap();
            let (canonical, findings) = write(&table, CsvStyle::Canonical).unwrap();
            assert_eq!(canonical, golden, "{}", report.file);
            let (anew, more) = write(&rebuilt(&table), CsvStyle::AsRead).unwrap();
            assert_eq!(anew, golden, "{}", report.file);
            assert!(findings.is_empty() && more.is_empty());
            files += 1;
        }
    }
    assert!(files > 25);
}

#[test]
fn a_changed_field_leaves_the_other_bytes() {
    let case = fixtures().join("month/01-care-plan");
    let report =
        contents(&case.join("files")).files.into_iter().find(|report| report.kind() == Some(Kind::Up2kyo)).unwrap();
    let golden = fs::read(case.join("files").join(&report.file)).unwrap();
    let mut table = report.table.unwrap();
    table.set(1, "frequency", "週3回").unwrap();
    let (written, _) = write(&table, CsvStyle::AsRead).unwrap();
    let again = read(Kind::Up2kyo, written.clone()).unwrap().table;
    assert_eq!(again.row(1).unwrap().get("frequency").unwrap(), "週3回");
    let old = read(Kind::Up2kyo, golden).unwrap().table;
    for (index, (new, old)) in again.rows().zip(old.rows()).enumerate() {
        for (column, field) in layout(Kind::Up2kyo).fields.iter().enumerate() {
            if (index, field.id) != (1, "frequency") {
                assert_eq!(new.bytes(column), old.bytes(column));
            }
        }
    }
}

#[test]
fn the_csv_crate_sees_the_same_cells() {
    for (kind, path, bytes) in all_csv() {
        if ["csv-header", "csv-bom", "csv-quote-open", "csv-quote-text"]
            .iter()
            .any(|case| path.to_str().unwrap().contains(case))
        {
            continue; // No records, or what the csv crate closes without a word.
        }
        let file = read(kind, bytes.clone()).unwrap();
        // What is no row to us, and what is no CSV, is one to the crate.
        let of_shape = [
            Rule::CsvDamagedEnd,
            Rule::CsvSurplusBytes,
            Rule::CsvSepLine,
            Rule::CsvTitleLine,
            Rule::CsvHeaderAgain,
            Rule::CsvOtherLine,
            Rule::CsvFormulaGuard,
            Rule::FieldTextMark,
            Rule::CsvNulBlock,
        ];
        let is_odd = |finding: &Finding| finding.rule().is_of_foreign_file() || of_shape.contains(&finding.rule());
        if file.findings.iter().any(is_odd) {
            continue;
        }
        let table = file.table;
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
        let records: Vec<csv::ByteRecord> = reader.into_byte_records().map(Result::unwrap).collect();
        assert_eq!(records.len(), table.len(), "{}", path.display());
        for (record, row) in records.iter().zip(table.rows()) {
            assert_eq!(record.len(), row.len());
            for (column, cell) in record.iter().enumerate() {
                assert_eq!(cell, row.bytes(column).as_ref(), "{}", path.display());
            }
        }
    }
}

#[test]
fn a_record_is_never_taken_for_a_header() {
    let office = "9970000012";
    let row = format!("x,y,0000000101,202510,{office},11\r\n");
    let file = read(Kind::Dltjsk, row.into_bytes()).unwrap();
    assert_eq!(file.table.len(), 1);
    assert!(!file.findings.is_empty());
    let header = "CSVバージョン,保険者番号,被保険者番号,削除対象年月,サービス事業者コード,サービス種類コード\r\n";
    let mut bytes = Vec::new();
    cplink::text::encode(header, &mut bytes, |_| {}).unwrap();
    assert_eq!(read(Kind::Dltjsk, bytes).unwrap().table.len(), 0);
}

#[test]
fn another_version_is_kept_but_never_made() {
    let bytes = b"202410,990010,0000000101,202510,9970000111,11\r\n".to_vec();
    let mut table = read(Kind::Dltjsk, bytes.clone()).unwrap().table;
    assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, bytes);
    let error = write(&table, CsvStyle::Canonical).unwrap_err();
    assert_eq!(error.code(), cplink::Code::LayoutVersion);
    assert_eq!((error.at().row, error.at().item_number), (Some(1), Some(1)));
    table.set(0, "insurer_number", "990011").unwrap();
    assert_eq!(write(&table, CsvStyle::AsRead).unwrap_err().code(), cplink::Code::LayoutVersion);
    table.set(0, "csv_version", "202407").unwrap();
    assert!(write(&table, CsvStyle::AsRead).is_ok());
}
