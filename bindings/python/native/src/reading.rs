//! What was received, read as the standard means it.

use std::sync::Arc;

use cplink::bundle::Serial;
use cplink::reading::{self, Received};
use cplink::record::Table as Records;
use cplink::spec;

use crate::failure::{Result, misuse};
use crate::layout::kind;
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

/// A record that stands.
#[derive(uniffi::Record)]
pub struct Standing {
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
        self.with(|records| Ok(places(reading::own_rows(records, &office, service_type.as_deref())?)))
    }

    /// The rows that count.
    pub fn monthly_once(&self, codes: Vec<String>) -> Result<Vec<u64>> {
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        self.with(|records| Ok(places(reading::monthly_once(records, &codes)?)))
    }

    /// With every blank from above written out.
    pub fn fill_down(&self) -> Result<Arc<Self>> {
        self.with(|records| Ok(Self::of(reading::fill_down(records)?.0)))
    }

    /// What a newer table changed.
    pub fn compare(&self, newer: Arc<Self>) -> Result<Vec<Difference>> {
        let newer = newer.with(|records| Ok(records.clone()))?;
        self.with(|records| {
            let compared = reading::compare(records, &newer)?;
            Ok(compared.differences.into_iter().map(difference).collect())
        })
    }
}

fn difference(difference: reading::Difference) -> Difference {
    match difference {
        reading::Difference::Added { row } => Difference { old: None, new: Some(row as u64), fields: Vec::new() },
        reading::Difference::Removed { row } => Difference { old: Some(row as u64), new: None, fields: Vec::new() },
        reading::Difference::Changed { old, new, fields } => Difference {
            old: Some(old as u64),
            new: Some(new as u64),
            fields: fields.iter().map(|field| field.id.to_owned()).collect(),
        },
    }
}

/// Whether two texts of a field mean the same.
#[uniffi::export]
pub fn same_meaning(kind_name: String, field: String, one: String, other: String) -> Result<bool> {
    let field = spec::layout(kind(&kind_name)?).field(&field).ok_or_else(|| misuse("no such field"))?;
    Ok(reading::means_the_same(field, &one, &other))
}

/// The records that stand when all units have been imported.
#[uniffi::export]
pub fn standing(received: Vec<ReceivedTable>) -> Result<Vec<Standing>> {
    let mut tables: Vec<(Serial, usize, Records)> = Vec::with_capacity(received.len());
    for (place, each) in received.iter().enumerate() {
        let serial = Serial::new(&each.serial)?;
        tables.push((serial, place, each.table.with(|records| Ok(records.clone()))?));
    }
    // Tables of one serial are one unit.
    tables.sort_by_key(|(serial, place, _)| (*serial, *place));
    let units: Vec<&[(Serial, usize, Records)]> = tables.chunk_by(|one, other| one.0 == other.0).collect();
    let borrowed: Vec<Vec<&Records>> =
        units.iter().map(|unit| unit.iter().map(|(_, _, records)| records).collect()).collect();
    let units_received: Vec<Received<'_>> =
        units.iter().zip(&borrowed).map(|(unit, tables)| Received { serial: unit[0].0, tables }).collect();
    let stand = reading::standing(&units_received).into_iter();
    Ok(stand.map(|(unit, table, row)| Standing { table: units[unit][table].1 as u64, row: row as u64 }).collect())
}
