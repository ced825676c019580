//! Files as people have them: copied, renamed, beside what systems leave, and what is said of a unit that is not whole.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::kit::world::World;
use crate::kit::{call, fixtures, run, tree};

const PROVIDER: &str = "9970000111";
const MANAGER: &str = "9970000012";

fn results() -> (String, Vec<u8>) {
    tree(&fixtures().join("202407/month/10-results-home-help/files")).remove(0)
}

/// A folder of these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn check(folder: &Path) -> (i32, Value) {
    let said = call(["check", folder.to_str().unwrap(), "--json"]);
    (said.code, said.json())
}

/// The rules that are not information, each with its file.
fn told(found: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = found["findings"].as_array().unwrap().iter();
    let findings = findings.filter(|finding| finding["severity"] != "info");
    findings.map(|finding| (text(&finding["rule"]), text(&finding["file"]))).collect()
}

#[test]
fn a_copy_is_read_under_its_standard_name_and_its_remedy_says_what_to_take_off() {
    let (name, bytes) = results();
    let stem = name.trim_end_matches(".CSV");
    for (given, rule, remedy) in [
        (format!("{stem} (1).CSV"), "name.surplus", "「 (1)」を取り除いてください"),
        (format!("{stem} - コピー.CSV"), "name.surplus", "「 - コピー」を取り除いてください"),
        (format!("コピー ～ {name}"), "name.surplus", "「コピー ～ 」を取り除いてください"),
        (format!("【訪問介護】{name}"), "name.surplus", "「【訪問介護】」を取り除いてください"),
        (format!("{name}.txt"), "name.surplus", "「.txt」を取り除いてください"),
        (format!("{name}.csv"), "name.surplus", "「.csv」を取り除いてください"),
        (format!("{stem}.txt"), "name.ending", "拡張子を.CSVに"),
        (format!("{stem} .CSV"), "name.blank", "空白"),
        (name.replace('_', "-"), "name.separator", "半角の「_」一つ"),
        (name.replace('_', " "), "name.separator", "半角の「_」一つ"),
        (name.replace("UPJSK", "ＵＰＪＳＫ"), "name.width", "半角"),
        (name.to_lowercase(), "name.case", "大文字"),
    ] {
        let folder = folder(&[(&given, &bytes)]);
        let (code, found) = check(folder.path());
        assert_eq!((code, told(&found)), (0, vec![(rule.to_owned(), given.clone())]), "{given}: {found}");
        assert_eq!(found["units"][0]["unit"], "results", "{given}");
        let finding = found["findings"].as_array().unwrap().iter().find(|each| each["rule"] == rule).unwrap();
        let said = finding["remedy_ja"].as_str().unwrap();
        assert!(said.contains(remedy), "{said}");
    }
}

#[test]
fn a_copy_beside_its_original_is_surplus() {
    let (name, bytes) = results();
    let copy = name.replace(".CSV", " (1).CSV");
    let folder = folder(&[(&name, &bytes), (&copy, b"broken")]);
    let (code, found) = check(folder.path());
    let expected = [("name.surplus", &copy), ("unit.copy_surplus", &copy)];
    assert_eq!((code, told(&found)), (1, expected.map(|(rule, file)| (rule.to_owned(), file.clone())).to_vec()));
    let out = tempfile::tempdir().unwrap();
    let said = call([Path::new("convert"), folder.path(), &out.path().join("out.json")]);
    assert!(said.code == 2 && said.error.contains(&*copy) && said.error.contains("CPL_E_UNIT_SET"), "{}", said.error);
    let said = found["findings"].to_string();
    assert!(said.contains(&format!("{name}と同じファイル名になるコピー")), "{said}");
}

#[test]
fn files_of_systems_are_passed_over() {
    let (name, bytes) = results();
    let hidden = format!("._{name}");
    let junk = [".DS_Store", &hidden, "Thumbs.db", "desktop.ini", "~$memo.docx", "UPJSK.lnk", "~a.tmp"];
    let mut files: Vec<(&str, &[u8])> = junk.iter().map(|name| (*name, &b"x"[..])).collect();
    files.push((&name, &bytes));
    let folder = folder(&files);
    fs::create_dir(folder.path().join("__MACOSX")).unwrap();
    fs::write(folder.path().join("__MACOSX").join(&hidden), b"x").unwrap();
    let (code, found) = check(folder.path());
    assert_eq!((code, told(&found).len(), &found["units"][0]["unit"]), (0, 0, &Value::from("results")), "{found}");
    let said = found["findings"].as_array().unwrap().iter().filter(|each| each["rule"] == "unit.system_file").count();
    assert_eq!(said, junk.len());
}

