//! The list of withdrawals: which records are no longer to be used.

mod sheet;

use self::sheet::{
    ABOUT, ABOUT_TOP, CAPTION, HEAD, HEADS, LEFT, ROOM, TITLE, TITLE_TOP, TOP, WIDTH, WIDTHS, withdrawal,
};
use super::cells::{date, text};
use super::draw::{Draw, Put, label};
use super::era;
use super::frame::Frame;
use super::grid::Grid;
use super::lines::{Align, Run};
use super::overflow::Overflow;
use super::page::{FormKind, Item, Label, LabelRole, Page, Sheet};
use super::rows::{Look, Piece, Rows, Text};
use super::sequence::{Place, Sequence};
use super::user::UserView;
use crate::record::Row;
use crate::spec::{Kind, ServiceType};

/// The pages of all withdrawals, by kind.
pub(super) fn pages<'s, 'a: 's>(user: UserView<'s, 'a>) -> impl Iterator<Item = Page> + use<'s, 'a> {
    let rows = Kind::ALL.iter().flat_map(|kind| user.rows(*kind));
    let texts = rows.filter_map(|row| Some(texts(&row)?.map(Text::Own).into())).collect();
    let rows = Rows { heads: HEADS, look: &Look::LIST, texts };
    let pieces = rows.pieces(&WIDTHS, 0, ROOM);
    let sequence = Sequence {
        form: FormKind::Withdrawals,
        sheet: Sheet::Landscape,
        title: TITLE,
        whose: TITLE.to_owned(),
        count: pieces.len(),
    };
    sequence.pages(move |Place { at, heading, .. }, overflow| {
        let line = |top, text: &str, size, align| {
            label(Frame { left: LEFT, top, width: WIDTH, height: 7.0 }, vec![Run::plain(text)], size, align)
        };
        vec![
            Item::Label(Label { role: LabelRole::Heading, ..line(TITLE_TOP, heading, 5.0, Align::Centre) }),
            Item::Label(line(ABOUT_TOP, ABOUT, 3.0, Align::Left)),
            Item::Grid(grid(&rows, &pieces[at], overflow)),
        ]
    })
}

fn grid(rows: &Rows, piece: &Piece, overflow: &mut Overflow) -> Grid {
    let heights = [HEAD].into_iter().chain(piece.heights.iter().copied()).collect();
    let mut draw = Draw::new(CAPTION, (LEFT, TOP), WIDTHS.to_vec(), heights, overflow);
    for (column, head) in HEADS.iter().enumerate() {
        draw.put((0, column), (1, 1), Put::head(head));
    }
    rows.put(&mut draw, 1, piece);
    draw.finish()
}

fn texts(row: &Row<'_>) -> Option<[String; 7]> {
    let kind = withdrawal(row.kind())?;
    let field = |field| text(row, field);
    let day = day(&field(kind.field));
    Some([
        kind.name.to_owned(),
        field("insurer_number"),
        field("insured_person_number"),
        format!("{} {day}", kind.date).trim().to_owned(),
        field("provider_number"),
        service(&field("service_type_code")),
        kind.takes.to_owned(),
    ])
}

/// A month or a day as it is read; what is neither, as it is.
fn day(text: &str) -> String {
    let month = super::cells::month(text).and_then(era::month);
    month.map_or_else(|| date(text), |month| format!("{month}分"))
}

/// A type's code with its name.
fn service(code: &str) -> String {
    let name = ServiceType::of_code(code.as_bytes()).map_or("", |service| service.name_ja);
    format!("{code} {name}").trim().to_owned()
}
