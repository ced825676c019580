//! 介護予防サービス・支援計画書 says what the rows say.

use std::collections::BTreeSet;

use cplink::form::{Page, Sheet, Slip};
use cplink::record::Table;
use cplink::spec::Kind;
use cplink_testkit::fixtures::newest;
use serde_json::Value;

use crate::kit::{Unit, at, beside, cells, check_fields, html, keys, pages, seen, text, titled, units};
use crate::pages::fits;

const TITLE: &str = "介護予防サービス・支援計画書";
const HEAD: &str = "利用者と計画";
const PLAN: &str = "課題と支援計画";
const FIELDS: [&str; 10] = [
    "overall_issue",
    "goal_proposal",
    "proposal_intent",
    "goal",
    "support_point",
    "self_care_support",
    "insurance_services",
    "used_service_kind",
    "used_service_office",
    "used_service_period",
];
/// The heads of the plan.
const HEADS: u64 = 2;

fn tables() -> Vec<Table> {
    let unit = Unit::of(&newest().join("month/07-prevention-plan"));
    unit.tables.into_iter().filter(|table| [Kind::Upyobo, Kind::UpyoboSub].contains(&table.kind())).collect()
}

/// What covers a place.
fn covers(cells: &[Value], row: u64, column: u64) -> &Value {
    let is_within = |cell: &&Value| {
        let [top, left, rows, columns] = ["row", "column", "rows", "columns"].map(|name| cell[name].as_u64().unwrap());
        (top..top + rows).contains(&row) && (left..left + columns).contains(&column)
    };
    cells.iter().find(is_within).unwrap()
}

/// A table with so many services under one support of one issue, after a row of another issue.
fn long_issue(services: usize) -> Vec<Table> {
    let mut tables = tables();
    let mut rows = Table::new(Kind::UpyoboSub);
    for service in 0..services {
        rows.push();
        for (field, value) in [
            ("insurer_number", "990010".to_owned()),
            ("insured_person_number", "0000000404".to_owned()),
            ("prevention_plan_date", "20250926".to_owned()),
            ("issue_no", "1".to_owned()),
            ("support_plan_no", "1".to_owned()),
            ("used_service_no", (service + 1).to_string()),
            ("used_service_kind", format!("その{service}")),
        ] {
            rows.set(service, field, value).unwrap();
        }
    }
    rows.set(0, "overall_issue", "転びやすい").unwrap();
    rows.set(0, "support_point", "見守る").unwrap();
    tables.retain(|table| table.kind() == Kind::Upyobo);
    tables.push(rows);
    tables
}

#[test]
fn every_row_of_every_unit_is_under_its_issue_and_support() {
    let units = units(&["202407/month", "202407/valid"], &[Kind::UpyoboSub]);
    assert_eq!(units.len(), 2);
    for unit in units {
        pages(&unit.tables.iter().collect::<Vec<_>>()).iter().for_each(fits);
        let pages = unit.seen();
        let grid = cells(titled(&pages, TITLE), PLAN);
        let rows = unit.rows(Kind::UpyoboSub);
        assert!(rows.len() > 1);
        // In the fixtures a blank has a text above it within its issue or support.
        let mut above: [(String, String); 10] = Default::default();
        for (at, row) in rows.iter().enumerate() {
            let plain = |field: &str| row[field].as_str().unwrap().replace(['\r', '\n'], "");
            let numbers = [plain("issue_no"), plain("support_plan_no"), plain("used_service_no")];
            for (column, field) in FIELDS.iter().enumerate() {
                let place = match column {
                    0..4 => numbers[0].clone(),
                    4..7 => numbers[..2].concat(),
                    _ => numbers.concat(),
                };
                let own = plain(field);
                if !own.is_empty() || above[column].0 != place {
                    above[column] = (place, own);
                }
                let number = match column {
                    0 => format!("{}．", numbers[0]),
                    4 => format!("{}．", numbers[1]),
                    7 => format!("{}．", numbers[2]),
                    _ => String::new(),
                };
                let cell = covers(grid, HEADS + at as u64, column as u64);
                assert_eq!(text(cell).replace('\n', ""), number + &above[column].1, "{at} {field}");
            }
        }
    }
}

