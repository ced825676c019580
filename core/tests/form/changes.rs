//! What changed between two slips, as pages: what was, what is, and nothing left out.

use std::collections::{BTreeMap, BTreeSet};

use cplink::Code;
use cplink::form::{Changes, Fill, HtmlPainter, NameTable, Page};
use cplink::record::Table;
use cplink::spec::{FieldType, Kind};
use cplink_testkit::fixtures::newest;
use serde_json::Value;

use crate::kit::{Unit, at, beside, cells, seen, text};
use crate::pages::{fits, slip_of};
use crate::table_6::code_of;

const GRID: &str = "サービスと日ごとの回数";
const LIST: &str = "変更点の一覧";
const FIRST: u64 = 4;

fn unit(name: &str) -> Unit {
    Unit::of(&newest().join("month").join(name))
}

fn model(old: &[Table], new: &[Table]) -> Vec<Page> {
    Changes::between(old, new).unwrap().pages(&NameTable::default()).collect()
}

/// The pages as a browser sees them.
fn changes(old: &[Table], new: &[Table]) -> Vec<Value> {
    let pages = model(old, new);
    let mut painter = HtmlPainter::begin(Vec::new()).unwrap();
    for page in &pages {
        fits(page);
        painter.page(page).unwrap();
    }
    seen(&painter.end().unwrap())
}

fn titled<'a>(pages: &'a [Value], title: &str) -> Vec<&'a Value> {
    pages.iter().filter(|page| page["title"].as_str().unwrap().starts_with(title)).collect()
}

/// The rows of the list: user, kind, rows, what, field, old, new.
fn listed(pages: &[Value]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for page in titled(pages, LIST) {
        let cells = page["tables"][0]["cells"].as_array().unwrap();
        let last = cells.iter().map(|cell| cell["row"].as_u64().unwrap()).max().unwrap();
        rows.extend((1..=last).map(|row| (0..7).map(|column| text(at(cells, row, column)).to_owned()).collect()));
    }
    rows
}

/// Person, time, code, office, day; the times of that day.
type Counts = BTreeMap<(String, String, String, String, u64), u64>;

fn of_rows(unit: &Unit, kind: Kind, persons: &BTreeSet<String>) -> Counts {
    let mut counts = Counts::new();
    for row in unit.rows(kind) {
        let cell = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
        let time = [cell("service_start_time"), cell("service_end_time")].concat();
        let day = cell("service_date")[6..].parse().unwrap();
        let key = (cell("insured_person_number"), time, cell("service_code"), cell("provider_number"), day);
        if persons.contains(&key.0) {
            *counts.entry(key).or_default() += cell("service_count").parse::<u64>().unwrap();
        }
    }
    counts
}

/// What the lines say, before and after; what is marked is looked at on the way.
fn of_cells(pages: &[Value], title: &str) -> [Counts; 2] {
    let mut counts = [Counts::new(), Counts::new()];
    for page in titled(pages, title) {
        let person = text(beside(cells(page, "利用者と事業所"), "被保険者番号")).to_owned();
        let grid = cells(page, GRID);
        for row in (3..23).step_by(2).filter(|row| !text(at(grid, *row, 1)).is_empty()) {
            let service = text(at(grid, row, 1));
            let code = code_of(service).to_owned();
            let office = text(at(grid, row, 2)).lines().last().unwrap().to_owned();
            let time = text(at(grid, row, 0)).replace([':', '～'], "");
            let time = if time.is_empty() { "99999999".to_owned() } else { time };
            let mut is_empty = [true; 2];
            for day in 1..=31 {
                let [before, after] = [0, 1].map(|line| at(grid, row + line, FIRST + day - 1));
                assert_eq!(
                    (&before["marked"], &after["marked"]),
                    (&false.into(), &(text(before) != text(after)).into())
                );
                for (which, cell) in [before, after].into_iter().enumerate().filter(|(_, cell)| !text(cell).is_empty())
                {
                    is_empty[which] = false;
                    let key = (person.clone(), time.clone(), code.clone(), office.clone(), day);
                    *counts[which].entry(key).or_default() += text(cell).parse::<u64>().unwrap();
                }
            }
            // Without colour and frames, too.
            let tag = ["【追加】", "【取消】"].map(|tag| service.starts_with(tag));
            assert_eq!(tag, is_empty, "{service}");
        }
    }
    counts
}

