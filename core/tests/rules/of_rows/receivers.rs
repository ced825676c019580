//! Which rows go where.

use cplink::spec::{Kind, UnitKind};
use cplink::typed::Upjsk;
use cplink::unit::UnitsOfRows;

use super::kit::*;

#[test]
fn each_provider_of_a_user_gets_the_whole_slip() {
    let mut rows = planner();
    for (user, offices) in [("0000000001", &["9970000111", "9970000210"][..]), ("0000000002", &["9970000210"])] {
        for office in offices {
            rows.add_rows(&[planned(user, "202510", office, "151111")]).unwrap();
        }
        complete(&mut rows, user, "202510");
    }
    let made = rows.make().unwrap();
    assert_eq!(told(&made), ["usage_slip 202510 9970000111-15", "usage_slip 202510 9970000210-15"]);
    let counts: Vec<_> = made.units.iter().map(|one| (one.users, files(&one.unit)[&Kind::Upplan].len())).collect();
    assert_eq!(counts, [(1, 2), (2, 3)]);
    assert_sound(&made);
}

#[test]
fn months_service_types_and_kinds_are_units_of_their_own() {
    let (mut rows, user) = (planner(), "0000000001");
    for month in ["202511", "202510"] {
        rows.add_rows(&[planned(user, month, "9970000111", "111111"), planned(user, month, "9970000111", "151111")])
            .unwrap();
        complete(&mut rows, user, month);
    }
    plan(&mut rows, user, "20250915", &["9970000111", "", PLANNER]);
    rows.add_rows(&[plan_supplement(user, "20250915")]).unwrap();
    let made = rows.make().unwrap();
    assert_eq!(
        told(&made),
        [
            "care_plan - 9970000111-11",
            "care_plan - 9970000111-15",
            "usage_slip 202510 9970000111-11",
            "usage_slip 202510 9970000111-15",
            "usage_slip 202511 9970000111-11",
            "usage_slip 202511 9970000111-15",
        ]
    );
    assert_eq!(made.units[0].unit.serial().as_str(), "20251001235958");
    assert_eq!(made.units[2].unit.serial().as_str(), "20251002000000");
    assert_sound(&made);
}

#[test]
fn a_withdrawal_comes_before_what_is_sent_anew() {
    let (mut rows, user) = (planner(), "0000000001");
    rows.add_receiver(address("9970000111", "11"));
    rows.add_rows(&[planned(user, "202510", "9970000111", "111111")]).unwrap();
    complete(&mut rows, user, "202510");
    rows.add_rows(&[withdrawn_slip("0000000009", "202510"), withdrawn_slip(user, "202510")]).unwrap();
    let made = rows.make().unwrap();
    assert_eq!(told(&made), ["usage_slip_deletion 202510 9970000111-11", "usage_slip 202510 9970000111-11"]);
    assert_sound(&made);
}

