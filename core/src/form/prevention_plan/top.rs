//! Above the plan: whose it is, who made it when, and the goals of a day and a year.

use super::sheet::{
    CATEGORIES, ENTRUSTED, HEAD, HEAD_CAPTION, HEAD_TOP, LEFT, LEVELS, PLAN_KINDS, SHORT_HEAD, STATUSES, UNITS, WIDTH,
};
use crate::form::draw::{Draw, Put};
use crate::form::fit::Flow;
use crate::form::grid::Grid;
use crate::form::overflow::Overflow;
use crate::form::record::Record;
use crate::form::user::UserView;

fn name(base: Record<'_>) -> String {
    let name = base.text("user_name");
    if name.is_empty() { name } else { format!("{name}　様") }
}

pub(super) fn head(user: UserView<'_, '_>, base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let columns = vec![WIDTH / UNITS as f32; UNITS];
    let mut draw = Draw::new(HEAD_CAPTION, (LEFT, HEAD_TOP), columns, HEAD.to_vec(), overflow);
    let next = draw.pairs(
        (0, 0),
        1,
        [("No.", 4, base.block("reference_number"), 13), ("利用者名", 7, Put::data(&name(base)).size(3.4), 28)],
    );
    draw.alone((0, next), 14, "計画書区分", base.choice("plan_category", CATEGORIES));
    draw.alone((0, next + 14), 12, "認定状況区分", base.choice("certification_status", STATUSES));
    draw.alone((0, next + 26), 22, "要支援状態区分", base.choice("support_level", LEVELS));
    let period = base.period("certification_start_date", "certification_end_date").replace('\n', "");
    draw.pairs(
        (1, 0),
        1,
        [
            ("保険者番号", 7, Put::boxed(user.insurer_number(), 6), 9),
            ("被保険者番号", 8, Put::boxed(user.insured_person_number(), 10), 14),
            ("認定年月日", 7, Put::data(&base.date("certification_date")), 12),
            ("認定の\n有効期間", 6, Put::data(&period).flow(Flow::Block), 23),
            ("委託の\n有無", 5, base.choice("entrusted", ENTRUSTED), 9),
        ],
    );
    draw.pairs(
        (2, 0),
        1,
        [
            ("計画作成者氏名\n（地域包括支援センター）", 12, base.block("author_name_center"), 15),
            ("（担当介護支援専門員）", 11, base.block("author_name_care_manager"), 15),
            ("計画作成\n（変更）日", 7, Put::data(&base.date("prevention_plan_date")), 13),
            ("初回作成日", 7, Put::data(&base.date("initial_plan_date")), 20),
        ],
    );
    let next =
        draw.pairs((3, 0), 1, [("計画作成者事業者・\n事業所名及び所在地", 12, base.block("author_office_name"), 17)]);
    draw.alone((3, next), 17, "所在地", base.block("author_office_address"));
    draw.alone((3, next + 17), 9, "連絡先", base.block("author_office_phone"));
    draw.pairs(
        (3, next + 26),
        1,
        [
            ("担当地域包括\n支援センター", 8, base.block("responsible_center"), 17),
            ("計画\n種類", 4, base.choice("plan_kind", PLAN_KINDS), 16),
        ],
    );
    draw.pairs(
        (4, 0),
        1,
        [
            ("目標とする生活\n１日", 9, base.block("goal_day"), 41),
            ("目標とする生活\n１年", 9, base.block("goal_year"), 41),
        ],
    );
    draw.finish()
}

/// The head of the pages behind the first.
pub(super) fn short(user: UserView<'_, '_>, base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let columns = vec![WIDTH / UNITS as f32; UNITS];
    let mut draw = Draw::new(HEAD_CAPTION, (LEFT, HEAD_TOP), columns, vec![SHORT_HEAD], overflow);
    draw.pairs(
        (0, 0),
        1,
        [
            ("利用者名", 8, Put::data(&name(base)).size(3.4), 30),
            ("被保険者番号", 10, Put::boxed(user.insured_person_number(), 10), 20),
            ("計画作成（変更）日", 12, Put::data(&base.date("prevention_plan_date")), 20),
        ],
    );
    draw.finish()
}
