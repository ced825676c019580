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
use super::sequence::{Place, Sequence};
use super::user::UserView;
use crate::spec::Kind;

/// The pages of one user and consultation. Two records of one are two forms.
pub(super) fn pages<'s, 'a: 's>(user: UserView<'s, 'a>) -> impl Iterator<Item = Page> + 's {
    records(user, Kind::Upkihon).flat_map(move |base| BasicInformation::new(user, base).pages())
}

struct BasicInformation<'s, 'a> {
    user: UserView<'s, 'a>,
    base: Record<'a>,
    schedule: Annex,
    illnesses: Annex,
}

impl<'s, 'a: 's> BasicInformation<'s, 'a> {
    fn new(user: UserView<'s, 'a>, base: Record<'a>) -> Self {
        Self { user, base, schedule: life::schedule(user), illnesses: life::illnesses(user) }
    }

    fn pages(self) -> impl Iterator<Item = Page> + 's {
        let whose = self.user.whose(&self.base.text("user_name"));
        let sequence = Sequence {
            form: FormKind::BasicInformation,
            sheet: Sheet::Portrait,
            title: TITLE,
            whose: whose.clone(),
            count: 2 + self.schedule.others.len() + self.illnesses.others.len(),
        };
        sequence.pages(move |Place { at, heading, .. }, overflow| {
            let line = |top, text: &str, size, align| {
                let frame = Frame { left: LEFT, top, width: UNIT * UNITS as f32, height: 6.0 };
                label(frame, vec![Run::plain(text)], size, align)
            };
            let heading = Label { role: LabelRole::Heading, ..line(TITLE_TOP, heading, 5.0, Align::Centre) };
            let name = (at > 0).then(|| line(NAME_TOP, &whose, 2.8, Align::Right));
            let labels = [heading].into_iter().chain(name).map(Item::Label);
            labels.chain(self.tables(at, overflow)).collect()
        })
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
