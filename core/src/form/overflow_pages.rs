//! Sheets behind the pages of a form, with the texts that did not fit.

use super::draw::{Draw, Put, heading};
use super::fit::{Flow, PAD, broken};
use super::grid::Grid;
use super::overflow::Overflow;
use super::page::{FormKind, Item, Page, Sheet};

const TITLE: &str = "別紙";
const SIZE: f32 = 3.0;
const LEFT: f32 = 10.0;
const TOP: f32 = 24.0;
const COLUMNS: [f32; 3] = [15.0, 50.0, 212.0];
const HEAD: f32 = 6.0;
/// The height of a line of text.
const LINE: f32 = 3.6;
/// The lines of a page.
const LINES: usize = 44;

/// A piece of a text: its mark and what it is about, and the lines on one page.
struct Piece {
    mark: String,
    about: String,
    lines: Vec<String>,
}

/// The sheets. `whose` stands above each of them.
pub(super) fn pages(overflow: Overflow, form: FormKind, whose: String) -> impl Iterator<Item = Page> {
    let sheets = sheets(overflow);
    let count = sheets.len();
    let page = move |(at, pieces): (usize, Vec<Piece>)| {
        let number = format!("（{}/{count}）", at + 1);
        Page {
            form,
            title: format!("{} {TITLE}{number}", form.name_ja()),
            sheet: Sheet::Landscape,
            number: at + 1,
            count,
            items: [heading(&format!("{TITLE}{number}"), &whose), vec![Item::Grid(grid(&pieces))]].concat(),
        }
    };
    sheets.into_iter().enumerate().map(page)
}

fn sheets(overflow: Overflow) -> Vec<Vec<Piece>> {
    let mut sheets: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut free = LINES;
    for (at, (about, text)) in overflow.into_texts().into_iter().enumerate() {
        let (lines, _) = broken(&text, (COLUMNS[2] - 2.0 * PAD) / SIZE, usize::MAX);
        let mut lines = lines.into_iter().peekable();
        while lines.peek().is_some() {
            // The cells at the left have two lines at least.
            if free < 2 {
                sheets.push(Vec::new());
                free = LINES;
            }
            let lines: Vec<String> = lines.by_ref().take(free).collect();
            free -= lines.len().max(2);
            let piece = Piece { mark: format!("※{}", at + 1), about: about.clone(), lines };
            if let Some(sheet) = sheets.last_mut() {
                sheet.push(piece);
            }
        }
    }
    sheets
}

fn grid(pieces: &[Piece]) -> Grid {
    // Nothing overflows here: the lines are made for their cells.
    let mut none = Overflow::default();
    let heights = pieces.iter().map(|piece| LINE * piece.lines.len().max(2) as f32 + PAD);
    let rows = [HEAD].into_iter().chain(heights).collect();
    let mut draw = Draw::new("用紙に入りきらなかった記載", (LEFT, TOP), COLUMNS.to_vec(), rows, &mut none);
    for (column, text) in ["記号", "項目", "記載の全文"].into_iter().enumerate() {
        draw.put((0, column), (1, 1), Put::head(text).size(SIZE));
    }
    for (at, piece) in pieces.iter().enumerate() {
        draw.put((at + 1, 0), (1, 1), Put::row_head(&piece.mark).size(SIZE));
        draw.put((at + 1, 1), (1, 1), Put::data(&piece.about).flow(Flow::Block).size(SIZE));
        let text = Put::data(&piece.lines.join("\n")).flow(Flow::Block).size(SIZE);
        draw.put((at + 1, 2), (1, 1), text);
    }
    draw.finish()
}
