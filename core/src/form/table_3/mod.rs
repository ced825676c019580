//! 第3表 週間サービス計画表: a week with its services and the user's own days.

mod foot;
mod grid;
mod lanes;
mod sheet;
mod week;

use self::sheet::TITLE;
use super::page::{FormKind, Item, Page};
use super::user::UserView;
use super::{numbered, plan_head};
use crate::spec::Kind;

/// The page of one user.
pub(super) fn pages<'s, 'a: 's>(user: UserView<'s, 'a>) -> impl Iterator<Item = Page> + use<'s, 'a> {
    let count = usize::from(user.rows(Kind::Up3kyo).next().is_some());
    numbered::pages(FormKind::Table3, TITLE, user, count, move |_, overflow| {
        let mut week = week::gather(user);
        let head = plan_head::grid(user, Kind::Up3kyo, "weekly_plan_created_date", overflow);
        let grid = grid::grid(&mut week, overflow);
        vec![Item::Grid(head), Item::Grid(grid), Item::Grid(foot::grid(&week, overflow))]
    })
}