#[test]
fn a_folder_without_a_file_of_a_unit_is_the_users_own_to_mend() {
    let (name, _) = results();
    for files in [&[][..], &[(".DS_Store", &b"x"[..])], &[("memo.txt", b"x")], &[(&*format!("._{name}"), b"x")]] {
        let folder = folder(files);
        let said = call(["check", folder.path().to_str().unwrap()]);
        assert_eq!(said.code, 2);
        assert!(said.error.contains("CPL_E_NO_FILES 2") && !said.error.contains("提供元"), "{}", said.error);
        assert!(said.error.contains(folder.path().to_str().unwrap()), "{}", said.error);
    }
}

#[test]
fn files_that_are_nothing_of_a_unit_are_named() {
    let (_, bytes) = results();
    let many: Vec<String> = (1..=7).map(|number| format!("{number}.dat")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (&**name, &b"x"[..])).collect();
    for (files, told) in [
        (vec![("a.bak", &bytes[..]), ("b.dat", b"x")], "（あるファイル: a.bak、b.dat）"),
        (many, "（あるファイル: 1.dat、2.dat、3.dat、4.dat、5.dat、ほか2件）"),
    ] {
        let folder = folder(&files);
        let inner = folder.path().join("inner");
        for verb in [&["check"][..], &["convert"], &["send"]] {
            let mut arguments: Vec<&Path> = verb.iter().map(Path::new).collect();
            arguments.push(folder.path());
            if verb == ["convert"] {
                arguments.push(&inner);
            }
            let said = call(arguments);
            assert!(said.code == 2 && said.error.contains("CPL_E_NO_FILES"), "{verb:?}: {}", said.error);
            assert!(
                said.error.contains(told) && said.error.contains("送信単位のフォルダー"),
                "{verb:?}: {}",
                said.error
            );
        }
    }
}

#[test]
fn json_of_the_unit_beside_it_is_told_as_that() {
    let (name, bytes) = results();
    let folder = folder(&[(&name, &bytes)]);
    let (csv, json) = (folder.path().join(&name), folder.path().join("in.json"));
    assert_eq!(call([Path::new("convert"), &csv, &json]).code, 0);
    let expected = vec![("unit.attachment_json".to_owned(), "in.json".to_owned())];
    let (code, found) = check(folder.path());
    assert_eq!((code, told(&found)), (1, expected.clone()), "{found}");
    let said = call([Path::new("check"), &csv, &json, Path::new("--json")]);
    assert_eq!((said.code, told(&said.json())), (1, expected));
    // Of a whole unit as well.
    fs::remove_file(&json).unwrap();
    let unit = tempfile::tempdir().unwrap();
    let of_unit = unit.path().join("unit.json");
    assert_eq!(call([Path::new("convert"), folder.path(), &of_unit]).code, 0);
    fs::rename(&of_unit, &json).unwrap();
    assert_eq!(told(&check(folder.path()).1)[0].0, "unit.attachment_json");
}

#[test]
fn the_file_that_is_missing_or_surplus_is_named() {
    let slip = tree(&fixtures().join("202407/month/02-slip-home-help/files"));
    for (missing, bytes) in &slip {
        let rest: Vec<(&str, &[u8])> =
            slip.iter().filter(|(name, _)| name != missing).map(|(name, bytes)| (&**name, &**bytes)).collect();
        let folder = folder(&rest);
        let (code, found) = check(folder.path());
        let said = found["findings"].as_array().unwrap().iter().find(|each| each["rule"] == "unit.file_missing");
        let said = said.unwrap_or_else(|| panic!("{missing}: {found}"))["remedy_ja"].as_str().unwrap().to_owned();
        assert!(code == 1 && said.contains(&**missing), "{said}");
        assert!(!bytes.is_empty());
    }
    let (name, bytes) = results();
    // Of the slip's offices and serial, so that only its kind is wrong.
    let stray = slip[0].0.replacen(slip[0].0.split('_').next().unwrap(), "UPJSK", 1);
    let mut files: Vec<(&str, &[u8])> = slip.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    files.push((&stray, &bytes));
    let (code, found) = check(folder(&files).path());
    assert!(code == 1 && told(&found).contains(&("unit.file_surplus".to_owned(), stray.clone())), "{name}: {found}");
}

