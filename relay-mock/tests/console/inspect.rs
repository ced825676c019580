//! 検査: files that were not sent.

use std::collections::BTreeSet;
use std::path::Path;

use cplink_testkit::fixtures;
use relay_mock::month::MonthMessage;
use serde_json::Value;

use crate::place::{Place, unit};
use crate::visitor::{Answer, Visitor};

type Files<'f> = Vec<(&'f str, &'f str, &'f [u8])>;

/// The files of a message, for this field of a form.
fn files<'f>(message: &'f MonthMessage, field: &'f str) -> Files<'f> {
    message.names().map(|name| (field, name.as_str(), message.file(name).unwrap())).collect()
}

fn upload(visitor: &mut Visitor, files: &[(&str, &str, &[u8])]) -> Answer {
    visitor.post_files("/inspect/files", &[("as_unit", "1")], files)
}

#[test]
fn files_are_checked_at_once_and_shown_under_four_tabs() {
    let place = Place::new();
    let mut visitor = place.visitor();
    visitor.see("/inspect").says("まだありません");
    let message = place.message("09-attachments");
    let slip = place.message("02-slip-home-help");
    let mut all = files(slip, "files");
    let (pdf, bytes) = (&message.attachments[0], message.file(&message.attachments[0]).unwrap());
    all.push(("files", pdf.as_str(), bytes));
    let at = upload(&mut visitor, &all).location().to_owned();
    visitor.see(&at).says("情報 1件");
    let base = at.trim_end_matches("/slip/findings");
    visitor.see(&format!("{base}/slip/form")).says(&format!("src=\"{base}/form?page=1\"")).says(pdf);
    visitor.see(&format!("{base}/form?page=1")).says("サービス提供票");
    visitor.see(&format!("{base}/slip/rows?file=0")).says("被保険者番号");
    let json: serde_json::Value = serde_json::from_slice(&visitor.see(&format!("{base}/slip.json")).bytes).unwrap();
    assert_eq!(json["files"], slip.rows().unwrap()["files"]);
    let saved = visitor.see(&format!("{base}/files/{}", slip.csv.len()));
    assert_eq!(saved.bytes, bytes);
    assert!(saved.header("content-disposition").starts_with("attachment"));
    visitor.see("/inspect").says(&at);
}

#[test]
fn another_session_sees_nothing_of_mine_and_what_is_dropped_is_gone() {
    let place = Place::new();
    let (mut mine, mut other) = (place.visitor(), place.visitor());
    let at = upload(&mut mine, &files(place.message("02-slip-home-help"), "files")).location().to_owned();
    let base = at.trim_end_matches("/slip/findings").to_owned();
    other.see("/inspect").says("まだありません");
    for path in ["slip/findings", "slip/rows", "slip/json", "slip/form", "slip.json", "form", "files/0"] {
        let page = other.get(&format!("{base}/{path}"));
        assert_eq!(page.status, 404, "{path}");
    }
    // Nor can it take mine away.
    let key = base.split('/').nth(2).unwrap();
    other.post_files(&format!("/inspect/{key}/drop"), &[], &[]);
    mine.see(&at);
    mine.post_files(&format!("/inspect/{key}/drop"), &[], &[]).location();
    assert_eq!(mine.get(&at).status, 404);
}

#[test]
fn only_the_last_twenty_stay() {
    let place = Place::new();
    let mut visitor = place.visitor();
    let first = upload(&mut visitor, &[("files", "a.pdf", b"%PDF-1.4")]).location().to_owned();
    for _ in 0..20 {
        upload(&mut visitor, &[("files", "b.pdf", b"%PDF-1.4")]).location();
    }
    assert_eq!(visitor.get(&first).status, 404);
    assert_eq!(visitor.see("/inspect").text().matches("/slip/findings").count(), 20);
}

#[test]
fn a_container_is_opened_and_a_broken_one_says_what_helps() {
    let place = Place::new();
    let message = place.message("02-slip-home-help");
    let id = place.send_unit(&unit(message, "10月分の<予定>"), None);
    let bytes = std::fs::read(place.dir.path().join(format!("sent/{id}.asice"))).unwrap();
    let mut visitor = place.visitor();
    for name in ["a.asice", "a.ZIP"] {
        let at = upload(&mut visitor, &[("files", name, &bytes)]).location().to_owned();
        visitor.see(&at).says("10月分の&#60;予定&#62;").says("9970000012").says("情報 1件");
    }
    let mut spoilt = bytes.clone();
    spoilt[500] ^= 1;
    for bad in [&spoilt[..], &bytes[..bytes.len() / 2], &bomb(), b"PK\x03\x04", b""] {
        let at = upload(&mut visitor, &[("files", "a.asice", bad)]).location().to_owned();
        let page = visitor.get(&at);
        assert_eq!(page.status, 422);
        page.says("「a.asice」").says("開けるファイルがありません");
    }
}

