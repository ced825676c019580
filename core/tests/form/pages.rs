//! Pages as such: their number, and that everything is in its place.

use std::collections::HashSet;

use cplink::form::{FormKind, Item, LEAST, NameTable, Page, Slip};
use cplink::interpret::ReceivedTable;
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::unit::Serial;
use cplink_testkit::fixtures::newest;

use crate::kit::{Unit, cells, html, month, pages, seen, text};

/// 第6表 of so many users with so many services each.
pub(crate) fn slip_of(users: usize, services: usize) -> Table {
    let mut table = Table::new(Kind::Upplan);
    for user in 0..users {
        for service in 0..services {
            let row = table.push();
            for (field, value) in [
                ("insurer_number", "990010".to_owned()),
                ("insured_person_number", format!("{user:010}")),
                ("created_date", "20250925".to_owned()),
                ("target_month", "202510".to_owned()),
                ("plan_office_number", "9970000012".to_owned()),
                ("service_date", "20251003".to_owned()),
                ("service_start_time", format!("09{service:02}")),
                ("service_end_time", "1000".to_owned()),
                ("service_count", "1".to_owned()),
                ("service_code", "111211".to_owned()),
                ("provider_number", "9970000111".to_owned()),
            ] {
                table.set(row, field, value).unwrap();
            }
        }
    }
    table
}

/// Everything is on the sheet, no two cells share a place, and each text fits in its cell.
pub(crate) fn fits(page: &Page) {
    let ems = |text: &str| {
        text.chars().map(|c| if matches!(c, ' '..='~' | '\u{ff61}'..='\u{ff9f}') { 0.5 } else { 1.0 }).sum::<f32>()
    };
    for item in &page.items {
        if let Item::Label(label) = item {
            assert!(label.frame.left + label.frame.width <= page.sheet.width());
            assert!(ems(&label.lines.text()) * label.lines.size <= label.frame.width, "{}", page.title);
        }
    }
    for grid in page.grids() {
        assert!(grid.left + grid.columns.iter().sum::<f32>() <= page.sheet.width(), "{}", grid.caption);
        let bottom = grid.top + grid.rows.iter().sum::<f32>();
        assert!(bottom <= page.sheet.height() - 5.0, "{} {bottom}", grid.caption);
        let mut places = HashSet::new();
        for cell in &grid.cells {
            for row in cell.row..cell.row + cell.row_span {
                for column in cell.column..cell.column + cell.column_span {
                    assert!(places.insert((row, column)), "{} {row} {column}", grid.caption);
                }
            }
            let frame = grid.frame(cell);
            assert!(cell.lines.height() <= frame.height, "{} {:?}", grid.caption, cell.lines);
            for line in cell.lines.text().lines() {
                let width = ems(line) * cell.lines.size;
                assert!(width <= frame.width, "{} {width} {} {line}", grid.caption, frame.width);
            }
        }
        assert_eq!(places.len(), grid.rows.len() * grid.columns.len());
    }
}

#[test]
fn everything_of_the_month_fits_and_is_large_enough_to_read() {
    let mut count = 0;
    for unit in month(&[Kind::Up1kyo, Kind::Upplan, Kind::Upjsk]) {
        for page in pages(&unit.tables.iter().collect::<Vec<_>>()) {
            fits(&page);
            let smallest = page.grids().flat_map(|grid| &grid.cells).map(|cell| cell.lines.size).fold(9.0, f32::min);
            assert!(smallest >= LEAST, "{smallest}");
            count += 1;
        }
    }
    assert!(count > 50, "{count}");
}

#[test]
fn many_services_are_on_several_pages_each_with_its_head() {
    let table = slip_of(2, 25);
    let pages = seen(&html(&Slip::of_unit([&table])));
    let titles: Vec<&str> = pages.iter().map(|page| page["title"].as_str().unwrap()).collect();
    let of_user = ["（1/3）", "（2/3）", "（3/3）"].map(|number| format!("第6表 サービス提供票（予定）{number}"));
    assert_eq!(titles, [&of_user[..], &of_user[..]].concat());
    let mut times = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let head = cells(page, "利用者と事業所");
        assert!(head.iter().any(|cell| text(cell) == format!("{:010}", at / 3)));
        let grid = cells(page, "サービスと日ごとの回数");
        assert!(grid.iter().any(|cell| text(cell) == "月間サービス計画及び実績の記録"));
        times.extend(grid.iter().filter(|cell| cell["column"] == 0).map(text).filter(|said| said.starts_with("09:")));
    }
    let wanted: Vec<String> = (0..50).map(|row| format!("09:{:02}～10:00", row % 25)).collect();
    assert_eq!(times, wanted);
}

#[test]
fn pages_are_made_when_they_are_asked_for() {
    let table = slip_of(3, 1);
    let slip = Slip::of_unit([&table]);
    assert_eq!(slip.users(), 3);
    let asked = std::cell::Cell::new(0);
    let names = |_: &str, _: Option<cplink::typed::Month>| {
        asked.set(asked.get() + 1);
        None
    };
    let mut pages = slip.pages(&[FormKind::Table6], &names);
    assert!(pages.next().is_some());
    assert_eq!(asked.get(), 1);
    assert_eq!((pages.count(), asked.get()), (2, 3));
}

#[test]
fn of_two_slips_the_newer_counts_and_nothing_twice() {
    let [older, newer] =
        ["02-slip-home-help", "05-slip-home-help-changed"].map(|unit| Unit::of(&newest().join("month").join(unit)));
    let received = |unit: &'static str| Serial::new(unit).unwrap();
    let all = |units: [(&'static str, &Unit); 2]| -> Vec<Page> {
        let tables: Vec<ReceivedTable<'_>> = units
            .iter()
            .flat_map(|(serial, unit)| {
                unit.tables.iter().map(|table| ReceivedTable { serial: received(serial), table })
            })
            .collect();
        Slip::of_units(&tables).pages(FormKind::ALL, &NameTable::default()).collect()
    };
    let both = all([("20250925130001", &older), ("20250929130001", &newer)]);
    let same = all([("20250925130001", &older), ("20250925130002", &older)]);
    assert_eq!(same, pages(&older.tables.iter().collect::<Vec<_>>()));
    for page in pages(&newer.tables.iter().collect::<Vec<_>>()) {
        assert!(both.contains(&page), "{}", page.title);
    }
    assert_eq!(both.len(), same.len());
}

#[test]
fn what_goes_with_other_rows_and_a_table_without_rows_make_no_page() {
    let mut table = Table::new(Kind::Uphosoku);
    table.push();
    assert!(pages(&[&table, &Table::new(Kind::Upplan), &Table::new(Kind::Up3kyo)]).is_empty());
    assert!(FormKind::ALL.iter().all(|form| FormKind::of_id(form.id()) == Some(*form)));
    assert_eq!(FormKind::of_id("5"), None);
}