#[test]
fn the_lines_of_a_plan_say_what_was_and_what_is() {
    for (old, new, kind, title) in [
        ("02-slip-home-help", "05-slip-home-help-changed", Kind::Upplan, "第6表 サービス提供票（予定）の変更"),
        ("05-slip-home-help-changed", "02-slip-home-help", Kind::Upplan, "第6表 サービス提供票（予定）の変更"),
        ("10-results-home-help", "15-results-home-help-corrected", Kind::Upjsk, "第6表 サービス提供票（実績）の変更"),
    ] {
        let (old, new) = (unit(old), unit(new));
        let pages = changes(&old.tables, &new.tables);
        let shown = |page: &&Value| text(beside(cells(page, "利用者と事業所"), "被保険者番号")).to_owned();
        let persons: BTreeSet<String> = titled(&pages, title).iter().map(shown).collect();
        assert!(!persons.is_empty());
        let [before, after] = of_cells(&pages, title);
        assert_eq!(before, of_rows(&old, kind, &persons), "{}", old.folder.display());
        assert_eq!(after, of_rows(&new, kind, &persons), "{}", new.folder.display());
        assert_ne!(before, after);
        // Whoever is in the new slip and not on a page has the same services as before.
        let all: BTreeSet<String> =
            new.rows(kind).iter().map(|row| row["insured_person_number"].as_str().unwrap().into()).collect();
        let rest = &all - &persons;
        assert_eq!(of_rows(&old, kind, &rest), of_rows(&new, kind, &rest));
    }
}

#[test]
fn a_service_at_another_time_is_one_line_that_says_both() {
    let old = slip_of(1, 2);
    let mut new = old.clone();
    new.set(1, "service_start_time", "1000").unwrap();
    new.set(1, "service_end_time", "1100").unwrap();
    let pages = changes(&[old], &[new]);
    let grid = cells(&pages[0], GRID);
    let line = at(grid, 5, 0);
    assert_eq!((text(line), &line["marked"]), ("10:00～11:00\n（変更前 09:01～10:00）", &true.into()));
    assert_eq!((text(at(grid, 3, 0)), &at(grid, 3, 0)["marked"]), ("09:00～10:00", &false.into()));
    assert!((FIRST..36).all(|column| at(grid, 6, column)["marked"] == false));
    assert!(!grid.iter().any(|cell| text(cell).contains('【')));
}

#[test]
fn a_row_of_the_annex_stands_before_and_after_with_frames_where_it_differs() {
    let (old, new) = (unit("02-slip-home-help"), unit("05-slip-home-help-changed"));
    let pages = changes(&old.tables, &new.tables);
    let page = titled(&pages, "第7表 サービス提供票別表の変更")[0];
    let grid = cells(page, "区分支給限度管理・利用者負担計算");
    let of = |row: u64| grid.iter().filter(move |cell| cell["row"] == row).collect::<Vec<_>>();
    let tag = |row: u64, tag: &str| of(row).iter().any(|cell| text(cell).replace('\n', "").starts_with(tag));
    let (mut pairs, mut marked) = (0, 0);
    for row in 2..17 {
        if !tag(row, "【変更後】") {
            assert!(of(row).iter().all(|cell| cell["marked"] == false), "{row}");
            continue;
        }
        pairs += 1;
        assert!(tag(row - 1, "【変更前】"));
        for (before, after) in of(row - 1).into_iter().zip(of(row)).filter(|(cell, _)| cell["head"].is_null()) {
            assert_eq!(after["marked"], text(before) != text(after), "{after}");
            marked += u32::from(after["marked"] == true);
        }
    }
    assert!(pairs == 3 && marked > 10, "{pairs} {marked}");
    assert!((2..17).any(|row| tag(row, "【追加】")) && (2..17).any(|row| tag(row, "【取消】")));
}

