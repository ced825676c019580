//! `cplink convert` from outside.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::kit::{cplink, fixtures, run, tree};

/// Exit code, what it said, and what it said of faults.
fn convert(arguments: &[&str]) -> (i32, String, String) {
    let said = run(cplink().arg("convert").args(arguments));
    (said.code, said.out, said.error)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn csv_to_json_and_back_is_the_same_file() {
    let temp = tempfile::tempdir().unwrap();
    for case in ["202407/month/01-care-plan", "202208/month/02-slip-home-help"] {
        for (name, bytes) in tree(&fixtures().join(case).join("files")) {
            if !name.ends_with(".CSV") {
                continue;
            }
            let source = fixtures().join(case).join("files").join(&name);
            let (there, back) = (temp.path().join(&name).with_extension("json"), temp.path().join(&name));
            assert_eq!(convert(&[text(&source), text(&there)]).0, 0);
            assert_eq!(json(&there)["name"], name);
            assert_eq!(convert(&[text(&there), text(&back)]).0, 0);
            assert_eq!(fs::read(&back).unwrap(), bytes, "{name}");
        }
    }
}

#[test]
fn a_folder_is_the_fixture_s_rows_json() {
    let temp = tempfile::tempdir().unwrap();
    for case in ["202407/month/02-slip-home-help", "202208/month/01-care-plan"] {
        let case = fixtures().join(case);
        let made = temp.path().join(case.file_name().unwrap()).with_extension("json");
        assert_eq!(convert(&[text(&case.join("files")), text(&made)]).0, 0);
        let by_name = |value: Value| {
            let mut files = value["files"].as_array().unwrap().clone();
            files.sort_by_key(|file| file["name"].to_string());
            files
        };
        assert_eq!(by_name(json(&made)), by_name(json(&case.join("rows.json"))));
        let back = temp.path().join("back");
        assert_eq!(convert(&[text(&made), text(&back)]).0, 0);
        assert_eq!(tree(&back), tree(&case.join("files")));
        fs::remove_dir_all(back).unwrap();
    }
}

#[test]
fn a_unit_of_the_third_edition_is_translated_there_and_back() {
    let temp = tempfile::tempdir().unwrap();
    let old = fixtures().join("202208/month/04-slip-rental/files");
    let (new, back) = (temp.path().join("new"), temp.path().join("back"));
    let (code, _, error) = convert(&[text(&old), text(&new), "--version", "202407", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(error.contains("--sender-type") && !new.exists(), "{error}");
    let types = ["--sender-type", "43", "--receiver-type", "17"];
    let up = [&[text(&old), text(&new), "--version", "202407"][..], &types].concat();
    let (code, said, _) = convert(&up);
    assert_eq!(code, 1, "rental rows need a TAIS code: {said}");
    assert!(said.contains("「TAISコード」は空欄にできません。"), "{said}");
    assert!(tree(&new).iter().all(|(name, _)| name.contains("_43_") && name.contains("_17_")));
    let (code, said, _) = convert(&[text(&new), text(&back), "--version", "202208", "--lang", "en"]);
    assert_eq!((code, tree(&back)), (0, tree(&old)), "{said}");
    assert!(said.contains("csv_version was set"), "{said}");
}

#[test]
fn lowering_tells_what_is_lost() {
    let temp = tempfile::tempdir().unwrap();
    let slip = fixtures().join("202407/month/04-slip-rental/files");
    let (code, said, _) = convert(&[text(&slip), text(&temp.path().join("old")), "--version", "202208", "--json"]);
    assert_eq!(code, 1);
    let said: Value = serde_json::from_str(&said).unwrap();
    let table_6 =
        said["files"].as_array().unwrap().iter().find(|file| file["name"].as_str().unwrap().starts_with("UPPLAN"));
    let remarks = table_6.unwrap()["remarks"].as_array().unwrap();
    let dropped: Vec<_> = remarks.iter().filter(|remark| remark["change"] == "dropped").collect();
    assert!(
        dropped.iter().any(|remark| remark["field"] == "tais_code" && !remark["rows"].as_array().unwrap().is_empty())
    );
    // 第3表 goes as a whole.
    let plan = fixtures().join("202407/month/01-care-plan/files");
    let (code, said, _) = convert(&[text(&plan), text(&temp.path().join("plan")), "--version", "202208"]);
    assert_eq!(code, 1);
    assert!(said.contains("変換先にない種類のため、除外しました。"), "{said}");
    assert!(tree(&temp.path().join("plan")).iter().all(|(name, _)| !name.starts_with("UP3KYO")));
    assert!(tree(&temp.path().join("plan")).iter().any(|(name, _)| name.ends_with(".pdf")));
}

#[test]
fn nothing_is_overwritten_and_no_name_leads_elsewhere() {
    let temp = tempfile::tempdir().unwrap();
    let source = fixtures().join("202407/month/06-withdrawal-day-care/files");
    let csv = fs::read_dir(&source).unwrap().next().unwrap().unwrap().path();
    let made = temp.path().join("made.json");
    assert_eq!(convert(&[text(&csv), text(&made)]).0, 0);
    let before = fs::read(&made).unwrap();
    let (code, _, error) = convert(&[text(&csv), text(&made)]);
    assert!(code == 2 && error.contains("--force") && error.contains("made.json"), "{error}");
    assert_eq!(fs::read(&made).unwrap(), before);
    assert_eq!(convert(&[text(&csv), text(&made), "--force"]).0, 0);
    let evil = temp.path().join("evil.json");
    fs::write(&evil, r#"{"files": [{"name": "../UPPLAN.CSV", "kind": "UPPLAN", "rows": [{}]}]}"#).unwrap();
    assert_eq!(convert(&[text(&evil), text(&temp.path().join("out"))]).0, 2);
    assert!(!temp.path().join("UPPLAN.CSV").exists());
    let odd = temp.path().join("odd.csv");
    fs::copy(&csv, &odd).unwrap();
    assert_eq!(convert(&[text(&odd), text(&temp.path().join("odd.json"))]).0, 2, "its name does not show the kind");
    assert_eq!(convert(&[text(&odd), text(&temp.path().join("odd.json")), "--kind", "DLTPLAN"]).0, 0);
    let (code, _, error) = convert(&[text(&odd), text(&temp.path().join("x.json")), "--version", "202504"]);
    assert!(code == 2 && error.contains("202208, 202407 のどれか"), "{error}");
    assert_eq!(
        tree(temp.path()).into_iter().filter(|(name, _)| name.contains("part")).count(),
        0,
        "nothing half is left"
    );
}

#[test]
fn a_name_of_another_ending_is_no_folder() {
    let temp = tempfile::tempdir().unwrap();
    let source = fixtures().join("202407/month/06-withdrawal-day-care/files");
    let csv = fs::read_dir(&source).unwrap().next().unwrap().unwrap().path();
    let out = temp.path().join("out.xlsx");
    let (code, _, error) = convert(&[text(&csv), text(&out), "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(error.contains("out.xlsx: ") && error.contains(".csv or .json"), "{error}");
    assert!(!out.exists());
    // A folder that is there may be called anything; what is in it is not overwritten, and nothing beside it.
    fs::create_dir(&out).unwrap();
    assert_eq!(convert(&[text(&source), text(&out)]).0, 0);
    assert_eq!(tree(&out), tree(&source));
    fs::remove_dir_all(&out).unwrap();
    let plan = fixtures().join("202407/month/02-slip-home-help/files");
    fs::create_dir(&out).unwrap();
    let name = tree(&plan)[2].0.clone();
    fs::write(out.join(&name), "mine").unwrap();
    let (code, _, error) = convert(&[text(&plan), text(&out)]);
    assert!(code == 2 && error.contains(&name) && error.contains("--force"), "{error}");
    assert_eq!(tree(&out), [(name, b"mine".to_vec())], "not one file of the unit was written");
}

#[test]
fn a_fault_of_the_input_names_the_file_and_what_the_user_can_do() {
    let temp = tempfile::tempdir().unwrap();
    let (broken, other) = (temp.path().join("broken.json"), temp.path().join("other.csv"));
    fs::write(&broken, "{").unwrap();
    let (code, _, error) = convert(&[text(&broken), text(&temp.path().join("out.csv"))]);
    assert!(code == 2 && error.contains("broken.json: JSONファイルの内容"), "{error}");
    assert!(!error.contains("提供元"), "{error}");
    fs::write(&other, "202407\r\n").unwrap();
    let (_, out, _) = convert(&[text(&other), text(&temp.path().join("out.json")), "--kind", "UPPLAN"]);
    assert!(out.starts_with("other.csv 1行目: "), "{out}");
}
