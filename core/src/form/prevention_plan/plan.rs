//! 別表: issues, goals, supports and services, with what a blank means.

use std::collections::HashMap;

use super::sheet::{
    AREA_WIDTHS, LEFT, MAIN_HEAD, MAIN_TOP, NEXT_ROOM, NEXT_TOP, PLAN, PLAN_FIELDS, PLAN_HEADS, PLAN_WIDTHS, ROOM,
    SUPPORT, WIDTH,
};
use crate::form::cells::text;
use crate::form::draw::{Draw, Put};
use crate::form::grid::Grid;
use crate::form::overflow::Overflow;
use crate::form::rows::{Piece, Rows, Text};
use crate::form::user::UserView;
use crate::interpret::from_above;
use crate::record::Row;
use crate::spec::Kind;

/// The rows with their pieces, the first of which is on the first page beside the areas.
pub(super) struct Plan {
    rows: Rows,
    first: Piece,
    pub(super) others: Vec<Piece>,
}

impl Plan {
    pub(super) fn new(user: UserView<'_, '_>) -> Self {
        let rows = Rows { heads: PLAN_HEADS, texts: texts(&user.rows(Kind::UpyoboSub).collect::<Vec<_>>()) };
        let first = rows.piece(&PLAN_WIDTHS, 0, ROOM);
        let others = rows.pieces(&wide(), first.until(), NEXT_ROOM);
        Self { rows, first, others }
    }

    /// The table of the first page.
    pub(super) fn first(&self, overflow: &mut Overflow) -> Grid {
        let left = LEFT + AREA_WIDTHS.iter().sum::<f32>();
        let piece = self.first.clone().filling(ROOM);
        self.grid(PLAN, (left, MAIN_TOP), &PLAN_WIDTHS, &piece, overflow)
    }

    /// The table of a page behind it.
    pub(super) fn other(&self, at: usize, overflow: &mut Overflow) -> Grid {
        self.grid(&format!("{PLAN}（続き）"), (LEFT, NEXT_TOP), &wide(), &self.others[at], overflow)
    }

    fn grid(&self, caption: &str, place: (f32, f32), widths: &[f32], piece: &Piece, overflow: &mut Overflow) -> Grid {
        let heights = if piece.heights.is_empty() { vec![ROOM] } else { piece.heights.clone() };
        let rows = MAIN_HEAD.into_iter().chain(heights).collect();
        let mut draw = Draw::new(caption, place, widths.to_vec(), rows, overflow);
        let (support, first, count) = SUPPORT;
        draw.put((0, first), (1, count), Put::head(support).size(2.2));
        for (column, head) in PLAN_HEADS.iter().enumerate() {
            let (row, rows) = if column < first { (0, 2) } else { (1, 1) };
            draw.put((row, column), (rows, 1), Put::head(head).size(2.2));
        }
        self.rows.put(&mut draw, MAIN_HEAD.len(), piece);
        draw.finish()
    }
}

/// The widths on the pages that the plan has for itself.
fn wide() -> Vec<f32> {
    let narrow: f32 = PLAN_WIDTHS.iter().sum();
    PLAN_WIDTHS.iter().map(|width| width * WIDTH / narrow).collect()
}

/// 課題NO, 支援計画NO, 利用サービスNO.
const NUMBERS: [&str; 3] = ["issue_no", "support_plan_no", "used_service_no"];

/// The rows in the order of their numbers, last those without. A text goes down over the rows whose blank means it, and
/// over those that repeat it under the same numbers.
fn texts(rows: &[Row<'_>]) -> Vec<Vec<Text>> {
    let blanks = from_above(Kind::UpyoboSub, rows).unwrap_or_default();
    let above: HashMap<(usize, &str), usize> =
        blanks.iter().map(|cell| ((cell.row, cell.field.id), cell.from)).collect();
    let mut order: Vec<(bool, Option<[u64; 3]>, usize)> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let numbers = numbers(row);
            (numbers.is_none(), numbers, at)
        })
        .collect();
    order.sort_unstable();
    let mut place = vec![0; rows.len()];
    order.iter().enumerate().for_each(|(at, (_, _, row))| place[*row] = at);
    let mut lines: Vec<Vec<Text>> = Vec::new();
    for (at, (_, own, row)) in order.iter().enumerate() {
        let last = at.checked_sub(1);
        let line = PLAN_FIELDS.iter().enumerate().map(|(column, (field, same, number))| {
            let from = above.get(&(*row, *field));
            let text = numbered(&rows[*from.unwrap_or(row)], field, *number);
            let is_meant = match (from, last) {
                (Some(from), Some(last)) => {
                    place[*from] < at && beginning(&lines, place[*from], column) == beginning(&lines, last, column)
                }
                (None, Some(last)) => is_same(*own, order[last].1, *same) && is_repeated(&lines, last, column, &text),
                _ => false,
            };
            match last {
                Some(last) if is_meant => Text::Above(beginning(&lines, last, column)),
                _ => Text::Own(text),
            }
        });
        let line = line.collect();
        lines.push(line);
    }
    lines
}

