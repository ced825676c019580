//! The rows of 第2表 in their printed order.

use super::sheet::{ABOUT, COLUMNS, COVERED, LOOK};
use crate::form::cells::joined;
use crate::form::merged::{Merged, numbered};
use crate::form::rows::Rows;
use crate::form::user::UserView;
use crate::record::Row;
use crate::spec::Kind;

/// 課題NO, 援助目標NO, 援助内容NO. Issues, and goals with their periods, go down.
const MERGED: Merged<{ COLUMNS.len() }> = Merged {
    kind: Kind::Up2kyo,
    numbers: ["issue_no", "goal_no", "support_no"],
    columns: [
        (1, None),
        (2, None),
        (2, Some(1)),
        (2, None),
        (2, Some(3)),
        (0, None),
        (0, None),
        (0, None),
        (0, None),
        (0, None),
        (0, None),
    ],
};

/// All rows of a user.
pub(super) fn rows(user: UserView<'_, '_>) -> Rows {
    let rows: Vec<Row<'_>> = user.rows(Kind::Up2kyo).collect();
    Rows { heads: &ABOUT, look: &LOOK, texts: MERGED.texts(&rows, texts) }
}

fn texts(said: &dyn Fn(&'static str) -> String) -> [String; COLUMNS.len()] {
    let [issue, goal, support] = MERGED.numbers.map(said);
    let covered = said("insurance_covered");
    let known = COVERED.iter().find(|(code, _)| *code == covered);
    [
        numbered(&issue, &said("issue")),
        numbered(&goal, &said("long_term_goal")),
        said("long_term_period"),
        said("short_term_goal"),
        said("short_term_period"),
        numbered(&support, &said("service_content")),
        known.map_or(covered, |(_, sign)| (*sign).to_owned()),
        said("service_kind"),
        joined([said("provider_name"), said("provider_number")], "\n"),
        said("frequency"),
        said("service_period"),
    ]
}
