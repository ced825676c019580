//! `cplink diff` from outside.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::kit::{cplink, fixtures, run};

fn files(case: &str) -> PathBuf {
    fixtures().join(case).join("files")
}

fn verb(command: &str, arguments: &[&str]) -> (i32, String) {
    let said = run(cplink().arg(command).args(arguments));
    (said.code, said.out)
}

fn diff(a: &Path, b: &Path, more: &[&str]) -> (i32, String) {
    verb("diff", &[&[a.to_str().unwrap(), b.to_str().unwrap()], more].concat())
}

#[test]
fn a_changed_slip_is_told_in_words() {
    let (old, new) = (files("202407/month/02-slip-home-help"), files("202407/month/05-slip-home-help-changed"));
    let (code, said) = diff(&old, &new, &[]);
    assert_eq!(code, 1);
    assert!(said.contains("様（被保険者番号 0000000101）"), "{said}");
    assert!(said.contains("第6表（サービス利用票）予定情報"), "{said}");
    assert!(
        said.lines().any(|line| line.contains("追加 ヘルパーステーション架空の森 訪問介護 11")
            && line.contains("10月")
            && line.contains("単位")),
        "{said}"
    );
    // 架空 is not named in the newer slip: her services are not cancelled.
    let (_, of_aki) = said.split_once("様（被保険者番号 0000000101）").unwrap();
    let of_aki = of_aki.split("様（").next().unwrap();
    assert!(of_aki.contains("取下げではありません") && !of_aki.contains("取消"), "{of_aki}");
    assert!(said.contains("変更 合計 ") && said.contains("訪問介護 小計 "), "{said}");
    let (_, english) = diff(&old, &new, &["--lang", "en"]);
    assert!(english.contains("added ヘルパーステーション架空の森") && english.contains("2025-10-"), "{english}");
    // The other way round, what was added is taken away.
    let (_, back) = diff(&new, &old, &[]);
    assert!(back.contains("取消 ヘルパーステーション架空の森") && back.contains("追加 ㈲ポプラ例示レンタル"), "{back}");
}

#[test]
fn each_change_has_its_rows_and_values_as_json() {
    let (old, new) = (files("202407/month/02-slip-home-help"), files("202407/month/05-slip-home-help-changed"));
    let (code, said) = diff(&old, &new, &["--json"]);
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &said["same"]), (1, &Value::Bool(false)));
    let changes = said["changes"].as_array().unwrap();
    let added = changes.iter().find(|change| change["what"] == "added" && change["kind"] == "UPPLAN").unwrap();
    assert_eq!((&added["row_a"], &added["user_in_both"]), (&Value::Null, &Value::Bool(true)));
    assert!(
        added["row_b"].as_u64().unwrap() > 0 && added["record"]["service_date"].as_str().unwrap().starts_with("202510")
    );
    let changed = changes.iter().find(|change| change["what"] == "changed" && change["kind"] == "UPSIKYU").unwrap();
    assert!(changed["fields"].as_array().unwrap().iter().all(|field| field["old"] != field["new"]));
}