#[test]
fn a_kind_without_a_form_of_changes_is_listed_field_by_field_however_long() {
    let old = unit("01-care-plan");
    let mut new = unit("01-care-plan");
    let long = "<b>長い文</b>、".repeat(2_000);
    let table = new.tables.iter_mut().find(|table| table.kind() == Kind::Up1kyo).unwrap();
    let field = table.layout().field("support_policy").or(table
        .layout()
        .fields
        .iter()
        .rfind(|field| field.kind == FieldType::FreeText));
    let field = field.unwrap();
    table.set(0, field.id, &long).unwrap();
    let pages = changes(&old.tables, &new.tables);
    assert!(pages.len() > 3 && titled(&pages, LIST).len() == pages.len());
    let rows = listed(&pages);
    for row in &rows {
        assert!(row[0].contains("0000000101") && row[1] == "居宅サービス計画1表", "{row:?}");
    }
    assert_eq!(
        (rows[0][2].as_str(), rows[0][3].as_str(), rows[0][4].replace('\n', "").as_str()),
        ("1→1", "変更", field.name_ja)
    );
    let told: String = rows.iter().map(|row| row[6].replace('\n', "")).collect();
    assert_eq!(told, long);
    let before: String = rows.iter().map(|row| row[5].replace('\n', "")).collect();
    let was =
        old.tables.iter().find(|table| table.kind() == Kind::Up1kyo).unwrap().row(0).unwrap().get(field.id).unwrap();
    assert_eq!(before, if was.is_empty() { "（なし）".to_owned() } else { was.replace('\n', "") });
}

/// Whether anything on the pages tells of a change.
fn tells(pages: &[Page]) -> bool {
    let is_marked =
        pages.iter().flat_map(Page::grids).flat_map(|grid| &grid.cells).any(|cell| cell.fill == Fill::Marked);
    let list = pages.last().unwrap().grids().next().unwrap();
    is_marked || list.rows.len() > 1
}

/// Every field of every kind, one at a time.
#[test]
fn no_change_is_left_out() {
    let mut count = 0;
    for name in
        ["01-care-plan", "02-slip-home-help", "07-prevention-plan", "10-results-home-help", "06-withdrawal-day-care"]
    {
        let unit = unit(name);
        for (which, table) in unit.tables.iter().enumerate() {
            for field in table.layout().fields {
                let mut new = unit.tables.clone();
                let value = if table.row(0).unwrap().get(field.id).unwrap_or_default() == "1" { "2" } else { "1" };
                if new[which].set(0, field.id, value).is_err() {
                    continue;
                }
                let found = Changes::between(&unit.tables, &new).unwrap();
                if !found.is_empty() {
                    let pages: Vec<Page> = found.pages(&NameTable::default()).collect();
                    assert!(tells(&pages), "{name} {} {}", table.kind().name(), field.id);
                    count += 1;
                }
            }
        }
    }
    assert!(count > 300, "{count}");
    let slip = unit("02-slip-home-help");
    assert!(!tells(&model(&slip.tables, &slip.tables)));
}

#[test]
fn what_is_the_same_and_what_one_side_lacks_is_said() {
    let slip = unit("02-slip-home-help");
    let same = changes(&slip.tables, &slip.tables);
    assert_eq!((same.len(), listed(&same).len()), (1, 0));
    assert!(same[0]["texts"][1].as_str().unwrap().starts_with("違いはありません。"));
    assert!(Changes::between(&slip.tables, &slip.tables).unwrap().is_empty());

    let less: Vec<Table> = slip.tables.iter().filter(|table| table.kind() != Kind::Upsikyu).cloned().collect();
    let rows = listed(&changes(&slip.tables, &less));
    let told: Vec<&str> = rows[0][3..].iter().map(String::as_str).collect();
    let count = slip.rows(Kind::Upsikyu).len();
    assert_eq!((rows.len(), told), (1, vec!["取消", "ファイル全体", &format!("{count}行"), "（なし）"]));

    let one = slip_of(1, 1);
    assert_eq!(Changes::between([&one, &one], [&one]).err().unwrap().code(), Code::InvalidArgument);
}

