//! 第7表 サービス利用票別表／提供票別表: units and money of a month, with sums and limits.

mod changes;
mod foot;
mod grid;
mod sheet;

pub(super) use self::changes::{changes, entries};
use self::grid::Entry;
pub(super) use self::grid::shows;
use self::sheet::{CHANGES, FRAMES, HEAD, HEAD_HEIGHT, HEAD_TOP, LEFT, MARKED, ROWS, TITLE, TITLE_TOP};
use super::cells::dates;
use super::draw::{Draw, Put, label};
use super::frame::Frame;
use super::grid::Grid;
use super::head::{month_of, name};
use super::lines::{Align, Run};
use super::marks::compared;
use super::names::ServiceNames;
use super::overflow::Overflow;
use super::page::{FormKind, Item, Label, LabelRole, Page, Sheet};
use super::sequence::{Place, Sequence};
use super::user::UserView;

/// The pages of one user.
pub(super) fn pages<'s, 'a: 's>(
    user: UserView<'s, 'a>,
    names: &'s dyn ServiceNames,
) -> impl Iterator<Item = Page> + use<'s, 'a> {
    pages_of(user, names, None, user.annex().map(Entry::plain).collect())
}

/// Two slips that are compared: the same user before, if there is one, with whose head and foot those of now are compared.
type Compared<'s, 'a> = Option<UserView<'s, 'a>>;

/// The pages of these rows, the total last.
fn pages_of<'s, 'a: 's>(
    user: UserView<'s, 'a>,
    names: &'s dyn ServiceNames,
    changes: Option<Compared<'s, 'a>>,
    rows: Vec<Entry<'a>>,
) -> impl Iterator<Item = Page> + use<'s, 'a> {
    let (mut rows, totals): (Vec<_>, Vec<_>) = rows.into_iter().partition(|entry| !grid::is_total(&entry.row));
    rows.extend(totals);
    let (before, marked) = (changes.flatten(), changes.map(|_| MARKED));
    let sequence = Sequence {
        form: FormKind::Table7,
        sheet: Sheet::Landscape,
        title: if marked.is_some() { CHANGES } else { TITLE },
        whose: user.whose(&user.name()),
        count: rows.len().div_ceil(ROWS),
    };
    let mut above: Option<Grid> = None;
    sequence.pages(move |Place { at, heading, is_last }, overflow| {
        let made = |made, overflow: &mut Overflow| compared(user, before, MARKED, made, overflow);
        let above = above.get_or_insert_with(|| made(head, overflow)).clone();
        let own = &rows[at * ROWS..(at * ROWS + ROWS).min(rows.len())];
        let mut grids = vec![above, grid::grid(user, names, marked, own, overflow)];
        if is_last {
            grids.extend([foot::limits, foot::stay].map(|foot| made(foot, overflow)));
        }
        labels(user, heading, marked.is_some()).into_iter().chain(grids.into_iter().map(Item::Grid)).collect()
    })
}

/// Title and month; what a thick frame means, where there can be one.
fn labels(user: UserView<'_, '_>, title: &str, is_compared: bool) -> Vec<Item> {
    let line = |left: f32, width: f32, text: &str, size, align| {
        label(Frame { left, top: TITLE_TOP, width, height: 7.0 }, vec![Run::plain(text)], size, align)
    };
    let heading = Label { role: LabelRole::Heading, ..line(60.0, 177.0, title, 5.0, Align::Centre) };
    let frames = is_compared.then(|| line(239.0, 48.0, FRAMES, 2.8, Align::Right));
    let labels = [heading, line(LEFT, 48.0, &month_of(user), 3.6, Align::Left)].into_iter().chain(frames);
    labels.map(Item::Label).collect()
}

fn head(user: UserView<'_, '_>, overflow: &mut Overflow) -> Grid {
    let mut draw = Draw::new("利用者", (LEFT, HEAD_TOP), HEAD.to_vec(), vec![HEAD_HEIGHT], overflow);
    let made = dates(user.annex(), "created_date");
    let cells = [
        ("作成年月日", Put::data(&made)),
        ("被保険者番号", Put::boxed(user.insured_person_number(), 10)),
        ("被保険者氏名", Put::data(&name(user)).size(3.4)),
    ];
    for (at, (head, put)) in cells.into_iter().enumerate() {
        draw.put((0, 2 * at), (1, 1), Put::row_head(head));
        draw.put((0, 2 * at + 1), (1, 1), put.about(head));
    }
    draw.finish()
}
