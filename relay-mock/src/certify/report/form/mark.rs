//! Thick frames around the cells that differ.

use cplink::form::{Fill, Grid, Item, Page, Role};

use super::align::align;

/// What a thick frame means.
const MARKED: &str = "正しい内容と違います";

/// Marks what differs between two pages of a form.
pub(super) fn mark(old: &mut Page, new: &mut Page) {
    let mut right: Vec<&mut Grid> = grids(new).collect();
    let mut others = right.iter_mut();
    for left in grids(old) {
        match others.next() {
            Some(right) => both(left, right),
            None => all(left),
        }
    }
    others.for_each(|grid| all(grid));
}

/// Marks all of a page that only one side has.
pub(super) fn mark_all(page: &mut Page) {
    grids(page).for_each(all);
}

fn grids(page: &mut Page) -> impl Iterator<Item = &mut Grid> {
    page.items.iter_mut().filter_map(|item| match item {
        Item::Grid(grid) => Some(grid),
        _ => None,
    })
}

fn both(old: &mut Grid, new: &mut Grid) {
    let [left, right] = [&*old, &*new].map(rows);
    let mut differing: [Vec<(usize, Option<usize>)>; 2] = Default::default();
    for (before, after) in align(&left, &right) {
        match (before, after) {
            (Some(before), Some(after)) if left[before] != right[after] => {
                for column in 0..old.columns.len().max(new.columns.len()) {
                    if text(old, before, column) != text(new, after, column) {
                        differing[0].push((before, Some(column)));
                        differing[1].push((after, Some(column)));
                    }
                }
            }
            (Some(row), None) => differing[0].push((row, None)),
            (None, Some(row)) => differing[1].push((row, None)),
            _ => {}
        }
    }
    let [left, right] = differing;
    frame(old, &left);
    frame(new, &right);
}

fn all(grid: &mut Grid) {
    let rows: Vec<(usize, Option<usize>)> = (0..grid.rows.len()).map(|row| (row, None)).collect();
    frame(grid, &rows);
}

/// Marks cells, or whole rows but for what is empty in them.
fn frame(grid: &mut Grid, places: &[(usize, Option<usize>)]) {
    grid.marked = MARKED;
    for cell in &mut grid.cells {
        // What is marked as not as planned is no difference.
        if cell.fill == Fill::Marked {
            cell.fill = Fill::None;
        }
        let is_named = places.iter().any(|(row, column)| {
            *row == cell.row && column.map_or(!cell.lines.lines.is_empty(), |column| column == cell.column)
        });
        if is_named && cell.role == Role::Data {
            cell.fill = Fill::Marked;
        }
    }
}

/// The texts of each row.
fn rows(grid: &Grid) -> Vec<String> {
    let mut rows = vec![String::new(); grid.rows.len()];
    for cell in &grid.cells {
        if let Some(row) = rows.get_mut(cell.row) {
            row.push_str(&format!("{}\u{1}{}\u{2}", cell.column, cell.lines.text()));
        }
    }
    rows
}

/// What the cell that begins there says.
fn text(grid: &Grid, row: usize, column: usize) -> Option<String> {
    grid.cells.iter().find(|cell| cell.row == row && cell.column == column).map(|cell| cell.lines.text())
}
