//! 第2表 居宅サービス計画書(2): issues, goals and what is done for them.

mod line;
mod sheet;

use self::sheet::{COLUMNS, GRID_TOP, GROUPS, HEAD, LEFT, LOOK, NOTES, NOTES_TOP, ROOM, TITLE};
use super::draw::{Draw, Put, label};
use super::frame::Frame;
use super::grid::Grid;
use super::lines::{Align, Run};
use super::overflow::Overflow;
use super::page::{FormKind, Item, Page, Sheet};
use super::plan_head;
use super::rows::{Piece, Rows};
use super::sequence::{Place, Sequence};
use super::user::UserView;
use crate::spec::Kind;

/// The pages of one user.
pub(super) fn pages<'s, 'a: 's>(user: UserView<'s, 'a>) -> impl Iterator<Item = Page> + use<'s, 'a> {
    let form = FormKind::Table2;
    let rows = line::rows(user);
    let pieces = rows.pieces(&widths(), 0, ROOM);
    let sequence =
        Sequence { form, sheet: Sheet::Landscape, title: TITLE, whose: user.whose(&user.name()), count: pieces.len() };
    let mut head = None;
    sequence.pages(move |Place { at, heading, .. }, overflow| {
        let head =
            head.get_or_insert_with(|| plan_head::grid(user, Kind::Up2kyo, "plan_document_created_date", overflow));
        let frame = Frame { left: LEFT, top: NOTES_TOP, width: 277.0, height: 4.0 };
        let below = [
            Item::Grid(head.clone()),
            Item::Grid(grid(&rows, &pieces[at], overflow)),
            Item::Label(label(frame, vec![Run::plain(NOTES)], 2.4, Align::Left)),
        ];
        plan_head::heading(form, heading).into_iter().chain(below).collect()
    })
}

fn widths() -> [f32; COLUMNS.len()] {
    COLUMNS.map(|(_, width)| width)
}

fn grid(rows: &Rows, piece: &Piece, overflow: &mut Overflow) -> Grid {
    // Below the last row the columns go on to the foot of the sheet, as on paper.
    let free = ROOM - piece.heights.iter().sum::<f32>();
    let heights = HEAD.into_iter().chain(piece.heights.iter().copied()).chain((free >= LOOK.least).then_some(free));
    let mut draw = Draw::new("課題と目標と援助内容", (LEFT, GRID_TOP), widths().to_vec(), heights.collect(), overflow);
    for (head, first, count) in GROUPS {
        draw.put((0, first), (1, count), Put::head(head));
    }
    for (column, (head, _)) in COLUMNS.iter().enumerate() {
        let is_grouped = GROUPS.iter().any(|(_, first, count)| (*first..first + count).contains(&column));
        let (row, span) = if is_grouped { (1, 1) } else { (0, 2) };
        draw.put((row, column), (span, 1), Put::head(head));
    }
    rows.put(&mut draw, HEAD.len(), piece);
    draw.finish()
}
