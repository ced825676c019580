//! Below the plan: health, policies, programs, opinion and consent.

use super::sheet::{
    AGREEMENT, AGREEMENT_WIDTHS, LEFT, NEEDS, POLICIES, POLICIES_ROWS, POLICIES_TOP, POLICY, PROGRAM, PROGRAMS,
    PROGRAMS_HEAD, PROGRAMS_HEADS, PROGRAMS_ROWS, PROGRAMS_TOP, PROGRAMS_WIDTH,
};
use crate::form::draw::{Draw, Put};
use crate::form::grid::Grid;
use crate::form::overflow::Overflow;
use crate::form::record::Record;

pub(super) fn policies(base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let widths = POLICY.iter().map(|(_, width, _)| *width).collect();
    let mut draw = Draw::new(POLICIES, (LEFT, POLICIES_TOP), widths, POLICIES_ROWS.to_vec(), overflow);
    for (at, (head, _, field)) in POLICY.into_iter().enumerate() {
        draw.put((0, at), (1, 1), Put::head(head).size(2.2));
        draw.put((1, at), (1, 1), base.large(field).size(2.4).about(head));
    }
    draw.finish()
}

pub(super) fn programs(base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let widths = [PROGRAMS_HEAD].into_iter().chain([PROGRAMS_WIDTH; PROGRAM.len()]).collect();
    let mut draw = Draw::new(PROGRAMS, (LEFT, PROGRAMS_TOP), widths, PROGRAMS_ROWS.to_vec(), overflow).captioned();
    draw.put((0, 0), (1, 1), Put::head(""));
    for (at, head) in PROGRAMS_HEADS.into_iter().enumerate() {
        draw.put((at + 1, 0), (1, 1), Put::row_head(head).size(2.2));
    }
    for (at, (name, field, questions)) in PROGRAM.into_iter().enumerate() {
        draw.put((0, at + 1), (1, 1), Put::head(name).size(2.2));
        let count = format!("{}／{questions}", base.text(&format!("checklist_count_{field}")));
        let about = |head: &str| format!("{name} {}", head.replace('\n', ""));
        draw.put((1, at + 1), (1, 1), Put::count(&count).about(&about(PROGRAMS_HEADS[0])));
        let need = base.choice(&format!("program_{field}"), NEEDS);
        draw.put((2, at + 1), (1, 1), need.about(&about(PROGRAMS_HEADS[1])));
    }
    draw.finish()
}

pub(super) fn agreement(base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let left = LEFT + PROGRAMS_HEAD + PROGRAMS_WIDTH * PROGRAM.len() as f32;
    let widths = AGREEMENT_WIDTHS.to_vec();
    let mut draw = Draw::new(AGREEMENT, (left, PROGRAMS_TOP), widths, PROGRAMS_ROWS.to_vec(), overflow);
    draw.put((0, 0), (3, 1), Put::row_head("地域包括\n支援センター\n【意見】").size(2.2));
    let opinion = base.large("center_opinion").size(2.4);
    draw.put((0, 1), (3, 1), opinion.about("地域包括支援センター【意見】"));
    draw.put((0, 2), (1, 1), Put::head("【確認印】").size(2.2));
    draw.put((1, 2), (2, 1), Put::data(""));
    draw.put((0, 3), (1, 2), Put::head("計画に関する同意").size(2.2));
    draw.pairs((1, 3), 1, [("同意日", 1, Put::data(&base.date("consent_date")), 1)]);
    draw.pairs((2, 3), 1, [("氏名", 1, base.block("consenter_name").size(3.0), 1)]);
    draw.finish()
}
