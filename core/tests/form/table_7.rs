//! 第7表 says what the rows say.

use cplink::form::Slip;
use cplink::spec::Kind;
use cplink_testkit::fixtures::newest;
use serde_json::Value;

use crate::kit::{Unit, at, beside, cells, html, month, seen, text};

const GRID: &str = "区分支給限度管理・利用者負担計算";
const LIMITS: &str = "種類別支給限度管理";
const STAY: &str = "要介護認定期間中の短期入所利用日数";
/// The columns with the fields they show as they are.
const FIELDS: [(u64, &str); 17] = [
    (4, "units"),
    (5, "discount_rate"),
    (6, "discounted_units"),
    (7, "count_or_days"),
    (8, "service_units_or_amount"),
    (9, "benefit_management_units"),
    (10, "type_limit_excess_units"),
    (11, "type_limit_within_units"),
    (12, "category_limit_excess_units"),
    (13, "category_limit_within_units"),
    (14, "unit_price"),
    (15, "total_cost_insured"),
    (16, "benefit_rate"),
    (17, "insurance_claim_amount"),
    (18, "fixed_copay_unit_amount"),
    (19, "copay_insured"),
    (20, "copay_full"),
];

fn tables(pages: &[Value]) -> impl Iterator<Item = &Value> {
    pages.iter().filter(|page| page["title"].as_str().unwrap().starts_with("第7表 サービス"))
}

/// A number as the row has it; in a cell that has no meaning there 0 and nothing are the same.
fn number(cell: &Value) -> String {
    text(cell).replace([',', '(', ')'], "")
}

#[test]
fn every_row_of_the_month_is_there_with_its_numbers() {
    for unit in month(&[Kind::Upsikyu, Kind::Upplan, Kind::Upjsk]) {
        let wanted = unit.rows(Kind::Upsikyu);
        let pages = unit.seen();
        let mut left = wanted.clone();
        for page in tables(&pages) {
            let grid = cells(page, GRID);
            let person = text(beside(cells(page, "利用者"), "被保険者番号"));
            for line in 2..17 {
                let is_total = text(at(grid, line, 3)) == "合計";
                let code = if is_total { "999999" } else { text(at(grid, line, 3)) };
                if code.is_empty() {
                    continue;
                }
                // The order is that of the file.
                let place = left.iter().position(|row| row["insured_person_number"] == person).unwrap();
                let row = left.remove(place);
                assert_eq!(row["service_code"], code, "{}", unit.folder.display());
                if !is_total {
                    assert_eq!(row["provider_number"], text(at(grid, line, 1)));
                    assert_eq!(row["provider_name"], text(at(grid, line, 0)).replace('\n', ""));
                }
                for (column, field) in FIELDS {
                    let cell = at(grid, line, column);
                    let said = row[field].as_str().unwrap_or_default();
                    let is_same =
                        number(cell) == said || (cell["struck"] == true && said == "0" && text(cell).is_empty());
                    assert!(is_same, "{field} {} {cell}", row["service_code"]);
                }
            }
        }
        assert!(left.is_empty(), "{} {}", unit.folder.display(), left.len());
    }
}

#[test]
fn sums_have_names_and_limits_and_details_are_in_brackets() {
    let pages = Unit::of(&newest().join("month/02-slip-home-help")).seen();
    let page = tables(&pages).next().unwrap();
    let grid = cells(page, GRID);
    let row = |line: u64| [2, 8, 9].map(|column| text(at(grid, line, column)));
    assert_eq!(row(2), ["訪問介護", "(3,483)", "(3,483)"]);
    assert_eq!(row(3), ["訪問介護合計", "3,483", "3,483"]);
    // Outside of the limit and without a sum of its own: its money is in its row.
    assert_eq!(row(4), ["訪問介護", "853", ""]);
    assert_eq!(text(at(grid, 10, 2)).replace('\n', ""), "通所介護合計（限度額管理対象外）");
    assert_eq!(text(beside(grid, "区分支給限度基準額（単位）")), "19,705");
    assert_eq!(text(at(grid, 15, 15)), "141,521");
    assert_eq!(
        [at(grid, 2, 15), at(grid, 3, 15), at(grid, 3, 4)].map(|cell| cell["struck"] == true),
        [true, false, true]
    );
}

#[test]
fn a_sum_that_names_an_office_or_equipment_shows_it() {
    let mut unit = Unit::of(&newest().join("month/02-slip-home-help"));
    let table = unit.tables.iter_mut().find(|table| table.kind() == Kind::Upsikyu).unwrap();
    let codes: Vec<String> = table.rows().map(|row| row.text(8).unwrap().into_owned()).collect();
    let sum = codes.iter().position(|code| code.ends_with("AAAA")).unwrap();
    let total = codes.iter().position(|code| code == "999999").unwrap();
    table.set(sum, "equipment_name", "車いす").unwrap();
    for (field, value) in
        [("provider_name", "事業所甲"), ("provider_number", "9970000111"), ("tais_code", "00001-000001")]
    {
        table.set(total, field, value).unwrap();
    }
    let pages = seen(&html(&Slip::of_unit(&unit.tables)));
    let grid = cells(tables(&pages).next().unwrap(), GRID);
    assert_eq!(text(at(grid, 3, 2)), "訪問介護合計 車いす");
    // That is too much for the last row: it ends in a mark, and a sheet behind has all.
    assert!(text(at(grid, 15, 3)).starts_with("合計 事業所"));
    let sheet = pages.iter().find(|page| page["title"].as_str().unwrap().starts_with("第7表 別紙")).unwrap();
    let all: String = cells(sheet, "用紙に入りきらなかった記載").iter().map(text).collect();
    assert!(all.contains("合計 事業所甲 9970000111 00001-000001"), "{all}");
}

#[test]
fn limits_by_type_and_days_of_short_stays_are_below() {
    let mut unit = Unit::of(&newest().join("month/02-slip-home-help"));
    for table in &mut unit.tables {
        match table.kind() {
            Kind::Uphosoku => {
                for (field, value) in [
                    ("type_limit_2_service_type", "15"),
                    ("type_limit_2_benefit_limit", "12000"),
                    ("type_limit_2_total_units", "13000"),
                    ("type_limit_9_excess_units", "1000"),
                    ("type_limit_total_excess_units", "2000"),
                ] {
                    table.set(0, field, value).unwrap();
                }
            }
            Kind::Upsikyu => {
                for (field, value) in
                    [("days_to_previous_month", "3"), ("planned_days_this_month", "4"), ("cumulative_days", "7")]
                {
                    table.set(0, field, value).unwrap();
                }
            }
            _ => {}
        }
    }
    let pages = seen(&html(&Slip::of_unit(&unit.tables)));
    let page = tables(&pages).next().unwrap();
    let limits = cells(page, LIMITS);
    assert_eq!([0, 1, 2, 3].map(|column| text(at(limits, 2, column))), ["15 通所介護", "12,000", "13,000", ""]);
    assert_eq!([text(at(limits, 4, 7)), text(beside(limits, "合計"))], ["1,000", "2,000"]);
    let stay = cells(page, STAY);
    assert_eq!([0, 1, 2].map(|column| text(at(stay, 1, column))), ["3", "4", "7"]);
}
