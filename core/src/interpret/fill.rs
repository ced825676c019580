//! Blanks that mean "as above".

use std::collections::BTreeMap;

use crate::error::{Code, Result};
use crate::record::{Row, Table};
use crate::sort::sort_by_key;
use crate::spec::{Field, Kind};

/// A text and what goes with it: the period of a goal is "as above" only where the goal is.
struct Group {
    /// While so many of the record's numbers stay, a blank is "as above".
    numbers: usize,
    text: &'static str,
    with: Option<&'static str>,
}

const fn group(numbers: usize, text: &'static str, with: Option<&'static str>) -> Group {
    Group { numbers, text, with }
}

// The numbers are those of the layout's identity: 課題NO, 援助目標NO or 支援計画NO, 援助内容NO or 利用サービスNO.
const ISSUE: usize = 1;
const GOAL: usize = 2;
const SUPPORT: usize = 2;

/// 第2表: with a new goal number a blank is a real blank.
const TABLE_2: &[Group] = &[
    group(GOAL, "issue", None),
    group(GOAL, "long_term_goal", Some("long_term_period")),
    group(GOAL, "short_term_goal", Some("short_term_period")),
];

/// 介護予防 支援計画書 別表: texts are on the first record of an issue or support plan only.
const PREVENTION: &[Group] = &[
    group(ISSUE, "overall_issue", None),
    group(ISSUE, "goal_proposal", None),
    group(ISSUE, "proposal_intent", None),
    group(ISSUE, "goal", None),
    group(SUPPORT, "support_point", None),
    group(SUPPORT, "self_care_support", None),
    group(SUPPORT, "insurance_services", None),
];

/// A cell that was blank and now has the text from above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Its 0-based row.
    pub row: usize,
    /// Its field.
    pub field: &'static Field,
    /// The 0-based row that has the text.
    pub from: usize,
}

/// 第2表 or 別表 with every blank that means "as above" written out. "Above" is by the numbers, which give
/// the printed order, not by the order of the file; a row without numbers neither gives nor takes. The
/// table that was read stays.
///
/// # Errors
/// [`Code::InvalidArgument`](crate::Code::InvalidArgument) for another kind.
pub fn fill_down(table: &Table) -> Result<(Table, Vec<Filled>)> {
    let rows: Vec<Row<'_>> = table.rows().collect();
    let filled = from_above(table.kind(), &rows)?;
    let mut out = table.clone();
    for cell in &filled {
        if let Some(text) = rows[cell.from].get(cell.field.id) {
            out.set(cell.row, cell.field.id, text)?;
        }
    }
    Ok((out, filled))
}

/// The blanks of rows of a kind that mean "as above". Rows are counted as they are given.
///
/// # Errors
/// As [`fill_down`].
pub(crate) fn from_above(kind: Kind, rows: &[Row<'_>]) -> Result<Vec<Filled>> {
    let groups = match kind {
        Kind::Up2kyo => TABLE_2,
        Kind::UpyoboSub => PREVENTION,
        _ => {
            return Err(Code::InvalidArgument
                .with_detail("only table 2 and the annex of the prevention plan have blanks from above"));
        }
    };
    let printed = printed(rows);
    let mut filled: Vec<Filled> = groups.iter().flat_map(|group| fill(rows, group, &printed)).collect();
    sort_by_key(&mut filled, |cell| (cell.row, cell.field.number));
    Ok(filled)
}

/// A row in the printed order: its plan, its numbers, its place.
type Printed = (Vec<String>, Vec<u64>, usize);

/// The rows that have all their numbers, in the order that these give.
fn printed(rows: &[Row<'_>]) -> Vec<Printed> {
    let place = |(at, row): (usize, &Row<'_>)| {
        let layout = row.layout();
        let plan = layout.keys.iter().map(|column| row.key(*column)).collect();
        let number = |column: &usize| row.key(*column).parse().ok();
        let numbers = layout.identity_beside_keys().iter().map(number).collect::<Option<_>>()?;
        Some((plan, numbers, at))
    };
    let mut printed: Vec<Printed> = rows.iter().enumerate().filter_map(place).collect();
    crate::sort::sort(&mut printed);
    printed
}

/// The cells of a group's fields that get the text of a row above.
fn fill(rows: &[Row<'_>], group: &Group, printed: &[Printed]) -> Vec<Filled> {
    let Some(layout) = rows.first().map(Row::layout) else { return Vec::new() };
    let fields = [Some(group.text), group.with].into_iter().flatten();
    let columns: Vec<usize> = fields.filter_map(|id| layout.index(id)).collect();
    let is_blank =
        |row: usize, column: usize| rows[row].get(layout.fields[column].id).is_some_and(|text| text.trim().is_empty());
    let mut filled = Vec::new();
    // The row that has each field's text, while the numbers stay the same.
    let mut above: BTreeMap<usize, usize> = BTreeMap::new();
    let mut last = None;
    for (plan, numbers, row) in printed {
        let place = (plan, &numbers[..group.numbers]);
        if last != Some(place) {
            above.clear();
            last = Some(place);
        }
        let own_text = columns.first().is_some_and(|column| !is_blank(*row, *column));
        if own_text {
            // A new text brings its own period, also an empty one.
            above.clear();
        }
        for column in &columns {
            if !is_blank(*row, *column) {
                above.insert(*column, *row);
            } else if let Some(from) = above.get(column)
                && !own_text
            {
                filled.push(Filled { row: *row, field: &layout.fields[*column], from: *from });
            }
        }
    }
    filled
}
