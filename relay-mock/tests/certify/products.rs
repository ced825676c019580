//! How single differences are judged, and what a product's profile excludes.

use relay_mock::certify::judge::Word;

use crate::kit::{adapters, run};

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
