//! Rules at their edges: the last value that passes and the first that does not.

use std::fs;
use std::path::PathBuf;

use cplink::convert::{CsvStyle, write};
use cplink::finding::{Finding, Rule, Severity};
use cplink::progress::Job;
use cplink::record::Table;
use cplink::rules::{self, Series};
use cplink::spec::Kind;
use cplink::text::{Encoding, decode};
use cplink::unit::{Address, FileContents, Serial, UnitContents, UnitId};
use cplink_testkit::fixtures;

type Changes<'c> = &'c [(&'c str, &'c str)];

const HOME_HELP: &str = "9970000111";
const PLANNER: &str = "9970000012";

fn files(group: &str) -> Vec<PathBuf> {
    let cases = fixtures::folders(&fixtures::newest().join(group));
    cases.iter().flat_map(|case| fixtures::files(&case.join("files"))).collect()
}

/// The table of the month's first file of a kind.
fn base(kind: Kind) -> Table {
    for path in files("month") {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.to_uppercase().ends_with(".CSV") {
            let report = FileContents::read(&name, fs::read(&path).unwrap()).unwrap();
            if report.kind() == Some(kind) {
                return report.table.unwrap();
            }
        }
    }
    panic!("no file of {}", kind.name());
}

/// A file of the base's first rows with changes, one list a row.
fn table(kind: Kind, rows: &[Changes<'_>]) -> Table {
    let base = base(kind);
    let mut table = Table::new(kind);
    for (at, changes) in rows.iter().enumerate() {
        let row = base.row(at.min(base.len() - 1)).unwrap();
        let index = table.push();
        for field in base.layout().fields {
            table.set(index, field.id, row.get(field.id).unwrap()).unwrap();
        }
        for (field, text) in *changes {
            table.set(index, field, *text).unwrap();
        }
    }
    table
}

fn name(kind: Kind, from: &str, to: &str, serial: &str) -> String {
    let month = match kind {
        Kind::Upplan | Kind::Upjsk | Kind::Upsikyu | Kind::Dltplan | Kind::Dltjsk | Kind::Uphosoku => "_202510",
        _ => "",
    };
    format!("{}{month}_{from}_{to}_{serial}.CSV", kind.name())
}

/// The rules that are named and the rows they are named of.
fn found(kind: Kind, rows: &[Changes<'_>]) -> Vec<(&'static str, u64)> {
    let (from, to) = match kind {
        Kind::Upjsk | Kind::Dltjsk => (format!("{HOME_HELP}_11"), format!("{PLANNER}_43")),
        _ => (format!("{PLANNER}_43"), format!("{HOME_HELP}_11")),
    };
    found_as(&name(kind, &from, &to, "20251130235959"), kind, rows)
}

fn found_as(name: &str, kind: Kind, rows: &[Changes<'_>]) -> Vec<(&'static str, u64)> {
    places(&findings(name, kind, rows))
}

fn places(findings: &[Finding]) -> Vec<(&'static str, u64)> {
    findings.iter().map(|finding| (finding.rule().id(), finding.row().unwrap_or(0))).collect()
}

fn findings(name: &str, kind: Kind, rows: &[Changes<'_>]) -> Vec<Finding> {
    let bytes = write(&table(kind, rows), CsvStyle::Canonical).unwrap().0;
    rules::file(&FileContents::read(name, bytes).unwrap()).findings
}

/// A visit without anything to say.
const VISIT: [(&str, &str); 12] = [
    ("provider_number", HOME_HELP),
    ("service_code", "111111"),
    ("tais_code", ""),
    ("equipment_notification_code", ""),
    ("detail_discriminator_code", ""),
    ("per_diem_days", ""),
    ("service_start_time", "0900"),
    ("service_end_time", "1000"),
    ("service_count", "1"),
    ("service_date", "20251001"),
    ("target_month", "202510"),
    ("units", "100"),
];

fn visit<'t>(changes: &[(&'t str, &'t str)]) -> Vec<(&'t str, &'t str)> {
    VISIT.iter().chain(changes).copied().collect()
}

fn of_visit(changes: Changes<'_>) -> Vec<(&'static str, u64)> {
    found(Kind::Upplan, &[&visit(changes)])
}

#[test]
fn times_of_a_visit() {
    assert_eq!(of_visit(&[]), []);
    for (start, end, rule) in [
        ("0900", "0901", None),
        ("0900", "0900", Some("row.time_order")),
        ("0000", "2400", None),
        ("2330", "0030", Some("row.time_order")),
        ("9999", "9999", None),
        ("9999", "1000", Some("row.time_pair")),
        ("0900", "9999", Some("row.time_pair")),
    ] {
        let said = of_visit(&[("service_start_time", start), ("service_end_time", end)]);
        assert_eq!(said, rule.map(|rule| (rule, 1)).into_iter().collect::<Vec<_>>(), "{start}-{end}");
    }
}

#[test]
fn counts_and_spans() {
    let said = |count: &str, end: &str| of_visit(&[("service_count", count), ("service_end_time", end)]);
    assert_eq!(said("2", "1259"), []);
    assert_eq!(said("2", "1300"), [("row.merged_visits", 1)]);
    assert_eq!(said("1", "1300"), []);
    assert_eq!(said("0", "1000"), [("row.count_zero", 1)]);
}

#[test]
fn days_lie_in_the_month() {
    assert_eq!(of_visit(&[("service_date", "20251031")]), []);
    assert_eq!(of_visit(&[("service_date", "20250930")]), [("row.date_month", 1)]);
    assert_eq!(of_visit(&[("service_date", "20241001")]), [("row.date_month", 1)]);
    let flags = format!("{:0<31}", "11111");
    assert_eq!(of_visit(&[("per_diem_days", &flags)]), []);
    let last = format!("{:0>31}", "1");
    assert_eq!(of_visit(&[("per_diem_days", &last)]), []);
    let november: Changes<'_> = &[("target_month", "202511"), ("service_date", "20251101"), ("per_diem_days", &last)];
    let name = name(Kind::Upplan, "9970000012_43", "9970000111_11", "20251130235959").replace("202510", "202511");
    assert_eq!(found_as(&name, Kind::Upplan, &[&visit(november)]), [("row.flags_days", 1)]);
    let before = format!("{:0>30}0", "1");
    let fits: Changes<'_> = &[("target_month", "202511"), ("service_date", "20251101"), ("per_diem_days", &before)];
    assert_eq!(found_as(&name, Kind::Upplan, &[&visit(fits)]), []);
}

#[test]
fn equipment_goes_with_rentals() {
    let rental = |tais: &str, notification: &str| {
        let code = [("service_code", "171007"), ("service_start_time", "9999"), ("service_end_time", "9999")];
        let more = [("tais_code", tais), ("equipment_notification_code", notification)];
        of_visit(&[code.as_slice(), &more].concat())
    };
    assert_eq!(rental("99990-000025", ""), []);
    assert_eq!(rental("", "F99990000031"), []);
    assert_eq!(rental("", ""), [("row.equipment_code", 1)]);
    assert_eq!(rental("99990-000025", "F1"), [("row.equipment_both", 1)]);
    assert_eq!(rental("99990000025", ""), [("row.tais_shape", 1)]);
    assert_eq!(of_visit(&[("equipment_notification_code", "F1")]), [("row.equipment_surplus", 1)]);
    assert_eq!(of_visit(&[("service_code", "671007"), ("tais_code", "99990-000025")]), []);
    let numbered = [("service_code", "671007"), ("tais_code", "99990-000025"), ("detail_discriminator_code", "1")];
    assert_eq!(of_visit(&numbered), [("row.discriminator_type", 1)]);
}

#[test]
fn discriminators_number_equal_rentals() {
    let rail: [(&str, &str); 6] = [
        ("service_code", "171004"),
        ("tais_code", "99990-000025"),
        ("service_start_time", "9999"),
        ("service_end_time", "9999"),
        ("insurer_number", "990010"),
        ("insured_person_number", "0000000101"),
    ];
    let said = |rails: &[Changes<'_>]| {
        let rows: Vec<_> = rails.iter().map(|changes| visit(&[rail.as_slice(), changes].concat())).collect();
        found(Kind::Upplan, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    let one: Changes<'_> = &[("detail_discriminator_code", "1")];
    let two: Changes<'_> = &[("detail_discriminator_code", "2")];
    let three: Changes<'_> = &[("detail_discriminator_code", "3")];
    let none: Changes<'_> = &[];
    assert_eq!(said(&[none]), []);
    assert_eq!(said(&[one]), [("table.discriminator_number", 1)]);
    assert_eq!(said(&[one, two]), []);
    assert_eq!(said(&[two, one]), []);
    assert_eq!(said(&[one, three]), [("table.discriminator_number", 2)]);
    assert_eq!(said(&[one, one]), [("table.discriminator_number", 2)]);
    assert_eq!(said(&[none, none]), [("table.discriminator_missing", 1), ("table.discriminator_missing", 2)]);
    // Another product, other units or another day are distinguished without numbers.
    assert_eq!(said(&[none, &[("tais_code", "99990-000026")]]), []);
    assert_eq!(said(&[one, &[("tais_code", "99990-000026"), ("detail_discriminator_code", "2")]]), []);
    assert_eq!(said(&[none, &[("units", "101")]]), []);
    assert_eq!(said(&[none, &[("service_date", "20251002")]]), []);
    assert_eq!(said(&[one, &[("units", "101"), ("detail_discriminator_code", "2")]]).len(), 2);
}

#[test]
fn a_time_that_is_none_is_told_once() {
    assert_eq!(of_visit(&[("service_start_time", "9999"), ("service_end_time", "0975")]), [("field.time", 1)]);
    assert_eq!(of_visit(&[("service_start_time", "0975"), ("service_end_time", "9999")]), [("field.time", 1)]);
}

#[test]
fn what_is_no_code_is_told_as_that() {
    for code in ["11_111", "1111", "99_999", "見本見本見本"] {
        let told = of_visit(&[("service_code", code)]);
        assert!(told.iter().all(|(rule, _)| rule.starts_with("field.")), "{code}: {told:?}");
        assert!(!told.is_empty(), "{code}");
    }
}

#[test]
fn withdrawn_results_are_of_a_service_in_scope() {
    let said = |code: &str| found(Kind::Dltjsk, &[&[("service_type_code", code), ("provider_number", HOME_HELP)]]);
    assert_eq!(said("11"), []);
    assert_eq!(said("33"), [("scope.excluded", 1)]);
    assert_eq!(said("99"), [("scope.unknown", 1)]);
}

/// Two services of one user; the second with changes.
fn two(changes: Changes<'_>) -> Vec<(&'static str, u64)> {
    let user = [("insurer_number", "990010"), ("insured_person_number", "0000000101")];
    let (first, second) = (visit(&user), visit(&[user.as_slice(), changes].concat()));
    found(Kind::Upplan, &[&first, &second])
}

#[test]
fn a_service_twice_is_told() {
    assert_eq!(two(&[]), [("table.duplicate_service", 2)]);
    assert_eq!(two(&[("units", "7")]), [("table.duplicate_service", 2)]);
    for change in [
        ("insured_person_number", "0000000202"),
        ("service_date", "20251002"),
        ("service_start_time", "0901"),
        ("service_end_time", "1001"),
        ("service_code", "111112"),
        ("satellite_branch_number", "1"),
    ] {
        assert_eq!(two(&[change]), [], "{change:?}");
    }
}

#[test]
fn add_ons_on_several_days_are_told() {
    let clockless = [("service_start_time", "9999"), ("service_end_time", "9999")];
    let both = |code: &'static str, day: &'static str| {
        let user = [("insurer_number", "990010"), ("insured_person_number", "0000000101"), ("service_code", code)];
        let first = visit(&[user.as_slice(), &clockless].concat());
        let second = visit(&[user.as_slice(), &clockless, &[("service_date", day)]].concat());
        found(Kind::Upplan, &[&first, &second])
    };
    assert_eq!(both("114001", "20251002"), [("table.addon_repeated", 1)]);
    assert_eq!(both("114001", "20251001"), [("table.duplicate_service", 2)]);
    let first = visit(&[("service_code", "114001"), clockless[0], clockless[1]]);
    let second = visit(&[("service_code", "114001"), clockless[0], clockless[1], ("service_date", "20251002")]);
    let name = name(Kind::Upplan, "9970000012_43", "9970000111_11", "20251130235959");
    let told = findings(&name, Kind::Upplan, &[&first, &second, &second]);
    let told = told.iter().find(|finding| finding.rule() == Rule::TableAddonRepeated).unwrap();
    assert_eq!(told.parameter(), Some("3"), "how often it is there");
    // Short stays are charged by the day.
    assert_eq!(both("211125", "20251002"), []);
    assert_eq!(two(&[("service_date", "20251002"), ("service_start_time", "0905")]), []);
    // One clock time is enough to be a visit.
    let half = [("service_start_time", "9999")];
    let first = visit(&half);
    let second = visit(&[half.as_slice(), &[("service_date", "20251002")]].concat());
    let said = found(Kind::Upplan, &[&first, &second]);
    assert_eq!(said, [("row.time_pair", 1), ("row.time_pair", 2)]);
}

#[test]
fn insured_numbers_codes_and_periods() {
    assert_eq!(of_visit(&[("insured_person_number", "H000000303")]), []);
    assert_eq!(of_visit(&[("insured_person_number", "K000000303")]), [("row.insured_number", 1)]);
    assert_eq!(of_visit(&[("service_code", "321111")]), [("scope.excluded", 1)]);
    assert_eq!(of_visit(&[("service_code", "991111")]), [("scope.unknown", 1)]);
    let period = |end: &str| {
        found(
            Kind::Uphosoku,
            &[&[
                ("care_plan_date", "00000000"),
                ("target_month", "202510"),
                ("limit_start_date", "20251001"),
                ("limit_end_date", end),
            ]],
        )
    };
    assert_eq!(period("20251001"), []);
    assert_eq!(period("20250930"), [("row.period_order", 1)]);
    assert_eq!(period("00000000").len(), 1, "zeros are no date, and no end");
    let context = |date: &str, month: &str| {
        let name = name(Kind::Uphosoku, "9970000012_43", "9970000111_11", "20251130235959").replace("202510", month);
        found_as(&name, Kind::Uphosoku, &[&[("care_plan_date", date), ("target_month", month)]])
    };
    assert_eq!(context("20250918", "000000"), []);
    assert_eq!(context("00000000", "202510"), []);
    assert_eq!(context("00000000", "000000"), [("row.supplement_context", 1)]);
    assert_eq!(context("20250918", "202510"), [("row.supplement_context", 1)]);
}

#[test]
fn limits_by_type_fill_the_slots_in_turn() {
    let said = |first: &str, second: &str, third: &str| {
        found(
            Kind::Uphosoku,
            &[&[
                ("care_plan_date", "00000000"),
                ("target_month", "202510"),
                ("type_limit_1_service_type", first),
                ("type_limit_2_service_type", second),
                ("type_limit_3_service_type", third),
            ]],
        )
    };
    assert_eq!(said("11", "15", "22"), []);
    assert_eq!(said("11", "", "15"), [("row.slot_gap", 1)]);
    assert_eq!(said("", "11", "15"), [("row.slot_gap", 1)]);
    assert_eq!(said("11", "23", ""), [("row.slot_type", 1)]);
}

/// Records of one plan with these numbers.
fn numbered(kind: Kind, numbers: &[[&str; 3]], texts: &[Changes<'_>]) -> Vec<(&'static str, u64)> {
    let ids = match kind {
        Kind::Up2kyo => ["issue_no", "goal_no", "support_no"],
        _ => ["issue_no", "support_plan_no", "used_service_no"],
    };
    let clear: &[&str] = match kind {
        Kind::Up2kyo => &["long_term_goal", "short_term_goal"],
        _ => &[
            "overall_issue",
            "goal_proposal",
            "proposal_intent",
            "goal",
            "support_point",
            "self_care_support",
            "insurance_services",
        ],
    };
    let rows: Vec<Vec<(&str, &str)>> = numbers
        .iter()
        .enumerate()
        .map(|(at, numbers)| {
            let blank = clear.iter().map(|id| (*id, ""));
            let user = [("insurer_number", "990010"), ("insured_person_number", "0000000101")];
            let own = ids.iter().copied().zip(numbers.iter().copied());
            blank.chain(user).chain(own).chain(texts.get(at).copied().unwrap_or_default().iter().copied()).collect()
        })
        .collect();
    let rows: Vec<Changes<'_>> = rows.iter().map(Vec::as_slice).collect();
    found(kind, &rows)
}

#[test]
fn numbers_of_table_2_continue_or_step() {
    let gap = |numbers: &[[&str; 3]]| numbered(Kind::Up2kyo, numbers, &[]);
    assert_eq!(gap(&[["1", "1", "1"], ["1", "1", "2"], ["1", "2", "1"], ["2", "1", "1"]]), []);
    // The order in the file is free.
    assert_eq!(gap(&[["2", "1", "1"], ["1", "1", "2"], ["1", "1", "1"]]), []);
    assert_eq!(gap(&[["2", "1", "1"]]), [("table.number_gap", 1)]);
    assert_eq!(gap(&[["1", "2", "1"]]), [("table.number_gap", 1)]);
    assert_eq!(gap(&[["1", "1", "2"]]), [("table.number_gap", 1)]);
    assert_eq!(gap(&[["1", "1", "1"], ["1", "1", "3"]]), [("table.number_gap", 2)]);
    assert_eq!(gap(&[["1", "1", "1"], ["1", "2", "2"]]), [("table.number_gap", 2)]);
    assert_eq!(gap(&[["1", "1", "1"], ["2", "2", "1"]]), [("table.number_gap", 2)]);
    assert_eq!(gap(&[["1", "1", "1"], ["3", "1", "1"]]), [("table.number_gap", 2)]);
    assert_eq!(gap(&[["1", "1", "1"], ["01", "01", "01"]]).last(), Some(&("table.duplicate_key", 2)));
    assert_eq!(gap(&[["1", "1", "0"]]), [("row.number_range", 1)]);
    assert_eq!(gap(&[["1", "", "1"], ["5", "5", "5"]]), [("row.number_missing", 1)]);
}

#[test]
fn goals_count_long_term_goals() {
    let said = |numbers: &[[&str; 3]], texts: &[Changes<'_>]| numbered(Kind::Up2kyo, numbers, texts);
    let (first, next) = (["1", "1", "1"], ["1", "2", "1"]);
    let old: Changes<'_> = &[("long_term_goal", "歩く"), ("short_term_goal", "立つ")];
    let new: Changes<'_> = &[("long_term_goal", "出かける"), ("short_term_goal", "立つ")];
    let short: Changes<'_> = &[("short_term_goal", "座る")];
    assert_eq!(said(&[first, next], &[old, new]), []);
    assert_eq!(said(&[first, next], &[old, old]), [("table.goal_number", 2)]);
    assert_eq!(said(&[first, next], &[old, short]), [("table.goal_number", 2)]);
    assert_eq!(said(&[first, next], &[old, &[]]), [], "a blank goal is a real blank");
    assert_eq!(said(&[first, next], &[&[], short]), [], "there was no goal before");
    assert_eq!(said(&[first, ["2", "1", "1"]], &[old, old]), [], "another issue may have the same goal");
    // The goal is on the first of its records.
    assert_eq!(said(&[first, ["1", "1", "2"], next], &[old, short, short]), [("table.goal_number", 3)]);
}

#[test]
fn texts_of_the_support_plan_stand_once() {
    let said =
        |texts: &[Changes<'_>]| numbered(Kind::UpyoboSub, &[["1", "1", "1"], ["1", "1", "2"], ["1", "2", "1"]], texts);
    let both: Changes<'_> = &[("overall_issue", "ひざ"), ("support_point", "体操")];
    assert_eq!(said(&[both, &[], &[("support_point", "薬")]]), []);
    assert_eq!(said(&[both, &[("support_point", "体操")], &[]]), [("table.text_repeated", 2)]);
    assert_eq!(said(&[both, &[], &[("overall_issue", "ひざ")]]), [("table.text_repeated", 3)]);
}

/// Lines of 第7表 for one user: code, units of the row, 給付管理単位数.
fn annex(lines: &[(&str, &str, &str)]) -> Vec<(&'static str, u64)> {
    places(&judged(lines))
}

fn judged(lines: &[(&str, &str, &str)]) -> Vec<Finding> {
    let clear = [
        "discount_rate",
        "discounted_units",
        "type_limit_excess_units",
        "type_limit_within_units",
        "category_limit_excess_units",
        "category_limit_within_units",
        "total_cost_insured",
        "insurance_claim_amount",
        "copay_insured",
        "copay_full",
    ];
    let rows: Vec<Vec<(&str, &str)>> = lines
        .iter()
        .map(|(code, units, limit)| {
            let office = if *code == "999999" { "9999999999" } else { HOME_HELP };
            let sum = *code == "999999" || code.ends_with("AAAA") || code.ends_with("EEEE");
            clear
                .iter()
                .map(|id| (*id, ""))
                .chain([
                    ("insurer_number", "990010"),
                    ("insured_person_number", "0000000101"),
                    ("provider_number", office),
                    ("service_code", *code),
                    ("units", if sum { "0" } else { "10" }),
                    ("count_or_days", "1"),
                    ("service_units_or_amount", *units),
                    ("benefit_management_units", *limit),
                ])
                .collect()
        })
        .collect();
    let name = name(Kind::Upsikyu, "9970000012_43", "9970000111_11", "20251130235959");
    findings(&name, Kind::Upsikyu, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

#[test]
fn sums_of_table_7() {
    assert_eq!(annex(&[("111111", "10", "10"), ("999999", "10", "10")]), []);
    assert_eq!(annex(&[("111111", "10", "10"), ("999999", "11", "10")]), [("table.total_sum", 2)]);
    assert_eq!(annex(&[("111111", "10", "10")]), [("table.total_missing", 1)]);
    let limit = [("111111", "10", "10"), ("111112", "20", "20"), ("11AAAA", "30", "30"), ("999999", "30", "30")];
    assert_eq!(annex(&limit), []);
    let missing = [("111111", "10", "10"), ("111112", "20", "20"), ("999999", "30", "30")];
    assert_eq!(annex(&missing), [("table.subtotal_missing", 1)]);
    let wrong = [("111111", "10", "10"), ("111112", "20", "20"), ("11AAAA", "30", "31"), ("999999", "30", "30")];
    assert_eq!(annex(&wrong), [("table.subtotal_sum", 3)]);
    // The document names several codes; of rows that share one it says nothing.
    let severity = |lines: &[(&str, &str, &str)]| judged(lines)[0].severity();
    assert_eq!(severity(&missing), Severity::Error);
    let same = [("111111", "10", "10"), ("111111", "20", "20"), ("999999", "30", "30")];
    assert_eq!(annex(&same), [("table.subtotal_missing", 1), ("table.duplicate_service", 2)]);
    assert_eq!(severity(&same), Severity::Warning);
    // Outside the limit: no subtotal is due, and one that is there holds the other rows.
    let outside = [("111111", "10", ""), ("111112", "20", ""), ("999999", "30", "")];
    assert_eq!(annex(&outside), []);
    let both = [
        ("111111", "10", "10"),
        ("111112", "20", "20"),
        ("116275", "5", ""),
        ("116276", "6", ""),
        ("11AAAA", "30", "30"),
        ("11EEEE", "11", ""),
        ("999999", "41", "30"),
    ];
    assert_eq!(annex(&both), []);
    let mut odd = both;
    odd[5].1 = "12";
    assert_eq!(annex(&odd), [("table.subtotal_sum", 6)]);
    assert_eq!(
        annex(&[("111111", "10", "10"), ("15AAAA", "", ""), ("999999", "10", "10")]),
        [("table.subtotal_stray", 2)]
    );
    // The total may add up subtotals and what has none.
    let mixed = [
        ("111111", "10", "10"),
        ("111112", "20", "20"),
        ("11AAAA", "30", "30"),
        ("151111", "7", "7"),
        ("999999", "37", "37"),
    ];
    assert_eq!(annex(&mixed), []);
    assert_eq!(annex(&[("999999", "1", "1")]), [], "nothing to compare with");
}

#[test]
fn a_sum_over_all_numbers_is_not_taken_for_zero() {
    let blank = ["benefit_management_units", "tais_code", "equipment_notification_code"].map(|id| (id, ""));
    let row = |changes: Changes<'_>| {
        let user = [("insurer_number", "990010"), ("insured_person_number", "0000000101")];
        let changes = [blank.as_slice(), &user, changes].concat();
        let bytes = write(&table(Kind::Upsikyu, &[&changes]), CsvStyle::Canonical).unwrap().0;
        decode(Encoding::Cp932, &bytes).unwrap().into_owned()
    };
    // 32768 of them are 2 to the 64th.
    let detail = row(&[("service_code", "111111"), ("service_units_or_amount", "562949953421312"), ("units", "UNITS")]);
    let total = [("service_code", "999999"), ("provider_number", "9999999999"), ("service_units_or_amount", "0")];
    let mut file: String = (0..32768).map(|units| detail.replace("UNITS", &units.to_string())).collect();
    file.push_str(&row(&total));
    let name = name(Kind::Upsikyu, "9970000012_43", "9970000111_11", "20251130235959");
    let report = rules::file(&FileContents::read(&name, file).unwrap());
    assert!(
        report.findings.iter().any(|finding| finding.rule() == Rule::TableTotalSum && finding.row() == Some(32769))
    );
}

#[test]
fn sum_rows_are_empty_where_the_text_says_so() {
    let total = |field: &str, text: &str| {
        found(
            Kind::Upsikyu,
            &[&[
                ("provider_number", "9999999999"),
                ("service_code", "999999"),
                ("units", "0"),
                ("discount_rate", ""),
                ("discounted_units", ""),
                ("tais_code", ""),
                (field, text),
            ]],
        )
    };
    assert_eq!(total("count_or_days", ""), []);
    assert_eq!(total("discount_rate", "0"), [], "a zero means the same as nothing");
    assert_eq!(total("discount_rate", "95"), [("row.sum_discount", 1)]);
    assert_eq!(total("discounted_units", "1"), [("row.sum_discount", 1)]);
    assert_eq!(total("units", "1"), [("row.sum_units", 1)]);
    assert_eq!(total("provider_number", HOME_HELP), [("row.total_office", 1)]);
    assert!(total("service_code", "111111").contains(&("row.total_office", 1)));
}

#[test]
fn a_record_of_table_3_is_one_thing() {
    let said = |changes: Changes<'_>| {
        let blank = ["care_service_content", "weekday", "service_start_time", "service_end_time", "daily_activity"];
        let more = ["activity_start_time", "activity_end_time", "non_weekly_service"];
        let row: Vec<(&str, &str)> =
            blank.iter().chain(&more).map(|id| (*id, "")).chain(changes.iter().copied()).collect();
        found(Kind::Up3kyo, &[&row])
    };
    let weekly: Changes<'_> = &[
        ("care_service_content", "訪問介護"),
        ("weekday", "1"),
        ("service_start_time", "0900"),
        ("service_end_time", "1000"),
    ];
    let daily: Changes<'_> =
        &[("daily_activity", "睡眠"), ("activity_start_time", "2200"), ("activity_end_time", "0600")];
    assert_eq!(said(weekly), []);
    assert_eq!(said(daily), [], "activities run over midnight");
    assert_eq!(said(&[("non_weekly_service", "通院")]), []);
    assert_eq!(said(&[]), [("row.one_group", 1)]);
    assert_eq!(said(&[weekly, daily].concat()), [("row.one_group", 1)]);
    assert_eq!(said(&[weekly, &[("service_end_time", "")]].concat()), [("row.group_incomplete", 1)]);
    assert_eq!(said(&[daily, &[("activity_end_time", "")]].concat()), [("row.group_incomplete", 1)]);
    assert_eq!(said(&[weekly, &[("service_end_time", "0830")]].concat()), [("row.time_order", 1)]);
}

#[test]
fn months_and_versions() {
    let deletion = |months: &[&str], name_month: &str| {
        let user = |at: usize| format!("000000010{at}");
        let users: Vec<String> = (0..months.len()).map(user).collect();
        let rows: Vec<Vec<(&str, &str)>> = months
            .iter()
            .zip(&users)
            .map(|(month, user)| vec![("deletion_target_month", *month), ("insured_person_number", user.as_str())])
            .collect();
        let name = format!("DLTPLAN_{name_month}_9970000012_43_9970000111_11_20251130235959.CSV");
        found_as(&name, Kind::Dltplan, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    assert_eq!(deletion(&["202510", "202510"], "202510"), []);
    assert_eq!(deletion(&["202510", "202511"], "202510"), [("table.month_mixed", 2)]);
    assert_eq!(deletion(&["202510", "202511"], "202511"), [("table.month_mixed", 1)]);
    assert_eq!(deletion(&["202510", "202511"], "202512"), [("table.month_mixed", 2)]);
    assert_eq!(deletion(&["202510", "202510"], "202511"), [("name.month", 1), ("name.month", 2)]);
    assert_eq!(deletion(&["202504"], "202504"), []);
    assert_eq!(deletion(&["202503"], "202503"), [("version.month", 1)]);
    assert_eq!(deletion(&["202212"], "202212"), [], "no version is known for that month");
}

#[test]
fn names_agree_with_the_records() {
    let results = |changes: Changes<'_>, from: &str, to: &str| {
        let name = name(Kind::Upjsk, from, to, "20251130235959");
        found_as(&name, Kind::Upjsk, &[&visit(changes)])
    };
    assert_eq!(results(&[], "9970000111_11", "9970000012_43"), []);
    assert_eq!(results(&[("provider_number", "9970000210")], "9970000111_11", "9970000012_43"), [("name.provider", 1)]);
    // Who is entrusted with a preventive plan passes its results on to the support centre; those of care it does not.
    let passed_on = |code: &str| results(&[("service_code", code)], "9970000020_43", "9960000515_43");
    assert_eq!(passed_on("631111"), []);
    assert_eq!(passed_on("111111"), [("name.provider", 1)]);
    let by_provider = results(&[("service_code", "631111")], "9970000020_63", "9960000515_43");
    assert_eq!(by_provider, [("name.provider", 1)], "a provider has only its own");
    assert_eq!(results(&[], "9970000111_43", "9970000012_11"), [("name.direction", 0)], "the document's own example");
    assert_eq!(results(&[], "9970000111_33", "9970000012_43"), [("name.service_type", 0)]);
    assert_eq!(results(&[], "9970000111_11", "9970000012_33"), [("name.service_type", 0)]);
    let plan = |created: &str, serial: &str| {
        let name = name(Kind::Upplan, "9970000012_43", "9970000111_11", serial);
        found_as(&name, Kind::Upplan, &[&visit(&[("created_date", created)])])
    };
    assert_eq!(plan("20250925", "20250925000000"), []);
    assert_eq!(plan("20250926", "20250925235959"), [("name.serial_early", 1)]);
    let planner = |number: &str| of_visit(&[("plan_office_number", number)]);
    assert_eq!(planner("9970000020"), [("name.sender", 1)]);
    assert_eq!(planner("997000002"), [("field.length", 1)], "an invalid office number is reported as that");
    assert_eq!(of_visit(&[("provider_number", "9970000210")]), [("table.other_offices", 0)]);
    // A planner gets the records of all: none of them is another's.
    let to_planner = name(Kind::Upplan, "9970000012_43", "9970000210_43", "20251130235959");
    assert_eq!(found_as(&to_planner, Kind::Upplan, &[&visit(&[])]), []);
}

#[test]
fn a_withdrawal_takes_away_what_was_sent() {
    let report = |name: &str, kind: Kind, rows: &[Changes<'_>]| {
        let bytes = write(&table(kind, rows), CsvStyle::Canonical).unwrap().0;
        UnitContents { files: vec![FileContents::read(name, bytes).unwrap()], ..UnitContents::default() }
    };
    let results = |serial: &str, changes: Changes<'_>| {
        report(&name(Kind::Upjsk, "9970000111_11", "9970000012_43", serial), Kind::Upjsk, &[&visit(changes)])
    };
    let user: Changes<'_> = &[("insurer_number", "990010"), ("insured_person_number", "0000000101")];
    let gone = |serial: &str, code: &'static str| {
        let name = name(Kind::Dltjsk, "9970000111_11", "9970000012_43", serial);
        report(
            &name,
            Kind::Dltjsk,
            &[&[user, &[("service_type_code", code), ("deletion_target_month", "202510")]].concat()],
        )
    };
    let said = |series: &mut Series, unit| -> Vec<&'static str> {
        series.add(&unit).unwrap().iter().map(|finding| finding.rule().id()).collect()
    };
    let mut series = Series::new();
    let empty: [&str; 0] = [];
    assert_eq!(said(&mut series, results("20251101000001", user)), empty);
    assert_eq!(said(&mut series, gone("20251101000002", "15")), ["series.deletion_unmatched"]);
    assert_eq!(said(&mut series, gone("20251101000003", "11")), empty);
    assert_eq!(said(&mut series, gone("20251101000004", "11")), ["series.deletion_unmatched"]);
    // Withdrawn services need not come again; a branch that was there must.
    assert_eq!(
        said(&mut series, results("20251101000005", &[user, &[("satellite_branch_number", "1")]].concat())),
        empty
    );
    assert_eq!(said(&mut series, results("20251101000006", user)), ["series.correction_partial"]);
    assert_eq!(said(&mut series, results("20251101000007", user)), empty);
    assert_eq!(said(&mut series, results("20251101000007", user)), ["series.name_collides"]);
}

/// 第2表 names providers; a user who has none of them as provider does not concern the receiver.
#[test]
fn a_plan_of_other_providers_is_told() {
    let said = |provider: &str| -> Vec<Severity> {
        let paths = files("month")
            .into_iter()
            .filter(|path| path.parent().unwrap().parent().unwrap().ends_with("01-care-plan"));
        let reports = paths.map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let report = FileContents::read(&name, fs::read(&path).unwrap()).unwrap();
            if report.kind() != Some(Kind::Up2kyo) {
                return report;
            }
            let mut table = report.table.unwrap();
            for row in 0..table.len() {
                table.set(row, "provider_number", provider).unwrap();
            }
            FileContents::read(&name, write(&table, CsvStyle::AsRead).unwrap().0).unwrap()
        });
        let contents = UnitContents { files: reports.collect(), ..UnitContents::default() };
        let report = rules::check(&contents, &mut Job::new()).unwrap();
        let told = report.findings.iter().filter(|finding| finding.rule() == Rule::UnitUserNotServed);
        told.map(Finding::severity).collect()
    };
    assert_eq!(said(HOME_HELP), []);
    assert_eq!(said(""), [], "which is no proof");
    let other = said("9970000210");
    assert!(!other.is_empty() && other.iter().all(|severity| *severity == Severity::Warning));
}

/// Who the office is that checks is known by the caller alone.
#[test]
fn a_unit_is_for_the_office_that_sends_it_or_gets_it() {
    let paths = files("month").into_iter().filter(|path| path.to_string_lossy().contains("01-care-plan"));
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        FileContents::read(&name, fs::read(&path).unwrap()).ok()
    };
    let mut contents = UnitContents { files: paths.filter_map(read).collect(), ..UnitContents::default() };
    let told = |contents: &UnitContents, office: Option<&str>| {
        let report = rules::check_as(contents, office, &mut Job::new()).unwrap();
        let found = report.findings.iter().filter(|finding| finding.rule() == Rule::UnitNotAddressed);
        found.map(|finding| (finding.severity(), finding.row())).collect::<Vec<_>>()
    };
    let stranger = Some("9970000509");
    for (office, expected) in
        [(None, vec![]), (Some(HOME_HELP), vec![]), (Some(PLANNER), vec![]), (stranger, vec![(Severity::Error, None)])]
    {
        assert_eq!(told(&contents, office), expected, "{office:?}");
    }
    let id = |to: &str| UnitId {
        from: Address::new(PLANNER, "43").unwrap(),
        to: Address::new(to, "11").unwrap(),
        serial: Serial::new("20250919101500").unwrap(),
    };
    contents.id = Some(id("9970000509"));
    assert_eq!(told(&contents, stranger), [], "the unit's id is whom it is for");
    contents.id = None;
    contents.files.clear();
    assert_eq!(told(&contents, stranger), [], "what has no names is for nobody in particular");
}

/// Results go to whoever planned the service; those of preventive care may go through another office.
#[test]
fn results_of_another_planner_are_told() {
    let said = |planner: &str, code: &str| {
        let changes = [("plan_office_number", planner), ("service_code", code)];
        let name = name(Kind::Upjsk, "9970000111_11", "9970000012_43", "20251130235959");
        let bytes = write(&table(Kind::Upjsk, &[&changes]), CsvStyle::Canonical).unwrap().0;
        let file = FileContents::read(&name, bytes).unwrap();
        let contents = UnitContents { files: vec![file], ..UnitContents::default() };
        let report = rules::check(&contents, &mut Job::new()).unwrap();
        let found = report.findings.into_iter().filter(|finding| finding.rule() == Rule::UnitNotAddressed);
        found.map(|finding| (finding.severity(), finding.row(), finding.field().map(str::to_owned))).collect::<Vec<_>>()
    };
    assert_eq!(said(PLANNER, "111111"), []);
    assert_eq!(said("", "111111"), []);
    assert_eq!(said("9970000020", "A21111"), []);
    let found = (Severity::Warning, Some(1), Some("plan_office_number".to_owned()));
    assert_eq!(said("9970000020", "111111"), [found]);
}

#[test]
fn a_row_twice_names_the_first() {
    let user = |number| [("insured_person_number", number), ("deletion_target_month", "202510")];
    let (one, other) = (user("0000000101"), user("0000000202"));
    let name = name(Kind::Dltplan, "9970000012_43", "9970000111_11", "20251130235959");
    let told = findings(&name, Kind::Dltplan, &[&other, &one, &one]);
    let told: Vec<_> = told.iter().map(|finding| (finding.rule(), finding.row(), finding.parameter())).collect();
    assert_eq!(told, [(Rule::TableDuplicateRow, Some(3), Some("2"))]);
}
