//! 介護予防サービス・支援計画書: goals, assessment and, from its 別表, issues with their supports.

mod areas;
mod foot;
mod plan;
mod sheet;
mod top;

use self::plan::Plan;
use self::sheet::{LEFT, TITLE, TITLE_TOP, WIDTH};
use super::draw::label;
use super::frame::Frame;
use super::lines::{Align, Run};
use super::overflow::Overflow;
use super::page::{FormKind, Item, Label, LabelRole, Page, Sheet};
use super::record::{Record, records};
use super::sequence::{Sequence, Sheets, number};
use super::user::UserView;
use crate::spec::Kind;

/// The pages of one user's plan. Two records of one are two forms.
pub(super) fn pages<'s, 'a: 's>(user: UserView<'s, 'a>) -> impl Iterator<Item = Page> + 's {
    records(user, Kind::Upyobo)
        .flat_map(move |base| Sequence::new(PreventionPlan { user, base, plan: Plan::new(user) }))
}

struct PreventionPlan<'s, 'a> {
    user: UserView<'s, 'a>,
    base: Record<'a>,
    plan: Plan,
}

impl Sheets for PreventionPlan<'_, '_> {
    const FORM: FormKind = FormKind::PreventionPlan;

    fn count(&self) -> usize {
        1 + self.plan.others.len()
    }

    fn page(&self, at: usize, overflow: &mut Overflow) -> Page {
        let number = number(at, self.count());
        let frame = Frame { left: LEFT, top: TITLE_TOP, width: WIDTH, height: 7.0 };
        let heading = label(frame, vec![Run::plain(format!("{TITLE}{number}"))], 5.0, Align::Centre);
        let heading = Item::Label(Label { role: LabelRole::Heading, ..heading });
        let (user, base) = (self.user, self.base);
        let tables = if at == 0 {
            vec![
                top::head(user, base, overflow),
                areas::areas(base, overflow),
                self.plan.first(overflow),
                foot::policies(base, overflow),
                foot::programs(base, overflow),
                foot::agreement(base, overflow),
            ]
        } else {
            vec![top::short(user, base, overflow), self.plan.other(at - 1, overflow)]
        };
        Page {
            form: Self::FORM,
            title: format!("{TITLE}{number}"),
            sheet: Sheet::Landscape,
            number: at + 1,
            count: self.count(),
            items: [heading].into_iter().chain(tables.into_iter().map(Item::Grid)).collect(),
        }
    }

    fn whose(&self) -> String {
        self.user.whose(&self.base.text("user_name"))
    }
}
