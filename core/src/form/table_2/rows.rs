//! How high the rows are, and where pages end.

use std::ops::Range;

use super::line::Line;
use super::sheet::{COLUMNS, CONTINUED, GRID_BOTTOM, GRID_TOP, HEAD, LEAST_ROW, MERGED, SIZE};
use crate::form::fit::{PAD, broken};
use crate::form::lines::Lines;

/// The height for rows on a page.
pub(super) const ROOM: f32 = GRID_BOTTOM - GRID_TOP - HEAD[0] - HEAD[1];
/// Between a text and the lines above and below it.
const AIR: f32 = 0.8;
/// Against rounding.
const SLACK: f32 = 0.1;

/// A line with the height that each of its texts needs.
pub(super) struct Measured {
    pub(super) line: Line,
    needs: [f32; COLUMNS.len()],
}

impl Measured {
    pub(super) fn of(line: Line) -> Self {
        let needs = std::array::from_fn(|column| need(&line.texts[column], column));
        Self { line, needs }
    }

    /// The text of a column in a cell that begins here; `is_first` on its page.
    pub(super) fn said(&self, column: usize, is_first: bool) -> String {
        let text = &self.line.texts[column];
        let goes_on = is_first && column < MERGED && self.line.is_merged[column] && !text.is_empty();
        if goes_on { format!("{CONTINUED}{text}") } else { text.clone() }
    }
}

/// The height that a text needs; not more than a page has.
fn need(text: &str, column: usize) -> f32 {
    let leading = SIZE * Lines::LEADING;
    let most = (ROOM / leading) as usize;
    let (lines, _) = broken(text, (COLUMNS[column].1 - 2.0 * PAD) / SIZE, most);
    (lines.len() as f32 * leading + PAD + AIR).min(ROOM)
}

/// The rows of a page that one cell of a column covers, cell by cell.
pub(super) fn cells(rows: &[Measured], column: usize) -> Vec<Range<usize>> {
    let mut cells: Vec<Range<usize>> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let is_merged = column < MERGED && row.line.is_merged[column];
        match cells.last_mut() {
            Some(last) if is_merged => last.end = at + 1,
            _ => cells.push(at..at + 1),
        }
    }
    cells
}

/// The heights of the rows of a page.
pub(super) fn heights(rows: &[Measured]) -> Vec<f32> {
    let own = |row: &Measured| row.needs[MERGED..].iter().copied().fold(LEAST_ROW, f32::max);
    let mut heights: Vec<f32> = rows.iter().map(own).collect();
    for column in 0..MERGED {
        for cell in cells(rows, column) {
            let first = &rows[cell.start];
            let need = match cell.start {
                0 => need(&first.said(column, true), column),
                _ => first.needs[column],
            };
            let missing = need - heights[cell.clone()].iter().sum::<f32>();
            heights[cell.end - 1] += missing.max(0.0);
        }
    }
    heights
}

/// The rows of each page: as many as there is room for.
pub(super) fn pages(rows: &[Measured]) -> Vec<Range<usize>> {
    let mut pages: Vec<Range<usize>> = Vec::new();
    for at in 0..rows.len() {
        match pages.last_mut() {
            Some(page) if heights(&rows[page.start..=at]).iter().sum::<f32>() <= ROOM + SLACK => page.end = at + 1,
            _ => pages.push(at..at + 1),
        }
    }
    pages
}
