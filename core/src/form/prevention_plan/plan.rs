//! 別表: issues, goals, supports and services, with what a blank means.

use super::sheet::{
    AREA_WIDTHS, LEFT, MAIN_HEAD, MAIN_TOP, NEXT_ROOM, NEXT_TOP, PLAN, PLAN_FIELDS, PLAN_HEADS, PLAN_WIDTHS, ROOM,
    SUPPORT, WIDTH,
};
use crate::form::draw::{Draw, Put};
use crate::form::grid::Grid;
use crate::form::merged::{Merged, numbered};
use crate::form::overflow::Overflow;
use crate::form::rows::{Look, Piece, Rows, Text};
use crate::form::user::UserView;
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
        let rows = Rows {
            heads: PLAN_HEADS,
            look: &Look::BOXES,
            texts: texts(&user.rows(Kind::UpyoboSub).collect::<Vec<_>>()),
        };
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

/// The texts of rows, each with its number before it where it has one.
fn texts(rows: &[Row<'_>]) -> Vec<Vec<Text>> {
    let merged = Merged {
        kind: Kind::UpyoboSub,
        numbers: ["issue_no", "support_plan_no", "used_service_no"],
        columns: PLAN_FIELDS.map(|(_, under, _)| (under, None)),
    };
    merged.texts(rows, |said| {
        PLAN_FIELDS.map(|(field, _, number)| {
            let number = number.map(|at| said(merged.numbers[at])).unwrap_or_default();
            numbered(&number, &said(field))
        })
    })
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
            for (field, cell) in ["issue_no", "support_plan_no", "used_service_no"]
                .into_iter()
                .chain(["overall_issue", "support_point"])
                .zip(cells)
            {
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
}
