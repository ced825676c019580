//! The rows of 第2表 in their printed order, and which of their cells are one.

use std::collections::HashMap;

use super::sheet::{COLUMNS, COVERED, MERGED};
use crate::form::cells::{joined, text};
use crate::form::user::UserView;
use crate::interpret;
use crate::record::Row;
use crate::spec::Kind;

/// 課題NO, 援助目標NO, 援助内容NO.
const NUMBERS: [&str; 3] = ["issue_no", "goal_no", "support_no"];

/// A row as it is printed.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What stands in each column.
    pub(super) texts: [String; COLUMNS.len()],
    /// In which of the first columns it is one cell with the line above.
    pub(super) is_merged: [bool; MERGED],
    numbers: Option<[u64; 3]>,
}

/// All lines of a user. Those without numbers come last, each for itself.
pub(super) fn gather(user: UserView<'_, '_>) -> Vec<Line> {
    of_rows(&user.rows(Kind::Up2kyo).collect::<Vec<_>>())
}

fn of_rows(rows: &[Row<'_>]) -> Vec<Line> {
    let blanks = interpret::from_above(Kind::Up2kyo, rows).unwrap_or_default();
    let above: HashMap<(usize, &str), usize> =
        blanks.iter().map(|blank| ((blank.row, blank.field.id), blank.from)).collect();
    let mut order: Vec<(bool, Option<[u64; 3]>, usize)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let numbers = numbers(row);
        order.push((numbers.is_none(), numbers, at));
    }
    order.sort_unstable();
    let mut lines: Vec<Line> = Vec::new();
    for (_, numbers, at) in order {
        let said = |field: &'static str| text(&rows[*above.get(&(at, field)).unwrap_or(&at)], field);
        let mut line = Line { texts: texts(said), is_merged: [false; MERGED], numbers };
        if let Some(last) = lines.last() {
            line.is_merged = merged(last, &line);
        }
        lines.push(line);
    }
    lines
}

/// The numbers, where the row has all three.
fn numbers(row: &Row<'_>) -> Option<[u64; 3]> {
    let [issue, goal, support] = NUMBERS.map(|field| text(row, field).parse().ok());
    Some([issue?, goal?, support?])
}

fn texts(said: impl Fn(&'static str) -> String) -> [String; COLUMNS.len()] {
    let numbered = |number: &'static str, field: &'static str| {
        let number = said(number);
        let number = if number.is_empty() { number } else { format!("{number}．") };
        number + &said(field)
    };
    let covered = said("insurance_covered");
    let known = COVERED.iter().find(|(code, _)| *code == covered);
    [
        numbered(NUMBERS[0], "issue"),
        numbered(NUMBERS[1], "long_term_goal"),
        said("long_term_period"),
        said("short_term_goal"),
        said("short_term_period"),
        numbered(NUMBERS[2], "service_content"),
        known.map_or(covered, |(_, sign)| (*sign).to_owned()),
        said("service_kind"),
        joined([said("provider_name"), said("provider_number")], "\n"),
        said("frequency"),
        said("service_period"),
    ]
}

/// The columns in which a line says the same about the same issue or goal as the line above. A period belongs to its
/// goal: it is one only where the goal is.
fn merged(above: &Line, line: &Line) -> [bool; MERGED] {
    let (Some(last), Some(own)) = (above.numbers, line.numbers) else { return [false; MERGED] };
    let is_same = |column: usize| above.texts[column] == line.texts[column];
    let is_issue = last[..1] == own[..1] && is_same(0);
    let is_goal = last[..2] == own[..2];
    let [long, short] = [1, 3].map(|column| is_goal && is_same(column));
    [is_issue, long, long && is_same(2), short, short && is_same(4)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Table;

    /// Lines of rows: the three numbers, issue, long goal with its period, short goal.
    fn lines(rows: &[[&str; 7]]) -> Vec<Line> {
        let mut table = Table::new(Kind::Up2kyo);
        let fields = ["issue", "long_term_goal", "long_term_period", "short_term_goal"];
        for cells in rows {
            let row = table.push();
            for (field, cell) in NUMBERS.iter().chain(&fields).zip(cells) {
                table.set(row, field, cell).unwrap();
            }
        }
        of_rows(&table.rows().collect::<Vec<_>>())
    }

    fn merged(rows: &[[&str; 7]]) -> Vec<[bool; MERGED]> {
        lines(rows).into_iter().map(|line| line.is_merged).collect()
    }

    #[test]
    fn a_blank_is_as_above_within_a_goal_and_blank_with_a_new_one() {
        let rows =
            [["1", "1", "1", "A", "L", "P", "S"], ["1", "1", "2", "", "", "", "T"], ["1", "2", "1", "", "", "", ""]];
        let [first, second, third] = lines(&rows).try_into().unwrap();
        assert_eq!((first.is_merged, second.is_merged), ([false; 5], [true, true, true, false, false]));
        assert_eq!(second.texts[..4], ["1．A", "1．L", "P", "T"]);
        // The blank issue of a new goal is none.
        assert_eq!((third.is_merged, &third.texts[..4]), ([false; 5], &["1．", "2．", "", ""].map(String::from)[..]));
    }

    #[test]
    fn what_is_repeated_is_printed_once_but_not_under_another_number() {
        let same = |numbers: [&'static str; 3]| [numbers[0], numbers[1], numbers[2], "A", "L", "P", "S"];
        let rows = [["1", "1", "1"], ["1", "1", "2"], ["1", "2", "1"], ["2", "1", "1"]].map(same);
        assert_eq!(merged(&rows), [[false; 5], [true; 5], [true, false, false, false, false], [false; 5]]);
        // A period that differs stays with its own row.
        let rows = [["1", "1", "1", "A", "L", "P", "S"], ["1", "1", "2", "A", "L", "", "S"]];
        assert_eq!(merged(&rows)[1], [true, true, false, true, true]);
    }

    #[test]
    fn the_order_is_that_of_the_numbers_and_rows_without_are_last() {
        let rows = [["x", "1", "1"], ["10", "1", "1"], ["2", "1", "1"], ["", "", ""]];
        let rows = rows.map(|[issue, goal, support]| [issue, goal, support, "A", "", "", ""]);
        let issues: Vec<String> = lines(&rows).into_iter().map(|line| line.texts[0].clone()).collect();
        assert_eq!(issues, ["2．A", "10．A", "x．A", "A"]);
        assert_eq!(merged(&rows), [[false; 5]; 4]);
    }
}
