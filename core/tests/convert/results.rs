//! What of a plan was done: as Python works it out from the same files, and whatever is taken away or added.

use cplink::Code;
use cplink::interpret::{
    Count, ReceivedTable, Recorded, ResultsComparison, ResultsLine, ResultsStatus, ResultsSum, compare_received,
    compare_results,
};
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::unit::Serial;
use cplink_testkit::fixtures;
use proptest::prelude::*;
use serde_json::{Value, json};

fn received(tables: &[(Serial, Table)]) -> Vec<ReceivedTable<'_>> {
    tables.iter().map(|(serial, table)| ReceivedTable { serial: *serial, table }).collect()
}

fn count(count: &Count) -> Value {
    count.times().into()
}

fn recorded(recorded: &Recorded) -> Value {
    json!({
        "count": count(&recorded.count),
        "units": recorded.units,
        "per_diem_days": recorded.per_diem_days.iter().map(|(flags, times)| json!([flags, times])).collect::<Vec<_>>(),
        "is_there": !recorded.rows.is_empty(),
    })
}

fn status(status: ResultsStatus) -> String {
    let mut name = String::new();
    for letter in format!("{status:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

fn line(line: &ResultsLine) -> Value {
    let ResultsLine { user, day, service, provider_name, is_monthly, planned, done, status: what, link } = line;
    json!({
        "insurer_number": user.insurer_number,
        "insured_person_number": user.insured_person_number,
        "target_month": user.target_month,
        "day": day,
        "service_start_time": service.service_start_time,
        "service_end_time": service.service_end_time,
        "service_code": service.service_code,
        "provider_number": service.provider_number,
        "satellite_branch_number": service.satellite_branch_number,
        "tais_code": service.tais_code,
        "equipment_notification_code": service.equipment_notification_code,
        "provider_name": provider_name,
        "is_monthly": is_monthly,
        "planned": recorded(planned),
        "done": recorded(done),
        "status": status(*what),
        "link": link,
    })
}

/// A sum with the fields of the key that tell it from others.
fn sum(sum: &ResultsSum, wanted: &Value) -> Value {
    let key = &sum.key;
    let fields = [
        ("insurer_number", &key.insurer_number),
        ("insured_person_number", &key.insured_person_number),
        ("target_month", &key.target_month),
        ("provider_number", &key.provider_number),
        ("satellite_branch_number", &key.satellite_branch_number),
        ("service_code", &key.service_code),
        ("tais_code", &key.tais_code),
        ("equipment_notification_code", &key.equipment_notification_code),
    ];
    let mut said = json!({
        "of": format!("{:?}", sum.of).to_lowercase(),
        "planned": sum.planned,
        "done": sum.done,
        "not_done": sum.not_done,
        "additional": sum.additional,
        "not_reported": sum.not_reported,
        "planned_units": sum.planned_units,
        "done_units": sum.done_units,
        "is_in_plan": sum.is_in_plan,
        "is_in_results": sum.is_in_results,
        "has_open_units": sum.has_open_units,
        "is_unclear": sum.is_unclear,
    });
    for (field, value) in fields {
        if wanted.get(field).is_some() {
            said[field] = value.as_str().into();
        } else {
            assert_eq!(value, "", "{field}");
        }
    }
    said
}

#[test]
fn every_case_comes_out_as_python_works_it_out() {
    let cases = fixtures::folders(&fixtures::newest().join("results"));
    assert!(cases.len() >= 30, "{}", cases.len());
    for case in cases {
        let about = fixtures::json(&case.join("case.json"));
        let [plan, results] = ["plan", "results"].map(|side| fixtures::tables(&case.join(side)));
        let monthly: Vec<&str> =
            about["monthly"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
        let compared = compare_results(&received(&plan), &received(&results), &monthly).unwrap();
        let lines: Vec<Value> = compared.lines.iter().map(line).collect();
        assert_eq!(Value::from(lines), about["lines"], "{}", case.display());
        let wanted = about["sums"].as_array().unwrap();
        assert_eq!(compared.sums.len(), wanted.len(), "{}", case.display());
        for (own, wanted) in compared.sums.iter().zip(wanted) {
            assert_eq!(sum(own, wanted), *wanted, "{}", case.display());
        }
        assert_eq!(compared.uncompared.len() as u64, about["uncompared"], "{}", case.display());
    }
}

/// One table as what remains.
fn alone(table: &Table) -> [ReceivedTable<'_>; 1] {
    [ReceivedTable { serial: Serial::new("20251001000000").unwrap(), table }]
}

fn compared(plan: &Table, results: &Table) -> cplink::Result<ResultsComparison> {
    compare_results(&alone(plan), &alone(results), &[])
}

/// Rows of 第6表, each a list of fields beside what all have.
fn rows(kind: Kind, rows: &[&[(&str, &str)]]) -> Table {
    let mut table = Table::new(kind);
    for fields in rows {
        let row = table.push();
        let usual = [
            ("insurer_number", "990010"),
            ("insured_person_number", "0000000101"),
            ("target_month", "202510"),
            ("service_date", "20251002"),
            ("service_start_time", "0900"),
            ("service_end_time", "0955"),
            ("service_count", "1"),
            ("service_code", "111211"),
            ("provider_number", "9970000111"),
        ];
        for (field, value) in usual.iter().chain(*fields) {
            table.set(row, field, value).unwrap();
        }
    }
    table
}

/// The rows of a plan as results, but for those that are left out.
fn made_of(plan: &Table, without: &[usize]) -> Table {
    let mut results = Table::new(Kind::Upjsk);
    for (_, row) in plan.rows().enumerate().filter(|(at, _)| !without.contains(at)) {
        let at = results.push();
        for field in row.layout().fields {
            results.set(at, field.id, row.get(field.id).unwrap()).unwrap();
        }
    }
    results
}

/// A plan of different services on different days, of two users and two offices.
fn plan_of(services: &[(u8, u8, u8, u8)]) -> Table {
    let mut plan = Table::new(Kind::Upplan);
    for (user, office, day, hour) in services {
        let made = rows(
            Kind::Upplan,
            &[&[
                ("insured_person_number", ["0000000101", "0000000202"][usize::from(*user)]),
                ("provider_number", ["9970000111", "9970000210"][usize::from(*office)]),
                ("service_date", &format!("202510{day:02}")),
                ("service_start_time", &format!("{hour:02}00")),
                ("service_end_time", &format!("{hour:02}55")),
            ]],
        );
        let at = plan.push();
        for field in plan.layout().fields {
            plan.set(at, field.id, made.row(0).unwrap().get(field.id).unwrap()).unwrap();
        }
    }
    plan
}

fn services() -> impl Strategy<Value = Vec<(u8, u8, u8, u8)>> {
    proptest::collection::btree_set((0..2u8, 0..2u8, 1..=31u8, 8..18u8), 2..40)
        .prop_map(|set| set.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn results_made_of_a_plan_do_not_differ_from_it(services in services()) {
        let plan = plan_of(&services);
        let compared = compared(&plan, &made_of(&plan, &[])).unwrap();
        prop_assert!(compared.is_as_planned());
        prop_assert_eq!(compared.lines.len(), plan.len());
        prop_assert!(compared.lines.iter().all(|line| line.status == ResultsStatus::AsPlanned));
    }

    #[test]
    fn each_service_that_was_not_made_or_came_on_top_is_one_line(
        services in services(),
        which in any::<prop::sample::Index>(),
        is_added in any::<bool>(),
    ) {
        let whole = plan_of(&services);
        let at = which.index(whole.len());
        let part = made_of(&whole, &[at]);
        let (user, office, day, hour) = services[at];
        let same = |other: &&(u8, u8, u8, u8)| (other.0, other.1) == (user, office);
        let is_reported = services.iter().filter(same).count() > 1;
        prop_assume!(!part.is_empty());
        let said = if is_added {
            let plan = plan_of(&services.iter().copied().enumerate().filter(|(other, _)| *other != at).map(|(_, one)| one).collect::<Vec<_>>());
            compared(&plan, &made_of(&whole, &[])).unwrap()
        } else {
            compared(&whole, &part).unwrap()
        };
        let odd: Vec<_> = said.lines.iter().filter(|line| line.status != ResultsStatus::AsPlanned).collect();
        prop_assert_eq!(odd.len(), 1);
        prop_assert_eq!((odd[0].day, odd[0].service.service_start_time.clone()), (day, format!("{hour:02}00")));
        let wanted = match (is_added, is_reported) {
            (true, _) => vec![ResultsStatus::Additional],
            (false, true) => vec![ResultsStatus::NotDone],
            (false, false) => vec![ResultsStatus::UserNotReported, ResultsStatus::NotReported],
        };
        prop_assert!(wanted.contains(&odd[0].status));
    }

    #[test]
    fn the_order_of_rows_and_files_does_not_matter(services in services(), seed in any::<u64>()) {
        let plan = plan_of(&services);
        let mut turned = services.clone();
        let by = seed as usize % turned.len();
        turned.rotate_left(by);
        let results = made_of(&plan, &[0]);
        let others = made_of(&plan_of(&turned), &[(turned.len() - by) % turned.len()]);
        let [one, other] = [(&plan, &results), (&plan_of(&turned), &others)].map(|(plan, results)| {
            compared(plan, results).map(|said| said.lines.iter().map(line).collect::<Vec<_>>()).map_err(|error| error.code())
        });
        prop_assert_eq!(one, other);
    }
}

#[test]
fn what_cannot_be_compared_is_told_with_a_remedy() {
    let (plan, results) = (rows(Kind::Upplan, &[&[]]), rows(Kind::Upjsk, &[&[]]));
    let code = |said: cplink::Result<ResultsComparison>| said.unwrap_err().code();
    assert_eq!(code(compared(&results, &plan)), Code::ResultsSides);
    assert_eq!(code(compared(&Table::new(Kind::Upplan), &results)), Code::ResultsNoPlan);
    assert_eq!(code(compared(&plan, &Table::new(Kind::Upjsk))), Code::ResultsNone);
    let other = [("target_month", "202511"), ("service_date", "20251102")];
    assert_eq!(code(compared(&plan, &rows(Kind::Upjsk, &[&other]))), Code::ResultsOtherMonth);
    // Two tables of one unit would be counted twice.
    let twice = [alone(&plan), alone(&plan), alone(&results)].concat();
    let error = compare_received(&twice, &[]).unwrap_err();
    assert_eq!((error.code(), error.to_string().contains("0000000101")), (Code::FormTwice, false));
    assert!(!Code::ResultsSides.remedy_ja().is_empty());
    let withdrawn = {
        let mut table = Table::new(Kind::Dltjsk);
        let row = table.push();
        for (field, value) in [
            ("insurer_number", "990010"),
            ("insured_person_number", "0000000101"),
            ("deletion_target_month", "202510"),
            ("provider_number", "9970000111"),
            ("service_type_code", "11"),
        ] {
            table.set(row, field, value).unwrap();
        }
        table
    };
    let later = ReceivedTable { serial: Serial::new("20251102000000").unwrap(), table: &withdrawn };
    let [sent] = alone(&results);
    assert_eq!(code(compare_results(&alone(&plan), &[later, sent], &[])), Code::ResultsNone);
}

#[test]
fn full_width_numbers_and_names_do_not_make_another_service() {
    let wide = [
        ("insured_person_number", "０００００００１０１"),
        ("service_code", "１１１２１１"),
        ("service_count", "０１"),
        ("provider_name", "別の書き方の名前"),
    ];
    let said = compared(&rows(Kind::Upplan, &[&[("provider_name", "名前")]]), &rows(Kind::Upjsk, &[&wide])).unwrap();
    assert!(said.is_as_planned());
    assert_eq!((said.lines.len(), said.lines[0].provider_name.as_str()), (1, "名前"));
}

#[test]
fn a_line_names_its_rows_and_a_log_names_nobody() {
    let plan = rows(Kind::Upplan, &[&[], &[("service_date", "20251099")], &[]]);
    let said = compared(&plan, &rows(Kind::Upjsk, &[&[]])).unwrap();
    assert_eq!(
        (said.lines[0].planned.rows.as_slice(), said.lines[0].done.rows.as_slice()),
        (&[(0, 0), (0, 2)][..], &[(1, 0)][..])
    );
    assert_eq!((said.lines[0].status, said.uncompared.as_slice()), (ResultsStatus::Fewer, &[(0, 1)][..]));
    assert!(!said.is_as_planned());
    let log = format!("{said:?}");
    assert!(!log.contains("0000000101") && !log.contains("990010"), "{log}");
}

#[test]
fn ten_thousand_rows_of_one_day_and_side_are_linked_at_once() {
    let mut plan = Table::new(Kind::Upplan);
    let mut results = Table::new(Kind::Upjsk);
    for (table, hour) in [(&mut plan, "08"), (&mut results, "09")] {
        let one = rows(table.kind(), &[&[]]);
        for number in 0..10_000 {
            let at = table.push();
            for field in ["insurer_number", "insured_person_number", "target_month", "service_date", "service_count"] {
                table.set(at, field, one.row(0).unwrap().get(field).unwrap()).unwrap();
            }
            table.set(at, "provider_number", "9970000111").unwrap();
            table.set(at, "service_code", format!("11{number:05}")).unwrap();
            table.set(at, "service_start_time", format!("{hour}00")).unwrap();
        }
    }
    let said = compared(&plan, &results).unwrap();
    assert_eq!(said.lines.len(), 20_000);
    assert!(said.lines.iter().all(|line| line.link.is_some()));
}
