//! 第2表 says what the rows say.

use cplink::form::{Grid, Page, Slip};
use cplink::spec::Kind;
use cplink_testkit::fixtures::newest;
use serde_json::Value;

use crate::kit::{cells, html, in_words, of_form, pages, plan, seen, sound, text};
use crate::pages::fits;

const GRID: &str = "課題と目標と援助内容";
const HEADS: u64 = 2;

/// What a reader sees in each row: of a cell that goes over several, the same.
fn rows_of(page: &Value) -> Vec<[String; 11]> {
    let grid = cells(page, GRID);
    let covers = |cell: &&Value, row: u64, column: u64| {
        let from = |name: &str| cell[name].as_u64().unwrap();
        (from("row")..from("row") + from("rows")).contains(&row)
            && (from("column")..from("column") + from("columns")).contains(&column)
    };
    let last = grid.iter().map(|cell| cell["row"].as_u64().unwrap()).max().unwrap();
    let row = |row: u64| {
        std::array::from_fn(|column| {
            let cell = grid.iter().find(|cell| covers(cell, row, column as u64)).unwrap();
            text(cell).replace('\n', "").replacen("（続き）", "", 1)
        })
    };
    (HEADS..=last).map(row).filter(|row: &[String; 11]| row.iter().any(|said| !said.is_empty())).collect()
}

/// The fields of a row of the file, as they are printed where a blank means nothing.
fn printed(row: &Value) -> [String; 11] {
    let said = |field: &str| row[field].as_str().unwrap_or_default().replace("\r\n", "");
    let numbered = |number: &str, field: &str| format!("{}．{}", said(number), said(field));
    let covered = if said("insurance_covered") == "Y" { "○".to_owned() } else { String::new() };
    [
        numbered("issue_no", "issue"),
        numbered("goal_no", "long_term_goal"),
        said("long_term_period"),
        said("short_term_goal"),
        said("short_term_period"),
        numbered("support_no", "service_content"),
        covered,
        said("service_kind"),
        said("provider_name") + &said("provider_number"),
        said("frequency"),
        said("service_period"),
    ]
}

/// The rows of one plan as they are read on paper, in the order of the file, which is that of the numbers.
fn wanted(rows: &[&Value]) -> Vec<[String; 11]> {
    let mut all: Vec<[String; 11]> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut own = printed(row);
        if at > 0 && ["issue_no", "goal_no"].iter().all(|number| rows[at - 1][*number] == row[*number]) {
            for (field, columns) in [("issue", &[0][..]), ("long_term_goal", &[1, 2]), ("short_term_goal", &[3, 4])] {
                if row[field].as_str().unwrap_or_default().is_empty() {
                    columns.iter().for_each(|column| own[*column] = all[at - 1][*column].clone());
                }
            }
        }
        all.push(own);
    }
    all
}

#[test]
fn every_row_is_there_with_what_a_blank_means() {
    let mut count = 0;
    for unit in sound(&[Kind::Up2kyo]) {
        let rows = unit.rows(Kind::Up2kyo);
        let pages = unit.seen();
        let mut of_user: Vec<(&str, Vec<&Value>)> = Vec::new();
        for row in rows {
            let person = row["insured_person_number"].as_str().unwrap();
            match of_user.last_mut() {
                Some((last, rows)) if *last == person => rows.push(row),
                _ => of_user.push((person, vec![row])),
            }
        }
        let forms = of_form(&pages, "第2表");
        assert_eq!(forms.len(), of_user.len());
        for (page, (person, rows)) in forms.into_iter().zip(of_user) {
            let head = cells(page, "利用者と計画");
            assert!(head.iter().any(|cell| text(cell) == person));
            for field in ["plan_document_created_date", "care_plan_date"] {
                assert!(head.iter().any(|cell| text(cell) == in_words(&rows[0][field])), "{field}");
            }
            assert_eq!(rows_of(page), wanted(&rows), "{}", unit.folder.display());
            count += rows.len();
        }
    }
    assert!(count >= 14, "{count}");
}

#[test]
fn a_merged_cell_goes_over_the_rows_of_its_issue_or_goal() {
    let unit = sound(&[Kind::Up2kyo]).remove(0);
    let pages = unit.seen();
    let grid = cells(of_form(&pages, "第2表")[0], GRID);
    let spans = |column: u64| -> Vec<u64> {
        let own = grid.iter().filter(|cell| cell["column"] == column && cell["row"].as_u64().unwrap() >= HEADS);
        own.map(|cell| cell["rows"].as_u64().unwrap()).collect()
    };
    // The last one goes on to the foot of the sheet, empty.
    assert_eq!(spans(0), [4, 1, 1]);
    assert_eq!((spans(1), spans(2)), (vec![3, 1, 1, 1], vec![3, 1, 1, 1]));
    assert_eq!((spans(3), spans(4)), (vec![2, 1, 1, 1, 1], vec![2, 1, 1, 1, 1]));
    assert_eq!(spans(5), [1; 6]);
}

#[test]
fn blank_or_repeated_the_print_is_the_same_and_no_row_is_lost() {
    let read = |case: &str| {
        let contents = cplink_testkit::fixtures::contents(&newest().join("semantic").join(case).join("files"));
        let tables: Vec<_> = contents.files.into_iter().filter_map(|file| file.table).collect();
        let pages = seen(&html(&Slip::of_unit(&tables)));
        rows_of(of_form(&pages, "第2表")[0])
    };
    let [blank, repeated, double] = ["d-2tree-blank", "d-2tree-repeated", "d-2tree-duplicate"].map(read);
    for (one, other) in blank.iter().zip(&repeated) {
        assert_eq!([0, 1, 3, 5].map(|column| &one[column]), [0, 1, 3, 5].map(|column| &other[column]));
    }
    assert_eq!([blank.len(), repeated.len(), double.len()], [5; 3]);
    assert_eq!(double.iter().filter(|row| row[5].starts_with("2．")).count(), 2);
}

