//! `relay-mock check` from outside: exit codes and JSON, over the whole corpus.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec-fixtures/202407")
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<_> = fs::read_dir(parent).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn check(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_relay-mock")).arg("check").args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

fn check_json(arguments: &[&str]) -> (i32, Value) {
    let (code, text) = check(&[arguments, &["--json"]].concat());
    (code, serde_json::from_str(&text).unwrap())
}

#[test]
fn every_bad_case_gives_its_finding_and_exit_code() {
    for case in folders(&fixtures().join("bad")) {
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
        let findings: Vec<Value> = found["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| {
                for key in ["message_ja", "message_en", "remedy_ja"] {
                    assert!(!finding[key].as_str().unwrap().is_empty());
                }
                assert!(finding.as_object().unwrap().contains_key("field"));
                let pick = |key: &str| finding[key].clone();
                json!({ "rule": pick("rule"), "severity": pick("severity"), "file": pick("file"),
                        "row": pick("row"), "column": pick("column") })
            })
            .collect();
        assert_eq!(json!(findings), expected["expect"], "{}", case.display());
        let is_error = expected["expect"].as_array().unwrap().iter().any(|finding| finding["severity"] == "error");
        assert_eq!(code, i32::from(is_error), "{}", case.display());
        assert_eq!(found["ok"], !is_error);
        assert_eq!(found["files"].as_array().unwrap().len(), files.len());
    }
}

#[test]
fn the_month_passes_folder_by_folder() {
    for case in folders(&fixtures().join("month")) {
        let (code, found) = check_json(&[case.join("files").to_str().unwrap()]);
        assert_eq!((code, &found["findings"]), (0, &json!([])), "{}", case.display());
        let rows: Value = serde_json::from_slice(&fs::read(case.join("rows.json")).unwrap()).unwrap();
        for file in rows["files"].as_array().unwrap() {
            let want = json!({ "name": file["name"], "kind": file["kind"], "version": "202407",
                               "rows": file["rows"].as_array().unwrap().len() });
            assert!(found["files"].as_array().unwrap().contains(&want), "{want}");
        }
    }
}

#[test]
fn people_are_told_in_both_languages() {
    let case = fixtures().join("bad/field-length/files");
    let (code, japanese) = check(&[case.to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(japanese.contains("「サービス事業者コード」の長さが定め（10文字）と違います。"), "{japanese}");
    let (_, english) = check(&[case.to_str().unwrap(), "--lang", "en"]);
    assert!(english.contains("[field.length]"), "{english}");
}

#[test]
fn what_is_not_usable_is_exit_code_2() {
    assert_eq!(check(&["/no/such/file.CSV"]).0, 2);
    assert_eq!(check(&[]).0, 2);
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(check(&[empty.path().to_str().unwrap()]).0, 2);
}
