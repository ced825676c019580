//! The pages of a form, one after another, then the sheets for what did not fit.

use super::overflow::Overflow;
use super::overflow_pages;
use super::page::{FormKind, Item, Page, Sheet, numbered};

/// A form with its pages.
pub(super) struct Sequence {
    pub(super) form: FormKind,
    pub(super) sheet: Sheet,
    /// What stands above every page.
    pub(super) title: &'static str,
    /// Whose form it is, above what did not fit.
    pub(super) whose: String,
    /// How many pages there are.
    pub(super) count: usize,
}

/// What a page is told of itself.
pub(super) struct Place<'p> {
    /// Which page it is, from 0.
    pub(super) at: usize,
    /// The title with the number of the page, where there are several.
    pub(super) heading: &'p str,
    /// Whether it is the last one.
    pub(super) is_last: bool,
}

impl Sequence {
    /// The pages, each drawn when it is asked for.
    pub(super) fn pages<'s>(
        self,
        mut draw: impl FnMut(Place<'_>, &mut Overflow) -> Vec<Item> + 's,
    ) -> impl Iterator<Item = Page> + 's {
        let Self { form, sheet, title, whose, count } = self;
        let (mut overflow, mut at) = (Overflow::default(), 0);
        let mut rest: Option<Box<dyn Iterator<Item = Page>>> = None;
        std::iter::from_fn(move || {
            if at == count {
                let sheets = || -> Box<dyn Iterator<Item = Page>> {
                    match std::mem::take(&mut overflow) {
                        none if none.is_empty() => Box::new(std::iter::empty()),
                        some => Box::new(overflow_pages::pages(some, form, sheet, whose.clone())),
                    }
                };
                return rest.get_or_insert_with(sheets).next();
            }
            at += 1;
            let heading = numbered(title, at, count);
            let items = draw(Place { at: at - 1, heading: &heading, is_last: at == count }, &mut overflow);
            // 第2表 is known by its number as much as by its title.
            let title = if form.is_numbered() { format!("{} {heading}", form.name_ja()) } else { heading };
            Some(Page { form, title, sheet, number: at, count, items })
        })
    }
}