#[test]
fn given_receivers_alone_get_something_and_planners_among_them_get_all() {
    let mut rows = planner();
    rows.add_receiver(address("9970000111", "11"));
    rows.add_receiver(address("9990000090", "46"));
    for user in ["0000000001", "0000000002"] {
        let code = if user == "0000000001" { "111111" } else { "151111" };
        rows.add_rows(&[planned(user, "202510", if code == "111111" { "9970000111" } else { "9970000210" }, code)])
            .unwrap();
        complete(&mut rows, user, "202510");
    }
    let made = rows.make().unwrap();
    assert_eq!(told(&made), ["usage_slip 202510 9970000111-11", "usage_slip 202510 9990000090-46"]);
    assert_eq!(made.units.iter().map(|one| one.users).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn results_go_to_each_rows_planner_by_service_type_and_month() {
    let mut rows = UnitsOfRows::new(address("9970000111", "11"));
    let row = |month, code, planner| done("0000000001", month, "9970000111", code, planner);
    let all: Vec<Upjsk> = vec![
        row("202510", "111111", PLANNER),
        row("202510", "151111", PLANNER),
        row("202510", "111112", "9970000020"),
        row("202509", "111111", PLANNER),
        row("202510", "111113", PLANNER),
    ];
    rows.add_rows(&all).unwrap();
    let made = rows.make().unwrap();
    assert_eq!(
        told(&made),
        [
            "results 202509 9970000012-43",
            "results 202510 9970000012-43",
            "results 202510 9970000012-43",
            "results 202510 9970000020-43"
        ]
    );
    let from: Vec<_> = made.units.iter().map(|one| one.unit.from().service_type()).collect();
    assert_eq!(from, ["11", "11", "15", "11"]);
    let counts: Vec<_> = made.units.iter().map(|one| files(&one.unit)[&Kind::Upjsk].len()).collect();
    assert_eq!(counts, [1, 2, 1, 1]);
    assert_sound(&made);

    // A planner's service type is that of the receiver that is given.
    let mut centre = UnitsOfRows::new(address("9970000111", "A2"));
    centre.add_receiver(address(PLANNER, "46"));
    centre.add_rows(&[done("0000000001", "202510", "9970000111", "A21111", PLANNER)]).unwrap();
    assert_eq!(told(&centre.make().unwrap()), ["results 202510 9970000012-46"]);
}

#[test]
fn a_planner_passes_results_on_by_provider() {
    let mut rows = planner();
    rows.add_receiver(address("9990000090", "46"));
    for (office, code) in [("9970000111", "A21111"), ("9970000210", "A61111"), ("9970000111", "A21112")] {
        rows.add_rows(&[done("0000000001", "202510", office, code, PLANNER)]).unwrap();
    }
    let made = rows.make().unwrap();
    assert_eq!(told(&made), ["results 202510 9990000090-46"; 2]);
    assert!(made.units.iter().all(|one| *one.unit.from() == address(PLANNER, "43")));
    assert_eq!(made.units.iter().map(|one| files(&one.unit)[&Kind::Upjsk].len()).collect::<Vec<_>>(), [2, 1]);
    assert_sound(&made);
}

#[test]
fn basic_information_goes_with_the_plan_of_the_same_user() {
    let mut rows = planner();
    rows.add_receiver(address("9990000090", "46"));
    rows.add_rows(&[basic("0000000001", ""), basic("0000000002", "")]).unwrap();
    rows.add_rows(&[prevention("0000000001"), prevention("0000000003")]).unwrap();
    let made = rows.make().unwrap();
    let kinds: Vec<_> = made.units.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [UnitKind::BasicInfo, UnitKind::PreventionPlanWithBasicInfo, UnitKind::PreventionPlan]);
    assert_sound(&made);
}

#[test]
fn a_supplement_that_is_missing_is_made_from_the_users_other_one_and_told() {
    let (mut rows, user) = (planner(), "0000000001");
    rows.add_rows(&[planned(user, "202510", "9970000111", "111111")]).unwrap();
    rows.add_rows(&[annexed(user, "202510")]).unwrap();
    plan(&mut rows, user, "20250915", &["9970000111"]);
    rows.add_rows(&[plan_supplement(user, "20250915")]).unwrap();
    let made = rows.make().unwrap();
    assert_eq!(made.units.iter().map(|one| one.supplemented).collect::<Vec<_>>(), [0, 1]);
    let of = |at: usize| files(&made.units[at].unit).remove(&Kind::Uphosoku).unwrap().remove(0);
    let (given, other) = (of(0), of(1));
    assert_eq!((&*given[3], &*given[62], &*other[3], &*other[62]), ("20250915", "000000", "00000000", "202510"));
    let but_keys = |row: &[String]| [&row[..3], &row[4..62]].concat();
    assert_eq!(but_keys(&given), but_keys(&other));
    assert_sound(&made);
}

#[test]
fn attachments_go_into_the_units_with_rows_of_their_user() {
    let mut rows = planner();
    for (user, office) in [("0000000001", "9970000111"), ("0000000002", "9970000210")] {
        rows.add_rows(&[planned(user, "202510", office, "151111")]).unwrap();
        complete(&mut rows, user, "202510");
    }
    rows.add_attachment(["990010", "0000000002"], UnitKind::UsageSlip, "連絡票.pdf", b"%PDF-1.7".to_vec());
    let made = rows.make().unwrap();
    let names: Vec<Vec<&str>> = made
        .units
        .iter()
        .map(|one| one.unit.attachments().iter().map(|attachment| &*attachment.name).collect())
        .collect();
    assert_eq!(names, [vec![], vec!["連絡票.pdf"]]);
}
