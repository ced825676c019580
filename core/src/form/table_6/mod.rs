//! 第6表 サービス利用票／提供票: the services of a month, day by day, planned and done.

mod changes;
mod grid;
mod line;
mod sheet;
mod top;

pub(super) use self::changes::changes;
pub(super) use self::line::shows;
use self::line::{Lines, gather};
use self::sheet::Words;
pub(super) use self::top::IN_HEAD;
use super::grid::Grid;
use super::marks::compared;
use super::names::ServiceNames;
use super::page::{FormKind, Item, Page, Sheet};
use super::sequence::{Place, Sequence};
use super::user::UserView;

/// What is said of rows that are in no line.
const STRAYS: &str = "利用日が対象年月の日ではない行（表の回数に含めていません）";

/// The pages of one user.
pub(super) fn pages<'s, 'a: 's>(
    user: UserView<'s, 'a>,
    names: &dyn ServiceNames,
) -> impl Iterator<Item = Page> + use<'s, 'a> {
    pages_of(user, top::words(user), None, gather(user, names))
}

/// The pages of these lines; where there is the same user before, the heads are compared.
fn pages_of<'s, 'a: 's>(
    user: UserView<'s, 'a>,
    words: &'static Words,
    before: Option<UserView<'s, 'a>>,
    Lines { lines, strays }: Lines,
) -> impl Iterator<Item = Page> + use<'s, 'a> {
    let sequence = Sequence {
        form: FormKind::Table6,
        sheet: Sheet::Landscape,
        title: words.title,
        whose: user.whose(&user.name()),
        count: lines.len().div_ceil(sheet::SERVICES),
    };
    let mut head: Option<Grid> = None;
    sequence.pages(move |Place { at, heading, is_last }, overflow| {
        let head = head.get_or_insert_with(|| compared(user, before, words.marked, top::head, overflow)).clone();
        let from = at * sheet::SERVICES;
        let own = &lines[from..(from + sheet::SERVICES).min(lines.len())];
        let grids = [head, grid::grid(user, words, own, overflow)];
        if is_last && !strays.is_empty() {
            overflow.mark(STRAYS, &strays.join("\n"));
        }
        top::labels(user, words, heading).into_iter().chain(grids.map(Item::Grid)).collect()
    })
}
