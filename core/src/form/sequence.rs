//! The pages of a form, one after another, then the sheets of what did not fit.

use super::overflow::Overflow;
use super::overflow_pages;
use super::page::{FormKind, Page};

/// How the pages of a form are made.
pub(super) trait Sheets {
    /// The form.
    const FORM: FormKind;

    /// How many pages there are.
    fn count(&self) -> usize;

    /// A page, from 0.
    fn page(&self, at: usize, overflow: &mut Overflow) -> Page;

    /// Whose form it is, above what did not fit.
    fn whose(&self) -> String;
}

/// The pages, each made when it is asked for.
pub(super) struct Sequence<'s, S> {
    sheets: S,
    /// The next page, from 0.
    at: usize,
    overflow: Overflow,
    rest: Option<Box<dyn Iterator<Item = Page> + 's>>,
}

impl<S: Sheets> Sequence<'_, S> {
    pub(super) fn new(sheets: S) -> Self {
        Self { sheets, at: 0, overflow: Overflow::default(), rest: None }
    }
}

impl<'s, S: Sheets> Sequence<'s, S> {
    fn rest(&mut self) -> Box<dyn Iterator<Item = Page> + 's> {
        let overflow = std::mem::take(&mut self.overflow);
        if overflow.is_empty() {
            return Box::new(std::iter::empty());
        }
        Box::new(overflow_pages::pages(overflow, S::FORM, self.sheets.whose()))
    }
}

impl<S: Sheets> Iterator for Sequence<'_, S> {
    type Item = Page;

    fn next(&mut self) -> Option<Page> {
        if self.at < self.sheets.count() {
            self.at += 1;
            return Some(self.sheets.page(self.at - 1, &mut self.overflow));
        }
        if self.rest.is_none() {
            self.rest = Some(self.rest());
        }
        self.rest.as_mut()?.next()
    }
}

/// `（2/3）`; nothing where there is one page.
pub(super) fn number(at: usize, count: usize) -> String {
    if count > 1 { format!("（{}/{count}）", at + 1) } else { String::new() }
}
