//! Importing several units: their order, and what each takes away.

use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;

use crate::error::{Code, Error, Result};
use crate::record::{Row, Table};
use crate::sort::sort_by_key;
use crate::spec::{Deletion, Kind, deletions, relations};
use crate::unit::Serial;

/// A table that was received. Tables of one serial are one unit.
#[derive(Clone, Copy, Debug)]
pub struct ReceivedTable<'a> {
    /// The unit's serial.
    pub serial: Serial,
    /// The table.
    pub table: &'a Table,
}

/// Why records go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A withdrawal names them.
    Withdrawn,
    /// A newer unit has them anew: a slip, plan or results replace the older ones without a withdrawal.
    Replaced,
}

/// One step of an import. Tables are given by their 0-based places in what was given.
#[derive(Clone, PartialEq, Eq)]
pub enum ImportStep {
    /// Take away the records of these kinds whose fields have these values.
    Remove {
        /// The table that says so: the withdrawal, or the newer base file.
        table: usize,
        /// Why.
        reason: Reason,
        /// The kinds, the base first.
        kinds: &'static [Kind],
        /// Field ids and values. A service code need only begin with the value.
        keys: Vec<(&'static str, String)>,
    },
    /// Put in the records of a table.
    Insert {
        /// The table.
        table: usize,
        /// Its kind.
        kind: Kind,
    },
}

// Without the values: they name a person, and a log is no place for them.
impl fmt::Debug for ImportStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Remove { table, reason, kinds, keys } => {
                let fields: Vec<&str> = keys.iter().map(|(field, _)| *field).collect();
                let mut all = f.debug_struct("Remove");
                all.field("table", table)
                    .field("reason", reason)
                    .field("kinds", kinds)
                    .field("fields", &fields)
                    .finish()
            }
            Self::Insert { table, kind } => f.debug_struct("Insert").field("table", table).field("kind", kind).finish(),
        }
    }
}

/// The steps that import units: by serial, whatever order they came in; in a unit the base file before the
/// files that depend on it; and before a base record what it replaces. With each withdrawal goes
/// its cascade (DLT1KYO: 第1表 and with it 第2表, 第3表 and 利用者補足情報; DLTPLAN: 第6表, 第7表 and
/// 利用者補足情報; DLTJSK: the results of one provider's service type).
pub fn import_steps(received: &[ReceivedTable<'_>]) -> Vec<ImportStep> {
    let mut order: Vec<usize> = (0..received.len()).collect();
    sort_by_key(&mut order, |table| {
        let kind = received[*table].table.kind();
        (received[*table].serial, rank(kind), Kind::ALL.iter().position(|each| *each == kind))
    });
    let mut steps = Vec::new();
    for unit in order.chunk_by(|one, other| received[*one].serial == received[*other].serial) {
        for table in unit {
            removals(*table, received[*table].table, &mut steps);
        }
        for table in unit {
            let kind = received[*table].table.kind();
            if withdrawal(kind).is_none() {
                steps.push(ImportStep::Insert { table: *table, kind });
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

/// What the table at `place` takes away, each set of keys once.
fn removals(place: usize, table: &Table, steps: &mut Vec<ImportStep>) {
    let kind = table.kind();
    let withdrawn = withdrawal(kind).map(|deletion| (deletion, Reason::Withdrawn));
    let replaced = || deletions().iter().find(|deletion| deletion.deletes.first() == Some(&kind));
    let Some((deletion, reason)) = withdrawn.or_else(|| Some((replaced()?, Reason::Replaced))) else { return };
    let mut seen = HashSet::new();
    for row in table.rows() {
        let value = |of: &'static str, is: &'static str| {
            let text = table.layout().index(if reason == Reason::Withdrawn { is } else { of });
            let text = text.map(|column| row.key(column)).unwrap_or_default();
            // A withdrawal of results names the service type, their rows the whole code.
            let text = if of != is && of == "service_code" { text.chars().take(2).collect() } else { text };
            (of, text)
        };
        let keys: Vec<_> = deletion.keys.iter().map(|(of, is)| value(of, is)).collect();
        // A key that is missing must not sweep away everybody's records.
        if keys.iter().all(|(_, value)| !value.is_empty()) && seen.insert(keys.clone()) {
            steps.push(ImportStep::Remove { table: place, reason, kinds: deletion.deletes, keys });
        }
    }
}

/// The records that remain when all units have been imported, as (table, row) by their 0-based places in what
/// was given, in the order of the import.
pub fn remaining_rows(received: &[ReceivedTable<'_>]) -> Vec<(usize, usize)> {
    let mut remaining_rows: Vec<(usize, usize)> = Vec::new();
    for step in import_steps(received) {
        match step {
            ImportStep::Remove { kinds, keys, .. } => remaining_rows.retain(|(table, row)| {
                let table = received[*table].table;
                !(kinds.contains(&table.kind()) && table.row(*row).is_some_and(|row| has_keys(&row, &keys)))
            }),
            ImportStep::Insert { table, .. } => {
                remaining_rows.extend((0..received[table].table.len()).map(|row| (table, row)));
            }
        }
    }
    remaining_rows
}

fn has_keys(row: &Row<'_>, keys: &[(&'static str, String)]) -> bool {
    keys.iter().all(|(field, value)| {
        let Some(column) = row.layout().index(field) else { return false };
        let own = row.key(column);
        if *field == "service_code" { own.starts_with(value.as_str()) } else { own == *value }
    })
}

/// Refuses two files of one key: nothing says which of them is newer. `named` is what a file is called in the error.
///
/// # Errors
/// [`Code::FormTwice`] with the file.
pub(crate) fn every_one_is_another<'n, K: Eq + Hash>(
    keys: impl Iterator<Item = K>,
    named: impl Fn(usize) -> &'n str,
) -> Result<()> {
    let mut seen = HashSet::new();
    for (at, key) in keys.enumerate() {
        if !seen.insert(key) {
            return Err(Error::new(Code::FormTwice).in_file(named(at)));
        }
    }
    Ok(())
}