/// An entry that says of itself to be 4 GB when it is unpacked.
fn bomb() -> Vec<u8> {
    let mut zip = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0".to_vec();
    zip.extend_from_slice(&[1, 2, 3, 4]);
    zip.extend_from_slice(&64u32.to_le_bytes());
    zip.extend_from_slice(&0xffff_fff0u32.to_le_bytes());
    zip.extend_from_slice(&8u16.to_le_bytes());
    zip.extend_from_slice(&0u16.to_le_bytes());
    zip.extend_from_slice(b"mimetype");
    zip.extend_from_slice(&[0x55; 64]);
    zip
}

#[test]
fn hostile_uploads_are_refused_or_only_shown() {
    let place = Place::new();
    let mut visitor = place.visitor();
    // Too many files.
    let many: Files<'_> = (0..10_000).map(|_| ("files", "a.pdf", &b"%PDF-1.4"[..])).collect();
    assert_eq!(upload(&mut visitor, &many).status, 413);
    // A large one is no fault.
    let large = [b"%PDF-1.4".as_slice(), &vec![b'x'; 20 << 20]].concat();
    upload(&mut visitor, &[("files", "a.pdf", &large)]).location();
    // One that is too large for the relay.
    let huge = vec![b'x'; 129 << 20];
    assert_eq!(upload(&mut visitor, &[("files", "a.pdf", &huge)]).status, 413);
    // No file.
    let none = upload(&mut visitor, &[]);
    assert_eq!(none.status, 422);
    none.says("ファイルが選ばれていません");
    // Names with paths and markup are names.
    for name in ["../../../etc/passwd.CSV", "C:\\Windows\\passwd.CSV", "<script>alert(1)<x>.CSV"] {
        let at = upload(&mut visitor, &[("files", name, b"202407,1\r\n")]).location().to_owned();
        let page = visitor.see(&at);
        assert!(!page.text().contains("<script>alert"), "{name}");
        page.says(if name.contains("passwd") { "passwd.CSV" } else { "&#60;x&#62;.CSV" });
    }
    // Bytes that are no CSV, lines without end.
    for bytes in [&[0xff; 5000][..], &[b','; 200_000], b"\"", b"\0\0\0"] {
        let name = "UPPLAN_202510_9970000012_43_9970000111_11_20250925130001.CSV";
        let at = upload(&mut visitor, &[("files", name, bytes)]).location().to_owned();
        let base = at.trim_end_matches("/slip/findings").to_owned();
        for path in ["slip/findings", "slip/rows", "slip/json", "slip/form", "form?page=1"] {
            let page = visitor.see(&format!("{base}/{path}"));
            assert!(page.bytes.len() < 4 << 20, "{path} {}", page.bytes.len());
        }
        visitor.see(&at).says("エラー");
    }
    // Nothing was left on disk.
    assert!(!place.dir.path().join("data/console").exists());
}

#[test]
fn a_folder_of_this_machine_is_read_and_others_may_not_name_one() {
    let place = Place::new();
    let folder = place.dir.path().join("in/one");
    std::fs::create_dir_all(&folder).unwrap();
    let message = place.message("02-slip-home-help");
    for name in message.names() {
        std::fs::write(folder.join(name), message.file(name).unwrap()).unwrap();
    }
    let path = place.dir.path().join("in").display().to_string();
    let mut visitor = place.visitor();
    let at = visitor.post_files("/inspect/folder", &[("folder", &path)], &[]).location().to_owned();
    visitor.see(&at).says("情報 1件");
    for missing in ["/no/such/folder", ""] {
        let page = visitor.post_files("/inspect/folder", &[("folder", missing)], &[]);
        assert_eq!(page.status, 422);
    }
    let named = Place::with(|options| options.console.as_mut().unwrap().names.push("relay.example".to_owned()));
    let mut visitor = named.visitor();
    assert!(!visitor.see("/inspect").text().contains("/inspect/folder"));
    assert_eq!(visitor.post_files("/inspect/folder", &[("folder", &path)], &[]).status, 403);
}

