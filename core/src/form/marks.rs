//! What is not as before, in a table that is there twice.

use super::grid::{Fill, Grid, Role};
use super::overflow::Overflow;
use super::user::UserView;

/// When a form was made says nothing about the care.
const MADE: &str = "作成年月日";

/// A table of a user; where there is one before, with a thick frame around what is not as it was, which `marked` says.
pub(super) fn compared(
    user: UserView<'_, '_>,
    before: Option<UserView<'_, '_>>,
    marked: &'static str,
    made: fn(UserView<'_, '_>, &mut Overflow) -> Grid,
    overflow: &mut Overflow,
) -> Grid {
    let mut grid = made(user, overflow);
    if let Some(before) = before {
        grid.marked = marked;
        mark(&mut grid, &made(before, &mut Overflow::default()));
    }
    grid
}

/// Marks the cells that say something else than those of the table before.
fn mark(grid: &mut Grid, before: &Grid) {
    let mut is_made = false;
    for (cell, before) in grid.cells.iter_mut().zip(&before.cells) {
        let is_data = cell.role == Role::Data;
        if is_data && !is_made && cell.lines.text() != before.lines.text() {
            cell.fill = Fill::Marked;
        }
        is_made = !is_data && cell.lines.text() == MADE;
    }
}
