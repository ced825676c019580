//! Rows that are as high as what they say, broken over pages: no cell is cut.

use super::draw::{Draw, Put};
use super::fit::{ABOVE, Flow, PAD, broken};
use super::lines::{Align, Lines, VerticalAlign};
use crate::sort::sort_by_key;

/// How rows look.
pub(super) struct Look {
    /// The size of their texts.
    pub(super) size: f32,
    /// The least height of a row.
    pub(super) least: f32,
    /// The most that a text makes a row high; a longer one shrinks, and then goes to a sheet of its own.
    pub(super) most: f32,
    /// Whether the first column says what each row is about.
    pub(super) has_row_heads: bool,
    /// The columns whose texts stand in the middle.
    pub(super) centred: &'static [usize],
    pub(super) vertical: VerticalAlign,
}

impl Look {
    /// Boxes that somebody writes into.
    pub(super) const BOXES: Self = Self { vertical: VerticalAlign::Top, ..Self::LIST };
    /// A list, most of whose texts are one line.
    pub(super) const LIST: Self =
        Self { size: 2.4, least: 5.0, most: 60.0, has_row_heads: true, centred: &[], vertical: VerticalAlign::Middle };

    /// The height that a text takes in a column.
    fn needed(&self, text: &str, width: f32) -> f32 {
        let leading = self.size * Lines::LEADING;
        let most = (self.most / leading) as usize;
        let (lines, _) = broken(text, (width - 2.0 * PAD) / self.size, most);
        (lines.len() as f32 * leading + PAD + ABOVE + AIR).min(self.most)
    }
}

/// Below a text, so that it does not stand on the line.
const AIR: f32 = 0.4;
/// What stands before a text that began on the page before.
const CONTINUED: &str = "（続き）";

/// What a row has in a column.
pub(super) enum Text {
    /// A text.
    Own(String),
    /// That of a row above, which goes down to here.
    Above(usize),
}

/// Rows with their columns.
pub(super) struct Rows {
    /// The columns' heads, each in one line.
    pub(super) heads: &'static [&'static str],
    pub(super) look: &'static Look,
    /// The texts, row by row.
    pub(super) texts: Vec<Vec<Text>>,
}

/// The rows of one page.
#[derive(Clone, Default)]
pub(super) struct Piece {
    pub(super) from: usize,
    pub(super) heights: Vec<f32>,
}

/// A cell of a piece.
struct Cell {
    /// Counted from the first row of the piece.
    row: usize,
    rows: usize,
    column: usize,
    text: String,
}

impl Piece {
    pub(super) fn until(&self) -> usize {
        self.from + self.heights.len()
    }

    /// The rows made so much higher together that they fill a place.
    pub(super) fn filling(mut self, height: f32) -> Self {
        let more = height - self.heights.iter().sum::<f32>();
        let each = more / self.heights.len().max(1) as f32;
        self.heights.iter_mut().for_each(|height| *height += each.max(0.0));
        self
    }
}

impl Rows {
    /// The rows from one on that have room; none where the first of them is too high.
    pub(super) fn piece(&self, widths: &[f32], from: usize, room: f32) -> Piece {
        let mut piece = Piece { from, heights: Vec::new() };
        for until in from + 1..=self.texts.len() {
            let heights = self.heights(widths, from, until);
            if heights.iter().sum::<f32>() > room {
                break;
            }
            piece.heights = heights;
        }
        piece
    }

