//! The sample passes, wrong products fail where they must, and right ones that only write otherwise are not blamed.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use relay_mock::certify::judge::Word;
use relay_mock::certify::pack::Pack;
use relay_mock::certify::scenario::Level;

use crate::kit::{adapters, fails_by, run, sample};

fn programs(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(adapters().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let is_product = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.ends_with(".py") && !name.starts_with('_')
    };
    let mut found: Vec<PathBuf> = entries.filter(is_product).collect();
    found.sort();
    found
}

#[test]
fn the_sample_adapter_passes_and_is_short() {
    let ran = run(&[], &sample());
    assert_eq!(ran.exit, Some(0), "{}{}", ran.said, ran.errors);
    let verdict = ran.verdict();
    assert!(verdict.cases.iter().all(|case| case.word.is_pass()), "{}", ran.said);
    // That a visit over midnight ends before it begins is told, and needs no change.
    let noted = verdict.cases.iter().filter(|case| case.word == Word::PassWithNotes);
    assert_eq!(noted.map(|case| case.id.as_str()).collect::<Vec<_>>(), ["D3-06"], "{}", ran.said);
    assert!(verdict.cases.iter().all(|case| !case.checks.is_empty()));
    assert!(fs::read_to_string(sample()).unwrap().lines().count() <= 80);
}

#[test]
fn every_wrong_product_is_caught_where_it_says_and_every_case_catches_one() {
    let mut catching = BTreeSet::new();
    for product in programs("wrong") {
        let text = fs::read_to_string(&product).unwrap();
        let caught = text.lines().filter_map(|line| line.strip_prefix("# caught: ")?.split_once(' '));
        let caught: Vec<(&str, &str)> = caught.collect();
        assert!(!caught.is_empty(), "{} does not say where it is caught", product.display());
        // Only these cases: with every wrong product through every case this would take minutes.
        let named: BTreeSet<&str> = caught.iter().map(|(id, _)| *id).collect();
        let arguments: Vec<&str> = named.into_iter().flat_map(|id| ["--case", id]).collect();
        let ran = run(&arguments, &product);
        assert_eq!(ran.exit, Some(1), "{}: {}{}", product.display(), ran.said, ran.errors);
        for (id, finding) in caught {
            let case = ran.case(id);
            assert_eq!(case.word, Word::Fail, "{}: {id}", product.display());
            assert!(fails_by(&case, finding), "{}: {id} does not say {finding}: {}", product.display(), ran.said);
            catching.insert(id.to_owned());
        }
    }
    let pack = Pack::open("v4").unwrap();
    let musts = pack.cases.iter().filter(|case| case.level == Level::Must).map(|case| &case.id);
    let idle: Vec<&String> = musts.filter(|id| !catching.contains(*id)).collect();
    assert_eq!(idle, [""; 0], "cases that no wrong product fails");
}

#[test]
fn a_right_product_that_only_writes_otherwise_is_not_blamed() {
    let products = programs("right");
    assert!(products.len() >= 4);
    for product in products {
        let ran = run(&[], &product);
        assert_eq!(ran.exit, Some(0), "{}: {}{}", product.display(), ran.said, ran.errors);
        assert!(ran.verdict().word.is_pass());
    }
}

#[test]
fn what_is_only_written_otherwise_is_listed_as_such() {
    let ran = run(&["--case", "D2-01"], &adapters().join("right/zero_filled.py"));
    let case = ran.case("D2-01");
    let meaning = case.checks.iter().find(|check| check.name == "meaning").unwrap();
    assert!(meaning.same_meaning > 0);
    assert!(meaning.findings.iter().all(|finding| finding.id.starts_with("same-meaning:")), "{:?}", meaning.findings);
    let ran = run(&["--case", "D3-01"], &adapters().join("right/units_zero.py"));
    let case = ran.case("D3-01");
    let tolerated = case.checks.iter().flat_map(|check| &check.findings);
    let ids: Vec<&str> = tolerated.map(|finding| finding.id.as_str()).collect();
    assert_eq!(ids, ["tolerated:units-zero:UPJSK:units"]);
    let ran = run(&["--case", "D6-03"], &adapters().join("right/left_out.py"));
    let case = ran.case("D6-03");
    let tolerated = case.checks.iter().flat_map(|check| &check.findings);
    let ids: Vec<&str> = tolerated.map(|finding| finding.id.as_str()).collect();
    let open = [
        "name-blank:UPPLAN:provider_name",
        "management-units-blank:UPSIKYU:benefit_management_units",
        "name-blank:UPSIKYU:provider_name",
        "nines-place:UPSIKYU:office_code",
    ];
    assert_eq!(ids, open.map(|id| format!("tolerated:{id}")));
}

#[test]
fn a_record_is_the_same_where_what_identifies_it_is_tolerated() {
    let ran = run(&["--case", "D1-03"], &adapters().join("right/kana_wide.py"));
    let case = ran.case("D1-03");
    let ids: Vec<&str> =
        case.checks.iter().flat_map(|check| &check.findings).map(|finding| finding.id.as_str()).collect();
    assert_eq!(case.word, Word::Pass);
    assert!(ids.contains(&"tolerated:kana-width:UP3KYO:daily_activity"), "{ids:?}");
    // And what else is wrong with it is said of that record.
    let (_folder, product) = crate::kit::product(
        "class Wrong(Care):\n    def line(self, kind, row):\n        later = {'daily_activity': '昼寝・テレビ', 'activity_end_time': '1430'}\n        return super().line(kind, row | later if row.get('activity_start_time') == '1300' else row)\nserve(Wrong())",
    );
    let ran = run(&["--case", "D1-03"], &product);
    let case = ran.case("D1-03");
    assert!(fails_by(&case, "changed:UP3KYO:activity_end_time"), "{}", ran.said);
    assert!(!fails_by(&case, "lost:UP3KYO") && !fails_by(&case, "invented:UP3KYO"));
}

#[test]
fn a_case_that_the_profile_excludes_is_not_applicable() {
    let (_folder, product) = crate::kit::product(
        "import adapter\nwhole = adapter.profile()\nadapter.profile = lambda: whole | {'roles': ['provider']}\nserve(Care())",
    );
    let ran = run(&[], &product);
    assert_eq!(ran.exit, Some(0), "{}{}", ran.said, ran.errors);
    let case = ran.case("D1-02");
    assert_eq!(case.word, Word::NotApplicable);
    assert!(case.reason.unwrap().en.contains("care-manager"));
    // A product that can do nothing has shown nothing.
    let (_folder, product) = crate::kit::product(
        "import adapter\nwhole = adapter.profile()\nadapter.profile = lambda: whole | {'supports': []}\nserve(Care())",
    );
    assert_eq!(run(&[], &product).exit, Some(2));
}

#[test]
fn software_that_refuses_everything_for_another_reason_does_not_pass_a_refusal() {
    for (reasons, word) in [
        ("['csv.bom']", Word::Fail),
        ("['第7表がありません']", Word::PassWithNotes),
        ("['取り込めません']", Word::Fail),
        ("['unit.file_missing', 'csv.bom']", Word::Pass),
    ] {
        let (_folder, product) = crate::kit::product(&format!(
            "class Wrong(Care):\n    def faults(self, files):\n        return {reasons}\nserve(Wrong())"
        ));
        let ran = run(&["--case", "D2-03"], &product);
        assert_eq!(ran.case("D2-03").word, word, "{reasons}: {}", ran.said);
    }
}
