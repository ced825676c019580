//! `cplink verify` from outside: exit codes, both languages, JSON.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::kit::{cplink, relay_mock, run};

fn mock(arguments: &[&str]) -> (i32, String, String) {
    let said = run(relay_mock().args(arguments));
    (said.code, said.out, said.error)
}

fn verify(arguments: &[&str]) -> (i32, String) {
    let said = run(cplink().arg("verify").args(arguments));
    (said.code, said.out + &said.error)
}

fn verify_json(arguments: &[&str]) -> (i32, Value) {
    let said = run(cplink().args(["verify", "--json"]).args(arguments));
    (said.code, said.json())
}

/// The demo's own files: what a real month leaves behind.
struct Demo {
    folder: tempfile::TempDir,
}

impl Demo {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("demo");
        let (code, _, error) = mock(&["demo", "--out", out.to_str().unwrap()]);
        assert_eq!(code, 0, "{error}");
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("demo")
    }

    fn ca(&self) -> String {
        find(&self.path(), &|path| path.file_name().unwrap() == "ca.pem")[0].clone()
    }

    fn of(&self, ending: &str) -> Vec<String> {
        find(&self.path(), &|path| {
            let of_export = path.components().any(|part| part.as_os_str() == "evidence");
            !of_export && path.extension().is_some_and(|found| found == ending)
        })
    }

    fn exports(&self) -> Vec<String> {
        let indexes = find(&self.path(), &|path| path.file_name().unwrap() == "evidence.json");
        indexes.iter().map(|path| Path::new(path).parent().unwrap().to_str().unwrap().to_owned()).collect()
    }
}

fn find(folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(find(&path, wanted)),
            false if wanted(&path) => found.push(path.to_str().unwrap().to_owned()),
            false => {}
        }
    }
    found.sort();
    found
}

