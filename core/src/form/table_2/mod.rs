//! 第2表 居宅サービス計画書(2): issues, goals and what is done for them.

mod line;
mod rows;
mod sheet;

use self::rows::Measured;
use self::sheet::{COLUMNS, GRID_TOP, GROUPS, HEAD, LEAST_ROW, LEFT, NOTES, NOTES_TOP, SIZE, TITLE};
use super::draw::{Draw, Put, label};
use super::fit::Flow;
use super::frame::Frame;
use super::grid::Grid;
use super::lines::{Align, Run};
use super::overflow::Overflow;
use super::page::{FormKind, Item, Page, Sheet};
use super::plan_head;
use super::sequence::{Place, Sequence};
use super::user::UserView;
use crate::spec::Kind;

/// The columns of what stands in the middle of its cell.
const CENTRED: [usize; 2] = [6, 9];

/// The pages of one user.
pub(super) fn pages<'s, 'a: 's>(user: UserView<'s, 'a>) -> impl Iterator<Item = Page> + use<'s, 'a> {
    let lines: Vec<Measured> = line::gather(user).into_iter().map(Measured::of).collect();
    let pages = rows::pages(&lines);
    let mut head = None;
    let form = FormKind::Table2;
    let sequence =
        Sequence { form, sheet: Sheet::Landscape, title: TITLE, whose: user.whose(&user.name()), count: pages.len() };
    sequence.pages(move |Place { at, heading, .. }, overflow| {
        let head =
            head.get_or_insert_with(|| plan_head::grid(user, Kind::Up2kyo, "plan_document_created_date", overflow));
        let frame = Frame { left: LEFT, top: NOTES_TOP, width: 277.0, height: 4.0 };
        let below = [
            Item::Grid(head.clone()),
            Item::Grid(grid(&lines[pages[at].clone()], overflow)),
            Item::Label(label(frame, vec![Run::plain(NOTES)], 2.4, Align::Left)),
        ];
        plan_head::heading(form, heading).into_iter().chain(below).collect()
    })
}

fn grid(lines: &[Measured], overflow: &mut Overflow) -> Grid {
    let mut heights = rows::heights(lines);
    // Below the last row the columns go on to the foot of the sheet, as on paper.
    let free = rows::ROOM - heights.iter().sum::<f32>();
    heights.extend((free >= LEAST_ROW).then_some(free));
    let heights = HEAD.into_iter().chain(heights).collect();
    let columns = COLUMNS.iter().map(|(_, width)| *width).collect();
    let mut draw = Draw::new("課題と目標と援助内容", (LEFT, GRID_TOP), columns, heights, overflow);
    heads(&mut draw);
    for column in 0..COLUMNS.len() {
        for cell in rows::cells(lines, column) {
            let text = lines[cell.start].said(column, cell.start == 0);
            let align = if CENTRED.contains(&column) { Align::Centre } else { Align::Left };
            let put = Put::data(&text).about(&about(column)).flow(Flow::Block).size(SIZE).align(align);
            draw.put((HEAD.len() + cell.start, column), (cell.len(), 1), put);
        }
    }
    draw.finish()
}

fn heads(draw: &mut Draw<'_>) {
    for (head, first, count) in GROUPS {
        draw.put((0, first), (1, count), Put::head(head));
    }
    for (column, (head, _)) in COLUMNS.iter().enumerate() {
        let (row, span) = if group(column).is_some() { (1, 1) } else { (0, 2) };
        draw.put((row, column), (span, 1), Put::head(head));
    }
}

/// The head above a column's own.
fn group(column: usize) -> Option<&'static str> {
    GROUPS.iter().find(|(_, first, count)| (*first..first + count).contains(&column)).map(|(head, ..)| *head)
}

/// What a column is about, also where its own head says little: a period is that of the goal before it.
fn about(column: usize) -> String {
    let head = COLUMNS[column].0.replace('\n', "");
    match (group(column), column) {
        (_, 2 | 4) => format!("{}{head}", COLUMNS[column - 1].0),
        (Some(group), _) => format!("{group} {head}"),
        (None, _) => head,
    }
}