#[test]
fn attachments_say_what_they_are() {
    let jpeg = b"\xFF\xD8\xFF\xE0\x00\x10JFIF";
    let pdf = b"\r\n%PDF-1.4";
    let files: [(&str, &[u8]); 6] =
        [("a.pdf", pdf), ("b.pdf", b""), ("c.pdf", jpeg), ("d.jfif", jpeg), ("e.JPEG", jpeg), ("f.pdf", b"PK\x03\x04")];
    let (code, found) = check(folder(&files).path());
    let expected =
        [("unit.attachment_empty", "b.pdf"), ("unit.attachment_ending", "c.pdf"), ("unit.attachment_type", "f.pdf")];
    let expected = expected.map(|(rule, file)| (rule.to_owned(), file.to_owned())).to_vec();
    assert_eq!((code, told(&found)), (1, expected));
    assert!(found["findings"].to_string().contains("拡張子を.jpgに変更"), "{found}");
}

#[cfg(unix)]
#[test]
fn names_that_mislead_are_no_attachments_names() {
    let (pdf, results) = (b"%PDF-1.4", results().1);
    let files: [(&str, &[u8]); 4] =
        [("\u{3164}.pdf", pdf), ("手紙\u{200b}.pdf", pdf), ("UPJSK_~1.CSV", &results), ("LETTER~1.PDF", pdf)];
    let (code, found) = check(folder(&files).path());
    let mut said = told(&found);
    said.sort();
    let expected = [
        ("name.short_form", "UPJSK_~1.CSV"),
        ("unit.attachment_invisible", "\u{3164}.pdf"),
        ("unit.attachment_invisible", "手紙\u{200b}.pdf"),
        ("unit.attachment_reserved", "LETTER~1.PDF"),
    ];
    let mut expected: Vec<_> = expected.map(|(rule, file)| (rule.to_owned(), file.to_owned())).to_vec();
    expected.sort();
    assert_eq!((code, said), (1, expected));
}

/// A folder of nothing else, too: the file is named, and what it is.
#[test]
fn what_was_meant_for_a_unit_and_cannot_be_in_one_is_named() {
    let (name, bytes) = results();
    let stem = name.trim_end_matches(".CSV");
    for (given, rule) in [
        (format!("{name}.crdownload"), "unit.unfinished"),
        (format!("{name}.part"), "unit.unfinished"),
        (format!("{stem}.csv.download"), "unit.unfinished"),
        ("提供票.zip".to_owned(), "unit.packed"),
        ("提供票.lzh".to_owned(), "unit.packed"),
        (format!("{stem}.xlsx"), "unit.other_ending"),
        (format!("{name}.bak"), "unit.other_ending"),
    ] {
        let alone = folder(&[(&given, &bytes)]);
        let (code, found) = check(alone.path());
        assert_eq!((code, told(&found)), (1, vec![(rule.to_owned(), given.clone())]), "{given}: {found}");
        let beside = folder(&[(&given, &bytes), (&name, &bytes)]);
        assert_eq!(told(&check(beside.path()).1), [(rule.to_owned(), given.clone())]);
        // Nothing is left out without a word.
        let made = alone.path().join("made");
        let said = call(["convert", beside.path().to_str().unwrap(), made.to_str().unwrap(), "--json"]);
        assert_eq!((said.code, said.json()["findings"][0]["rule"].as_str()), (1, Some(rule)), "{given}");
        let said = call(["convert", alone.path().to_str().unwrap(), made.join("x").to_str().unwrap(), "--json"]);
        assert_eq!((said.code, said.json()["error"]["findings"][0]["rule"].as_str()), (1, Some(rule)), "{given}");
    }
    // Renaming half a PDF would send half of it.
    let half = folder(&[(&name, &bytes), ("連絡票.pdf.crdownload", b"%PDF-1.4")]);
    assert_eq!(told(&check(half.path()).1), [("unit.unfinished".to_owned(), "連絡票.pdf.crdownload".to_owned())]);
}

