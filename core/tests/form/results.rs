//! Plan against results on paper: the marks are the lines of the comparison.

use std::collections::BTreeSet;

use cplink::form::Slip;
use cplink::interpret::{ReceivedTable, ResultsStatus, compare_received};
use cplink::record::Table;
use cplink::unit::Serial;
use cplink_testkit::fixtures::{folders, json, newest, tables};

use crate::kit::{at, beside, cells, html, seen, text};
use crate::table_6::code_of;

const GRID: &str = "サービスと日ごとの回数";
const HEAD: &str = "利用者と事業所";

/// Insurer, person, times, code, office, TAISコード, day.
type Place = (String, String, String, String, String, String, u8);

/// The marked days on the pages.
fn marks(pages: &[serde_json::Value]) -> BTreeSet<Place> {
    let mut marks = BTreeSet::new();
    for page in pages.iter().filter(|page| page["title"].as_str().unwrap().starts_with("第6表 サービス")) {
        let (head, grid) = (cells(page, HEAD), cells(page, GRID));
        for row in (3..23).step_by(2).filter(|row| !text(at(grid, *row, 1)).is_empty()) {
            let service = text(at(grid, row, 1));
            let tais = service.lines().find(|line| line.starts_with("99990-")).unwrap_or_default();
            for day in (1..=31).filter(|day| at(grid, row + 1, 3 + day)["marked"] == true) {
                marks.insert((
                    text(beside(head, "保険者番号")).to_owned(),
                    text(beside(head, "被保険者番号")).to_owned(),
                    text(at(grid, row, 0)).replace([':', '～'], ""),
                    code_of(service).to_owned(),
                    text(at(grid, row, 2)).lines().last().unwrap().to_owned(),
                    tais.to_owned(),
                    day as u8,
                ));
            }
        }
    }
    marks
}

#[test]
fn the_marks_of_the_slip_are_the_differences_of_the_comparison() {
    let (mut marked, mut cases) = (0, 0);
    for case in folders(&newest().join("results")) {
        let received: Vec<(Serial, Table)> =
            ["plan", "results"].iter().flat_map(|side| tables(&case.join(side))).collect();
        let received: Vec<ReceivedTable<'_>> =
            received.iter().map(|(serial, table)| ReceivedTable { serial: *serial, table }).collect();
        // Paper has no list of the codes that count once a month.
        let compared = compare_received(&received, &[]).unwrap();
        let planned: BTreeSet<_> =
            compared.lines.iter().filter(|line| !line.planned.rows.is_empty()).map(|line| &line.user).collect();
        let differences = compared.differences().filter(|line| planned.contains(&line.user)).map(|line| {
            let (user, service) = (line.user.clone(), line.service.clone());
            let time = [service.service_start_time, service.service_end_time].concat();
            let time = if time == "99999999" { String::new() } else { time };
            let last = (service.provider_number, service.tais_code, line.day);
            (user.insurer_number, user.insured_person_number, time, service.service_code, last.0, last.1, last.2)
        });
        let differences: BTreeSet<Place> = differences.collect();
        let pages = seen(&html(&Slip::of_units(&received)));
        assert_eq!(marks(&pages), differences, "{}: {}", case.display(), json(&case.join("case.json"))["why"]);
        marked += differences.len();
        cases += 1;
    }
    assert!(cases >= 30 && marked >= 30, "{cases} {marked}");
}

#[test]
fn other_days_of_a_rental_are_told_in_words() {
    let case = newest().join("results/per-diem");
    let received: Vec<(Serial, Table)> = ["plan", "results"].iter().flat_map(|side| tables(&case.join(side))).collect();
    let received: Vec<ReceivedTable<'_>> =
        received.iter().map(|(serial, table)| ReceivedTable { serial: *serial, table }).collect();
    let compared = compare_received(&received, &[]).unwrap();
    assert_eq!(compared.differences().map(|line| line.status).collect::<Vec<_>>(), [ResultsStatus::OtherDays]);
    let pages = seen(&html(&Slip::of_units(&received)));
    let service = text(at(cells(&pages[0], GRID), 3, 1));
    assert!(service.ends_with("日割予定 16～31日\n日割実績 16～25日"), "{service}");
}
