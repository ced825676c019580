//! Left of the plan: the four areas of the assessment.

use super::sheet::{AREA, AREA_HEADS, AREA_WIDTHS, AREAS, BOXES, LEFT, MAIN_HEAD, MAIN_TOP, ROOM};
use crate::form::draw::{Draw, Put};
use crate::form::fit::Flow;
use crate::form::grid::Grid;
use crate::form::overflow::Overflow;
use crate::form::record::Record;
use crate::form::rows::Look;

pub(super) fn areas(base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let height = ROOM / AREA.len() as f32;
    let rows = [MAIN_HEAD.iter().sum()].into_iter().chain(std::iter::repeat_n(height, AREA.len())).collect();
    let mut draw = Draw::new(AREAS, (LEFT, MAIN_TOP), AREA_WIDTHS.to_vec(), rows, overflow);
    for (head, column, wide) in AREA_HEADS {
        draw.put((0, column), (1, wide), Put::head(head).size(2.2));
    }
    for (at, (name, field)) in AREA.into_iter().enumerate() {
        let plain = name.replace('\n', "");
        draw.put((at + 1, 0), (1, 1), Put::row_head(name).size(2.0));
        let texts = [
            ("現在の状況", base.text(&format!("{field}_status"))),
            ("本人・家族の意欲・意向", base.text(&format!("{field}_intent"))),
            ("領域における課題", issue(base, field)),
        ];
        for (column, (head, text)) in texts.into_iter().enumerate() {
            let put = Put::data(&text).flow(Flow::Block).size(Look::BOXES.size).top();
            draw.put((at + 1, column + 1), (1, 1), put.about(&format!("{plain} {head}")));
        }
    }
    draw.finish()
}

/// `■有 □無` and the reason; a code that says neither, as it is.
fn issue(base: Record<'_>, field: &str) -> String {
    let code = base.text(&format!("{field}_issue"));
    let [checked, empty] = BOXES;
    let check = |own: &str| if code == own { checked } else { empty };
    let other = if matches!(code.as_str(), "" | "1" | "2") { String::new() } else { format!("（{code}）") };
    let reason = base.text(&format!("{field}_issue_reason"));
    let said = format!("{}有　{}無{other}\n{reason}", check("1"), check("2"));
    said.trim_end().to_owned()
}
