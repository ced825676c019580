//! Putting texts into a table and onto a page, so that each fits.

use super::fit::{ABOVE, Flow, PAD, Room, ems, fit, marked};
use super::frame::Frame;
use super::grid::{Borders, Cell, Fill, Grid, MARKED, Role};
use super::lines::{Align, Lines, Run, Style, VerticalAlign};
use super::overflow::Overflow;
use super::page::{Item, Label, LabelRole, Sheet};
use crate::sort::sort_by_key;

/// The size of texts, unless told otherwise.
const SIZE: f32 = 2.6;

/// What is put into a cell.
pub(super) struct Put {
    runs: Vec<Run>,
    about: String,
    role: Role,
    align: Align,
    vertical: VerticalAlign,
    flow: Flow,
    size: f32,
    fill: Fill,
    borders: Borders,
}

impl Put {
    fn new(role: Role, align: Align, flow: Flow, runs: Vec<Run>) -> Self {
        let (about, vertical, fill, borders) = (String::new(), VerticalAlign::Middle, Fill::None, Borders::THIN);
        Self { runs, about, role, align, vertical, flow, size: SIZE, fill, borders }
    }

    /// The head of a column.
    pub(super) fn head(text: &str) -> Self {
        Self::new(Role::ColumnHead, Align::Centre, Flow::Block, vec![Run::plain(text)])
    }

    /// The head of a row.
    pub(super) fn row_head(text: &str) -> Self {
        Self { role: Role::RowHead, ..Self::head(text) }
    }

    /// A text.
    pub(super) fn data(text: &str) -> Self {
        Self::runs(vec![Run::plain(text)]).align(Align::Left)
    }

    /// The head of a column, in pieces.
    pub(super) fn head_runs(runs: Vec<Run>) -> Self {
        Self { runs, ..Self::head("") }
    }

    /// How often, in the middle.
    pub(super) fn count(text: &str) -> Self {
        Self::data(text).align(Align::Centre).size(3.0)
    }

    /// A number, at the right.
    pub(super) fn number(text: &str) -> Self {
        Self::data(text).align(Align::Right)
    }

    /// One line in pieces.
    pub(super) fn runs(runs: Vec<Run>) -> Self {
        Self::new(Role::Data, Align::Centre, Flow::Line, runs)
    }

    /// A number with a box for each character.
    pub(super) fn boxed(text: &str, boxes: u8) -> Self {
        let fits = text.chars().count() <= usize::from(boxes) && text.is_ascii();
        let style = if fits { Style::Boxed { boxes } } else { Style::Plain };
        Self::runs(vec![Run { text: text.to_owned(), style }])
    }

    /// What the text is, said where it does not fit.
    pub(super) fn about(self, about: &str) -> Self {
        Self { about: about.to_owned(), ..self }
    }

    pub(super) fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    pub(super) fn left(self) -> Self {
        self.align(Align::Left)
    }

    pub(super) fn vertical(self, vertical: VerticalAlign) -> Self {
        Self { vertical, ..self }
    }

    /// At the top of a large box.
    pub(super) fn top(self) -> Self {
        self.vertical(VerticalAlign::Top)
    }

    pub(super) fn flow(self, flow: Flow) -> Self {
        Self { flow, ..self }
    }

    pub(super) fn size(self, size: f32) -> Self {
        Self { size, ..self }
    }

    pub(super) fn fill(self, fill: Fill) -> Self {
        Self { fill, ..self }
    }

    pub(super) fn borders(self, borders: Borders) -> Self {
        Self { borders, ..self }
    }
}

/// A table that is being filled.
pub(super) struct Draw<'o> {
    grid: Grid,
    overflow: &'o mut Overflow,
}

impl<'o> Draw<'o> {
    pub(super) fn new(
        caption: &str,
        (left, top): (f32, f32),
        columns: Vec<f32>,
        rows: Vec<f32>,
        overflow: &'o mut Overflow,
    ) -> Self {
        let (caption, cells) = (caption.to_owned(), Vec::new());
        Self { grid: Grid { left, top, caption, is_captioned: false, marked: MARKED, columns, rows, cells }, overflow }
    }

    /// Prints the caption, too.
    pub(super) fn captioned(mut self) -> Self {
        self.grid.is_captioned = true;
        self
    }

    /// Says what a thick frame means.
    pub(super) fn marked(mut self, marked: &'static str) -> Self {
        self.grid.marked = marked;
        self
    }

