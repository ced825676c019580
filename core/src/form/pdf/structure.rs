//! A page in the order in which it is read: headings, texts, tables with their heads.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::geom::{Size, Transform};
use krilla::image::Image;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind};

use super::face::Face;
use super::lattice;
use super::marks::{Marks, THIN, embolden};
use super::picture::{contained, instead, usable};
use super::place::{Room, place};
use super::placed::Placed;
use crate::form::frame::Frame;
use crate::form::grid::{Cell, Fill, Grid, Role};
use crate::form::lines::{Align, Lines, Run, VerticalAlign};
use crate::form::page::{Item, Label, LabelRole, Page, Picture};

/// A text with what it is.
struct Told<'a> {
    placed: Vec<Placed<'a>>,
    is_bold: bool,
}

/// Paints a page and says what is on it.
pub(super) fn paint(surface: &mut Surface<'_>, face: &Face, page: &Page) -> TagGroup {
    let captions: Vec<Option<Lines>> = page.items.iter().map(caption).collect();
    let mut marks = Marks::default();
    let texts: Vec<Vec<Told<'_>>> = page
        .items
        .iter()
        .zip(&captions)
        .map(|(item, caption)| texts(&mut marks, face, item, caption.as_ref()))
        .collect();
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    marks.draw(surface);
    surface.end_tagged();
    let mut section = TagGroup::new(Tag::Section);
    for (item, texts) in page.items.iter().zip(texts) {
        let mut pen = Pen { surface, face };
        let mut texts = texts.into_iter();
        match item {
            Item::Label(label) => section.push(pen.label(label, texts.next())),
            Item::Grid(grid) => section.push(pen.table(grid, texts)),
            Item::Rule(_) => {}
            Item::Picture(picture) => section.push(match usable(picture) {
                Some(image) => pen.picture(picture, image),
                None => pen.tell(TagGroup::new(Tag::P), texts.next()),
            }),
        }
    }
    section
}

/// What an item says beside its own texts: a table that prints its caption, a picture that cannot be shown.
fn caption(item: &Item) -> Option<Lines> {
    match item {
        Item::Grid(grid) => {
            let (_, size) = Grid::CAPTION;
            grid.is_captioned.then(|| Lines { size, lines: vec![vec![Run::plain(&grid.caption)]] })
        }
        Item::Picture(picture) => usable(picture).is_none().then(|| instead(picture)),
        Item::Label(_) | Item::Rule(_) => None,
    }
}

/// Places every text of an item: of a table first its caption, then its cells. Marks what is around them.
fn texts<'a>(marks: &mut Marks, face: &Face, item: &'a Item, caption: Option<&'a Lines>) -> Vec<Told<'a>> {
    match item {
        Item::Label(label) => {
            if label.is_boxed {
                marks.frame(label.frame);
            }
            vec![Told { placed: place(marks, face, &label.lines, &room_of_label(label)), is_bold: false }]
        }
        Item::Grid(grid) => {
            lattice::mark(marks, grid);
            let caption =
                caption.map(|lines| Told { placed: place(marks, face, lines, &room_of_caption(grid)), is_bold: false });
            let mut cell = |cell: &'a Cell| {
                let room = Room::of_cell(grid.frame(cell), cell.align, cell.vertical, &cell.lines);
                Told { placed: place(marks, face, &cell.lines, &room), is_bold: cell.fill == Fill::Marked }
            };
            let mut all = Vec::with_capacity(grid.cells.len() + 1);
            all.extend(caption);
            grid.cells.iter().for_each(|each| all.push(cell(each)));
            all
        }
        Item::Rule(rule) => {
            marks.line(rule.from, rule.to);
            Vec::new()
        }
        Item::Picture(picture) => {
            let told = |lines| {
                marks.frame(picture.frame);
                let room = Room::of_cell(picture.frame, Align::Centre, VerticalAlign::Middle, lines);
                Told { placed: place(marks, face, lines, &room), is_bold: false }
            };
            caption.map(told).into_iter().collect()
        }
    }
}

fn room_of_label(label: &Label) -> Room {
    let Frame { left, top, width, height } = label.frame;
    let inset = if label.is_boxed { THIN } else { 0.0 };
    let frame = Frame { left: left + inset, top: top + inset, width: width - 2.0 * inset, height };
    Room { frame, width, align: label.align, line: height }
}

