//! 第3表 週間サービス計画表: a week with its services and the user's own days.

mod foot;
mod grid;
mod lanes;
mod sheet;
mod week;

use self::sheet::TITLE;
use super::page::{FormKind, Item, Page, Sheet};
use super::plan_head;
use super::sequence::{Place, Sequence};
use super::user::UserView;
use crate::spec::Kind;

/// The page of one user.
pub(super) fn pages<'s, 'a: 's>(user: UserView<'s, 'a>) -> impl Iterator<Item = Page> + use<'s, 'a> {
    let count = usize::from(user.rows(Kind::Up3kyo).next().is_some());
    let form = FormKind::Table3;
    let sequence = Sequence { form, sheet: Sheet::Landscape, title: TITLE, whose: user.whose(&user.name()), count };
    sequence.pages(move |Place { heading, .. }, overflow| {
        let mut week = week::gather(user);
        let head = plan_head::grid(user, Kind::Up3kyo, "weekly_plan_created_date", overflow);
        let grid = grid::grid(&mut week, overflow);
        let grids = [head, grid, foot::grid(&week, overflow)];
        plan_head::heading(form, heading).into_iter().chain(grids.map(Item::Grid)).collect()
    })
}
