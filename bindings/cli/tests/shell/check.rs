//! `cplink check` from outside: exit codes and JSON, over the whole corpus.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::kit::{call, cplink, fixtures, run};

fn edition() -> PathBuf {
    fixtures().join("202407")
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<_> = fs::read_dir(parent).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn check(arguments: &[&str]) -> (i32, String) {
    let said = run(cplink().arg("check").args(arguments));
    (said.code, said.out)
}

fn check_json(arguments: &[&str]) -> (i32, Value) {
    let (code, text) = check(&[arguments, &["--json"]].concat());
    (code, serde_json::from_str(&text).unwrap())
}

/// The findings as the fixtures describe them.
fn findings_of(found: &Value) -> Vec<Value> {
    let described = |finding: &Value| {
        for key in ["message_ja", "message_en", "remedy_ja", "remedy_en", "clause"] {
            assert!(!finding[key].as_str().unwrap().is_empty());
        }
        assert!(finding.as_object().unwrap().contains_key("field"));
        let pick = |key: &str| finding[key].clone();
        json!({ "rule": pick("rule"), "severity": pick("severity"), "file": pick("file"),
                "row": pick("row"), "item_number": pick("item_number") })
    };
    found["findings"].as_array().unwrap().iter().map(described).collect()
}

#[test]
fn every_bad_case_gives_its_finding_and_exit_code() {
    for case in folders(&edition().join("bad")) {
        let expected: Value = serde_json::from_slice(&fs::read(case.join("case.json")).unwrap()).unwrap();
        let mut files: Vec<String> = fs::read_dir(case.join("files"))
            .unwrap()
            .map(|entry| entry.unwrap().path().to_str().unwrap().to_owned())
            .collect();
        files.sort();
        let mut arguments: Vec<&str> = files.iter().map(String::as_str).collect();
        if expected["unit"] == true {
            arguments.push("--unit");
        }
        let (code, found) = check_json(&arguments);
        assert_eq!(json!(findings_of(&found)), expected["expect"], "{}", case.display());
        let is_error = expected["expect"].as_array().unwrap().iter().any(|finding| finding["severity"] == "error");
        assert_eq!(code, i32::from(is_error), "{}", case.display());
        assert_eq!(found["ok"], !is_error);
        assert_eq!(found["files"].as_array().unwrap().len(), files.len());
    }
}

#[test]
fn the_month_passes_folder_by_folder() {
    for case in folders(&edition().join("month")) {
        let (code, found) = check_json(&[case.join("files").to_str().unwrap()]);
        let expected: Value = serde_json::from_slice(&fs::read(case.join("findings.json")).unwrap()).unwrap();
        assert_eq!((code, json!(findings_of(&found))), (0, expected["findings"].clone()), "{}", case.display());
        let rows: Value = serde_json::from_slice(&fs::read(case.join("rows.json")).unwrap()).unwrap();
        for file in rows["files"].as_array().unwrap() {
            let want = json!({ "name": file["name"], "kind": file["kind"], "version": "202407",
                               "rows": file["rows"].as_array().unwrap().len() });
            assert!(found["files"].as_array().unwrap().contains(&want), "{want}");
        }
    }
}

#[test]
fn a_unit_for_another_office_is_told_where_ones_own_is_named() {
    let folder = edition().join("month/01-care-plan/files");
    let folder = folder.to_str().unwrap();
    for own in ["9970000012", "9970000111"] {
        assert_eq!(check(&[folder, "--office", own]).0, 0, "{own}");
    }
    let (code, found) = check_json(&[folder, "--office", "9970000509"]);
    let rules: Vec<&Value> = found["findings"].as_array().unwrap().iter().map(|finding| &finding["rule"]).collect();
    assert_eq!((code, rules), (1, vec![&json!("unit.not_addressed")]));
    assert_eq!(check(&[folder, "--office", "997"]).0, 2, "no office number");
}

#[test]
fn a_folder_of_units_is_checked_in_the_order_of_their_serials() {
    // The folders of the month hold descriptions beside the files; they are no units.
    let (code, found) = check_json(&[edition().join("month").to_str().unwrap()]);
    assert_eq!((code, &found["ok"]), (0, &json!(true)));
    let units = found["units"].as_array().unwrap();
    assert_eq!(units.len(), 15);
    let serials: Vec<&str> = units.iter().filter_map(|unit| unit["serial"].as_str()).collect();
    assert!(serials.is_sorted() && serials.len() == 14, "{serials:?}");
    assert_eq!((units[0]["unit"].as_str(), units[14]["unit"].as_str()), (Some("care_plan"), Some("attachments")));
    let rules: Vec<&str> =
        found["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["table.other_offices"; 3]);
}

#[test]
fn units_are_checked_against_each_other() {
    for case in folders(&edition().join("series")) {
        let expected: Value = serde_json::from_slice(&fs::read(case.join("case.json")).unwrap()).unwrap();
        let expected = expected["expect"].as_array().unwrap();
        let (code, found) = check_json(&[case.to_str().unwrap()]);
        let findings = findings_of(&found);
        assert_eq!(findings.len(), expected.len(), "{}: {findings:?}", case.display());
        assert!(expected.iter().all(|finding| findings.contains(finding)), "{}: {findings:?}", case.display());
        let is_error = expected.iter().any(|finding| finding["severity"] == "error");
        assert_eq!(code, i32::from(is_error), "{}", case.display());
        assert_eq!(found["units"].as_array().unwrap().len(), folders(&case).len());
    }
    // Two folders named one by one are a series, too.
    let case = edition().join("series/name-collides");
    let (one, two) = (case.join("1"), case.join("2"));
    let (code, found) = check_json(&[two.to_str().unwrap(), one.to_str().unwrap()]);
    assert_eq!((code, found["findings"][0]["rule"].as_str()), (1, Some("series.name_collides")));
    assert!(found["findings"][0]["folder"].as_str().unwrap().ends_with("name-collides/1"), "{found}");
}

#[test]
fn ways_of_writing_met_in_the_field_are_told() {
    for case in folders(&edition().join("semantic")) {
        let expected: Value = serde_json::from_slice(&fs::read(case.join("case.json")).unwrap()).unwrap();
        if expected["unit"] != true && expected["series"].is_null() {
            continue; // A file without its unit: the core's tests read it.
        }
        let (_, found) = check_json(&[case.to_str().unwrap()]);
        let mut findings: Vec<String> = findings_of(&found).iter().map(Value::to_string).collect();
        let mut expected: Vec<String> = expected["expect"].as_array().unwrap().iter().map(Value::to_string).collect();
        findings.sort();
        expected.sort();
        assert_eq!(findings, expected, "{}", case.display());
    }
}

/// Files of two units in one folder are two units; what has no serial goes with neither.
#[test]
fn a_folder_may_hold_several_units() {
    let folder = tempfile::tempdir().unwrap();
    for unit in ["month/03-slip-day-care", "month/06-withdrawal-day-care"] {
        for entry in fs::read_dir(edition().join(unit).join("files")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    let (code, found) = check_json(&[folder.path().to_str().unwrap()]);
    assert_eq!(code, 0);
    let units: Vec<_> = found["units"].as_array().unwrap().iter().map(|unit| unit["unit"].as_str().unwrap()).collect();
    assert_eq!(units, ["usage_slip", "usage_slip_deletion"]);
    fs::write(folder.path().join("note.pdf"), b"%PDF-1.4").unwrap();
    let (_, found) = check_json(&[folder.path().to_str().unwrap()]);
    assert_eq!(found["units"][2]["files"], json!(["note.pdf"]));
    assert_eq!(found["units"][2]["serial"], Value::Null);
}

#[test]
fn people_are_told_in_both_languages() {
    let case = edition().join("bad/field-length/files");
    let (code, japanese) = check(&[case.to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(japanese.contains("「サービス事業者コード」の長さが規定（10文字）と異なります。"), "{japanese}");
    let (_, english) = check(&[case.to_str().unwrap(), "--lang", "en"]);
    assert!(english.contains("[field.length]"), "{english}");
    let (_, help) = check(&["--help"]);
    assert!(help.contains("使い方: cplink check") && help.contains("ファイル連番"), "{help}");
}

#[test]
fn what_is_not_usable_is_exit_code_2() {
    assert_eq!(check(&["/no/such/file.CSV"]).0, 2);
    assert_eq!(check(&[]).0, 2);
    let empty = tempfile::tempdir().unwrap();
    let said = call(["check", empty.path().to_str().unwrap(), "--lang", "en"]);
    assert_eq!(said.code, 2);
    assert!(
        said.error.contains("There is no CSV, PDF or JPEG file.") && !said.error.contains("vendor"),
        "{}",
        said.error
    );
    assert!(said.error.contains(empty.path().to_str().unwrap()), "{}", said.error);
}
