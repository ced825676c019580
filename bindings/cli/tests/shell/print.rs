//! `cplink print` from outside.

use std::fs;
use std::path::PathBuf;

use crate::kit::{Said, cplink, fixtures, run};

fn unit(name: &str) -> PathBuf {
    fixtures().join("202407/month").join(name).join("files")
}

fn print(arguments: &[&str]) -> Said {
    run(cplink().arg("print").args(arguments))
}

#[test]
fn the_forms_of_a_unit_are_one_file_that_is_not_overwritten() {
    let temp = tempfile::tempdir().unwrap();
    let out = temp.path().join("forms.html");
    let (slip, out) = (unit("02-slip-home-help"), out.to_str().unwrap());
    let said = print(&[slip.to_str().unwrap(), "--out", out]);
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    assert!(said.error.contains("利用者3人、"), "{}", said.error);
    let html = fs::read_to_string(out).unwrap();
    assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>\n"));
    assert!(
        html.contains("サービス提供票（予定）")
            && html.contains("サービス提供票別表")
            && html.contains("架空　髙子　様")
    );
    // Standard output has the same.
    let streamed = print(&[slip.to_str().unwrap()]);
    assert!(streamed.code == 0 && streamed.out == html);
    let again = print(&[slip.to_str().unwrap(), "--out", out, "--form", "7"]);
    assert!(again.code == 2 && again.error.contains("--force"), "{}", again.error);
    assert_eq!(fs::read_to_string(out).unwrap(), html);
    assert_eq!(print(&[slip.to_str().unwrap(), "--out", out, "--form", "7", "--force"]).code, 0);
    let only = fs::read_to_string(out).unwrap();
    assert!(only.contains("サービス提供票別表") && !only.contains("サービス提供票（予定）"));
    // Nothing else is left beside it.
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_ends_in_pdf_is_pdf() {
    let temp = tempfile::tempdir().unwrap();
    let slip = unit("02-slip-home-help");
    let slip = slip.to_str().unwrap();
    let made = |name: &str| {
        let out = temp.path().join(name);
        let said = print(&[slip, "--out", out.to_str().unwrap()]);
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.error);
        assert!(said.error.contains("利用者3人、"), "{}", said.error);
        fs::read(out).unwrap()
    };
    let pdf = made("forms.pdf");
    assert!(pdf.starts_with(b"%PDF-1.7\n") && pdf.ends_with(b"%%EOF"));
    // The same whenever it is made.
    assert!(pdf == made("again.PDF"));
    assert!(made("forms.htm").starts_with(b"<!DOCTYPE html>"));
    let again = print(&[slip, "--out", temp.path().join("forms.pdf").to_str().unwrap()]);
    assert!(again.code == 2 && again.error.contains("--force"), "{}", again.error);
}

#[test]
fn a_plan_and_its_results_are_side_by_side() {
    let (slip, results) = (unit("02-slip-home-help"), unit("11-results-day-care"));
    let said = print(&[results.to_str().unwrap(), slip.to_str().unwrap(), "--form", "6"]);
    assert_eq!(said.code, 0, "{}", said.error);
    assert!(said.out.contains("サービス提供票（予定と実績）") && said.out.contains("title=\"予定と異なります\""));
    // Of a slip for two receivers one counts, not both.
    let (other, alone) = (unit("03-slip-day-care"), print(&[slip.to_str().unwrap(), "--form", "6"]));
    let both = print(&[slip.to_str().unwrap(), other.to_str().unwrap(), "--form", "6"]);
    let pages = |said: &Said| {
        let mut pages: Vec<String> = said.out.split("<section").skip(1).map(str::to_owned).collect();
        pages.iter_mut().for_each(|page| page.truncate(page.find("</section>").unwrap()));
        pages.sort();
        pages
    };
    assert_eq!((both.code, pages(&both) == pages(&alone)), (0, true));
}

