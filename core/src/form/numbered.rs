//! Numbered pages of a form for one user, and behind them the sheets for what did not fit.

use super::draw::label;
use super::frame::Frame;
use super::head::name;
use super::lines::{Align, Run};
use super::overflow::Overflow;
use super::overflow_pages;
use super::page::{FormKind, Item, Label, LabelRole, Page, Sheet};
use super::user::UserView;

/// The upper edge of the title, and its height.
const TITLE: (f32, f32) = (6.0, 7.0);

/// So many pages, each drawn when it is asked for; `draw` has its place, from 0, and gives what is below the title.
pub(super) fn pages<'s>(
    form: FormKind,
    title: &'static str,
    user: UserView<'s, '_>,
    count: usize,
    mut draw: impl FnMut(usize, &mut Overflow) -> Vec<Item> + 's,
) -> impl Iterator<Item = Page> + 's {
    let whose = format!("被保険者番号 {} {}", user.insured_person_number(), name(user));
    let (mut overflow, mut at) = (Overflow::default(), 0);
    let mut rest: Option<Box<dyn Iterator<Item = Page>>> = None;
    std::iter::from_fn(move || {
        if at == count {
            let sheets = || -> Box<dyn Iterator<Item = Page>> {
                match std::mem::take(&mut overflow) {
                    none if none.is_empty() => Box::new(std::iter::empty()),
                    some => Box::new(overflow_pages::pages(some, form, whose.clone())),
                }
            };
            return rest.get_or_insert_with(sheets).next();
        }
        at += 1;
        let number = if count > 1 { format!("（{at}/{count}）") } else { String::new() };
        let title = format!("{title}{number}");
        let items = [heading(form, &title), draw(at - 1, &mut overflow)].concat();
        let title = format!("{} {title}", form.name_ja());
        Some(Page { form, title, sheet: Sheet::Landscape, number: at, count, items })
    })
}

/// The title, and which form it is.
fn heading(form: FormKind, title: &str) -> Vec<Item> {
    let (top, height) = TITLE;
    let text = |left, width, text: &str, size| {
        label(Frame { left, top, width, height }, vec![Run::plain(text)], size, Align::Centre)
    };
    vec![
        Item::Label(Label { role: LabelRole::Heading, ..text(60.0, 177.0, title, 5.0) }),
        Item::Label(Label { is_boxed: true, ..text(10.0, 20.0, form.name_ja(), 3.2) }),
    ]
}