/// The line in which the text of a column begins that goes down to a line.
fn beginning(lines: &[Vec<Text>], line: usize, column: usize) -> usize {
    match lines[line][column] {
        Text::Own(_) => line,
        Text::Above(from) => from,
    }
}

/// Whether a line has a text, or the one that goes down to it.
fn is_repeated(lines: &[Vec<Text>], line: usize, column: usize, text: &str) -> bool {
    matches!(&lines[beginning(lines, line, column)][column], Text::Own(own) if own == text)
}

/// The numbers, where the row has all three.
fn numbers(row: &Row<'_>) -> Option<[u64; 3]> {
    let [issue, support, service] = NUMBERS.map(|number| text(row, number).parse().ok());
    Some([issue?, support?, service?])
}

/// Whether the first so many numbers are the same ones; with none of them nothing is.
fn is_same(own: Option<[u64; 3]>, last: Option<[u64; 3]>, count: usize) -> bool {
    let (Some(own), Some(last)) = (own, last) else { return false };
    count > 0 && own[..count] == last[..count]
}

/// A text with its number before it.
fn numbered(row: &Row<'_>, field: &str, number: Option<usize>) -> String {
    let number = number.map(|number| text(row, NUMBERS[number])).unwrap_or_default();
    let text = text(row, field);
    if number.is_empty() { text } else { format!("{number}．{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Table;

    /// The first column and that of the support, in the printed order; `↑2` for what goes down from the third row.
    fn lines(cells: &[[&str; 5]]) -> Vec<[String; 2]> {
        let mut table = Table::new(Kind::UpyoboSub);
        for cells in cells {
            let row = table.push();
            for (field, cell) in NUMBERS.into_iter().chain(["overall_issue", "support_point"]).zip(cells) {
                table.set(row, field, cell).unwrap();
            }
        }
        let text = |text: &Text| match text {
            Text::Own(text) => text.clone(),
            Text::Above(row) => format!("↑{row}"),
        };
        let lines = texts(&table.rows().collect::<Vec<_>>());
        lines.iter().map(|line| [text(&line[0]), text(&line[4])]).collect()
    }

    #[test]
    fn a_blank_is_as_above_within_its_issue_or_support() {
        let cells = [
            ["1", "1", "1", "課題", "支援"],
            ["1", "1", "2", "", ""],
            ["1", "2", "1", "", ""],
            ["2", "1", "1", "", ""],
        ];
        assert_eq!(lines(&cells), [["1．課題", "1．支援"], ["↑0", "↑0"], ["↑0", "2．"], ["2．", "1．"]]);
    }

    #[test]
    fn what_is_repeated_is_one_and_what_differs_is_not() {
        let cells = [
            ["1", "1", "1", "課題", "支援"],
            ["1", "1", "2", "課題", "別"],
            ["1", "1", "3", "", ""],
            ["2", "1", "1", "課題", "別"],
        ];
        assert_eq!(lines(&cells), [["1．課題", "1．支援"], ["↑0", "1．別"], ["↑0", "↑1"], ["2．課題", "1．別"]]);
    }

    #[test]
    fn the_order_is_that_of_the_numbers_and_rows_without_are_last() {
        let cells =
            [["x", "1", "1", "無", ""], ["10", "1", "1", "", ""], ["2", "1", "1", "乙", ""], ["x", "1", "1", "無", ""]];
        let lines = lines(&cells);
        let issues: Vec<&str> = lines.iter().map(|[issue, _]| issue.as_str()).collect();
        assert_eq!(issues, ["2．乙", "10．", "x．無", "x．無"]);
    }
}
