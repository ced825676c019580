//! What a pack must be like.

use std::fs;
use std::path::Path;

use cplink::spec::Kind;
use relay_mock::certify::judge::Word;
use relay_mock::certify::pack::{Pack, embedded};
use relay_mock::certify::scenario::{Level, Need};

use crate::kit::{Ran, command, run_pack, sample};

pub(crate) fn copied() -> tempfile::TempDir {
    let target = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/v4"), target.path());
    target
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What is said of the pack after the text `from` of the file was replaced.
fn fault(file: &str, from: &str, to: &str) -> String {
    let pack = copied();
    let path = pack.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    Pack::open(pack.path().to_str().unwrap()).unwrap_err().to_string()
}

#[test]
fn the_embedded_pack_is_the_one_in_the_folder() {
    let embedded = Pack::open("v4").unwrap();
    let folder = copied();
    let folder = Pack::open(folder.path().to_str().unwrap()).unwrap();
    assert_eq!(embedded.sha256, folder.sha256);
    assert!(embedded.cases.len() >= 8 && embedded.cases.iter().all(|case| !case.clause.is_empty()));
}

#[test]
fn a_pack_that_is_not_understood_names_its_file_and_key() {
    let case = "cases/D2-01/case.toml";
    for (file, from, to, said) in [
        (
            "pack.toml",
            "provisional = false",
            "provisional = false\nsurplus = 1",
            "pack.toml: TOML parse error at line 8",
        ),
        ("pack.toml", "CPX-pack/1", "CPX-pack/2", "pack.toml [format]"),
        ("pack.toml", "990000-990999", "990999-990000", "pack.toml [synthetic.insurer]"),
        (case, "id = \"D2-01\"", "id = \"D2-02\"", "D2-01/case.toml [id]"),
        (case, "clause = \"標準仕様4.1 出力単位（サービス利用票）\"", "clause = \"\"", "D2-01/case.toml [clause]"),
        (case, "level = \"must\"\n", "", "missing field `level`"),
        (case, "pattern = \"D2\"", "pattern = \"D9\"", "D2-01/case.toml [pattern]"),
        (case, "unit = \"usage_slip\"", "unit = \"slip\"", "[step 2 unit]"),
        (case, "to = \"rows.json\"", "to = \"other.json\"", "D2-01/other.json: the file is missing"),
        (case, "kana-width", "anything", "[check 1 tolerate]"),
        ("cases/D2-03/case.toml", "unit.file_missing", "unit.nothing", "[check 1 refused-for]"),
        ("cases/D2-02/facts.json", "\"rows\"", "\"sum\"", "[aki-rows field]"),
        (
            case,
            "compare = \"meaning\"",
            "compare = \"meaning\"\nabsent = \"rows-of-other-offices\"",
            "a check has compare and to",
        ),
        (
            "cases/D2-03/case.toml",
            "[[check]]\nrefused-for = \"unit.file_missing\"\n",
            "[[check]]\n",
            "a check has compare and to",
        ),
        ("cases/D2-03/case.toml", "outcome = \"refused\"", "outcome = \"imported\"", "has refused-for"),
        (case, "do = \"take\"", "do = \"expect\"", "unknown field"),
    ] {
        let error = fault(file, from, to);
        assert!(error.contains(said), "{said}: {error}");
    }
}

#[test]
fn a_file_that_nothing_names_is_refused() {
    let pack = copied();
    fs::write(pack.path().join("cases/D2-01/note.txt"), "").unwrap();
    let error = Pack::open(pack.path().to_str().unwrap()).unwrap_err().to_string();
    assert_eq!(error, "cases/D2-01/note.txt: nothing names this file");
}

#[test]
fn a_number_that_nobody_invented_is_refused_in_a_pack() {
    let error = fault("pack.toml", "0000000001-0000000999", "0000000001-0000000002");
    assert!(error.contains("/give/01/") && error.ends_with("outside the ranges of pack.toml"), "{error}");
}

#[test]
fn a_case_with_faults_of_the_relay_is_not_applicable_to_other_drivers() {
    let pack = copied();
    let case = pack.path().join("cases/D2-01/case.toml");
    let text = fs::read_to_string(&case).unwrap() + "\n[faults]\nscript = \"lost-answer.toml\"\n";
    fs::write(&case, text).unwrap();
    let error = Pack::open(pack.path().to_str().unwrap()).unwrap_err().to_string();
    assert!(error.contains("D2-01/case.toml [faults.script]"), "{error}");
    fs::create_dir(pack.path().join("faults")).unwrap();
    let script = pack.path().join("faults/lost-answer.toml");
    fs::write(&script, "[[fault]]\ncall = \"putMessage\"\nnth = 1\nat = \"before\"\ndo = \"explode\"\n").unwrap();
    let error = Pack::open(pack.path().to_str().unwrap()).unwrap_err().to_string();
    assert!(error.starts_with("faults/lost-answer.toml: line 5, ") && error.contains("\"do\""), "{error}");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("faults/lost-answer.toml"), script).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut command = command(&[], &folder.path().join("run"), &sample(), pack.path().to_str().unwrap());
    let output = command.output().unwrap();
    let case = Ran::of(folder, output).case("D2-01");
    assert!(case.word == Word::NotApplicable && case.reason.unwrap().en.contains("driver:relay"));
}

#[test]
fn every_pack_opens_and_its_scripts_can_be_played() {
    let ids = embedded();
    for id in ["v4", "dialects", "enhanced", "faults", "security"] {
        assert!(ids.contains(&id), "{ids:?} has no {id}");
    }
    let mut scripts = 0;
    for id in ids {
        // A script that cannot be read is refused when the pack is opened.
        let pack = Pack::open(id).unwrap();
        assert_eq!(pack.about.provisional, id == "enhanced");
        assert!(!pack.about.provisional || pack.about.title_ja.contains("暫定"));
        scripts += pack.scripts.len();
    }
    assert!(scripts >= 15, "{scripts}");
}

#[test]
fn every_kind_travels_both_ways_in_a_case_that_must_pass() {
    let pack = Pack::open("v4").unwrap();
    let musts = || pack.cases.iter().filter(|case| case.level == Level::Must);
    for kind in Kind::ALL {
        for way in [Need::Import(*kind), Need::Export(*kind)] {
            assert!(musts().any(|case| case.needs.contains(&way)), "no case has {}", way.text());
        }
    }
}

#[test]
fn what_goes_wrong_on_the_way_is_not_applicable_to_a_program() {
    for pack in ["faults", "security"] {
        let ran = run_pack(pack, &[], &sample());
        assert_eq!(ran.exit, Some(2), "{}{}", ran.said, ran.errors);
        for case in ran.verdict().cases {
            assert_eq!(case.word, Word::NotApplicable, "{}", case.id);
            assert!(case.reason.unwrap().en.contains("driver:relay"));
        }
    }
}

#[test]
fn a_provisional_pack_says_so_in_its_verdict() {
    let ran = run_pack("enhanced", &[], &sample());
    assert!(ran.exit == Some(0) && ran.verdict().pack.provisional, "{}{}", ran.said, ran.errors);
    assert!(ran.said.contains("The pack is provisional."), "{}", ran.said);
}
