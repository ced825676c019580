//! 第6表 says what the rows say.

use std::collections::BTreeMap;

use cplink::form::Slip;
use cplink::record::Table;
use cplink::spec::Kind;
use cplink_testkit::fixtures::newest;
use serde_json::Value;

use crate::kit::{Unit, at, beside, cells, html, month, plan, seen, text};
use crate::pages::slip_of;

const GRID: &str = "サービスと日ごとの回数";
const HEAD: &str = "利用者と事業所";
/// The column of the first day.
const FIRST: u64 = 4;

/// Person, planned or done, time, code, office, day; the times of that day.
type Counts = BTreeMap<(String, bool, String, String, String, u64), u64>;

/// What the rows say.
fn of_rows(unit: &Unit) -> Counts {
    let mut counts = Counts::new();
    for (kind, is_done) in [(Kind::Upplan, false), (Kind::Upjsk, true)] {
        for row in unit.rows(kind) {
            let cell = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
            let time = [cell("service_start_time"), cell("service_end_time")].concat();
            let day = cell("service_date")[6..].parse().unwrap();
            let key =
                (cell("insured_person_number"), is_done, time, cell("service_code"), cell("provider_number"), day);
            *counts.entry(key).or_default() += cell("service_count").parse::<u64>().unwrap();
        }
    }
    counts
}

/// The code in the cell of a service.
pub(crate) fn code_of(service: &str) -> &str {
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    service.split_whitespace().find(is_code).unwrap()
}

/// What the cells say, whose sums are checked on the way.
fn of_cells(pages: &[Value]) -> Counts {
    let mut counts = Counts::new();
    for page in pages.iter().filter(|page| page["title"].as_str().unwrap().starts_with("第6表 サービス")) {
        let (head, grid) = (cells(page, HEAD), cells(page, GRID));
        let person = text(beside(head, "被保険者番号"));
        for row in (3..23).step_by(2) {
            let service = text(at(grid, row, 1));
            if service.is_empty() {
                assert!((row..row + 2).all(|row| (FIRST..36).all(|column| text(at(grid, row, column)).is_empty())));
                continue;
            }
            let code = code_of(service);
            let office = text(at(grid, row, 2)).lines().last().unwrap();
            let time = text(at(grid, row, 0)).replace([':', '～'], "");
            let time = if time.is_empty() { "99999999".to_owned() } else { time };
            for (line, name) in [(row, "予定"), (row + 1, "実績")] {
                assert_eq!(text(at(grid, line, FIRST - 1)), name);
                let mut sum = 0;
                for day in 1..=31 {
                    let count = text(at(grid, line, FIRST + day - 1));
                    if count.is_empty() {
                        continue;
                    }
                    let count: u64 = count.parse().unwrap();
                    sum += count;
                    let key =
                        (person.to_owned(), name == "実績", time.clone(), code.to_owned(), office.to_owned(), day);
                    *counts.entry(key).or_default() += count;
                }
                let total = text(at(grid, line, 35));
                assert_eq!(total, if sum == 0 { String::new() } else { sum.to_string() });
            }
        }
    }
    counts
}

#[test]
fn every_count_of_the_month_is_on_its_day_and_no_other() {
    for unit in month(&[Kind::Upplan, Kind::Upjsk]) {
        let (wanted, found) = (of_rows(&unit), of_cells(&unit.seen()));
        assert!(!wanted.is_empty());
        assert_eq!(wanted, found, "{}", unit.folder.display());
    }
}