/// Rows of issues with so many goals and supports each.
fn long_plan(issues: usize, goals: usize, supports: usize, text: &str) -> cplink::record::Table {
    let mut rows: Vec<Vec<(&str, String)>> = Vec::new();
    for issue in 1..=issues {
        for goal in 1..=goals {
            for support in 1..=supports {
                rows.push(vec![
                    ("issue_no", issue.to_string()),
                    ("goal_no", goal.to_string()),
                    ("support_no", support.to_string()),
                    ("issue", format!("課題{issue}{text}")),
                    ("long_term_goal", format!("長期{issue}-{goal}{text}")),
                    ("short_term_goal", format!("短期{issue}-{goal}")),
                    ("service_content", format!("援助{issue}-{goal}-{support}")),
                ]);
            }
        }
    }
    let rows: Vec<Vec<(&str, &str)>> =
        rows.iter().map(|row| row.iter().map(|(field, value)| (*field, value.as_str())).collect()).collect();
    plan(Kind::Up2kyo, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn main_grid(page: &Page) -> &Grid {
    page.grids().find(|grid| grid.caption == GRID).unwrap()
}

#[test]
fn many_rows_are_on_several_pages_and_a_cell_that_goes_on_says_so() {
    let table = long_plan(3, 4, 9, "");
    let models = pages(&[&table]);
    models.iter().for_each(fits);
    let count = models.len();
    assert!((4..=6).contains(&count), "{count}");
    let seen = seen(&html(&Slip::of_unit([&table])));
    let titles: Vec<&str> = seen.iter().map(|page| page["title"].as_str().unwrap()).collect();
    let wanted: Vec<String> = (1..=count).map(|at| format!("第2表 居宅サービス計画書（２）（{at}/{count}）")).collect();
    assert_eq!(titles, wanted);
    let rows: Vec<[String; 11]> = seen.iter().flat_map(rows_of).collect();
    let supports = (1..=3).flat_map(|issue| (1..=4).flat_map(move |goal| (1..=9).map(move |at| (issue, goal, at))));
    let supports: Vec<(u32, u32, u32)> = supports.collect();
    assert_eq!(rows.len(), supports.len());
    for (row, (issue, goal, at)) in rows.iter().zip(supports) {
        assert_eq!(row[0], format!("{issue}．課題{issue}"));
        assert_eq!(row[1], format!("{goal}．長期{issue}-{goal}"));
        assert_eq!([&row[3], &row[5]], [&format!("短期{issue}-{goal}"), &format!("{at}．援助{issue}-{goal}-{at}")]);
    }
    for (page, before) in models.iter().skip(1).zip(&models) {
        // The same issue on both sides of the break, and only then.
        let last =
            main_grid(before).cells.iter().rfind(|cell| cell.column == 0 && !cell.lines.lines.is_empty()).unwrap();
        let last = last.lines.text().replace('\n', "").replace("（続き）", "");
        let first = main_grid(page).cell(2, 0).unwrap().lines.text().replace('\n', "");
        assert_eq!(first.starts_with("（続き）"), first.ends_with(&last), "{first} {last}");
        assert!(main_grid(page).cell(0, 0).unwrap().lines.text().contains("ニーズ"));
    }
    let goes_on =
        models.iter().skip(1).filter(|page| main_grid(page).cell(2, 0).unwrap().lines.text().starts_with("（続き）"));
    assert!(goes_on.count() >= 2);
}

#[test]
fn rows_are_as_high_as_their_texts_and_a_text_higher_than_a_page_goes_behind() {
    let table = long_plan(2, 2, 2, &"とても長い課題".repeat(30));
    for page in pages(&[&table]) {
        fits(&page);
        // Nothing had to shrink.
        let texts = main_grid(&page).cells.iter().filter(|cell| !cell.lines.lines.is_empty());
        assert!(texts.map(|cell| cell.lines.size).fold(9.0, f32::min) > 2.59);
    }
    let whole = "長".repeat(3000);
    let table = long_plan(1, 1, 30, &whole);
    let models = pages(&[&table]);
    models.iter().for_each(fits);
    let all: String =
        models.iter().flat_map(Page::grids).flat_map(|grid| &grid.cells).map(|cell| cell.lines.text()).collect();
    assert!(all.replace('\n', "").contains(&format!("課題1{whole}")));
    assert!(models[0].grids().any(|grid| grid.cells.iter().any(|cell| cell.lines.text().ends_with("…※1"))));
    let said = all.matches("．援助1-1-").count();
    assert_eq!(said, 30);
}

#[test]
fn covered_is_a_circle_not_covered_a_dash_and_an_unknown_code_itself() {
    let rows = ["Y", "N", "", "Z"].map(|code| [("support_no", "1"), ("insurance_covered", code)]);
    let table = plan(Kind::Up2kyo, &rows.each_ref().map(<[(&str, &str); 2]>::as_slice));
    let pages = seen(&html(&Slip::of_unit([&table])));
    let signs: Vec<String> = rows_of(&pages[0]).into_iter().map(|row| row[6].clone()).collect();
    assert_eq!(signs, ["○", "－", "", "Z"]);
}
