//! The cells of some rows as one text: one call for each cell would be the cost.

use cplink::record::Row;
use cplink::typed::Texts;

use crate::cell::cell;
use crate::failure::{Failure, Result, misuse};

const BETWEEN_CELLS: char = '\u{1F}';
const BETWEEN_ROWS: char = '\u{1E}';

/// The cells of some rows.
#[derive(uniffi::Record)]
pub struct Block {
    /// All cells: U+001F between cells and U+001E between rows, or JSON.
    pub text: String,
    /// Whether it is JSON: where a cell holds a separator, and where there is no row or an empty one,
    /// which would look like a row of one empty cell.
    pub json: bool,
}

/// The cells of some rows, each as the number of its text.
#[derive(uniffi::Record)]
pub struct TextBlock {
    /// The texts in order, as one row of a [`Block`].
    pub texts: Block,
    /// The number of each cell's text, row after row: 32 bits each, as the machine has them.
    pub cells: Vec<u8>,
    /// Where each row's cells begin, and where the last one's end: the same.
    pub starts: Vec<u8>,
}

impl TextBlock {
    pub(crate) fn of(texts: &Texts) -> Self {
        let numbers = |all: &[u32]| all.iter().flat_map(|number| number.to_ne_bytes()).collect();
        Self { texts: Block::of_texts(texts), cells: numbers(texts.cells()), starts: numbers(texts.starts()) }
    }
}

impl Block {
    fn of_texts(texts: &Texts) -> Self {
        let (text, offsets) = texts.text();
        if text.bytes().any(|byte| matches!(byte, 0x1E | 0x1F)) {
            let rows = [texts.iter().collect::<Vec<_>>()];
            // Lists of texts can always be written.
            return Self { text: serde_json::to_string(&rows).unwrap_or_default(), json: true };
        }
        let mut joined = String::with_capacity(text.len() + offsets.len());
        for (number, text) in texts.iter().enumerate() {
            if number > 0 {
                joined.push(BETWEEN_CELLS);
            }
            joined.push_str(text);
        }
        Self { text: joined, json: false }
    }

    /// Of rows.
    pub(crate) fn of(rows: &[Row<'_>]) -> Self {
        match separated(rows) {
            Some(text) => Self { text, json: false },
            None => {
                let rows: Vec<Vec<_>> =
                    rows.iter().map(|row| (0..row.len()).map(|at| cell(*row, at)).collect()).collect();
                // Lists of texts can always be written.
                Self { text: serde_json::to_string(&rows).unwrap_or_default(), json: true }
            }
        }
    }

    /// The rows that Python gave.
    pub(crate) fn rows(self) -> Result<Vec<Vec<String>>> {
        if self.json {
            return serde_json::from_str(&self.text).map_err(|_| broken());
        }
        let cells = |row: &str| row.split(BETWEEN_CELLS).map(str::to_owned).collect();
        Ok(self.text.split(BETWEEN_ROWS).map(cells).collect())
    }
}

/// The cells of some rows of one width, column by column: columns of the same few values are made in one go.
#[derive(uniffi::Record)]
pub struct ColumnBlock {
    /// All columns: U+001F between cells and U+001E between columns. An empty column has no text at all.
    pub text: String,
    /// How many rows there are.
    pub rows: i64,
}

impl ColumnBlock {
    /// Calls with the cells of each row.
    pub(crate) fn for_each_row(&self, mut each: impl FnMut(&[&str]) -> Result<()>) -> Result<()> {
        let mut columns: Vec<_> = self.text.split(BETWEEN_ROWS).map(|column| column.split(BETWEEN_CELLS)).collect();
        let has_cells: Vec<bool> = self.text.split(BETWEEN_ROWS).map(|column| !column.is_empty()).collect();
        let mut cells = vec![""; columns.len()];
        for _ in 0..self.rows {
            for ((cell, column), has_cells) in cells.iter_mut().zip(&mut columns).zip(&has_cells) {
                if *has_cells {
                    *cell = column.next().ok_or_else(broken)?;
                }
            }
            each(&cells)?;
        }
        let is_over =
            columns.iter_mut().zip(&has_cells).all(|(column, has_cells)| !has_cells || column.next().is_none());
        if is_over { Ok(()) } else { Err(broken()) }
    }
}

fn broken() -> Failure {
    misuse("the block of rows is broken", "表の行を渡すデータが壊れています。")
}

fn separated(rows: &[Row<'_>]) -> Option<String> {
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            text.push(BETWEEN_ROWS);
        }
        for column in 0..row.len() {
            if column > 0 {
                text.push(BETWEEN_CELLS);
            }
            let cell = cell(*row, column);
            if cell.bytes().any(|byte| matches!(byte, 0x1E | 0x1F)) {
                return None;
            }
            text.push_str(&cell);
        }
        if row.is_empty() {
            return None;
        }
    }
    (!text.is_empty()).then_some(text)
}