#[test]
fn a_text_goes_down_over_the_rows_whose_blank_means_it() {
    let pages = seen(&html(&Slip::of_unit(&tables())));
    let grid = cells(titled(&pages, TITLE), PLAN);
    let spans = |column| -> Vec<u64> {
        let cells = grid.iter().filter(|cell| cell["column"] == column && cell["row"].as_u64() >= Some(HEADS));
        cells.map(|cell| cell["rows"].as_u64().unwrap()).collect()
    };
    assert_eq!(spans(0), [3, 1]);
    assert_eq!(spans(3), [3, 1]);
    assert_eq!(spans(4), [2, 1, 1]);
    assert_eq!(spans(7), [1, 1, 1, 1]);
    assert_eq!(covers(grid, HEADS, 0)["head"], "rowgroup");
}

#[test]
fn the_form_of_the_month_is_filled_in_as_on_paper() {
    let pages = seen(&html(&Slip::of_unit(&tables())));
    let page = titled(&pages, TITLE);
    let head = cells(page, HEAD);
    assert_eq!(text(beside(head, "利用者名")), "試作　大　様");
    assert_eq!(text(beside(head, "認定の有効期間")), "令和7年10月1日から令和8年9月30日まで");
    assert_eq!(text(beside(head, "目標とする生活１日")), "庭を一回りする");
    assert_eq!(text(beside(head, "目標とする生活１年")), "紙芝居の会で\"もう一席\"演じる");
    let circled: BTreeSet<&str> =
        head.iter().flat_map(|cell| cell["circled"].as_array().unwrap()).map(|said| said.as_str().unwrap()).collect();
    assert_eq!(circled, BTreeSet::from(["初回", "認定済", "要支援１", "委託", "介護予防支援"]));
    let areas = cells(page, "アセスメント領域と現在の状況");
    let issues: Vec<&str> = (1..5).map(|row| text(at(areas, row, 3)).lines().next().unwrap()).collect();
    assert_eq!(issues, ["■有　□無", "□有　■無", "■有　□無", "□有　■無"]);
    assert!(text(at(areas, 1, 3)).replace('\n', "").ends_with("痛みを避けて動かない時間が増えた"));
    let programs = cells(page, "必要な事業プログラム（基本チェックリストの該当した項目数／質問項目数）");
    let counts: Vec<&str> = (1..7).map(|column| text(at(programs, 1, column))).collect();
    assert_eq!(counts, ["3／5", "0／2", "1／3", "1／2", "0／3", "0／5"]);
    let needed: Vec<&str> = (1..7).map(|column| at(programs, 2, column)["circled"][0].as_str().unwrap()).collect();
    assert_eq!(needed, ["要", "否", "否", "否", "否", "否"]);
    let agreement = cells(page, "意見と同意");
    assert_eq!(text(beside(agreement, "同意日")), "令和7年9月26日");
    assert_eq!(text(beside(agreement, "地域包括支援センター【意見】")), "計画のとおりで差し支えない");
}

#[test]
fn a_plan_that_is_all_of_three_is_circled_thrice() {
    let mut tables = tables();
    tables.retain(|table| table.kind() == Kind::Upyobo);
    for (code, circled) in [("12", &["紹介"][..]), ("51", &["初回", "紹介"]), ("54", &["初回", "紹介", "継続"])]
    {
        tables[0].set(0, "plan_category", code).unwrap();
        let pages = seen(&html(&Slip::of_unit(&tables)));
        let cell = cells(&pages[0], HEAD).iter().find(|cell| text(cell) == "初回・紹介・継続").unwrap();
        assert_eq!(cell["circled"].as_array().unwrap(), circled);
    }
}

#[test]
fn every_field_is_seen() {
    // The version of the CSV is no fact about the user.
    check_fields(&tables(), Kind::Upyobo, &["csv_version"], &[]);
    // The day is the record's; a row of another one is on a form of its own, as a row of another person.
    check_fields(&tables(), Kind::UpyoboSub, &["csv_version", "prevention_plan_date"], &[]);
}