#[test]
fn the_family_picture_lies_beside_the_rows_and_is_in_the_file() {
    let plan = unit("07-prevention-plan");
    let picture = "src=\"data:image/jpeg;base64,/9j/";
    let said = print(&[plan.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.error);
    assert!(said.out.contains("利用者基本情報") && said.out.contains("介護予防サービス・支援計画書"));
    assert_eq!(said.out.matches(picture).count(), 1);
    // A single file brings none.
    let mut files = fs::read_dir(plan).unwrap().map(|entry| entry.unwrap().path());
    let base = files.find(|file| file.to_str().unwrap().contains("UPKIHON_99")).unwrap();
    let said = print(&[base.to_str().unwrap(), "--form", "basic"]);
    assert!(!said.out.contains(picture) && said.out.contains("この画像がありません。"), "{}", said.error);
}

#[test]
fn a_withdrawal_is_printed_alone_and_with_what_it_takes_away() {
    let (results, withdrawal) = (unit("10-results-home-help"), unit("14-withdrawal-results-home-help"));
    let alone = print(&[withdrawal.to_str().unwrap()]);
    let both = print(&[results.to_str().unwrap(), withdrawal.to_str().unwrap()]);
    for said in [&alone, &both] {
        assert_eq!(said.code, 0, "{}", said.error);
        assert!(said.out.contains("サービス利用票（実績）の取下げ"));
    }
    assert!(both.out.contains("サービス提供票（実績）") && !alone.out.contains("サービス提供票（実績）"));
}

#[test]
fn a_care_plan_has_its_three_forms_and_each_can_be_asked_for() {
    let plan = unit("01-care-plan");
    let all = print(&[plan.to_str().unwrap()]);
    assert_eq!(all.code, 0, "{}", all.error);
    let titles = ["居宅サービス計画書（１）", "居宅サービス計画書（２）", "週間サービス計画表"];
    for (form, title) in ["1", "2", "3"].into_iter().zip(titles) {
        let only = print(&[plan.to_str().unwrap(), "--form", form]);
        assert_eq!((only.code, only.out.matches("<h1").count()), (0, 2), "{}", only.error);
        assert!(all.out.contains(title) && only.out.matches(&format!(">{title}</h1>")).count() == 2, "{form}");
    }
}

#[test]
fn names_of_services_come_from_a_table() {
    let temp = tempfile::tempdir().unwrap();
    let names = temp.path().join("names.csv");
    let slip = unit("02-slip-home-help");
    let with = || print(&[slip.to_str().unwrap(), "--names", names.to_str().unwrap()]);
    fs::write(&names, "111211,身体介護２,202404,\n").unwrap();
    assert!(with().out.contains("身体介護２ 111211"));
    fs::write(&names, "111211,身体介護２,202404,\n1112,,,\n").unwrap();
    let said = with();
    assert!(said.code == 2 && said.error.contains("行 2"), "{}", said.error);
}

#[test]
fn json_says_what_was_made_and_where() {
    let temp = tempfile::tempdir().unwrap();
    let out = temp.path().join("forms.html");
    let slip = unit("02-slip-home-help");
    let made = print(&[slip.to_str().unwrap(), "--json", "--out", out.to_str().unwrap()]).json();
    assert_eq!(made["out"], out.to_str().unwrap());
    assert_eq!((made["users"].as_u64(), made["pages"].as_u64() > Some(5)), (Some(3), true));
    assert!(made["findings"].is_array());
    let said = print(&[slip.to_str().unwrap(), "--json"]);
    assert_eq!((said.code, &said.json()["error"]["name"]), (2, &"CPL_E_INVALID_ARGUMENT".into()));
}

#[test]
fn what_cannot_be_printed_is_told() {
    let slip = unit("02-slip-home-help");
    for (arguments, text) in [
        (vec![slip.clone(), "--form".into(), "basic".into()], "帳票にする行がありません。"),
        (vec![slip.clone(), slip.clone()], "同じ種類のファイルがいくつもあり"),
        (vec![slip.clone(), "--out".into(), "forms.docx".into()], ".html か .pdf"),
        (vec![slip.clone(), "--out".into(), "forms".into()], ".html か .pdf"),
        (vec![slip, "--form".into(), "5".into()], "6, 7"),
    ] {
        let said = run(cplink().arg("print").args(&arguments));
        assert!(said.code == 2 && said.error.contains(text) && said.out.is_empty(), "{text}: {}", said.error);
    }
}
