//! Records that belong together across the files of a unit.

use std::collections::{HashMap, HashSet};

use super::files::Files;
use crate::finding::{Finding, Rule};
use crate::record::Table;
use crate::rules::collector::at_row;
use crate::rules::column::{Cell, Column};
use crate::spec::{Kind, UnitDefinition, relations};

/// The keys of a table's records and the first row of each.
type Keys<'a> = HashMap<Vec<Cell<'a>>, usize>;

pub(super) fn check(files: &Files<'_>, findings: &mut Vec<Finding>) {
    for relation in relations() {
        let Some((base_file, base)) = files.of(relation.base) else { continue };
        let Some(base_keys) = keys(base, relation.keys) else { continue };
        for kind in relation.dependents {
            let Some((file, table)) = files.of(*kind) else { continue };
            let Some(own_keys) = keys(table, relation.keys) else { continue };
            missing(&own_keys, &base_keys, Rule::UnitBaseMissing, file, base, findings);
            if is_due(relation.base, *kind, base) {
                missing(&base_keys, &own_keys, Rule::UnitDependentMissing, base_file, table, findings);
            }
        }
    }
}

/// Whether a unit of the base must have the dependent's file, and so a record for each of the base's.
fn is_due(base: Kind, dependent: Kind, table: &Table) -> bool {
    let due = |unit: &UnitDefinition| unit.kinds.contains(&base) && unit.kinds.contains(&dependent);
    table.version().units().iter().any(due)
}

/// The keys by first row; a row whose key has an empty part was reported on reading.
fn keys<'a>(table: &'a Table, ids: &[&str]) -> Option<Keys<'a>> {
    let columns: Vec<Column> = ids.iter().map(|id| Column::of(table, id)).collect::<Option<_>>()?;
    let mut keys = Keys::new();
    for (row, record) in table.rows().enumerate() {
        let key: Vec<Cell<'_>> = columns.iter().map(|column| column.bytes(&record)).collect();
        if key.iter().all(|part| !part.is_empty()) {
            keys.entry(key).or_insert(row);
        }
    }
    Some(keys)
}

/// Tells every key of `of` that the other table, `wanted`, does not have.
fn missing(of: &Keys<'_>, there: &Keys<'_>, rule: Rule, file: &str, wanted: &Table, findings: &mut Vec<Finding>) {
    let there: HashSet<&Vec<Cell<'_>>> = there.keys().collect();
    let mut rows: Vec<usize> = of.iter().filter(|(key, _)| !there.contains(key)).map(|(_, row)| *row).collect();
    crate::sort::sort(&mut rows);
    findings
        .extend(rows.into_iter().map(|row| at_row(rule, row).in_file(file).with_parameter(wanted.layout().name_ja)));
}
