//! Units to import: what to remove, what to insert, and what remains.

use std::path::Path;
use std::sync::{Arc, Mutex};

use cplink::form::Slip;
use cplink::interpret::{self, ReceivedTable};
use cplink::record::Table as Records;
use cplink::unit::Serial;
use cplink_values as values;

use crate::failure::{Result, hold};
use crate::form;
use crate::generated::{ImportStep, Printed, steps};
use crate::number::signed;
use crate::source::Source;
use crate::table::Table;

/// Units to import.
#[derive(Default, uniffi::Object)]
pub struct Import(Mutex<Vec<(Serial, Records)>>);

/// A row that remains.
#[derive(uniffi::Record)]
pub struct RemainingRow {
    /// The table's place.
    pub table: i64,
    /// The row, from 0.
    pub row: i64,
}

impl Import {
    fn with<T>(&self, use_of: impl FnOnce(&[ReceivedTable<'_>]) -> T) -> Result<T> {
        let tables = hold(&self.0)?;
        let received: Vec<_> = tables.iter().map(|(serial, table)| ReceivedTable { serial: *serial, table }).collect();
        Ok(use_of(&received))
    }
}

#[uniffi::export]
impl Import {
    /// Without tables.
    #[uniffi::constructor]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Adds a copy of a table.
    pub fn add(&self, serial: String, table: Arc<Table>) -> Result<()> {
        let serial = Serial::new(&serial)?;
        let table = table.with(|records| Ok(records.clone()))?;
        hold(&self.0)?.push((serial, table));
        Ok(())
    }

    /// The rows that remain when all units have been imported.
    pub fn remaining_rows(&self) -> Result<Vec<RemainingRow>> {
        let remaining = self.with(interpret::remaining_rows)?.into_iter();
        Ok(remaining.map(|(table, row)| RemainingRow { table: signed(table), row: signed(row) }).collect())
    }

    /// The forms of what remains, as a text or into a file.
    pub fn print(&self, path: Option<String>, forms: Vec<String>, names: Option<Source>) -> Result<Printed> {
        let (forms, names) = (form::kinds(&forms)?, form::names(names)?);
        let path = path.as_deref().map(Path::new);
        let print =
            |received: &[ReceivedTable<'_>]| values::Printed::of(&Slip::of_units(received), &forms, &names, path, &[]);
        Ok(self.with(print)??.into())
    }

    /// The steps that import the units.
    pub fn steps(&self) -> Result<Vec<ImportStep>> {
        Ok(steps(values::Steps::from(self.with(interpret::import_steps)?)))
    }
}
