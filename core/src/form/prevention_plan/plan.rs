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
use crate::interpret::{filled, printed};
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

/// The rows in their printed order. A text goes down over the rows whose blank means it.
fn texts(rows: &[Row<'_>]) -> Vec<Vec<Text>> {
    let blanks = filled(Kind::UpyoboSub, rows).unwrap_or_default();
    let above: HashMap<(usize, &str), usize> =
        blanks.iter().map(|cell| ((cell.row, cell.field.id), cell.from)).collect();
    let order: Vec<usize> = printed(rows).into_iter().map(|(_, row)| row).collect();
    let mut place = vec![0; rows.len()];
    order.iter().enumerate().for_each(|(at, row)| place[*row] = at);
    let cell = |row: usize, (field, number): (&str, Option<&str>)| match above.get(&(row, field)) {
        Some(from) => Text::Above(place[*from]),
        None => Text::Own(numbered(&rows[row], field, number)),
    };
    order.iter().map(|row| PLAN_FIELDS.iter().map(|field| cell(*row, *field)).collect()).collect()
}

/// A text with its number before it.
fn numbered(row: &Row<'_>, field: &str, number: Option<&str>) -> String {
    let number = number.map(|number| text(row, number)).unwrap_or_default();
    let text = text(row, field);
    if number.is_empty() { text } else { format!("({number}) {text}").trim_end().to_owned() }
}
