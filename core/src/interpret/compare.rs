//! What changed between two tables.

use std::collections::{HashMap, VecDeque};

use super::fill::fill_down;
use super::meaning::meaning;
use crate::error::{Code, Result};
use crate::record::{Row, Table};
use crate::spec::{Field, FieldType, Kind, Layout, layout};

/// Fields about the record, not about the care: when and by whom it was made.
const MADE: &[&str] = &[
    "csv_version",
    "created_date",
    "plan_document_created_date",
    "weekly_plan_created_date",
    "updater_provider_number",
    "discriminator",
];

/// What identifies a record and yet is what a newer one corrects, as times are.
const CORRECTED: &[&str] = &["units", "over_30_days"];

/// A difference between two tables; rows are 0-based.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Only the new table has the row.
    Added {
        /// The row of the new table.
        row: usize,
    },
    /// Only the old table has the row.
    Removed {
        /// The row of the old table.
        row: usize,
    },
    /// Both have the row, with other values.
    Changed {
        /// The row of the old table.
        old: usize,
        /// The row of the new table.
        new: usize,
        /// The fields, in the order of the kind's newest layout; behind them those of an older one.
        fields: Vec<&'static Field>,
    },
}

/// Two tables in the form in which they were compared, and how they differ.
#[derive(Debug)]
pub struct Comparison {
    /// The old table; blanks that mean the text above are written out.
    pub old: Table,
    /// The new table; likewise.
    pub new: Table,
    /// What was removed, in the order of the old table; then what was changed or added, in that of the new.
    pub differences: Vec<Difference>,
    /// The rows that mean the same, as (old, new).
    pub same: Vec<(usize, usize)>,
}

/// Compares two tables of a kind by meaning; they may be of different versions. Rows are matched by what
/// identifies them (user, month, day, times, service, provider …), then by all of that but times, units and
/// 30日超区分. When and by whom a row was made is not compared.
///
/// # Errors
/// [`Code::InvalidArgument`](crate::Code::InvalidArgument) for tables of two kinds.
pub fn compare(old: &Table, new: &Table) -> Result<Comparison> {
    if old.kind() != new.kind() {
        return Err(Code::InvalidArgument.with_detail("tables of two kinds"));
    }
    let plain = |table: &Table| match table.kind() {
        Kind::Up2kyo | Kind::UpyoboSub => fill_down(table).map(|(table, _)| table),
        _ => Ok(table.clone()),
    };
    let (old, new) = (plain(old)?, plain(new)?);
    let (differences, same) = differences(&old, &new);
    Ok(Comparison { old, new, differences, same })
}

/// Whether a field says something about the care: [`compare`] leaves out when and by whom a record was made.
pub fn is_compared(field: &Field) -> bool {
    !MADE.contains(&field.id)
}

fn differences(old: &Table, new: &Table) -> (Vec<Difference>, Vec<(usize, usize)>) {
    let newest = layout(old.kind());
    let exact: Vec<&'static Field> = newest.identity.iter().map(|at| &newest.fields[*at]).collect();
    let is_firm = |field: &&Field| field.kind != FieldType::Time && !CORRECTED.contains(&field.id);
    let loose: Vec<_> = exact.iter().copied().filter(is_firm).collect();
    let fields = all_fields(newest, [old, new]);
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut left: Vec<usize> = (0..old.len()).collect();
    for fields in [exact, loose] {
        left = match_rows(old, new, &fields, left, &mut partner);
    }
    let mut same = Vec::new();
    let mut differences: Vec<_> = left.into_iter().map(|row| Difference::Removed { row }).collect();
    for (row, partner) in partner.into_iter().enumerate() {
        match partner {
            None => differences.push(Difference::Added { row }),
            Some(before) => {
                let fields = changed(&fields, old.row(before), new.row(row));
                if fields.is_empty() {
                    same.push((before, row));
                } else {
                    differences.push(Difference::Changed { old: before, new: row, fields });
                }
            }
        }
    }
    (differences, same)
}

/// Gives rows of the new table their partner among `left`, in order; returns what is left.
fn match_rows(
    old: &Table,
    new: &Table,
    fields: &[&'static Field],
    left: Vec<usize>,
    partner: &mut [Option<usize>],
) -> Vec<usize> {
    let identity = |row: Option<Row<'_>>| fields.iter().map(|field| cell(row, field)).collect::<Vec<String>>();
    let mut waiting: HashMap<Vec<String>, VecDeque<usize>> = HashMap::new();
    for row in left {
        waiting.entry(identity(old.row(row))).or_default().push_back(row);
    }
    for (row, partner) in partner.iter_mut().enumerate().filter(|(_, partner)| partner.is_none()) {
        *partner = waiting.get_mut(&identity(new.row(row))).and_then(VecDeque::pop_front);
    }
    let mut left: Vec<usize> = waiting.into_values().flatten().collect();
    crate::sort::sort(&mut left);
    left
}

/// What a field of a row means; nothing where its version does not have it.
fn cell(row: Option<Row<'_>>, field: &'static Field) -> String {
    let text = row.and_then(|row| row.get(field.id));
    meaning(field, &text.unwrap_or_default()).into_owned()
}

/// The fields of the newest layout, and those that only the tables' own layouts have.
fn all_fields(newest: &'static Layout, tables: [&Table; 2]) -> Vec<&'static Field> {
    let mut fields: Vec<&'static Field> = newest.fields.iter().collect();
    for field in tables.iter().flat_map(|table| table.layout().fields) {
        if fields.iter().all(|other| other.id != field.id) {
            fields.push(field);
        }
    }
    fields
}

fn changed(fields: &[&'static Field], old: Option<Row<'_>>, new: Option<Row<'_>>) -> Vec<&'static Field> {
    let looked_at = fields.iter().copied().filter(|field| is_compared(field));
    looked_at.filter(|field| cell(old, field) != cell(new, field)).collect()
}