/// What arrives has the names that the files should have had.
#[cfg(unix)]
#[test]
fn what_is_sent_has_its_standard_name() {
    let world = World::new();
    let (name, bytes) = results();
    let copy = name.replace(".CSV", " - コピー.CSV.txt");
    let sent = folder(&[(&copy, &bytes), ("カ\u{3099}イド.pdf", b"%PDF-1.4"), (".DS_Store", b"x")]);
    let said = run(world.cplink(PROVIDER).arg("send").arg(sent.path()));
    assert_eq!(said.code, 0, "{}", said.error);
    assert!(said.error.contains("「 - コピー」「.txt」"), "{}", said.error);
    // Named one by one, as a shell's * does.
    fs::write(sent.path().join("Thumbs.db"), b"x").unwrap();
    let all = [&*copy, "カ\u{3099}イド.pdf", "Thumbs.db"].map(|name| sent.path().join(name));
    let said = run(world.cplink(PROVIDER).arg("send").args(all));
    assert_eq!(said.code, 0, "{}", said.error);
    let received = run(world.cplink(MANAGER).args(["receive", "--json", "--out", "inbox"])).json();
    let files = received["messages"][0]["parts"].as_array().unwrap();
    let names: Vec<&str> = files.iter().map(|file| file["name"].as_str().unwrap_or_default()).collect();
    assert_eq!(names, [&*name, "ガイド.pdf"], "{received}");
}

#[test]
fn the_part_of_a_name_that_is_wrong_is_said_in_both_languages() {
    let (name, bytes) = results();
    for (from, to, rule, japanese, english) in [
        (
            "UPJSK_202510_",
            "UPJSK_202513_",
            "name.part_month",
            "年月「202513」",
            "`202513` of the file name is no month",
        ),
        (
            "_9970000111_",
            "_997000011_",
            "name.part_office",
            "事業所番号「997000011」",
            "`997000011` of the file name is no office",
        ),
        ("_11_", "_1_", "name.part_service_type", "サービス種類コード「1」", "`1` of the file name is no service type"),
        (
            "20251104090512",
            "20251104090560",
            "name.part_serial",
            "ファイル連番「20251104090560」",
            "`20251104090560` of the file name is no serial",
        ),
        ("20251104090512", "20250230090512", "name.part_serial", "ファイル連番「20250230090512」", "no serial"),
        ("_11_", "_", "name.part_count", "7個の部分", "7 parts"),
        ("UPJSK_", "UPJSX_", "name.kind", "標準仕様にない種類", "begins with a kind"),
    ] {
        let given = name.replacen(from, to, 1);
        assert_ne!(given, name, "{from}");
        let folder = folder(&[(&given, &bytes)]);
        let path = folder.path().to_str().unwrap();
        let (code, found) = check(folder.path());
        assert_eq!((code, told(&found).remove(0)), (1, (rule.to_owned(), given.clone())), "{given}");
        for (language, words) in [("ja", japanese), ("en", english)] {
            let said = call(["check", path, "--lang", language]).out;
            assert!(said.contains(words), "{words}: {said}");
        }
    }
}

/// Only the serial is wrong: no file is missing.
#[test]
fn files_of_one_unit_under_two_serials_are_told_by_the_serial() {
    let files = tree(&fixtures().join("202407/month/02-slip-home-help/files"));
    let csv: Vec<_> = files.iter().filter(|(name, _)| name.ends_with(".CSV")).collect();
    let serial = csv[0].0.rsplit('_').next().unwrap().trim_end_matches(".CSV").to_owned();
    let other = "20250101000000";
    let stray = csv[0].0.replace(&serial, other);
    let mut all: Vec<(&str, &[u8])> = csv[1..].iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    all.push((&stray, &csv[0].1));
    let folder = folder(&all);
    let (code, found) = check(folder.path());
    let units = found["units"].as_array().unwrap();
    assert_eq!((code, units.len(), units[0]["serial"].as_str()), (1, 1, Some(serial.as_str())));
    let errors: Vec<_> = told(&found).into_iter().filter(|(rule, _)| rule.starts_with("unit.")).collect();
    assert_eq!(errors, [("unit.serial_mixed".to_owned(), stray)]);
    let said = call(["check", folder.path().to_str().unwrap()]).out;
    assert!(
        said.contains(&format!("ほかのファイル（{serial}）と異なります")) && !said.contains("足りません"),
        "{said}"
    );
}
