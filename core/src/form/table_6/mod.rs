//! 第6表 サービス利用票／提供票: the services of a month, day by day, planned and done.

mod grid;
mod line;
mod sheet;
mod top;

use self::line::{Lines, gather};
use super::grid::Grid;
use super::head::name;
use super::names::ServiceNames;
use super::overflow::Overflow;
use super::overflow_pages;
use super::page::{FormKind, Item, Page, Sheet};
use super::user::UserView;

/// The pages of one user.
pub(super) struct Pages<'s, 'a> {
    user: UserView<'s, 'a>,
    lines: Lines,
    /// The next page, from 0.
    at: usize,
    count: usize,
    /// What is above the services of every page.
    head: Option<Grid>,
    overflow: Overflow,
    rest: Option<Box<dyn Iterator<Item = Page> + 's>>,
}

impl<'s, 'a> Pages<'s, 'a> {
    pub(super) fn new(user: UserView<'s, 'a>, names: &dyn ServiceNames) -> Self {
        let lines = gather(user, names);
        let count = lines.lines.len().div_ceil(sheet::SERVICES);
        Self { user, lines, at: 0, count, head: None, overflow: Overflow::default(), rest: None }
    }

    fn page(&mut self) -> Page {
        let from = self.at * sheet::SERVICES;
        let until = (from + sheet::SERVICES).min(self.lines.lines.len());
        let number = if self.count > 1 { format!("（{}/{}）", self.at + 1, self.count) } else { String::new() };
        let mut items = top::labels(self.user, &number);
        let head = self.head.get_or_insert_with(|| top::head(self.user, &mut self.overflow));
        items.push(Item::Grid(head.clone()));
        items.push(Item::Grid(grid::grid(self.user, &self.lines.lines[from..until], &mut self.overflow)));
        Page {
            form: FormKind::Table6,
            title: format!("第6表 {}{number}", top::title(self.user)[0]),
            sheet: Sheet::Landscape,
            number: self.at + 1,
            count: self.count,
            items,
        }
    }

    /// The sheets for what did not fit.
    fn overflow(&mut self) -> Box<dyn Iterator<Item = Page> + 's> {
        let mut overflow = std::mem::take(&mut self.overflow);
        if !self.lines.strays.is_empty() {
            let strays = std::mem::take(&mut self.lines.strays);
            overflow.mark("利用日が対象年月の日ではない行（表の回数に含めていません）", &strays.join("\n"));
        }
        if overflow.is_empty() {
            return Box::new(std::iter::empty());
        }
        let whose = format!("被保険者番号 {} {}", self.user.insured_person_number(), name(self.user));
        Box::new(overflow_pages::pages(overflow, FormKind::Table6, whose))
    }
}

impl Iterator for Pages<'_, '_> {
    type Item = Page;

    fn next(&mut self) -> Option<Page> {
        if self.at < self.count {
            let page = self.page();
            self.at += 1;
            return Some(page);
        }
        if self.rest.is_none() {
            self.rest = Some(self.overflow());
        }
        self.rest.as_mut()?.next()
    }
}
