//! A table over as many pages as it takes, whose rows are as high as their texts.

use std::collections::VecDeque;

use super::draw::{Draw, Put, heading};
use super::fit::{Flow, PAD, broken};
use super::grid::Grid;
use super::overflow::Overflow;
use super::page::{FormKind, Item, Page, Sheet, numbered};

const SIZE: f32 = 2.8;
/// What is free at the left and at the right, and at the foot.
const SIDE: f32 = 10.0;
const FOOT: f32 = 8.0;
const TOP: f32 = 24.0;
const HEAD: f32 = 6.0;
/// The height of a line of text.
const LINE: f32 = 3.3;
/// A row is broken only where so many of its lines still fit.
const LEAST_LINES: usize = 4;

/// A table: what it is called, its columns with their widths, and its rows.
pub(super) struct Listing<const N: usize> {
    pub(super) sheet: Sheet,
    pub(super) title: String,
    /// What the table is about, for who does not see it.
    pub(super) caption: &'static str,
    /// What stands above every page.
    pub(super) about: String,
    pub(super) columns: [(&'static str, f32); N],
    /// How many columns at the left say what a row is; they are repeated where it is broken.
    pub(super) heads: usize,
    pub(super) rows: Vec<[String; N]>,
}

/// A row with its cells in lines.
type Lines<const N: usize> = [Vec<String>; N];

impl<const N: usize> Listing<N> {
    /// The width that there is for all columns.
    pub(super) fn width(sheet: Sheet) -> f32 {
        sheet.width() - 2.0 * SIDE
    }

    /// Its pages.
    pub(super) fn pages(self, form: FormKind) -> impl Iterator<Item = Page> + use<N> {
        let sheets = self.sheets();
        let count = sheets.len();
        let Self { sheet, title, caption, about, columns, heads, rows: _ } = self;
        sheets.into_iter().enumerate().map(move |(at, rows)| {
            let title = numbered(&title, at + 1, count);
            let mut items = heading(sheet, &title, &about);
            items.push(Item::Grid(grid(caption, &columns, heads, &rows)));
            Page { form, title, sheet, number: at + 1, count, items }
        })
    }

    /// The rows of each page.
    fn sheets(&self) -> Vec<Vec<Lines<N>>> {
        // As many lines as there is room for where each is a row of its own.
        let most = ((self.sheet.height() - TOP - HEAD - FOOT) / (LINE + PAD)) as usize;
        let mut sheets = vec![Vec::new()];
        let mut free = most;
        for row in &self.rows {
            let mut rest: [VecDeque<String>; N] = std::array::from_fn(|column| {
                let width = self.columns[column].1 - 2.0 * PAD;
                broken(&row[column], width / SIZE, usize::MAX).0.into()
            });
            loop {
                let wanted = rest.iter().map(VecDeque::len).max().unwrap_or(0).max(1);
                if wanted > free && (free < LEAST_LINES || wanted <= most) {
                    sheets.push(Vec::new());
                    free = most;
                }
                let own = self.taken(&mut rest, free);
                let is_whole = wanted <= free;
                free -= height(&own);
                if let Some(sheet) = sheets.last_mut() {
                    sheet.push(own);
                }
                if is_whole {
                    break;
                }
            }
        }
        sheets
    }

    /// The lines of a row that a page has room for. What says what the row is stays, to be there again.
    fn taken(&self, rest: &mut [VecDeque<String>; N], free: usize) -> Lines<N> {
        std::array::from_fn(|column| {
            let lines = &mut rest[column];
            if column < self.heads && lines.len() <= free {
                return lines.iter().cloned().collect();
            }
            lines.drain(..free.min(lines.len())).collect()
        })
    }
}

/// The lines that a row takes.
fn height<const N: usize>(row: &Lines<N>) -> usize {
    row.iter().map(Vec::len).max().unwrap_or(0).max(1)
}

fn grid<const N: usize>(caption: &str, columns: &[(&'static str, f32); N], heads: usize, rows: &[Lines<N>]) -> Grid {
    // Nothing overflows here: the lines are made for their cells.
    let mut none = Overflow::default();
    let widths = columns.iter().map(|(_, width)| *width).collect();
    let heights = rows.iter().map(|row| LINE * height(row) as f32 + PAD);
    let heights = [HEAD].into_iter().chain(heights).collect();
    let mut draw = Draw::new(caption, (SIDE, TOP), widths, heights, &mut none);
    for (column, (head, _)) in columns.iter().enumerate() {
        draw.put((0, column), (1, 1), Put::head(head).size(SIZE));
    }
    for (at, row) in rows.iter().enumerate() {
        for (column, lines) in row.iter().enumerate() {
            let text = lines.join("\n");
            let put = if column < heads { Put::row_head(&text).left() } else { Put::data(&text) };
            draw.put((at + 1, column), (1, 1), put.flow(Flow::Block).size(SIZE));
        }
    }
    draw.finish()
}