fn room_of_caption(grid: &Grid) -> Room {
    let (above, size) = Grid::CAPTION;
    let line = size * 1.3;
    let frame = Frame { left: grid.left, top: grid.top - above, width: grid.columns.iter().sum(), height: line };
    Room { frame, width: frame.width, align: Align::Left, line }
}

/// Draws text and says what it is.
struct Pen<'p, 's> {
    surface: &'p mut Surface<'s>,
    face: &'p Face,
}

impl Pen<'_, '_> {
    fn label(&mut self, label: &Label, told: Option<Told<'_>>) -> TagGroup {
        let tag: TagKind = match label.role {
            LabelRole::Heading => Tag::Hn(NonZeroU16::MIN, Some(label.lines.text())).into(),
            LabelRole::Text => Tag::P.into(),
        };
        self.tell(TagGroup::new(tag), told)
    }

    fn picture(&mut self, picture: &Picture, image: Image) -> TagGroup {
        let Frame { left, top, width, height } = contained(picture);
        let mut group = TagGroup::new(Tag::Figure(Some(picture.alt.clone())));
        if let Some(size) = Size::from_wh(width, height) {
            let identifier = self.surface.start_tagged(ContentTag::Other);
            self.surface.push_transform(&Transform::from_translate(left, top));
            self.surface.draw_image(image, size);
            self.surface.pop();
            self.surface.end_tagged();
            group.push(identifier);
        }
        group
    }

    fn table<'a>(&mut self, grid: &Grid, mut texts: impl Iterator<Item = Told<'a>>) -> TagGroup {
        let mut table = TagGroup::new(Tag::Table.with_summary(Some(grid.caption.clone())));
        if grid.is_captioned {
            table.push(self.tell(TagGroup::new(Tag::Caption), texts.next()));
        }
        let mut cells = grid.cells.iter().zip(texts).peekable();
        for row in 0..grid.rows.len() {
            let mut group = TagGroup::new(Tag::TR);
            while let Some((cell, told)) = cells.next_if(|(cell, _)| cell.row == row) {
                let mut columns = cell.column_span;
                // Empty cells beside each other are one: nobody wants to hear each of them, and each takes memory.
                while is_empty(cell) && cells.next_if(|(next, _)| next.row == row && is_empty(next)).is_some() {
                    columns += 1;
                }
                group.push(self.tell(TagGroup::new(tag(cell, columns, grid.marked)), Some(told)));
            }
            table.push(group);
        }
        table
    }

    /// Draws texts, as what the group says.
    fn tell(&mut self, mut group: TagGroup, told: Option<Told<'_>>) -> TagGroup {
        let Some(Told { placed, is_bold }) = told else { return group };
        for piece in &placed {
            // The text as it is, where it cannot be drawn so.
            let exact = Some(piece.text).filter(|text| !self.face.has(text));
            let identifier = self.surface.start_tagged(ContentTag::Span(SpanTag::empty().with_actual_text(exact)));
            embolden(self.surface, piece.size, is_bold);
            self.face.draw(self.surface, piece);
            self.surface.end_tagged();
            if piece.is_circled {
                group.push(TagGroup::with_children(Tag::Em, vec![identifier.into()]));
            } else {
                group.push(identifier);
            }
        }
        group
    }
}

/// Whether a cell is a plain empty one, which can be told together with its neighbours.
fn is_empty(cell: &Cell) -> bool {
    let is_plain = cell.role == Role::Data && cell.fill != Fill::Marked && (cell.row_span, cell.column_span) == (1, 1);
    is_plain && cell.lines.lines.is_empty()
}

fn tag(cell: &Cell, columns: usize, marked: &str) -> TagKind {
    let span = |count: usize| u32::try_from(count).ok().filter(|count| *count > 1).and_then(NonZeroU32::new);
    let (rows, columns) = (span(cell.row_span), span(columns));
    let scope = match cell.role {
        Role::ColumnHead => TableHeaderScope::Column,
        Role::RowHead => TableHeaderScope::Row,
        Role::Data => {
            // Seen by its frame; heard by this.
            let heard = (cell.fill == Fill::Marked).then(|| format!("{}（{marked}）", cell.lines.text()));
            return Tag::TD.with_alt_text(heard).with_row_span(rows).with_col_span(columns).into();
        }
    };
    Tag::TH(scope).with_row_span(rows).with_col_span(columns).into()
}
