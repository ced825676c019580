//! What was received, read as the standard means it.

use std::sync::Arc;

use cplink::interpret::{self, Reason};
use cplink::record::Table as Records;
use cplink::spec;
use cplink::unit::Serial;

use crate::failure::Result;
use crate::layout::{kind, no_field};
use crate::table::Table;

/// How a row differs; rows are 0-based.
#[derive(uniffi::Record)]
pub struct Difference {
    /// The row of the old table.
    pub old: Option<u64>,
    /// The row of the new table.
    pub new: Option<u64>,
    /// The fields that differ, where both have the row.
    pub fields: Vec<String>,
}

/// A table of a unit that was received.
#[derive(uniffi::Record)]
pub struct ReceivedTable {
    /// The unit's serial.
    pub serial: String,
    /// The table.
    pub table: Arc<Table>,
}

/// A row that remains.
#[derive(uniffi::Record)]
pub struct RemainingRow {
    /// The table's place.
    pub table: u64,
    /// The 0-based row.
    pub row: u64,
}

fn places(rows: Vec<usize>) -> Vec<u64> {
    rows.into_iter().map(|row| row as u64).collect()
}

#[uniffi::export]
impl Table {
    /// The rows of an office.
    pub fn own_rows(&self, office: String, service_type: Option<String>) -> Result<Vec<u64>> {
        self.with(|records| Ok(places(interpret::own_rows(records, &office, service_type.as_deref())?)))
    }

    /// The rows that count.
    pub fn monthly_once(&self, codes: Vec<String>) -> Result<Vec<u64>> {
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        self.with(|records| Ok(places(interpret::monthly_once(records, &codes)?)))
    }

    /// With every blank from above written out.
    pub fn fill_down(&self) -> Result<Arc<Self>> {
        self.with(|records| Ok(Self::of(interpret::fill_down(records)?.0)))
    }

    /// What a newer table changed.
    pub fn compare(&self, newer: Arc<Self>) -> Result<Vec<Difference>> {
        let newer = newer.with(|records| Ok(records.clone()))?;
        self.with(|records| {
            let compared = interpret::compare(records, &newer)?;
            Ok(compared.differences.into_iter().map(difference).collect())
        })
    }
}

fn difference(difference: interpret::Difference) -> Difference {
    match difference {
        interpret::Difference::Added { row } => Difference { old: None, new: Some(row as u64), fields: Vec::new() },
        interpret::Difference::Removed { row } => Difference { old: Some(row as u64), new: None, fields: Vec::new() },
        interpret::Difference::Changed { old, new, fields } => Difference {
            old: Some(old as u64),
            new: Some(new as u64),
            fields: fields.iter().map(|field| field.id.to_owned()).collect(),
        },
    }
}

/// Whether two texts of a field mean the same.
#[uniffi::export]
pub fn same_meaning(kind_name: String, field: String, one: String, other: String) -> Result<bool> {
    let known = spec::layout(kind(&kind_name)?).field(&field);
    let field = known.ok_or_else(|| no_field(&kind_name, &field))?;
    Ok(interpret::means_the_same(field, &one, &other))
}

/// What a step of an import does.
#[derive(uniffi::Enum)]
pub enum ImportAction {
    /// Rows of the table are inserted.
    Insert,
    /// Records go, since a withdrawal names them.
    Withdraw,
    /// Records go, since the table has them anew.
    Replace,
}

/// A field and the value by which records go.
#[derive(uniffi::Record)]
pub struct Key {
    /// The field.
    pub field: String,
    /// Its value.
    pub value: String,
}

/// A step of an import.
#[derive(uniffi::Record)]
pub struct ImportStep {
    /// What is done.
    pub action: ImportAction,
    /// The table's place.
    pub table: u64,
    /// The kinds, the base first.
    pub kinds: Vec<String>,
    /// The key of the rows that are withdrawn.
    pub keys: Vec<Key>,
}

impl From<interpret::ImportStep> for ImportStep {
    fn from(step: interpret::ImportStep) -> Self {
        match step {
            interpret::ImportStep::Insert { table, kind } => Self {
                action: ImportAction::Insert,
                table: table as u64,
                kinds: vec![kind.name().to_owned()],
                keys: Vec::new(),
            },
            interpret::ImportStep::Remove { table, reason, kinds, keys } => Self {
                action: match reason {
                    Reason::Withdrawn => ImportAction::Withdraw,
                    Reason::Replaced => ImportAction::Replace,
                },
                table: table as u64,
                kinds: kinds.iter().map(|kind| kind.name().to_owned()).collect(),
                keys: keys.into_iter().map(|(field, value)| Key { field: field.to_owned(), value }).collect(),
            },
        }
    }
}

fn with<T>(received: &[ReceivedTable], use_of: impl FnOnce(&[interpret::ReceivedTable<'_>]) -> T) -> Result<T> {
    let tables = received.iter().map(|each| {
        let serial = Serial::new(&each.serial)?;
        Ok((serial, each.table.with(|records| Ok(records.clone()))?))
    });
    let tables = tables.collect::<Result<Vec<(Serial, Records)>>>()?;
    let received: Vec<_> =
        tables.iter().map(|(serial, table)| interpret::ReceivedTable { serial: *serial, table }).collect();
    Ok(use_of(&received))
}

/// The records that remain when all units have been imported.
#[uniffi::export]
pub fn remaining_rows(received: Vec<ReceivedTable>) -> Result<Vec<RemainingRow>> {
    let remaining = with(&received, interpret::remaining_rows)?.into_iter();
    Ok(remaining.map(|(table, row)| RemainingRow { table: table as u64, row: row as u64 }).collect())
}

/// The steps that import the units.
#[uniffi::export]
pub fn import_steps(received: Vec<ReceivedTable>) -> Result<Vec<ImportStep>> {
    Ok(with(&received, interpret::import_steps)?.into_iter().map(ImportStep::from).collect())
}