    /// The rows from one on, page after page, all of whose rooms are alike.
    pub(super) fn pieces(&self, widths: &[f32], mut from: usize, room: f32) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while from < self.texts.len() {
            let piece = self.piece(widths, from, room);
            debug_assert!(!piece.heights.is_empty(), "a row is at most {} mm high", self.look.most);
            if piece.heights.is_empty() {
                break;
            }
            from = piece.until();
            pieces.push(piece);
        }
        pieces
    }

    /// The heights of rows: what stands in one of them, then what goes over several.
    fn heights(&self, widths: &[f32], from: usize, until: usize) -> Vec<f32> {
        let mut heights = vec![self.look.least; until - from];
        let mut cells = self.cells(from, until);
        sort_by_key(&mut cells, |cell| cell.rows);
        for cell in cells {
            let has: f32 = heights[cell.row..][..cell.rows].iter().sum();
            let last = cell.row + cell.rows - 1;
            heights[last] += (self.look.needed(&cell.text, widths[cell.column]) - has).max(0.0);
        }
        heights
    }

    /// The cells of rows; what began before them is there again.
    fn cells(&self, from: usize, until: usize) -> Vec<Cell> {
        let mut cells = Vec::new();
        for column in 0..self.heads.len() {
            let mut row = from;
            while row < until {
                let rows = 1 + (row + 1..until).take_while(|next| self.goes_on(*next, column)).count();
                let text = match &self.texts[row][column] {
                    Text::Own(text) => text.clone(),
                    Text::Above(above) => self.continued(*above, column),
                };
                cells.push(Cell { row: row - from, rows, column, text });
                row += rows;
            }
        }
        cells
    }

    fn goes_on(&self, row: usize, column: usize) -> bool {
        matches!(self.texts[row][column], Text::Above(_))
    }

    /// The text that comes down from a row on a page before, with a word that it does.
    fn continued(&self, row: usize, column: usize) -> String {
        match &self.texts[row][column] {
            Text::Own(text) if !text.is_empty() => format!("{CONTINUED}{text}"),
            _ => String::new(),
        }
    }

    /// Puts the rows of a piece into a table, below so many rows.
    pub(super) fn put(&self, draw: &mut Draw<'_>, below: usize, piece: &Piece) {
        let Look { size, has_row_heads, centred, vertical, .. } = *self.look;
        for Cell { row, rows, column, text } in self.cells(piece.from, piece.until()) {
            let put = if has_row_heads && column == 0 { Put::row_head(&text) } else { Put::data(&text) };
            let put = if centred.contains(&column) { put.align(Align::Centre) } else { put.left() };
            let put = put.vertical(vertical).flow(Flow::Block).size(size).about(self.heads[column]);
            draw.put((below + row, column), (rows, 1), put);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `None` is the text of the first row.
    fn rows(texts: &[[Option<&str>; 2]]) -> Rows {
        let text = |text: &Option<&str>| text.map_or(Text::Above(0), |text| Text::Own(text.to_owned()));
        Rows {
            heads: &["甲", "乙"],
            look: &Look::BOXES,
            texts: texts.iter().map(|row| row.iter().map(text).collect()).collect(),
        }
    }

    #[test]
    fn what_goes_over_several_rows_makes_the_last_one_higher() {
        let long = "長".repeat(80);
        let rows = rows(&[[Some(&long), Some("一")], [None, Some("二")], [Some("別"), Some("三")]]);
        let piece = rows.piece(&[20.0, 20.0], 0, 100.0);
        assert_eq!(piece.until(), 3);
        assert_eq!((piece.heights[0], piece.heights[2]), (Look::BOXES.least, Look::BOXES.least));
        assert!((Look::BOXES.needed(&long, 20.0) - Look::BOXES.least - piece.heights[1]).abs() < 0.01);
        let filled: f32 = piece.filling(90.0).heights.iter().sum();
        assert!((filled - 90.0).abs() < 0.01);
    }

    #[test]
    fn what_goes_over_the_page_is_there_again() {
        let rows = rows(&[[Some("課題"), Some("一")], [None, Some("二")], [None, Some("三")], [Some(""), Some("四")]]);
        let pieces = rows.pieces(&[20.0, 20.0], 0, 2.0 * Look::BOXES.least + 1.0);
        let seen: Vec<Vec<(usize, usize, String)>> = pieces
            .iter()
            .map(|piece| {
                let cells = rows.cells(piece.from, piece.until()).into_iter().filter(|cell| cell.column == 0);
                cells.map(|cell| (cell.row, cell.rows, cell.text)).collect()
            })
            .collect();
        let cell = |row, rows, text: &str| (row, rows, text.to_owned());
        assert_eq!(seen, [vec![cell(0, 2, "課題")], vec![cell(0, 1, "（続き）課題"), cell(1, 1, "")]]);
    }

    #[test]
    fn a_text_of_any_length_has_a_page() {
        let long = "長\n".repeat(10_000);
        let rows = rows(&[[Some(&long), Some(&long)], [None, Some(&long)]]);
        let pieces = rows.pieces(&[5.0, 5.0], 0, Look::BOXES.most + 1.0);
        assert_eq!(pieces.len(), 2);
    }
}