#[test]
fn a_user_whom_the_newer_slip_does_not_name_is_not_taken_for_withdrawn() {
    let (old, new) = (slip_of(2, 1), slip_of(1, 1));
    let pages = changes(&[old], &[new]);
    let rows = listed(&pages);
    assert_eq!((pages.len(), rows.len()), (1, 1));
    assert!(rows[0][0] == "0000000001" && rows[0][6].replace('\n', "").contains("取下げではありません"), "{rows:?}");
    // One who is new has all services added.
    let pages = changes(&[slip_of(1, 1)], &[slip_of(2, 1)]);
    assert!(text(at(cells(&pages[0], GRID), 3, 1)).starts_with("【追加】"));
}

/// A slip of two people whom two insurers gave one number, and the table of their names.
fn of_two_insurers() -> [Table; 2] {
    let people = [("990010", "甲野　太郎"), ("990028", "乙山　花子")];
    let mut names = Table::new(Kind::Uphosoku);
    let mut plan = slip_of(2, 1);
    for (row, (insurer, name)) in people.into_iter().enumerate() {
        names.push();
        for (field, value) in [("target_month", "202510"), ("user_name", name)] {
            names.set(row, field, value).unwrap();
        }
        for table in [&mut names, &mut plan] {
            table.set(row, "insurer_number", insurer).unwrap();
            table.set(row, "insured_person_number", "0000000101").unwrap();
        }
    }
    [plan, names]
}

#[test]
fn a_number_that_two_insurers_gave_is_that_of_two_people() {
    let (old, mut new) = (of_two_insurers(), of_two_insurers());
    new[0].set(0, "units", "500").unwrap();
    let rows = listed(&changes(&old, &new));
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!((rows[0][0].as_str(), rows[0][6].as_str()), ("甲野　太郎　様\n0000000101\n保険者番号 990010", "500"));
    // The newer slip names one of them: of the other it says nothing.
    let [mut plan, mut names] = of_two_insurers();
    for table in [&mut plan, &mut names] {
        table.remove(0).unwrap();
    }
    let rows = listed(&changes(&old, &[plan, names]));
    assert!(rows.len() == 2 && rows.iter().all(|row| row[0].starts_with("甲野") && row[3] == "記載なし"), "{rows:?}");
}

#[test]
fn a_change_that_no_line_shows_is_in_the_list() {
    let mut old = slip_of(1, 1);
    old.set(0, "service_count", "2").unwrap();
    let (mut new, once) = (slip_of(1, 1), slip_of(1, 1));
    let row = new.push();
    for field in once.layout().fields {
        new.set(row, field.id, once.row(0).unwrap().get(field.id).unwrap_or_default()).unwrap();
    }
    let pages = changes(&[old], &[new]);
    let rows = listed(&pages);
    assert_eq!(pages.len(), 1, "twice on a day, in one row or in two");
    assert!(rows.iter().any(|row| row[3] == "変更" && row[4] == "サービス回数" && row[5] == "2" && row[6] == "1"));
    assert!(rows.iter().any(|row| row[3] == "追加" && row[4] == "サービス回数"), "{rows:?}");
}

#[test]
fn a_row_without_a_day_of_its_month_is_in_the_list() {
    let old = slip_of(1, 2);
    let mut new = old.clone();
    new.set(1, "service_date", "20251131").unwrap();
    let rows = listed(&changes(&[old], &[new]));
    let field = |name: &str| rows.iter().find(|row| row[4] == name).unwrap_or_else(|| panic!("{rows:?}"));
    assert_eq!(field("サービス利用日")[6], "20251131");
}

#[test]
fn a_name_and_a_limit_in_the_head_are_marked_and_the_date_of_the_slip_is_not() {
    let old = unit("02-slip-home-help");
    let mut new = unit("05-slip-home-help-changed");
    let table = new.tables.iter_mut().find(|table| table.kind() == Kind::Uphosoku).unwrap();
    table.set(0, "category_benefit_limit", "99999").unwrap();
    let pages = changes(&old.tables, &new.tables);
    let head = cells(&pages[0], "利用者と事業所");
    let marked: Vec<&str> = head.iter().filter(|cell| cell["marked"] == true).map(text).collect();
    assert_eq!(marked, ["99,999単位/月"]);
    let rows = listed(&pages);
    assert!(
        rows.iter().any(|row| row[4].contains("支給限度基準額") && row[5] == "27048" && row[6] == "99999"),
        "{rows:?}"
    );
}
