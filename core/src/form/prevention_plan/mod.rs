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
use super::page::{FormKind, Item, Label, LabelRole, Page, Sheet};
use super::record::{Record, records};
use super::sequence::{Place, Sequence};
use super::user::UserView;
use crate::spec::Kind;

/// The pages of one user's plan. Two records of one are two forms.
pub(super) fn pages<'s, 'a: 's>(user: UserView<'s, 'a>) -> impl Iterator<Item = Page> + 's {
    records(user, Kind::Upyobo).flat_map(move |base| of_record(user, base))
}

fn of_record<'s, 'a: 's>(user: UserView<'s, 'a>, base: Record<'a>) -> impl Iterator<Item = Page> + 's {
    let plan = Plan::new(user);
    let sequence = Sequence {
        form: FormKind::PreventionPlan,
        sheet: Sheet::Landscape,
        title: TITLE,
        whose: user.whose(&base.text("user_name")),
        count: 1 + plan.others.len(),
    };
    sequence.pages(move |Place { at, heading, .. }, overflow| {
        let frame = Frame { left: LEFT, top: TITLE_TOP, width: WIDTH, height: 7.0 };
        let heading = label(frame, vec![Run::plain(heading)], 5.0, Align::Centre);
        let heading = Item::Label(Label { role: LabelRole::Heading, ..heading });
        let tables = if at == 0 {
            vec![
                top::head(user, base, overflow),
                areas::areas(base, overflow),
                plan.first(overflow),
                foot::policies(base, overflow),
                foot::programs(base, overflow),
                foot::agreement(base, overflow),
            ]
        } else {
            vec![top::short(user, base, overflow), plan.other(at - 1, overflow)]
        };
        [heading].into_iter().chain(tables.into_iter().map(Item::Grid)).collect()
    })
}