#[test]
fn a_head_says_whose_slip_it_is() {
    let unit = Unit::of(&newest().join("month/02-slip-home-help"));
    let pages = unit.seen();
    let users = unit.rows(Kind::Uphosoku);
    let first = |number: &Value| {
        let is_of = |page: &&Value| {
            page["title"] == "第6表 サービス提供票（予定）"
                && text(beside(cells(page, HEAD), "被保険者番号")) == *number
        };
        pages.iter().find(is_of).unwrap()
    };
    assert_eq!(users.len(), 3);
    for user in users {
        let page = first(&user["insured_person_number"]);
        let head = cells(page, HEAD);
        let plain = |field: &str| user[field].as_str().unwrap().to_owned();
        assert_eq!(text(beside(head, "保険者番号")), plain("insurer_number"));
        assert_eq!(text(beside(head, "被保険者氏名")), plain("user_name") + "　様");
        assert_eq!(text(beside(head, "フリガナ")), plain("user_name_kana"));
        assert_eq!(
            text(beside(head, "区分支給限度基準額")).replace(',', ""),
            plain("category_benefit_limit") + "単位/月"
        );
        assert_eq!(beside(head, "性別")["circled"][0], if user["user_sex"] == "1" { "男" } else { "女" });
        assert_eq!(page["texts"][1], "令和7年10月分");
        assert_eq!(page["circled"][0], "認定済");
    }
    let head = cells(first(&"0000000101".into()), HEAD);
    let birth = beside(head, "生年月日");
    assert_eq!((text(birth), &birth["circled"][0]), ("明・大・昭・平・令 16年2月3日", &"昭".into()));
    assert_eq!(text(beside(head, "限度額適用期間")), "令和7年4月1日から\n令和9年3月31日まで");
    assert_eq!(text(beside(head, "居宅介護支援事業者事業所名／担当者名")), "9970000012\n見本　﨑江");
    assert_eq!(text(beside(head, "作成年月日")), "令和7年9月25日");
    assert_eq!(text(beside(head, "要介護状態区分")), "要介護２");
}

#[test]
fn the_days_have_the_names_of_their_month() {
    let mut unit = Unit::of(&newest().join("month/02-slip-home-help"));
    let table = unit.tables.iter_mut().find(|table| table.kind() == Kind::Upplan).unwrap();
    for row in 0..table.len() {
        table.set(row, "target_month", "202602").unwrap();
        table.set(row, "service_date", "20260201").unwrap();
    }
    let pages = seen(&html(&Slip::of_unit(&unit.tables)));
    let grid = cells(&pages[0], GRID);
    let names: String = (1..=31).map(|day| text(at(grid, 2, FIRST + day - 1))).collect();
    assert_eq!(names, "日月火水木金土".repeat(4));
    let circled = (1..=31).filter(|day| at(grid, 2, FIRST + day - 1)["circled"][0] == "日");
    assert_eq!(circled.collect::<Vec<_>>(), [1, 8, 15, 22]);
    let numbers: Vec<&str> = (1..=31).map(|day| text(at(grid, 1, FIRST + day - 1))).collect();
    assert_eq!(numbers[27..], ["28", "", "", ""]);
    let heads = [at(grid, 1, FIRST), at(grid, 3, 1), at(grid, 3, 3)].map(|cell| cell["head"].as_str());
    assert_eq!(heads, [Some("col"), Some("rowgroup"), Some("row")]);
}

#[test]
fn a_day_that_was_not_as_planned_is_marked_and_no_other() {
    let [plan, results] =
        ["02-slip-home-help", "11-results-day-care"].map(|unit| Unit::of(&newest().join("month").join(unit)));
    let pages = seen(&html(&Slip::of_unit(plan.tables.iter().chain(&results.tables))));
    let (planned, done) = (of_rows(&plan), of_rows(&results));
    let times = |counts: &Counts, key: (&str, bool, &str, &str, &str, u64)| {
        let (person, is_done, time, code, office, day) = key;
        counts.get(&(person.into(), is_done, time.into(), code.into(), office.into(), day)).copied()
    };
    let (mut marked, mut plain) = (0, 0);
    for page in &pages {
        if page["title"] != "第6表 サービス提供票（予定と実績）" {
            continue;
        }
        let person = text(beside(cells(page, HEAD), "被保険者番号"));
        let grid = cells(page, GRID);
        for row in (3..23).step_by(2).filter(|row| !text(at(grid, *row, 1)).is_empty()) {
            let code = code_of(text(at(grid, row, 1)));
            let office = text(at(grid, row, 2)).lines().last().unwrap();
            let time = text(at(grid, row, 0)).replace([':', '～'], "");
            let time = if time.is_empty() { "99999999" } else { &time };
            for day in 1..=31 {
                let [plan, result] = [0, 1].map(|line| at(grid, row + line, FIRST + day - 1));
                assert_eq!(plan["marked"], false);
                let differs = times(&planned, (person, false, time, code, office, day))
                    != times(&done, (person, true, time, code, office, day));
                // Of the other offices nothing was reported yet.
                assert_eq!(result["marked"], differs && office == "9970000210", "{person} {code} {day}");
                if result["marked"] == true { marked += 1 } else { plain += 1 }
            }
        }
    }
    assert!(marked > 0 && plain > 100, "{marked} {plain}");
}