#[test]
fn an_issue_that_goes_over_the_page_is_there_again() {
    let tables = long_issue(60);
    let model = pages(&tables.iter().collect::<Vec<_>>());
    model.iter().for_each(fits);
    assert!(model.iter().all(|page| page.sheet == Sheet::Landscape));
    let pages = seen(&html(&Slip::of_unit(&tables)));
    assert!(pages.len() > 2, "{}", pages.len());
    let mut services = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        assert_eq!(page["title"], format!("{TITLE}（{}/{}）", at + 1, pages.len()));
        assert_eq!(text(beside(cells(page, HEAD), "利用者名")), "試作　大　様");
        let (caption, again) =
            if at == 0 { (PLAN.to_owned(), "") } else { (format!("{PLAN}（続き）"), "（続き）") };
        let grid = cells(page, &caption);
        assert_eq!(text(crate::kit::at(grid, HEADS, 0)).replace('\n', ""), format!("{again}1．転びやすい"));
        assert_eq!(text(crate::kit::at(grid, HEADS, 4)).replace('\n', ""), format!("{again}1．見守る"));
        services.extend(
            grid.iter()
                .filter(|cell| cell["column"] == 7 && cell["row"].as_u64() >= Some(HEADS))
                .map(|cell| text(cell).replace('\n', "")),
        );
    }
    assert_eq!(services, (0..60).map(|at| format!("{}．その{at}", at + 1)).collect::<Vec<_>>());
}

#[test]
fn rows_without_their_record_or_without_numbers_are_seen() {
    let mut rows = long_issue(3).pop().unwrap();
    rows.set(2, "issue_no", "").unwrap();
    rows.set(2, "overall_issue", "番号なし").unwrap();
    let pages = seen(&html(&Slip::of_unit([&rows])));
    let grid = cells(titled(&pages, TITLE), PLAN);
    assert_eq!(text(covers(grid, HEADS + 1, 0)), "1．転びやすい");
    assert_eq!(text(covers(grid, HEADS + 2, 0)), "番号なし");
}

#[test]
fn everything_fits_whatever_is_in_it() {
    let evil = r#"</td><script src="x">alert('1')</script>"#;
    for hostile in [&"長".repeat(10_000), &"a".repeat(10_000), &"行\n".repeat(500), evil, "甲\u{202e}\u{0}乙"] {
        let mut tables = tables();
        for table in &mut tables {
            let keys = keys(table);
            for field in table.layout().fields.iter().filter(|field| !keys.contains(&field.id)) {
                (0..table.len()).for_each(|row| table.set(row, field.id, hostile).unwrap());
            }
        }
        let model: Vec<Page> = pages(&tables.iter().collect::<Vec<_>>());
        model.iter().for_each(fits);
        let html = html(&Slip::of_unit(&tables));
        assert!(!seen(&html).is_empty());
        assert!(!String::from_utf8(html).unwrap().contains("<script"));
    }
}

#[test]
fn all_forms_of_a_person_come_before_those_of_the_next() {
    let mut tables = Unit::of(&newest().join("month/07-prevention-plan")).tables;
    for table in &mut tables {
        let row = table.push();
        for field in table.layout().fields {
            let same = table.row(0).unwrap().get(field.id).unwrap().into_owned();
            table.set(row, field.id, same).unwrap();
        }
        table.set(row, "insured_person_number", "0000000009").unwrap();
    }
    let pages = seen(&html(&Slip::of_unit(&tables)));
    let of = |page: &Value| {
        let title = page["title"].as_str().unwrap().chars().take(4).collect::<String>();
        (title, ["0000000404", "0000000009"].into_iter().position(|number| page.to_string().contains(number)))
    };
    let page = |title: &str, user| (title.to_owned(), Some(user));
    let each = |user| [page("利用者基", user), page("利用者基", user), page("介護予防", user)];
    assert_eq!(pages.iter().map(of).collect::<Vec<_>>(), [each(0), each(1)].concat());
}
