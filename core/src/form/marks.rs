//! What is not as before, in a table that is there twice.

use super::grid::{Fill, Grid, Role};

/// When a form was made says nothing about the care.
const MADE: &str = "作成年月日";

/// Marks the cells that say something else than those of the table before.
pub(super) fn mark(grid: &mut Grid, before: &Grid) {
    let mut is_made = false;
    for (cell, before) in grid.cells.iter_mut().zip(&before.cells) {
        let is_data = cell.role == Role::Data;
        if is_data && !is_made && cell.lines.text() != before.lines.text() {
            cell.fill = Fill::Marked;
        }
        is_made = !is_data && cell.lines.text() == MADE;
    }
}