    /// Fills a cell at (row, column) over so many rows and columns.
    pub(super) fn put(&mut self, (row, column): (usize, usize), (row_span, column_span): (usize, usize), put: Put) {
        let Put { runs, about, role, align, vertical, flow, size, fill, borders } = put;
        let lines = Lines::default();
        let mut cell = Cell { row, column, row_span, column_span, role, lines, align, vertical, fill, borders };
        let Frame { width, height, .. } = self.grid.frame(&cell);
        let height = if vertical == VerticalAlign::Top { height - ABOVE } else { height };
        cell.lines = lines_of(runs, &about, &Room { width, height, size, flow }, self.overflow);
        self.grid.cells.push(cell);
    }

    /// Heads with what they say, side by side from (row, column) over so many rows: head, its width, text, its width in
    /// columns. Gives the column behind them.
    pub(super) fn pairs<const N: usize>(
        &mut self,
        (row, mut column): (usize, usize),
        rows: usize,
        cells: [(&str, usize, Put, usize); N],
    ) -> usize {
        for (head, width, put, wide) in cells {
            self.put((row, column), (rows, width), Put::row_head(head).size(2.4));
            self.put((row, column + width), (rows, wide), put.about(&head.replace('\n', "")));
            column += width + wide;
        }
        column
    }

    /// A text at (row, column) that says by itself what it is, so many columns wide.
    pub(super) fn alone(&mut self, (row, column): (usize, usize), wide: usize, about: &str, put: Put) {
        self.put((row, column), (1, wide), put.about(about));
    }

    /// The table, with an empty cell where nothing was put.
    pub(super) fn finish(mut self) -> Grid {
        let (rows, columns) = (self.grid.rows.len(), self.grid.columns.len());
        let mut is_covered = vec![false; rows * columns];
        for cell in &self.grid.cells {
            for row in cell.row..cell.row + cell.row_span {
                is_covered[row * columns + cell.column..][..cell.column_span].fill(true);
            }
        }
        for at in (0..is_covered.len()).filter(|at| !is_covered[*at]) {
            self.put((at / columns, at % columns), (1, 1), Put::data(""));
        }
        sort_by_key(&mut self.grid.cells, |cell| (cell.row, cell.column));
        self.grid
    }
}

fn lines_of(runs: Vec<Run>, about: &str, room: &Room, overflow: &mut Overflow) -> Lines {
    match runs.as_slice() {
        [Run { text, style: Style::Plain }] if text.is_empty() => Lines { size: room.size, lines: Vec::new() },
        [Run { text, style: Style::Plain }] => {
            let mut fitted = fit(text, room);
            if !fitted.is_whole {
                let mark = overflow.mark(about, text);
                fitted = marked(fitted, &format!("…{mark}"), room);
            }
            let lines = fitted.lines.into_iter().map(|line| vec![Run::plain(line)]).collect();
            Lines { size: fitted.size, lines }
        }
        _ => one_line(runs, room.width, room.height, room.size),
    }
}

/// Pieces in one line, which shrinks for as long as it must.
fn one_line(runs: Vec<Run>, width: f32, height: f32, size: f32) -> Lines {
    let wide: f32 = runs.iter().map(wide).sum();
    let size = size.min((width - 2.0 * PAD) / wide.max(1.0)).min(height / Lines::LEADING);
    Lines { size, lines: vec![runs] }
}

/// The width of a piece, in ems.
fn wide(run: &Run) -> f32 {
    match run.style {
        Style::Plain => ems(&run.text),
        Style::Circled => ems(&run.text) + 0.4,
        Style::Boxed { boxes } => f32::from(boxes),
    }
}

/// A text outside of a table, in one line. It is short, or a cell has it too.
pub(super) fn label(frame: Frame, runs: Vec<Run>, size: f32, align: Align) -> Label {
    let lines = one_line(runs, frame.width, frame.height, size);
    Label { frame, lines, align, role: LabelRole::Text, is_boxed: false }
}

/// The title of a page, and below it whose page it is.
pub(super) fn heading(sheet: Sheet, title: &str, whose: &str) -> Vec<Item> {
    let frame = |top| Frame { left: 10.0, top, width: sheet.width() - 20.0, height: 6.0 };
    let title = label(frame(8.0), vec![Run::plain(title)], 5.0, Align::Centre);
    let whose = label(frame(16.0), vec![Run::plain(whose)], 3.0, Align::Left);
    vec![Item::Label(Label { role: LabelRole::Heading, ..title }), Item::Label(whose)]
}
