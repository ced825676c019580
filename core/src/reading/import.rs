//! Importing several units: their order, and what each takes away.

use super::key;
use crate::bundle::Serial;
use crate::record::{Row, Table};
use crate::spec::{Deletion, Kind, deletions, relations};

/// A unit that was received.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// Its serial.
    pub serial: Serial,
    /// Its tables.
    pub tables: &'a [&'a Table],
}

/// Why records go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// A withdrawal names them.
    Withdrawn,
    /// A newer unit has them anew: a slip, plan or results replace the older ones without a withdrawal.
    Replaced,
}

/// One step of an import. Units and tables are given by their 0-based places in what was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Take away the records of these kinds whose fields have these values.
    Remove {
        /// The unit that says so.
        unit: usize,
        /// Why.
        because: Because,
        /// The kinds, the base first.
        kinds: &'static [Kind],
        /// Field ids and values. A service code has only to begin with its value.
        keys: Vec<(&'static str, String)>,
    },
    /// Put in the records of a table.
    Insert {
        /// The unit.
        unit: usize,
        /// The table.
        table: usize,
        /// Its kind.
        kind: Kind,
    },
}

/// The steps that import units: by serial, whatever order they came in; in a unit the base file before the
/// files that depend on it; and before a base record what it takes the place of. With each withdrawal goes
/// its cascade (DLT1KYO: 第1表 and with it 第2表, 第3表 and 利用者補足情報; DLTPLAN: 第6表, 第7表 and
/// 利用者補足情報; DLTJSK: the results of one provider's service type).
pub fn import_steps(units: &[Received<'_>]) -> Vec<Step> {
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by_key(|unit| units[*unit].serial);
    let mut steps = Vec::new();
    for unit in order {
        let tables = units[unit].tables;
        let mut places: Vec<usize> = (0..tables.len()).collect();
        places.sort_by_key(|place| rank(tables[*place].kind()));
        for place in &places {
            removals(unit, tables[*place], &mut steps);
        }
        for place in places {
            let kind = tables[place].kind();
            if withdrawal(kind).is_none() {
                steps.push(Step::Insert { unit, table: place, kind });
            }
        }
    }
    steps
}

/// A base before its dependents.
fn rank(kind: Kind) -> usize {
    let mut dependents = relations().iter().flat_map(|relation| relation.dependents);
    dependents.position(|each| *each == kind).map_or(0, |at| at + 1)
}

/// What a kind withdraws.
fn withdrawal(kind: Kind) -> Option<&'static Deletion> {
    deletions().iter().find(|deletion| deletion.kind == kind)
}

/// What a table takes away, each set of keys once.
fn removals(unit: usize, table: &Table, steps: &mut Vec<Step>) {
    let kind = table.kind();
    let withdrawn = withdrawal(kind).map(|deletion| (deletion, Because::Withdrawn));
    let replaced = || deletions().iter().find(|deletion| deletion.deletes.first() == Some(&kind));
    let Some((deletion, because)) = withdrawn.or_else(|| Some((replaced()?, Because::Replaced))) else { return };
    let mut seen = std::collections::HashSet::new();
    for row in table.rows() {
        let value = |of: &'static str, is: &'static str| {
            let text = table.layout().index(if because == Because::Withdrawn { is } else { of });
            let text = text.map(|column| key(&row, column)).unwrap_or_default();
            // A withdrawal of results names the service type, their rows the whole code.
            let text = if of != is && of == "service_code" { text.chars().take(2).collect() } else { text };
            (of, text)
        };
        let keys: Vec<_> = deletion.keys.iter().map(|(of, is)| value(of, is)).collect();
        // A key that is missing must not sweep away everybody's records.
        if keys.iter().all(|(_, value)| !value.is_empty()) && seen.insert(keys.clone()) {
            steps.push(Step::Remove { unit, because, kinds: deletion.deletes, keys });
        }
    }
}

/// The records that stand when all units have been imported, as (unit, table, row) by their 0-based places
/// in what was handed over, in the order of the import.
pub fn standing(units: &[Received<'_>]) -> Vec<(usize, usize, usize)> {
    let mut standing: Vec<(usize, usize, usize)> = Vec::new();
    for step in import_steps(units) {
        match step {
            Step::Remove { kinds, keys, .. } => standing.retain(|(unit, table, row)| {
                let table = units[*unit].tables[*table];
                !(kinds.contains(&table.kind()) && table.row(*row).is_some_and(|row| has_keys(&row, &keys)))
            }),
            Step::Insert { unit, table, .. } => {
                standing.extend((0..units[unit].tables[table].len()).map(|row| (unit, table, row)));
            }
        }
    }
    standing
}

fn has_keys(row: &Row<'_>, keys: &[(&'static str, String)]) -> bool {
    keys.iter().all(|(field, value)| {
        let Some(column) = row.layout().index(field) else { return false };
        let own = key(row, column);
        if *field == "service_code" { own.starts_with(value.as_str()) } else { own == *value }
    })
}