#[test]
fn a_number_that_two_insurers_gave_is_that_of_two_people() {
    let slip = files("202407/month/02-slip-home-help");
    let temp = tempfile::tempdir().unwrap();
    let [old, new] = ["old.json", "new.json"].map(|name| temp.path().join(name));
    assert_eq!(verb("convert", &[slip.to_str().unwrap(), old.to_str().unwrap()]).0, 0);
    // The first two people of the slip get one number, as of two insurers.
    let mut unit: Value = serde_json::from_str(&fs::read_to_string(&old).unwrap()).unwrap();
    let mut rows: Vec<&mut Value> = unit["files"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .flat_map(|file| file["rows"].as_array_mut().unwrap())
        .collect();
    let numbers: std::collections::BTreeSet<String> =
        rows.iter().map(|row| row["insured_person_number"].as_str().unwrap().to_owned()).collect();
    let [one, other] = [0, 1].map(|at| numbers.iter().nth(at).unwrap().clone());
    for row in rows.iter_mut().filter(|row| row["insured_person_number"] == other) {
        row["insured_person_number"] = one.clone().into();
        row["insurer_number"] = "990028".into();
    }
    fs::write(&old, unit.to_string()).unwrap();
    let named = |unit: &Value, insurer: &str| {
        let files = unit["files"].as_array().unwrap().iter();
        let rows = files.filter(|file| file["kind"] == "UPHOSOKU").flat_map(|file| file["rows"].as_array().unwrap());
        let mut own = rows.filter(|row| row["insured_person_number"] == one && row["insurer_number"] == insurer);
        own.next().unwrap()["user_name"].as_str().unwrap().to_owned()
    };
    let (name, wrong) = (named(&unit, "990010"), named(&unit, "990028"));
    let files = unit["files"].as_array_mut().unwrap();
    let plan = files.iter_mut().find(|file| file["kind"] == "UPPLAN").unwrap();
    let rows = plan["rows"].as_array_mut().unwrap();
    let row = rows.iter_mut().find(|row| row["insured_person_number"] == one && row["insurer_number"] == "990010");
    row.unwrap()["service_count"] = "7".into();
    fs::write(&new, unit.to_string()).unwrap();
    let (code, said) = diff(&old, &new, &[]);
    assert_eq!(code, 1);
    assert!(said.starts_with(&format!("{name} 様（被保険者番号 {one}、保険者番号 990010）")), "{said}");
    assert!(!said.contains(&wrong), "{said}");
    let (_, json) = diff(&old, &new, &["--json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["changes"][0]["user_name"], name);
}

#[test]
fn the_same_slip_for_another_provider_or_written_anew_has_no_difference() {
    let slip = files("202407/month/02-slip-home-help");
    assert_eq!(diff(&slip, &slip, &[]), (0, "違いはありません。\n".to_owned()));
    let temp = tempfile::tempdir().unwrap();
    let json = temp.path().join("slip.json");
    assert_eq!(verb("convert", &[slip.to_str().unwrap(), json.to_str().unwrap()]).0, 0);
    assert_eq!(diff(&slip, &json, &["--lang", "en"]), (0, "There is no difference.\n".to_owned()));
    let table_6 = fs::read_dir(&slip).unwrap().map(|entry| entry.unwrap().path());
    let table_6 = table_6.into_iter().find(|path| path.to_str().unwrap().contains("UPPLAN")).unwrap();
    let (code, said) = diff(&slip, &table_6, &[]);
    assert_eq!(code, 1);
    assert!(said.contains("古い方だけにあります"), "{said}");
}

#[test]
fn the_third_edition_is_compared_with_the_fourth_by_field() {
    let (code, said) = diff(&files("202208/month/02-slip-home-help"), &files("202208/d-32"), &[]);
    assert_eq!((code, said.as_str()), (0, "違いはありません。\n"));
    assert_eq!(diff(Path::new("/no/such/folder"), &files("202208/d-32"), &[]).0, 2);
}

#[test]
fn the_changes_are_pages_on_demand() {
    let temp = tempfile::tempdir().unwrap();
    let out = temp.path().join("changes.html");
    let (old, new) = (files("202407/month/02-slip-home-help"), files("202407/month/05-slip-home-help-changed"));
    let (_, words) = diff(&old, &new, &[]);
    let page = |said: &str| {
        assert!(said.starts_with("<!DOCTYPE html>") && said.ends_with("</html>\n"), "{said}");
        assert!(said.contains("サービス提供票（予定）の変更") && said.contains("変更点の一覧"));
        assert!(said.contains("title=\"変更前と異なります\"") && !said.contains("title=\"予定と異なります\""));
    };
    let (code, html) = diff(&old, &new, &["--html"]);
    assert_eq!(code, 1);
    page(&html);
    // Into a file: words and JSON are as ever.
    let file = out.to_str().unwrap();
    assert_eq!(diff(&old, &new, &["--html", "--out", file]), (1, words));
    assert_eq!(fs::read_to_string(&out).unwrap(), html);
    let (code, json) = diff(&old, &new, &["--html", "--out", file, "--force", "--json"]);
    assert!(code == 1 && serde_json::from_str::<Value>(&json).unwrap()["same"] == false);
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
    // What cannot be is refused, and leaves everything as it was.
    for wrong in [
        &["--html", "--out", file][..],
        &["--html", "--json"],
        &["--html", "--out", "changes.csv"],
        &["--out", "other.html"],
        &["--force"],
    ] {
        assert_eq!(diff(&old, &new, wrong).0, 2, "{wrong:?}");
    }
    assert_eq!(fs::read_to_string(&out).unwrap(), html);
    let (code, same) = diff(&old, &old, &["--html"]);
    assert!(code == 0 && same.contains("違いはありません。") && !same.contains("の変更"), "{same}");
}

fn outcome(case: &str, more: &[&str]) -> (i32, String) {
    let case = fixtures().join("202407/results").join(case);
    diff(&case.join("plan"), &case.join("results"), more)
}

#[test]
fn a_plan_and_its_results_are_told_in_a_care_workers_words() {
    let (code, said) = outcome("absent", &[]);
    assert_eq!(code, 1);
    assert!(said.starts_with("予定と実績の比較\n架空　髙子 様（被保険者番号 0000000101） 2025年10月\n"), "{said}");
    let absent = "  未実施 デイサービス「つくりばなし」①号館 通所介護 152442 9:30～16:40 1回: 10月14日\n";
    assert!(said.contains(absent), "{said}");
    assert!(said.contains("予定13回、実績10回、未実施3回、"), "{said}");
    let (_, said) = outcome("other-code", &[]);
    assert!(
        said.contains(
            "サービス変更 ヘルパーステーション架空の森 訪問介護 111211 9:00～9:55 → 111111 9:00～9:25: 10月6日"
        ),
        "{said}"
    );
    let (_, said) = outcome("midnight", &[]);
    assert!(
        said.contains("時刻変更 ヘルパーステーション架空の森 訪問介護 111212 23:30～翌0:30 → 22:30～23:30: 10月10日"),
        "{said}"
    );
    let (_, said) = outcome("per-diem", &["--lang", "en"]);
    assert!(said.contains("other days per diem ㈲ポプラ例示レンタル") && said.contains("16-31 → 16-25"), "{said}");
    let (_, said) = outcome("partly", &[]);
    assert!(said.contains("9:00～9:55 → 12:00～12:55 1回: 10月6日"), "{said}");
    let (_, said) = outcome("odd", &[]);
    assert!(
        said.contains("回数が読み取れません") && said.contains("の2行目。利用日が対象年月の日ではありません。"),
        "{said}"
    );
    let (_, said) = outcome("dearer", &[]);
    assert!(said.contains("単位数違い") && said.contains("387 → 400"), "{said}");
    let (_, said) = outcome("users", &[]);
    assert!(
        said.contains("実績がまだ届いていません デイサービス「つくりばなし」①号館 通所介護: 10月7日、31日"),
        "{said}"
    );
    assert!(said.contains("実績にこの利用者の行がありません（利用がなかったのか、"), "{said}");
}

#[test]
fn what_was_done_as_planned_is_no_difference_whichever_side_comes_first() {
    let case = fixtures().join("202407/results/as-planned");
    let (plan, results) = (case.join("plan"), case.join("results"));
    for (one, other) in [(&plan, &results), (&results, &plan)] {
        let (code, said) = diff(one, other, &[]);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("報告のあったサービスは、すべて予定どおりです。"), "{said}");
    }
    // Monthly add-ons count once where somebody says which they are.
    assert_eq!(outcome("monthly", &[]).0, 1);
    assert_eq!(outcome("monthly", &["--monthly", "155011,1140??"]).0, 0);
    let (code, said) = diff(&plan, &plan, &["--monthly", "1140??"]);
    assert!(code > 1 && said.is_empty(), "{code} {said}");
}

#[test]
fn corrections_count_by_their_serials_and_loose_files_as_they_are() {
    let (_, said) = outcome("corrected", &["--json"]);
    let said: Value = serde_json::from_str(&said).unwrap();
    let lines = said["lines"].as_array().unwrap();
    let of = |person: &str, status: &str| {
        let own = lines.iter().filter(|line| line["insured_person_number"] == person && line["status"] == status);
        own.map(|line| line["day"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!((of("0000000101", "not_done"), of("0000000202", "not_done")), (vec![], vec![10]));
    assert_eq!((&said["same"], &said["compared"]), (&Value::Bool(false), &"plan_and_results".into()));
    // As JSON without names there are no serials; what was sent twice cannot be told apart then.
    let case = fixtures().join("202407/results/corrected/results");
    let temp = tempfile::tempdir().unwrap();
    let json = temp.path().join("results.json");
    assert_eq!(verb("convert", &[case.to_str().unwrap(), json.to_str().unwrap()]).0, 0);
    let mut unit: Value = serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap();
    for file in unit["files"].as_array_mut().unwrap() {
        file.as_object_mut().unwrap().remove("name");
    }
    fs::write(&json, unit.to_string()).unwrap();
    let plan = fixtures().join("202407/results/corrected/plan");
    let refused = run(cplink().arg("diff").args([&plan, &json]));
    assert!(refused.code > 1 && refused.error.contains("どれが新しいか分かりません"), "{}", refused.error);
    assert!(!refused.error.contains("0000000101"), "{}", refused.error);
}

#[test]
fn the_json_of_a_plan_and_results_has_lines_sums_and_links() {
    let (code, said) = outcome("other-time", &["--json"]);
    let said: Value = serde_json::from_str(&said).unwrap();
    let lines = said["lines"].as_array().unwrap();
    let moved: Vec<_> = lines.iter().filter(|line| !line["linked_line"].is_null()).collect();
    assert_eq!((code, moved.len(), lines.len()), (1, 2, 4));
    assert_eq!((&moved[0]["status"], &moved[1]["status"]), (&"not_done".into(), &"additional".into()));
    assert_eq!(
        (&moved[0]["planned"], &moved[0]["done"], &moved[0]["planned_units"]),
        (&1.into(), &0.into(), &387.into())
    );
    let at = moved[0]["linked_line"].as_u64().unwrap() as usize;
    assert_eq!(&lines[at - 1], moved[1]);
    let user = said["sums"].as_array().unwrap().iter().find(|sum| sum["of"] == "user").unwrap();
    assert_eq!((&user["planned"], &user["done"], &user["not_done"]), (&3.into(), &3.into(), &1.into()));
    assert_eq!((&said["uncompared"], &said["is_as_planned"]), (&Value::Array(vec![]), &false.into()));
}

#[test]
fn a_plan_and_its_results_are_table_6_with_both() {
    let temp = tempfile::tempdir().unwrap();
    let page = temp.path().join("compared.html");
    let (code, said) = outcome("absent", &["--html", "--out", page.to_str().unwrap()]);
    assert!(code == 1 && said.contains("未実施"), "{said}");
    let html = fs::read_to_string(&page).unwrap();
    assert!(html.contains("サービス提供票（予定と実績）") && html.contains("予定と異なります"));
    let (code, html) = outcome("as-planned", &["--html"]);
    assert!(code == 0 && html.contains("サービス提供票（予定と実績）") && !html.contains("予定と異なります"));
}
