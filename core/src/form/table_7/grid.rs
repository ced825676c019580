//! The rows with their sums.

use super::sheet::{
    COLUMNS, Column, DISCOUNT, GRID_HEAD, GRID_TOP, LEFT, LIMIT, ROW, ROWS, RowKind, SECTION, Shown, TOTAL,
};
use crate::form::cells::{distinct, joined, number, text};
use crate::form::draw::{Draw, Put};
use crate::form::fit::Flow;
use crate::form::grid::{Fill, Grid};
use crate::form::names::ServiceNames;
use crate::form::overflow::Overflow;
use crate::form::service::{type_name, with_equipment, without_code};
use crate::form::user::UserView;
use crate::record::Row;

/// The column of サービス内容.
const SERVICE: usize = 2;

/// A row, as it is shown.
pub(in crate::form) struct Entry<'a> {
    pub(super) row: Row<'a>,
    /// What became of it, before its name: `【追加】`.
    pub(super) tag: &'static str,
    /// The fields that are not as before.
    pub(super) changed: Vec<&'static str>,
}

impl<'a> Entry<'a> {
    /// A row of which there is nothing to say.
    pub(super) fn plain(row: Row<'a>) -> Self {
        Self { row, tag: "", changed: Vec::new() }
    }

    /// A cell's thick frame, where one of these fields is not as before.
    fn fill(&self, put: Put, fields: &[&str]) -> Put {
        if self.changed.iter().any(|field| fields.contains(field)) { put.fill(Fill::Marked) } else { put }
    }
}

/// The office number of the last row.
const NO_OFFICE: &str = "9999999999";

/// What a service is besides its code.
const SERVICE_FIELDS: [&str; 5] =
    ["service_code", "equipment_name", "tais_code", "equipment_notification_code", "over_30_days"];

/// The fields that stand in a row of the form.
pub(in crate::form) fn shows(field: &str) -> bool {
    let is_column = COLUMNS.iter().any(|column| column.field == field);
    is_column || SERVICE_FIELDS.contains(&field) || field == "satellite_branch_number"
}

pub(super) fn is_total(row: &Row<'_>) -> bool {
    text(row, "service_code") == "999999"
}

fn kind(row: &Row<'_>) -> RowKind {
    let code = text(row, "service_code");
    match code.get(2..) {
        _ if is_total(row) => RowKind::Total,
        Some("AAAA" | "EEEE" | "ZZZZ") => RowKind::Subtotal,
        _ => RowKind::Detail,
    }
}

pub(super) fn grid(
    user: UserView<'_, '_>,
    names: &dyn ServiceNames,
    marked: Option<&'static str>,
    rows: &[Entry<'_>],
    overflow: &mut Overflow,
) -> Grid {
    let columns = COLUMNS.iter().map(|column| column.width).collect();
    let heights = GRID_HEAD.into_iter().chain(std::iter::repeat_n(ROW, ROWS)).collect();
    let mut draw = Draw::new(SECTION, (LEFT, GRID_TOP), columns, heights, overflow).captioned();
    if let Some(marked) = marked {
        draw = draw.marked(marked);
    }
    let (discount, first, count) = DISCOUNT;
    draw.put((0, first), (1, count), Put::head(discount).size(2.1));
    for (at, column) in COLUMNS.iter().enumerate() {
        let (row, span) = if (first..first + count).contains(&at) { (1, 1) } else { (0, 2) };
        draw.put((row, at), (span, 1), Put::head(column.head).size(2.1));
    }
    for (at, entry) in rows.iter().enumerate() {
        let place = GRID_HEAD.len() + at;
        match kind(&entry.row) {
            RowKind::Total => total(&mut draw, place, user, entry),
            kind => {
                for (at, column) in COLUMNS.iter().enumerate() {
                    let put = match at {
                        SERVICE => {
                            let content = format!("{}{}", entry.tag, content(user, names, &entry.row, kind));
                            entry.fill(Put::row_head(&content).left().flow(Flow::Block), &SERVICE_FIELDS)
                        }
                        _ => cell(entry, column, kind),
                    };
                    draw.put((place, at), (1, 1), put.about(&about(column)));
                }
            }
        }
    }
    draw.finish()
}

/// The last row: the limit, and the sums of all.
fn total(draw: &mut Draw<'_>, place: usize, user: UserView<'_, '_>, entry: &Entry<'_>) {
    let [head, limit, sum] = TOTAL;
    let value = number(&distinct(user.supplements(), "category_benefit_limit"));
    draw.put((place, head), (1, limit - head), Put::row_head(LIMIT));
    draw.put((place, limit), (1, 1), Put::number(&value).about(LIMIT));
    let said = with_equipment(joined([format!("{}合計", entry.tag), office(&entry.row)], " "), &entry.row, " ");
    draw.put((place, sum), (1, 1), Put::row_head(&said).flow(Flow::Block).about("合計"));
    for (at, column) in COLUMNS.iter().enumerate().skip(sum + 1) {
        draw.put((place, at), (1, 1), cell(entry, column, RowKind::Total).about(&about(column)));
    }
}

/// The office of the last row, which should have none.
fn office(row: &Row<'_>) -> String {
    let [name, number, branch] =
        ["provider_name", "provider_number", "satellite_branch_number"].map(|field| text(row, field));
    let number = if number == NO_OFFICE { String::new() } else { number };
    joined([name, number, branch], " ")
}

/// What a row is about: a service, or ○○合計.
fn content(user: UserView<'_, '_>, names: &dyn ServiceNames, row: &Row<'_>, kind: RowKind) -> String {
    let mut said = without_code(row, names, user.month());
    if kind == RowKind::Subtotal {
        let code = text(row, "service_code");
        said = format!("{}合計", type_name(&code));
        said += match code.get(2..) {
            Some("EEEE") => "（限度額管理対象外）",
            Some("ZZZZ") => "（30日超）",
            _ => "",
        };
        // No sum should name any; what is there all the same is not hidden.
        said = with_equipment(said, row, " ");
    } else if text(row, "over_30_days") == "1" {
        said += "\n（30日超）";
    }
    said
}

fn cell(entry: &Entry<'_>, column: &Column, kind: RowKind) -> Put {
    let branch = if column.field == "provider_number" { "satellite_branch_number" } else { "" };
    entry.fill(plain_cell(&entry.row, column, kind), &[column.field, branch])
}

fn plain_cell(row: &Row<'_>, column: &Column, kind: RowKind) -> Put {
    let said = text(row, column.field);
    let has_meaning = column.means.contains(&kind) || !matches!(said.as_str(), "" | "0");
    if !has_meaning {
        return Put::data("").fill(Fill::Struck);
    }
    match column.shown {
        Shown::Text => Put::data(&said).flow(Flow::Block),
        Shown::Code => Put::data(&with_branch(row, column, said)),
        Shown::Number => Put::number(&number(&said)),
        Shown::Units => {
            let is_in_subtotal = kind == RowKind::Detail && text(row, "total_cost_insured").is_empty();
            let units = number(&said);
            Put::number(&if is_in_subtotal && !units.is_empty() { format!("({units})") } else { units })
        }
    }
}

/// An office's number with its branch, where it has one.
fn with_branch(row: &Row<'_>, column: &Column, said: String) -> String {
    let branch = text(row, "satellite_branch_number");
    if column.field != "provider_number" || branch.is_empty() { said } else { format!("{said} {branch}") }
}

/// A column's head in one line.
fn about(column: &Column) -> String {
    column.head.replace('\n', "")
}
