//! A table over as many pages as it takes, whose rows are as high as their texts.

use super::draw::{Draw, Put, heading};
use super::fit::{Flow, PAD, broken};
use super::grid::Grid;
use super::overflow::Overflow;
use super::page::{FormKind, Item, Page, Sheet};

const SIZE: f32 = 2.8;
const LEFT: f32 = 10.0;
const TOP: f32 = 24.0;
const HEAD: f32 = 6.0;
/// The height of a line of text.
const LINE: f32 = 3.3;
/// The lines of a page.
const LINES: usize = 48;
/// A row is broken only where so many of its lines still fit.
const LEAST_LINES: usize = 4;

/// A table: what it is called, its columns with their widths, and its rows.
pub(super) struct Listing<const N: usize> {
    pub(super) title: String,
    /// What stands above every page.
    pub(super) about: String,
    pub(super) columns: [(&'static str, f32); N],
    /// How many columns at the left say what a row is; they are repeated where it is broken.
    pub(super) heads: usize,
    pub(super) rows: Vec<[String; N]>,
}

impl<const N: usize> Listing<N> {
    /// Its pages.
    pub(super) fn pages(self, form: FormKind) -> impl Iterator<Item = Page> + use<N> {
        let sheets = self.sheets();
        let count = sheets.len();
        let Self { title, about, columns, heads, rows: _ } = self;
        sheets.into_iter().enumerate().map(move |(at, rows)| {
            let number = if count > 1 { format!("（{}/{count}）", at + 1) } else { String::new() };
            let title = format!("{title}{number}");
            let mut items = heading(&title, &about);
            items.push(Item::Grid(grid(&title, &columns, heads, &rows)));
            Page { form, title, sheet: Sheet::Landscape, number: at + 1, count, items }
        })
    }

    /// The rows of each page, their cells in lines.
    fn sheets(&self) -> Vec<Vec<[Vec<String>; N]>> {
        let mut sheets = vec![Vec::new()];
        let mut free = LINES;
        for row in &self.rows {
            let mut at = 0;
            let mut left: [Vec<String>; N] = std::array::from_fn(|column| {
                at += 1;
                let width = self.columns[at - 1].1 - 2.0 * PAD;
                broken(&row[column], width / SIZE, usize::MAX).0
            });
            loop {
                let wanted = height(&left);
                if wanted > free && (free < LEAST_LINES || wanted <= LINES) {
                    sheets.push(Vec::new());
                    free = LINES;
                }
                let rest = (wanted > free).then(|| {
                    std::array::from_fn(|column| {
                        let lines = &mut left[column];
                        let behind = lines.split_off(free.min(lines.len()));
                        if column < self.heads && behind.is_empty() { lines.clone() } else { behind }
                    })
                });
                free -= height(&left);
                if let Some(sheet) = sheets.last_mut() {
                    sheet.push(left);
                }
                match rest {
                    Some(rest) => left = rest,
                    None => break,
                }
            }
        }
        sheets
    }
}

/// The lines that a row takes.
fn height<const N: usize>(row: &[Vec<String>; N]) -> usize {
    row.iter().map(Vec::len).max().unwrap_or(0).max(1)
}

fn grid<const N: usize>(
    caption: &str,
    columns: &[(&'static str, f32); N],
    heads: usize,
    rows: &[[Vec<String>; N]],
) -> Grid {
    // Nothing overflows here: the lines are made for their cells.
    let mut none = Overflow::default();
    let widths = columns.iter().map(|(_, width)| *width).collect();
    let heights = rows.iter().map(|row| LINE * height(row) as f32 + PAD);
    let heights = [HEAD].into_iter().chain(heights).collect();
    let mut draw = Draw::new(caption, (LEFT, TOP), widths, heights, &mut none);
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
