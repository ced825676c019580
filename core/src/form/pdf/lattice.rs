//! The borders of a table: where two cells meet there is one line, and lines that go on are one.

use super::marks::Marks;
use crate::form::grid::{Cell, Fill, Grid, Role, Stroke};

/// The lines of a table, each piece by the row and column behind it.
struct Lattice {
    columns: usize,
    across: Vec<Option<Stroke>>,
    down: Vec<bool>,
}

/// Marks a table's borders and what is behind its cells' text.
pub(super) fn mark(marks: &mut Marks, grid: &Grid) {
    let mut lattice = Lattice::new(grid);
    for cell in &grid.cells {
        lattice.add(cell);
        let frame = grid.frame(cell);
        if cell.role != Role::Data {
            marks.head(frame);
        }
        match cell.fill {
            Fill::None => {}
            Fill::Struck => marks.strike(frame),
            Fill::Marked => marks.thick(frame),
        }
    }
    lattice.mark(marks, grid);
}

/// Where lines are: before the first row or column, and behind each.
fn places(from: f32, sizes: &[f32]) -> Vec<f32> {
    let mut at = from;
    std::iter::once(from)
        .chain(sizes.iter().map(|size| {
            at += size;
            at
        }))
        .collect()
}

impl Lattice {
    fn new(grid: &Grid) -> Self {
        let (rows, columns) = (grid.rows.len(), grid.columns.len());
        Self { columns, across: vec![None; (rows + 1) * columns], down: vec![false; rows * (columns + 1)] }
    }

    fn add(&mut self, cell: &Cell) {
        for column in cell.column..cell.column + cell.column_span {
            for (row, stroke) in [(cell.row, cell.borders.top), (cell.row + cell.row_span, cell.borders.bottom)] {
                let Some(piece) = self.across.get_mut(row * self.columns + column) else { continue };
                // Dots are only where both cells have them.
                *piece = Some(if *piece == Some(Stroke::Thin) { Stroke::Thin } else { stroke });
            }
        }
        for row in cell.row..cell.row + cell.row_span {
            for column in [cell.column, cell.column + cell.column_span] {
                if let Some(piece) = self.down.get_mut(row * (self.columns + 1) + column) {
                    *piece = true;
                }
            }
        }
    }

    fn mark(&self, marks: &mut Marks, grid: &Grid) {
        let (xs, ys) = (places(grid.left, &grid.columns), places(grid.top, &grid.rows));
        for (pieces, y) in self.across.chunks(self.columns.max(1)).zip(&ys) {
            for (stroke, from, to) in runs(pieces.iter().copied()) {
                match stroke {
                    Some(Stroke::Thin) => marks.line((xs[from], *y), (xs[to], *y)),
                    Some(Stroke::Dotted) => marks.dots((xs[from], *y), (xs[to], *y)),
                    None => {}
                }
            }
        }
        for (column, x) in xs.iter().enumerate() {
            let pieces = (0..grid.rows.len()).map(|row| self.down[row * (self.columns + 1) + column]);
            for (is_there, from, to) in runs(pieces) {
                if is_there {
                    marks.line((*x, ys[from]), (*x, ys[to]));
                }
            }
        }
    }
}

/// Equal neighbours together: what they are, where they begin and where they end.
fn runs<T: PartialEq>(pieces: impl Iterator<Item = T>) -> Vec<(T, usize, usize)> {
    let mut runs: Vec<(T, usize, usize)> = Vec::new();
    for (at, piece) in pieces.enumerate() {
        match runs.last_mut() {
            Some((last, _, to)) if *last == piece => *to = at + 1,
            _ => runs.push((piece, at, at + 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_that_are_equal_are_one_run() {
        assert_eq!(runs([1, 1, 2, 1].into_iter()), [(1, 0, 2), (2, 2, 3), (1, 3, 4)]);
        assert_eq!(places(1.0, &[2.0, 3.0]), [1.0, 3.0, 6.0]);
    }
}
