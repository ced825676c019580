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
use super::head::name;
use super::marks::mark;
use super::names::ServiceNames;
use super::overflow::Overflow;
use super::overflow_pages;
use super::page::{FormKind, Item, Page, Sheet};
use super::user::UserView;

/// The pages of one user.
pub(super) struct Pages<'s, 'a> {
    user: UserView<'s, 'a>,
    words: &'static Words,
    /// The same user before, whose head is compared.
    before: Option<UserView<'s, 'a>>,
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
        Self::of(user, top::words(user), None, gather(user, names))
    }

    fn of(user: UserView<'s, 'a>, words: &'static Words, before: Option<UserView<'s, 'a>>, lines: Lines) -> Self {
        let count = lines.lines.len().div_ceil(sheet::SERVICES);
        Self { user, words, before, lines, at: 0, count, head: None, overflow: Overflow::default(), rest: None }
    }

    /// What is above the services.
    fn head(&mut self) -> Grid {
        let (user, before, words) = (self.user, self.before, self.words);
        let overflow = &mut self.overflow;
        let made = || {
            let mut head = top::head(user, overflow);
            if let Some(before) = before {
                head.marked = words.marked;
                mark(&mut head, &top::head(before, &mut Overflow::default()));
            }
            head
        };
        self.head.get_or_insert_with(made).clone()
    }

    fn page(&mut self) -> Page {
        let from = self.at * sheet::SERVICES;
        let until = (from + sheet::SERVICES).min(self.lines.lines.len());
        let number = if self.count > 1 { format!("（{}/{}）", self.at + 1, self.count) } else { String::new() };
        let mut items = top::labels(self.user, self.words, &number);
        items.push(Item::Grid(self.head()));
        let lines = &self.lines.lines[from..until];
        items.push(Item::Grid(grid::grid(self.user, self.words, lines, &mut self.overflow)));
        Page {
            form: FormKind::Table6,
            title: format!("第6表 {}{number}", self.words.title),
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
