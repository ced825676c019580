//! 利用者基本情報: who the user of preventive care is, with 別表1 (the day) and 別表2 (illnesses).

mod family;
mod life;
mod person;
mod sheet;

use self::life::Annex;
use self::sheet::{LEFT, NAME_TOP, TITLE, TITLE_TOP, UNIT, UNITS};
use super::draw::label;
use super::frame::Frame;
use super::lines::{Align, Run};
use super::overflow::Overflow;
use super::page::{FormKind, Item, Label, LabelRole, Page, Sheet};
use super::record::{Record, records};
use super::sequence::{Sequence, Sheets, number};
use super::user::UserView;
use crate::spec::Kind;

/// The pages of one user and consultation. Two records of one are two forms.
pub(super) fn pages<'s, 'a: 's>(user: UserView<'s, 'a>) -> impl Iterator<Item = Page> + 's {
    records(user, Kind::Upkihon).flat_map(move |base| Sequence::new(BasicInformation::new(user, base)))
}

struct BasicInformation<'s, 'a> {
    user: UserView<'s, 'a>,
    base: Record<'a>,
    schedule: Annex,
    illnesses: Annex,
}

impl<'s, 'a> BasicInformation<'s, 'a> {
    fn new(user: UserView<'s, 'a>, base: Record<'a>) -> Self {
        Self { user, base, schedule: life::schedule(user), illnesses: life::illnesses(user) }
    }

    fn tables(&self, at: usize, overflow: &mut Overflow) -> Vec<Item> {
        let base = self.base;
        match at {
            0 => {
                let person = Item::Grid(person::person(self.user, base, overflow));
                let contacts = Item::Grid(family::contacts(base, overflow));
                let family = family::family(base, self.user.pictures, overflow);
                [person, contacts].into_iter().chain(family).collect()
            }
            1 => [
                life::life(base, overflow),
                self.schedule.first(overflow),
                life::friends(base, overflow),
                self.illnesses.first(overflow),
                life::services(base, overflow),
                life::consent(base, overflow),
            ]
            .map(Item::Grid)
            .into(),
            _ => {
                let at = at - 2;
                let schedule = self.schedule.others.len();
                let grid = if at < schedule {
                    self.schedule.other(at, overflow)
                } else {
                    self.illnesses.other(at - schedule, overflow)
                };
                vec![Item::Grid(grid)]
            }
        }
    }
}

impl Sheets for BasicInformation<'_, '_> {
    const FORM: FormKind = FormKind::BasicInformation;

    fn count(&self) -> usize {
        2 + self.schedule.others.len() + self.illnesses.others.len()
    }

    fn page(&self, at: usize, overflow: &mut Overflow) -> Page {
        let number = number(at, self.count());
        let line = |top, text: String, size, align| {
            let frame = Frame { left: LEFT, top, width: UNIT * UNITS as f32, height: 6.0 };
            label(frame, vec![Run::plain(text)], size, align)
        };
        let heading = line(TITLE_TOP, format!("{TITLE}{number}"), 5.0, Align::Centre);
        let mut items = vec![Item::Label(Label { role: LabelRole::Heading, ..heading })];
        if at > 0 {
            items.push(Item::Label(line(NAME_TOP, self.whose(), 2.8, Align::Right)));
        }
        items.extend(self.tables(at, overflow));
        Page {
            form: Self::FORM,
            title: format!("{TITLE}{number}"),
            sheet: Sheet::Portrait,
            number: at + 1,
            count: self.count(),
            items,
        }
    }

    fn whose(&self) -> String {
        self.user.whose(&self.base.text("user_name"))
    }
}
