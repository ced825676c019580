//! A table on a page.

use super::frame::Frame;
use super::lines::{Align, Lines, VerticalAlign};

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Says what the cells below it are.
    ColumnHead,
    /// Says what the cells beside it are.
    RowHead,
    /// Says something itself.
    Data,
}

/// What is behind a cell's text. Each can be told from the others in black and white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Nothing.
    None,
    /// A line from corner to corner: the cell has no meaning here.
    Struck,
    /// A thick frame: it is not as planned, or not as before. [`Grid::marked`] says which.
    Marked,
}

/// A line around a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// A thin line.
    Thin,
    /// A dotted line, between what belongs together.
    Dotted,
}

/// The lines above and below a cell; those at its sides are thin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Borders {
    /// Above.
    pub top: Stroke,
    /// Below.
    pub bottom: Stroke,
}

impl Borders {
    /// Thin lines all around.
    pub const THIN: Self = Self { top: Stroke::Thin, bottom: Stroke::Thin };
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its row, from 0.
    pub row: usize,
    /// Its column, from 0.
    pub column: usize,
    /// Over how many rows it goes.
    pub row_span: usize,
    /// Over how many columns.
    pub column_span: usize,
    /// What it is.
    pub role: Role,
    /// What it says.
    pub lines: Lines,
    /// Where in the cell.
    pub align: Align,
    /// The same from top to bottom.
    pub vertical: VerticalAlign,
    /// What is behind it.
    pub fill: Fill,
    /// The lines around it.
    pub borders: Borders,
}

/// A table. Its cells cover it, each place once; they are in the order of rows, then of columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Its left edge.
    pub left: f32,
    /// Its upper edge.
    pub top: f32,
    /// What it is about.
    pub caption: String,
    /// Whether that is also printed, above the table.
    pub is_captioned: bool,
    /// What a thick frame in it means.
    pub marked: &'static str,
    /// The widths of its columns.
    pub columns: Vec<f32>,
    /// The heights of its rows.
    pub rows: Vec<f32>,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// What a thick frame means, unless told otherwise.
pub(super) const MARKED: &str = "予定と異なります";

impl Grid {
    /// How far above the table its caption is printed, and the size of that.
    pub const CAPTION: (f32, f32) = (3.8, 2.6);

    /// Where a cell is on the page.
    pub fn frame(&self, cell: &Cell) -> Frame {
        let sum = |sizes: &[f32], from: usize, count: usize| sizes.iter().skip(from).take(count).sum::<f32>();
        Frame {
            left: self.left + sum(&self.columns, 0, cell.column),
            top: self.top + sum(&self.rows, 0, cell.row),
            width: sum(&self.columns, cell.column, cell.column_span),
            height: sum(&self.rows, cell.row, cell.row_span),
        }
    }

    /// The cell that covers a place.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.cells.iter().find(|cell| {
            (cell.row..cell.row + cell.row_span).contains(&row)
                && (cell.column..cell.column + cell.column_span).contains(&column)
        })
    }
}
