//! 第3表 says what the rows say, at its time.

use cplink::form::{Cell, Grid, Page, Slip, Stroke};
use cplink::record::Table;
use cplink::spec::Kind;

use crate::kit::{beside, cells, html, of_form, pages, plan, seen, sound, text};
use crate::pages::fits;

const GRID: &str = "一週間の予定";
const FOOT: &str = "週の予定のほか";
const OTHERS: &str = "週単位以外のサービス";
const BELOW: &str = "上の表に書けないもの（時間の定めがない等）";
const DAYS: [&str; 8] = ["月", "火", "水", "木", "金", "土", "日", "主な日常生活上の活動"];

/// A box: its column, from when until when in minutes from 4:00, its text in one line.
type Box = (usize, i32, i32, String);

fn week(page: &Page) -> &Grid {
    page.grids().find(|grid| grid.caption == GRID).unwrap()
}

/// The heads of the days, from left to right.
fn heads(grid: &Grid) -> Vec<&Cell> {
    grid.cells.iter().filter(|cell| cell.row == 0).skip(1).collect()
}

/// What is where, measured on the page.
fn boxes(page: &Page) -> Vec<Box> {
    let grid = week(page);
    let height: f32 = grid.rows[1..].iter().sum();
    let heads = heads(grid);
    assert_eq!(heads.iter().map(|cell| cell.lines.text()).collect::<Vec<_>>(), DAYS);
    let mut found: Vec<Box> = Vec::new();
    for cell in grid.cells.iter().filter(|cell| cell.row > 0 && !cell.lines.lines.is_empty()) {
        let holds = |head: &&Cell| (head.column..head.column + head.column_span).contains(&cell.column);
        let Some(column) = heads.iter().position(holds) else { continue };
        let frame = grid.frame(cell);
        let minute = |top: f32| ((top - grid.top - grid.rows[0]) / height * 1440.0).round() as i32;
        let said = cell.lines.text().replace('\n', " ");
        found.push((column, minute(frame.top), minute(frame.top + frame.height), said));
    }
    found.sort();
    found
}