#[test]
fn a_plan_and_its_results_are_compared() {
    let place = Place::new();
    let mut visitor = place.visitor();
    let (plan, results) = (place.message("02-slip-home-help"), place.message("10-results-home-help"));
    let both = [files(plan, "old"), files(results, "new")].concat();
    let at = visitor.post_files("/inspect/compare", &[], &both).location().to_owned();
    let page = visitor.see(&at);
    page.says("予定と実績の違い").says("実績がまだ届いていません");
    let form = visitor.see(&at.replace("/table", "/document"));
    form.says("サービス提供票").says("marked");
    visitor.see(&at.replace("/table", "/form")).says("<iframe");
    assert_eq!(place.visitor().get(&at).status, 404);
    // Which is which is seen by the files.
    let turned = [files(plan, "new"), files(results, "old")].concat();
    let turned = visitor.post_files("/inspect/compare", &[], &turned).location().to_owned();
    let lines = |page: &Answer| page.between("<tbody>", "</tbody>").to_owned();
    assert_eq!(lines(&visitor.see(&turned)), lines(&page));
}

#[test]
fn an_old_and_a_new_slip_are_compared() {
    let place = Place::new();
    let mut visitor = place.visitor();
    let (old, new) = (place.message("02-slip-home-help"), place.message("05-slip-home-help-changed"));
    let both = [files(old, "old"), files(new, "new")].concat();
    let at = visitor.post_files("/inspect/compare", &[], &both).location().to_owned();
    visitor.see(&at).says("変更点").says("変更前").says("架空");
    visitor.see(&at).says("新しい方にこの利用者の行がありません（取下げではありません）").says("訪問介護");
    visitor.see(&at.replace("/table", "/document")).says("変更点の一覧").says("marked");
    let same = [files(old, "old"), files(old, "new")].concat();
    let same = visitor.post_files("/inspect/compare", &[], &same).location().to_owned();
    visitor.see(&same).says("違いはありません");
    // Two of a kind on one side.
    let twice = [files(old, "old"), files(new, "old"), files(new, "new")].concat();
    let twice = visitor.post_files("/inspect/compare", &[], &twice).location().to_owned();
    assert_eq!(visitor.get(&twice).status, 422);
    let half = visitor.post_files("/inspect/compare", &[], &files(old, "old"));
    assert_eq!(half.status, 422);
}

/// The rules of all findings about a folder.
fn rules_of(visitor: &mut Visitor, folder: &Path) -> BTreeSet<String> {
    let folder = folder.display().to_string();
    let at = visitor.post_files("/inspect/folder", &[("folder", &folder)], &[]).location().to_owned();
    let first = visitor.see(&at);
    let beside = first.all_between("<ul class=\"beside\">", "</ul>");
    let units = beside.first().map_or(1, |list| list.matches("<li>").count());
    let base = at.trim_end_matches("/0/slip/findings");
    let pages = (0..units).map(|unit| visitor.see(&format!("{base}/{unit}/slip/findings")));
    let rules = |page: Answer| -> Vec<String> {
        page.all_between("<span class=\"quiet id\">", "</span>").into_iter().map(str::to_owned).collect()
    };
    pages.flat_map(rules).collect()
}

/// The rules that a case says will be told.
fn expected(case: &Path) -> BTreeSet<String> {
    let about = fixtures::json(&case.join("case.json"));
    about["expect"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_unit_of_the_fixtures_that_is_wrong_is_told_so() {
    let place = Place::new();
    let mut visitor = place.visitor();
    let mut seen = 0;
    for case in fixtures::folders(&fixtures::newest().join("bad")) {
        let about: Value = fixtures::json(&case.join("case.json"));
        if about["unit"] != true {
            continue;
        }
        let (shown, expected) = (rules_of(&mut visitor, &case.join("files")), expected(&case));
        assert!(expected.is_subset(&shown), "{}: {expected:?} are not all in {shown:?}", case.display());
        seen += 1;
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn units_of_a_folder_are_judged_by_those_before_them() {
    let place = Place::new();
    let mut visitor = place.visitor();
    for case in fixtures::folders(&fixtures::newest().join("series")) {
        let (shown, expected) = (rules_of(&mut visitor, &case), expected(&case));
        assert!(expected.is_subset(&shown), "{}: {expected:?} are not all in {shown:?}", case.display());
    }
}
