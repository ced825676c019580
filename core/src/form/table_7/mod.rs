//! 第7表 サービス利用票別表／提供票別表: units and money of a month, with sums and limits.

mod changes;
mod foot;
mod grid;
mod sheet;

pub(super) use self::changes::{changes, entries};
use self::grid::Entry;
pub(super) use self::grid::shows;
use self::sheet::{FRAMES, HEAD, HEAD_HEIGHT, HEAD_TOP, LEFT, MARKED, ROWS, TITLE, TITLE_TOP};
use super::cells::dates;
use super::draw::{Draw, Put, label};
use super::frame::Frame;
use super::grid::Grid;
use super::head::{month_of, name};
use super::lines::{Align, Run};
use super::marks::mark;
use super::names::ServiceNames;
use super::overflow::Overflow;
use super::overflow_pages;
use super::page::{FormKind, Item, Label, LabelRole, Page, Sheet};
use super::user::UserView;

/// The pages of one user.
pub(super) struct Pages<'s, 'a> {
    user: UserView<'s, 'a>,
    names: &'s dyn ServiceNames,
    title: &'static str,
    /// The same user before, with whose head and foot those of now are compared.
    before: Option<UserView<'s, 'a>>,
    /// The rows, the total last.
    rows: Vec<Entry<'a>>,
    /// The next page, from 0.
    at: usize,
    count: usize,
    /// What is above the rows of every page.
    head: Option<Grid>,
    overflow: Overflow,
    rest: Option<Box<dyn Iterator<Item = Page> + 's>>,
}

impl<'s, 'a> Pages<'s, 'a> {
    pub(super) fn new(user: UserView<'s, 'a>, names: &'s dyn ServiceNames) -> Self {
        Self::of(user, names, TITLE, None, user.annex().map(Entry::plain).collect())
    }

    fn of(
        user: UserView<'s, 'a>,
        names: &'s dyn ServiceNames,
        title: &'static str,
        before: Option<UserView<'s, 'a>>,
        rows: Vec<Entry<'a>>,
    ) -> Self {
        let (mut rows, totals): (Vec<_>, Vec<_>) = rows.into_iter().partition(|entry| !grid::is_total(&entry.row));
        rows.extend(totals);
        let count = rows.len().div_ceil(ROWS);
        Self { user, names, title, before, rows, at: 0, count, head: None, overflow: Overflow::default(), rest: None }
    }

    /// A table of now, in which is marked what is not as before.
    fn compared(&mut self, made: fn(UserView<'_, '_>, &mut Overflow) -> Grid) -> Grid {
        let mut grid = made(self.user, &mut self.overflow);
        if let Some(before) = self.before {
            grid.marked = MARKED;
            mark(&mut grid, &made(before, &mut Overflow::default()));
        }
        grid
    }

    fn page(&mut self) -> Page {
        let user = self.user;
        let from = self.at * ROWS;
        let head = match self.head.take() {
            Some(head) => head,
            None => self.compared(head),
        };
        self.head = Some(head.clone());
        let marked = (self.title != TITLE).then_some(MARKED);
        let rows = &self.rows[from..(from + ROWS).min(self.rows.len())];
        let rows = grid::grid(user, self.names, marked, rows, &mut self.overflow);
        let title = self.title;
        let number = if self.count > 1 { format!("（{}/{}）", self.at + 1, self.count) } else { String::new() };
        let line = |left: f32, width: f32, text: &str, size, align| {
            label(Frame { left, top: TITLE_TOP, width, height: 7.0 }, vec![Run::plain(text)], size, align)
        };
        let heading = line(60.0, 177.0, &format!("{title}{number}"), 5.0, Align::Centre);
        let mut items = vec![
            Item::Label(Label { role: LabelRole::Heading, ..heading }),
            Item::Label(line(LEFT, 48.0, &month_of(user), 3.6, Align::Left)),
            Item::Grid(head),
            Item::Grid(rows),
        ];
        if marked.is_some() {
            items.insert(2, Item::Label(line(239.0, 48.0, FRAMES, 2.8, Align::Right)));
        }
        if self.at + 1 == self.count {
            items.push(Item::Grid(self.compared(foot::limits)));
            items.push(Item::Grid(self.compared(foot::stay)));
        }
        Page {
            form: FormKind::Table7,
            title: format!("第7表 {title}{number}"),
            sheet: Sheet::Landscape,
            number: self.at + 1,
            count: self.count,
            items,
        }
    }

    /// The sheets for what did not fit.
    fn overflow(&mut self) -> Box<dyn Iterator<Item = Page> + 's> {
        let overflow = std::mem::take(&mut self.overflow);
        if overflow.is_empty() {
            return Box::new(std::iter::empty());
        }
        let whose = format!("被保険者番号 {} {}", self.user.insured_person_number(), name(self.user));
        Box::new(overflow_pages::pages(overflow, FormKind::Table7, whose))
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