/// Rows of services: weekday, start, end, what.
fn services(rows: &[[&str; 4]]) -> Table {
    let fields = ["weekday", "service_start_time", "service_end_time", "care_service_content"];
    let rows: Vec<Vec<(&str, &str)>> =
        rows.iter().map(|row| fields.iter().copied().zip(row.iter().copied()).collect()).collect();
    plan(Kind::Up3kyo, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn of_services(rows: &[[&str; 4]]) -> Vec<Box> {
    let pages = pages(&[&services(rows)]);
    pages.iter().for_each(fits);
    assert_eq!(pages.len(), 1);
    boxes(&pages[0])
}

/// What is told below the week.
fn below(table: &Table) -> String {
    let pages = seen(&html(&Slip::of_unit([table])));
    text(beside(cells(&pages[0], FOOT), BELOW)).to_owned()
}

#[test]
fn every_row_is_in_its_column_at_its_time_or_at_the_foot() {
    let mut count = 0;
    for unit in sound(&[Kind::Up3kyo]) {
        let rows = unit.rows(Kind::Up3kyo);
        let models = pages(&unit.tables.iter().collect::<Vec<_>>());
        let models: Vec<&Page> = models.iter().filter(|page| page.title.starts_with("第3表 週")).collect();
        let seen = unit.seen();
        let forms = of_form(&seen, "第3表");
        assert_eq!(models.len(), forms.len());
        let mut left = rows.len();
        for (model, page) in models.into_iter().zip(forms) {
            fits(model);
            let head = cells(page, "利用者と計画");
            let person = text(beside(head, "被保険者番号"));
            let mut wanted: Vec<Box> = Vec::new();
            let mut others = Vec::new();
            for row in rows.iter().filter(|row| row["insured_person_number"] == person) {
                let said = |field: &str| row[field].as_str().unwrap_or_default();
                let flat = |field: &str| said(field).replace("\r\n", " ");
                let mut put = |column: usize, what: &str, start: &str, end: &str| {
                    let [from, until] = [said(start), said(end)].map(|time| {
                        let (hour, minute) = time.split_at(2);
                        (hour.parse::<i32>().unwrap() - 4) * 60 + minute.parse::<i32>().unwrap()
                    });
                    let time = [said(start), said(end)].map(|time| format!("{}:{}", &time[..2], &time[2..])).join("～");
                    // A short one has room for two lines; below these nothing follows.
                    let until = until.max(from + 50);
                    wanted.push((column, from, until, format!("{} {time}", flat(what))));
                };
                if !said("care_service_content").is_empty() {
                    let day: usize = said("weekday").parse().unwrap();
                    put(day - 1, "care_service_content", "service_start_time", "service_end_time");
                } else if !said("daily_activity").is_empty() {
                    put(7, "daily_activity", "activity_start_time", "activity_end_time");
                } else {
                    others.push(said("non_weekly_service").replace("\r\n", "\n"));
                }
                left -= 1;
                count += 1;
            }
            wanted.sort();
            assert_eq!(boxes(model), wanted);
            assert_eq!(text(beside(cells(page, FOOT), OTHERS)), others.join("\n"));
        }
        assert_eq!(left, 0);
    }
    assert!(count >= 10, "{count}");
}

#[test]
fn the_hours_run_from_four_to_four_with_their_bands() {
    let pages = pages(&[&services(&[["1", "0900", "1000", "x"]])]);
    let grid = week(&pages[0]);
    let column = |at: usize| -> Vec<String> {
        let own = grid.cells.iter().filter(|cell| cell.row > 0 && cell.column == at);
        own.map(|cell| cell.lines.text().replace('\n', "")).collect()
    };
    assert_eq!(column(0), ["深夜", "早朝", "午前", "午後", "夜間", "深夜"]);
    let hours: Vec<String> =
        (0..12).map(|at| (4 + 2 * at) % 24).map(|hour| format!("{hour}:00～{}:00", hour + 2)).collect();
    assert_eq!(column(1), hours);
    // Free time is cut at the same lines, and dotted within a band.
    let sunday = grid.cells.iter().filter(|cell| cell.row > 0 && cell.column == heads(grid)[6].column);
    let tops: Vec<Stroke> = sunday.map(|cell| cell.borders.top).collect();
    let (thin, dotted) = (Stroke::Thin, Stroke::Dotted);
    assert_eq!(tops, [thin, thin, thin, dotted, thin, dotted, dotted, thin, dotted, thin, dotted, dotted]);
}

#[test]
fn what_goes_over_midnight_goes_on_and_over_four_in_the_next_column() {
    let x = |continued: &str, time: &str| format!("x{continued} {time}");
    for (row, wanted) in [
        (["1", "2200", "0200", "x"], vec![(0, 1080, 1320, x("", "22:00～02:00"))]),
        (
            ["7", "2200", "0700", "x"],
            vec![(0, 0, 180, x("（続き）", "22:00～07:00")), (6, 1080, 1440, x("", "22:00～07:00"))],
        ),
        (["2", "2230", "2400", "x"], vec![(1, 1110, 1200, x("", "22:30～24:00"))]),
        (["2", "0000", "0100", "x"], vec![(1, 1200, 1260, x("", "00:00～01:00"))]),
        (
            ["3", "0300", "0500", "x"],
            vec![(2, 0, 60, x("（続き）", "03:00～05:00")), (2, 1380, 1440, x("", "03:00～05:00"))],
        ),
        (
            ["3", "0000", "2400", "x"],
            vec![(2, 0, 1200, x("（続き）", "00:00～24:00")), (2, 1200, 1440, x("", "00:00～24:00"))],
        ),
    ] {
        assert_eq!(of_services(&[row]), wanted, "{row:?}");
    }
    // Sleep: the column of activities goes on in itself.
    let sleep = [("daily_activity", "睡眠"), ("activity_start_time", "2100"), ("activity_end_time", "0600")];
    let pages = pages(&[&plan(Kind::Up3kyo, &[&sleep])]);
    let places: Vec<_> = boxes(&pages[0]).into_iter().map(|(column, from, until, _)| (column, from, until)).collect();
    assert_eq!(places, [(7, 0, 120), (7, 1020, 1440)]);
}

#[test]
fn several_at_the_same_time_stand_side_by_side_and_short_ones_can_be_read() {
    let rows = [
        ["1", "0900", "1000", "甲"],
        ["1", "0930", "1030", "乙"],
        ["1", "1030", "1035", "丙"],
        ["1", "1040", "1045", "丁"],
    ];
    let pages = pages(&[&services(&rows)]);
    fits(&pages[0]);
    let grid = week(&pages[0]);
    let frame = |what: &str| {
        let cell = grid.cells.iter().find(|cell| cell.lines.text().starts_with(what)).unwrap();
        (grid.frame(cell), cell.lines.size)
    };
    let [one, two, three, four] = ["甲", "乙", "丙", "丁"].map(frame);
    assert!(one.0.left < two.0.left && (one.0.width - two.0.width).abs() < 0.01);
    assert!(three.0.left != four.0.left && three.1 >= 1.76 && four.1 >= 1.76);
    for (what, frame) in [("丙", three), ("丁", four)] {
        let said = grid.cells.iter().find(|cell| cell.lines.text().starts_with(what)).unwrap().lines.text();
        assert!(said.contains("10:"), "{said}");
        assert!(frame.0.height > 3.0);
    }
    // A day without such rows keeps its whole width.
    assert_eq!(heads(grid)[1].column_span, 1);
}

#[test]
fn what_has_no_time_no_day_or_no_room_is_told_below() {
    let told = |row: [&str; 4]| below(&services(&[row]));
    assert_eq!(told(["1", "9999", "9999", "見守り"]), "月曜日 見守り");
    assert_eq!(told(["1", "0900", "0900", "見守り"]), "月曜日 09:00～09:00 見守り");
    assert_eq!(told(["1", "2400", "0000", "見守り"]), "月曜日 24:00～00:00 見守り");
    assert_eq!(told(["1", "0900", "", "見守り"]), "月曜日 09:00～ 見守り");
    assert_eq!(told(["1", "0900", "9999", "見守り"]), "月曜日 09:00～ 見守り");
    assert_eq!(told(["8", "0900", "1000", "見守り"]), "8 09:00～10:00 見守り");
    assert_eq!(told(["", "2500", "2600", "見守り\n二人で"]), "25:00～26:00 見守り 二人で");
    assert_eq!(told(["3", "", "", ""]), "水曜日");
    let five = ["甲", "乙", "丙", "丁", "戊"].map(|what| ["2", "0900", "1000", what]);
    assert_eq!(below(&services(&five)), "火曜日 09:00～10:00 丁\n火曜日 09:00～10:00 戊");
    assert_eq!(of_services(&five).len(), 3);
    // Twice the same is told twice; two parts of one service once.
    assert_eq!(below(&services(&[["1", "9999", "9999", "甲"]; 2])), "月曜日 甲\n月曜日 甲");
    assert_eq!(below(&services(&[["1", "0300", "0500", "甲"]; 4])), "月曜日 03:00～05:00 甲");
    let activity = plan(Kind::Up3kyo, &[&[("daily_activity", "散歩")]]);
    assert_eq!(below(&activity), "主な日常生活上の活動 散歩");
}

#[test]
fn a_thousand_services_at_once_are_all_there() {
    let names: Vec<String> = (0..1000).map(|at| format!("訪問{at:04}")).collect();
    let rows: Vec<[&str; 4]> = names.iter().map(|name| ["5", "0900", "1000", name.as_str()]).collect();
    let pages = pages(&[&services(&rows)]);
    pages.iter().for_each(fits);
    let all: String =
        pages.iter().flat_map(Page::grids).flat_map(|grid| &grid.cells).map(|cell| cell.lines.text()).collect();
    let all = all.replace('\n', "");
    assert!(names.iter().all(|name| all.contains(name.as_str())));
}

#[test]
fn the_table_of_a_week_has_no_more_rows_than_it_needs() {
    let empty = pages(&[&plan(Kind::Up3kyo, &[&[("non_weekly_service", "通院")]])]);
    assert_eq!(week(&empty[0]).rows.len(), 1 + 12);
    let one = pages(&[&services(&[["1", "0900", "0955", "x"]])]);
    assert_eq!(week(&one[0]).rows.len(), 1 + 14);
}