#[test]
fn a_month_without_a_record_of_its_own_shows_that_of_the_care_plan_which_held() {
    let made = |day, name, level| {
        [("care_plan_date", day), ("target_month", "000000"), ("user_name", name), ("care_level", level)]
    };
    let (first, second, next) =
        (made("20250401", "架空　花", "21"), made("20250918", "例示　花", "23"), made("20251101", "次　花", "25"));
    let names = plan(Kind::Uphosoku, &[&second, &next, &first]);
    let head = |month: &str| {
        let date = format!("{month}03");
        let mut results = slip_of(1, 1);
        for (field, value) in
            [("insured_person_number", "0000000101"), ("target_month", month), ("service_date", date.as_str())]
        {
            results.set(0, field, value).unwrap();
        }
        let pages = seen(&html(&Slip::of_unit([&results, &names])));
        let head = cells(&pages[0], HEAD);
        ["被保険者氏名", "要介護状態区分"].map(|about| text(beside(head, about)).to_owned())
    };
    assert_eq!(head("202509"), ["例示　花　様", "要介護３"]);
    assert_eq!(head("202510"), ["例示　花　様", "要介護３"]);
    assert_eq!(head("202511"), ["次　花　様", "要介護５"]);
    assert_eq!(head("202501"), ["架空　花　様", "要介護１"]);
}

/// A row with whose it is.
fn add(table: &mut Table, insurer: &str, person: &str, more: &[(&str, &str)]) {
    let row = table.push();
    for (field, value) in [("insurer_number", insurer), ("insured_person_number", person)].iter().chain(more) {
        table.set(row, field, value).unwrap();
    }
}

#[test]
fn results_alone_have_the_name_that_other_rows_of_the_print_have_for_the_person() {
    let (mut results, mut supplement) = (Table::new(Kind::Upjsk), Table::new(Kind::Uphosoku));
    let mut basic = Table::new(Kind::Upkihon);
    let done = [("target_month", "202510"), ("service_date", "20251001"), ("service_code", "111211")];
    let people = [("990010", "0000000001"), ("990010", "0000000002"), ("990028", "0000000001")];
    people.iter().for_each(|(insurer, person)| add(&mut results, insurer, person, &done));
    add(&mut supplement, "990010", "0000000001", &[("user_name", "見本　花"), ("target_month", "202509")]);
    add(&mut basic, "990010", "0000000002", &[("user_name", "試作　大"), ("consultation_date", "20250901")]);
    let names = |tables: &[&Table]| -> Vec<String> {
        let pages = seen(&html(&Slip::of_unit(tables.iter().copied())));
        let slips = pages.iter().filter(|page| page["title"] == "第6表 サービス提供票（実績）");
        slips.map(|page| text(beside(cells(page, HEAD), "被保険者氏名")).to_owned()).collect()
    };
    assert_eq!(names(&[&results]), ["", "", ""]);
    // The same number of another insurer is somebody else.
    assert_eq!(names(&[&results, &supplement, &basic]), ["見本　花　様", "試作　大　様", ""]);
    // Which of two names it is cannot be told.
    add(&mut basic, "990010", "0000000001", &[("user_name", "見本　華"), ("consultation_date", "20250902")]);
    assert_eq!(names(&[&results, &supplement, &basic])[0], "見本　花／見本　華　様");
}
