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
    // What the new version asks for is still missing in the input.
    assert!(code == 1 && said.contains("row.equipment_code"), "{said}");
    assert_eq!(tree(&back), tree(&old));
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

#[test]
fn a_file_with_errors_is_converted_and_the_exit_code_says_so() {
    let temp = tempfile::tempdir().unwrap();
    let case = fixtures().join("202407/bad/field-date/files");
    let csv = fs::read_dir(&case).unwrap().next().unwrap().unwrap().path();
    let (there, back) = (temp.path().join("there.json"), temp.path().join(csv.file_name().unwrap()));
    let (code, said, _) = convert(&[text(&csv), text(&there), "--json"]);
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &said["findings"][0]["rule"]), (1, &Value::from("field.date")));
    // Nothing is lost on the way, and what is written is judged as what was read.
    let (code, said, _) = convert(&[text(&there), text(&back), "--json"]);
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &said["findings"][0]["rule"]), (1, &Value::from("field.date")));
    assert_eq!(fs::read(&back).unwrap(), fs::read(&csv).unwrap());
    let any = temp.path().join("any-name.csv");
    let (code, said, _) = convert(&[text(&there), text(&any), "--lang", "en"]);
    assert!(code == 1 && said.contains("any-name.csv row") && said.contains("[field.date]"), "{said}");
    let warned = fixtures().join("202407/bad/csv-damaged-end/files");
    assert_eq!(convert(&[text(&warned), text(&temp.path().join("warned"))]).0, 0);
}

#[test]
fn a_file_that_is_no_csv_is_not_converted_and_the_finding_says_what_it_is() {
    let temp = tempfile::tempdir().unwrap();
    for (case, rule) in [("csv-utf16", "csv.encoding"), ("csv-workbook", "csv.workbook"), ("csv-tabs", "csv.tabs")] {
        let folder = fixtures().join("202407/bad").join(case).join("files");
        let csv = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
        for input in [&csv, &folder] {
            let made = temp.path().join("made.json");
            let (code, out, error) = convert(&[text(input), text(&made)]);
            assert_eq!((code, out.as_str()), (1, ""), "{case}");
            assert!(error.contains("CPL_E_FILE_CONTENT") && error.contains(rule), "{error}");
            assert!(!made.exists());
            let (code, out, error) = convert(&[text(input), text(&made), "--json"]);
            let said: Value = serde_json::from_str(&out).unwrap();
            let finding = &said["error"]["findings"][0];
            assert_eq!((code, &finding["rule"], error.as_str()), (1, &Value::from(rule), ""));
            assert_eq!(finding["file"], csv.file_name().unwrap().to_str().unwrap());
        }
    }
}

#[test]
fn json_may_begin_with_a_byte_order_mark() {
    let temp = tempfile::tempdir().unwrap();
    let (json, made) = (temp.path().join("in.json"), temp.path().join("made.csv"));
    fs::write(&json, "\u{feff}{\"kind\": \"DLTJSK\", \"rows\": []}").unwrap();
    let (code, _, error) = convert(&[text(&json), text(&made)]);
    assert!(made.exists() && error.is_empty(), "{code} {error}");
}

#[test]
fn the_findings_of_an_error_are_shown() {
    let temp = tempfile::tempdir().unwrap();
    let of = |name: &str| {
        let path = temp.path().join("in.json");
        let rows = serde_json::json!([{ "plan_staff_name": name }]);
        let json = serde_json::json!({ "kind": "UPPLAN", "rows": rows });
        fs::write(&path, json.to_string()).unwrap();
        path
    };
    for (name, rule) in [("☓", "text.unmappable"), ("a\0b", "text.control"), ("a\rb", "text.control")] {
        let (json, made) = (of(name), temp.path().join("made.csv"));
        let (code, _, error) = convert(&[text(&json), text(&made), "--lang", "en"]);
        assert!(code == 1 && error.contains(rule) && error.contains("made.csv row 1 item 7"), "{error}");
        let (code, out, _) = convert(&[text(&json), text(&made), "--json"]);
        let said: Value = serde_json::from_str(&out).unwrap();
        let finding = &said["error"]["findings"][0];
        assert_eq!((code, &finding["rule"], &finding["row"]), (1, &Value::from(rule), &Value::from(1)));
        assert!(!made.exists());
    }
    // A radical is written as its kanji, and told.
    let made = temp.path().join("made.csv");
    let (code, out, _) = convert(&[text(&of("⻑谷川")), text(&made), "--lang", "en"]);
    assert!(made.exists() && out.contains("U+2ED1 → U+9577"), "{code} {out}");
}
