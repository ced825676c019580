//! How single differences are judged, and what a product's profile excludes.

use relay_mock::certify::judge::{Finding, Word};

use crate::kit::{adapters, fails_by, run, run_pack, sample};

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

#[test]
fn a_unit_that_may_be_refused_passes_both_ways_and_no_other() {
    let product = |body: &str| crate::kit::product(&format!("class Product(Care):\n    {body}\nserve(Product())"));
    let refusing = |reason: &str| format!("def faults(self, files):\n        return ['{reason}']");
    let no_staff = "def line(self, kind, row):\n        return super().line(kind, row | {'plan_staff_name': '誰か'})";
    for (body, word, finding) in [
        ("pass".to_owned(), Word::Pass, None),
        (refusing("csv.header"), Word::PassWithNotes, Some("may-refuse:01")),
        (refusing("先頭に見出し行があります"), Word::PassWithNotes, Some("reason-in-words:csv.header")),
        (refusing("csv.empty_file"), Word::Fail, Some("reason:csv.header")),
        (no_staff.to_owned(), Word::Fail, Some("changed:UPJSK:plan_staff_name")),
    ] {
        let (_folder, product) = product(&body);
        let ran = run_pack("dialects", &["--case", "W2-04"], &product);
        let case = ran.case("W2-04");
        assert_eq!(case.word, word, "{body}: {}{}", ran.said, ran.errors);
        let found = |id: &str| case.checks.iter().flat_map(|check| &check.findings).any(|each| each.id == id);
        assert!(finding.is_none_or(found), "{body}: {}", ran.said);
    }
}

#[test]
fn what_the_case_s_own_rows_are_noted_for_is_not_noted_of_the_product() {
    let ran = run(&["--case", "D3-06"], &sample());
    assert_eq!(ran.case("D3-06").word, Word::Pass, "{}", ran.said);
    // What only the product's rows are noted for stays a note.
    let (_folder, product) = crate::kit::product(
        "class Other(Care):\n    def line(self, kind, row):\n        return super().line(kind, row | {'csv_version': '202410'})\nserve(Other())",
    );
    let case = run(&["--case", "D3-06"], &product).case("D3-06");
    let notes = case.checks.iter().flat_map(|check| &check.findings).map(|finding| finding.id.as_str());
    assert_eq!((case.word, notes.collect::<Vec<_>>()), (Word::PassWithNotes, vec!["rule:version.unknown"]));
}

#[test]
fn money_of_a_slip_may_stand_at_its_services() {
    for id in ["D2-01", "D2-31", "D2-37", "D6-03"] {
        let ran = run(&["--case", id], &adapters().join("right/money_at_services.py"));
        let case = ran.case(id);
        assert!(case.word.is_pass(), "{}", ran.said);
        let tolerated = |finding: &Finding| finding.id.starts_with("tolerated:money-place:UPSIKYU:");
        assert!(case.checks.iter().flat_map(|check| &check.findings).any(tolerated), "{id}: {}", ran.said);
    }
}