fn spoil(path: &str, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn what_the_demo_leaves_behind_holds() {
    let demo = Demo::new();
    let (ca, containers, receipts, exports) = (demo.ca(), demo.of("asice"), demo.of("p7s"), demo.exports());
    assert!(containers.len() > 6 && receipts.len() > 18, "{containers:?} {receipts:?}");
    assert_eq!(exports.len(), 5, "each office has its evidence");
    let all: Vec<&str> = containers.iter().chain(&receipts).chain(&exports).map(String::as_str).collect();
    let all = [&all[..], &["--ca", &ca]].concat();
    let (code, text) = verify(&all);
    assert_eq!(code, 0, "{text}");
    assert!(text.ends_with("すべて有効です。\n"), "{text}");
    let (code, text) = verify(&[&all[..], &["--lang", "en"]].concat());
    assert_eq!(code, 0);
    assert!(text.ends_with("Everything is valid.\n") && text.contains("receipt (imported) of "), "{text}");
    let (code, json) = verify_json(&all);
    assert_eq!((code, &json["ok"]), (0, &Value::Bool(true)));
    let items = json["items"].as_array().unwrap();
    assert_eq!(items.len(), all.len() - 2);
    let of = |kind: &str| items.iter().filter(|item| item["kind"] == kind).collect::<Vec<_>>();
    assert_eq!(of("container").len(), containers.len());
    assert_eq!(of("export").iter().filter(|item| item["own_trust"] == true).count(), 5);
    assert!(of("receipt").iter().any(|item| item["receipt"] == "recorded" && item["number"].is_u64()));

    // The authorities may be a folder, alone and beside a file.
    let folder = tempfile::tempdir().unwrap();
    fs::copy(&ca, folder.path().join("root.pem")).unwrap();
    let folder = folder.path().to_str().unwrap();
    for authorities in [&["--ca", folder][..], &["--ca", &ca, "--ca", folder]] {
        let (code, text) = verify(&[&[containers[0].as_str()], authorities].concat());
        assert_eq!(code, 0, "{text}");
    }

    // Long after its certificate a message is proven by its receipt, which is asked for.
    let late = [&containers[0], "--ca", &ca, "--at", "2035-01-01T00:00:00Z"];
    let (code, text) = verify(&late);
    assert!(code == 1 && text.contains("受領証（accepted、.p7s）も一緒に"), "{text}");

    // Without an authority of our own, an export is checked against its own, and says so.
    let (code, text) = verify(&[&exports[0], "--lang", "en"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("Its own authorities were taken for good"), "{text}");

    spoil(&containers[0], 300);
    spoil(&receipts[0], 700);
    let (code, json) = verify_json(&[&containers[0], &receipts[0], &containers[1], "--ca", &ca]);
    assert_eq!((code, &json["ok"]), (1, &Value::Bool(false)));
    for (index, ok) in [(0, false), (1, false), (2, true)] {
        let item = &json["items"][index];
        assert_eq!(item["ok"], ok, "{item}");
        let item = if ok { item } else { &item["error"] };
        assert_eq!(item["code"].as_i64().is_some_and(|code| (300..400).contains(&code)), !ok, "{item}");
        for key in ["message_ja", "message_en", "remedy_ja", "remedy_en"] {
            assert_eq!(item[key].as_str().is_some_and(|text| !text.is_empty()), !ok);
        }
    }
    let page = format!("{}/index.html", exports[0]);
    spoil(&page, 2000);
    let (code, json) = verify_json(&[&exports[0], &exports[1], "--ca", &ca]);
    assert_eq!(code, 1);
    assert_eq!(
        (&json["items"][0]["error"]["name"], &json["items"][0]["error"]["file"]),
        (&"CPL_E_EVIDENCE_FORMAT".into(), &"index.html".into())
    );
    assert_eq!(json["items"][1]["ok"], true);
}

#[test]
fn unusable_calls_have_their_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let pki = path("pki");
    assert_eq!(mock(&["pki", "--out", &pki]).0, 0);
    let ca = format!("{pki}/root.pem");
    fs::write(path("junk"), "junk").unwrap();
    fs::write(path("empty"), "").unwrap();
    fs::create_dir(path("folder")).unwrap();
    assert_eq!(verify(&[]).0, 2);
    let (code, text) = verify(&[&path("junk")]);
    assert!(code == 2 && text.contains("junk: ") && text.contains("--ca FILE"), "no authority: {text}");
    assert!(!text.contains("提供元"), "{text}");
    assert_eq!(verify(&[&path("junk"), "--ca", &path("none")]).0, 2);
    assert_eq!(verify(&[&path("junk"), "--ca", &path("junk")]).0, 2);
    assert_eq!(verify(&[&path("none"), "--ca", &ca]).0, 2);
    assert_eq!(verify(&[&path("folder"), "--ca", &ca]).0, 2, "no index");
    assert_eq!(verify(&[&path("junk"), "--ca", &ca, "--at", "tomorrow"]).0, 2);
    assert_eq!(verify(&[&path("junk"), "--crl", &ca]).0, 2);
    assert_eq!(verify(&[&path("junk"), "--ca", &ca]).0, 1);
    assert_eq!(verify(&[&path("empty"), "--ca", &ca]).0, 1);
    let (code, text) = verify(&[&path("junk"), "--ca", &ca, "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(text.contains("FAILED: ") && text.contains("(CPL_E_NOT_A_CONTAINER"), "{text}");
}

#[test]
fn a_revocation_list_that_cannot_be_used_is_named_and_spoils_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (pki, junk) = (path("pki"), path("junk.crl"));
    assert_eq!(mock(&["pki", "--out", &pki]).0, 0);
    fs::write(&junk, "no list").unwrap();
    let (ca, list) = (format!("{pki}/root.pem"), format!("{pki}/issuing.crl"));
    let (code, text) = verify(&[&ca, "--ca", &ca, "--crl", &list, "--crl", &junk, "--lang", "en"]);
    // What is to be verified is no container; the lists were no reason to stop.
    assert!(code == 1 && text.contains("NOT_A_CONTAINER"), "{text}");
    assert!(text.contains("junk.crl: A revocation list is malformed"), "{text}");
    let (_, json) = verify_json(&[&ca, "--ca", &ca, "--crl", &junk, "--crl", &list]);
    assert_eq!(json["unusable_lists"][0]["name"], "CPL_E_CRL_INVALID");
    let (code, text) = verify(&[&ca, "--ca", &ca, "--crl", &junk]);
    assert!(code == 2 && text.contains("junk.crl"), "{text}");
}

#[test]
fn a_month_is_verified_with_lists_of_namesakes_and_as_a_folder() {
    let demo = Demo::new();
    a_list_of_a_namesake_is_named_and_spoils_no_other(&demo);
    a_folder_of_messages_and_receipts_is_verified_file_by_file(&demo);
}

fn a_list_of_a_namesake_is_named_and_spoils_no_other(demo: &Demo) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let containers = demo.of("asice");
    let ca = demo.ca();
    let own = find(&demo.path(), &|path| path.ends_with("certificates/crls.pem"));
    // Another run's authorities have the same names and other keys.
    assert_eq!(mock(&["pki", "--out", &path("other")]).0, 0);
    let namesake = format!("{}/root.crl", path("other"));
    let mut arguments = vec![containers[0].as_str(), "--ca", &ca, "--crl", &namesake];
    let (code, text) = verify(&[&arguments[..], &["--lang", "en"]].concat());
    assert!(code == 1 && text.contains("CPL_E_CRL_INVALID") && text.contains("root.crl"), "{text}");
    let own = own.first().expect("the list of an export");
    arguments.extend(["--crl", own]);
    let (code, text) = verify(&[&arguments[..], &["--lang", "en"]].concat());
    assert!(code == 0 && text.contains(&namesake) && text.contains("(issuer: "), "{text}");
    let (code, json) = verify_json(&arguments);
    let [list] = &json["unusable_lists"].as_array().unwrap()[..] else { panic!("{json}") };
    assert_eq!((code, &list["file"], &list["name"]), (0, &namesake.as_str().into(), &"CPL_E_CRL_INVALID".into()));
    assert_eq!(list["detail"], "of another authority with the same name");
    assert!(list["issuer"].as_str().unwrap().contains("CN="), "{list}");
    assert!(list["remedy_ja"].as_str().is_some_and(|text| !text.is_empty()), "{list}");
}

fn a_folder_of_messages_and_receipts_is_verified_file_by_file(demo: &Demo) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("receipts")).unwrap();
    let (containers, receipts) = (demo.of("asice"), demo.of("p7s"));
    let copy = |from: &str, to: &Path| {
        fs::copy(from, to.join(Path::new(from).file_name().unwrap())).unwrap();
    };
    containers.iter().for_each(|path| copy(path, folder.path()));
    receipts.iter().for_each(|path| copy(path, &folder.path().join("receipts")));
    fs::write(folder.path().join("読み方.txt"), "x").unwrap();
    let (code, json) = verify_json(&[folder.path().to_str().unwrap(), "--ca", &demo.ca()]);
    let items = json["items"].as_array().unwrap();
    let count = |kind: &str| items.iter().filter(|item| item["kind"] == kind).count();
    let names: std::collections::BTreeSet<_> =
        containers.iter().chain(&receipts).map(|path| Path::new(path).file_name().unwrap()).collect();
    assert_eq!((code, items.len()), (0, names.len()), "{json}");
    assert!(count("container") > 0 && count("receipt") > 0, "{json}");
}

#[test]
fn a_folder_that_is_no_export_is_told_from_one_that_does_not_hold() {
    let temp = tempfile::tempdir().unwrap();
    let (code, said) = verify(&[temp.path().to_str().unwrap()]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("証跡のフォルダーではありません") && said.contains(".asice"), "{said}");
}

#[test]
fn an_export_of_another_version_holds_and_its_pages_are_told_of() {
    let demo = Demo::new();
    let export = &demo.exports()[0];
    let (index, page) = (format!("{export}/evidence.json"), format!("{export}/index.html"));
    for file in [&index, &page] {
        let text = fs::read_to_string(file).unwrap();
        fs::write(file, text.replace(concat!("cplink ", env!("CARGO_PKG_VERSION")), "cplink 0.0.1")).unwrap();
    }
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replacen("<h1>", "<h1> ", 1)).unwrap();
    let (code, said) = verify(&[export, "--ca", &demo.ca()]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("index.html: 別の版で作られたため、ほかのファイルと照合していません。"), "{said}");
    let (code, json) = verify_json(&[export, "--ca", &demo.ca()]);
    assert_eq!((code, &json["items"][0]["unlike"]), (0, &Value::from(vec!["index.html"])));
}
