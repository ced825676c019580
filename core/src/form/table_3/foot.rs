//! Below the week: what is not weekly, and what has no place in the week.

use super::sheet::{BELOW, FOOT, FOOT_ROWS, FOOT_TOP, LEFT, OTHERS, SIZE};
use super::week::Week;
use crate::form::draw::{Draw, Put};
use crate::form::fit::Flow;
use crate::form::grid::Grid;
use crate::form::overflow::Overflow;

pub(super) fn grid(week: &Week, overflow: &mut Overflow) -> Grid {
    let below = (!week.below.is_empty()).then(|| (BELOW, week.below.join("\n")));
    let rows: Vec<(&str, String)> = [(OTHERS, week.others.join("\n"))].into_iter().chain(below).collect();
    let heights = FOOT_ROWS[..rows.len()].to_vec();
    let mut draw = Draw::new("週の予定のほか", (LEFT, FOOT_TOP), FOOT.to_vec(), heights, overflow);
    for (at, (head, text)) in rows.iter().enumerate() {
        draw.put((at, 0), (1, 1), Put::row_head(head));
        let text = Put::data(text).about(&head.replace('\n', ""));
        draw.put((at, 1), (1, 1), text.flow(Flow::Block).size(SIZE));
    }
    draw.finish()
}
