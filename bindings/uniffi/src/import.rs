//! Units to import: what to remove, what to insert, and what remains.

use std::path::Path;
use std::sync::{Arc, Mutex};

use cplink::form::{Printable, Slip};
use cplink::interpret::{self, ReceivedTable};
use cplink::record::Table as Records;
use cplink::unit::Serial;
use cplink_values as values;

use crate::failure::{Result, hold};
use crate::form;
use crate::generated::{ImportStep, Printed, ResultsComparison, steps};
use crate::number::signed;
use crate::source::Source;
use crate::table::Table;
use crate::unit::Unit;

/// Units to import.
#[derive(Default, uniffi::Object)]
pub struct Import(Mutex<Held>);

/// Their tables, and what they have beside them.
#[derive(Default)]
struct Held {
    tables: Vec<(Serial, Records)>,
    beside: Printable,
}

impl Held {
    fn received(&self) -> Vec<ReceivedTable<'_>> {
        self.tables.iter().map(|(serial, table)| ReceivedTable { serial: *serial, table }).collect()
    }
}

/// A row that remains.
#[derive(uniffi::Record)]
pub struct RemainingRow {
    /// The table's place.
    pub table: i64,
    /// The row, from 0.
    pub row: i64,
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
        hold(&self.0)?.tables.push((serial, table));
        Ok(())
    }

    /// Adds a unit under its serial.
    pub fn add_unit(&self, unit: Arc<Unit>) -> Result<()> {
        let (serial, printable) = unit.with(|unit| Ok((unit.serial(), Printable::of_unit(unit)?)))?;
        let Printable { files, attachments, findings } = printable;
        let mut held = hold(&self.0)?;
        held.tables.extend(files.into_iter().map(|file| (serial, file.table)));
        held.beside.attachments.extend(attachments);
        held.beside.findings.extend(findings);
        Ok(())
    }

    /// The rows that remain when all units have been imported.
    pub fn remaining_rows(&self) -> Result<Vec<RemainingRow>> {
        let remaining = interpret::remaining_rows(&hold(&self.0)?.received()).into_iter();
        Ok(remaining.map(|(table, row)| RemainingRow { table: signed(table), row: signed(row) }).collect())
    }

    /// What of the plans that remain was done by the results that remain.
    pub fn compare_results(&self, monthly: Vec<String>) -> Result<ResultsComparison> {
        let monthly: Vec<&str> = monthly.iter().map(String::as_str).collect();
        let compared = interpret::compare_received(&hold(&self.0)?.received(), &monthly)?;
        Ok(values::ResultsComparison::from(compared).into())
    }

    /// The forms of what remains, as a text or into a file.
    pub fn print(&self, path: Option<String>, forms: Vec<String>, names: Option<Source>) -> Result<Printed> {
        let (forms, names) = (form::kinds(&forms)?, form::names(names)?);
        let path = path.as_deref().map(Path::new);
        let held = hold(&self.0)?;
        let slip = Slip::of_received(&held.received(), |at| held.tables[at].1.kind().name())?;
        let slip = slip.with_attachments(held.beside.attachments.iter().cloned());
        Ok(values::Printed::of(&slip, &forms, &names, path, &held.beside.findings)?.into())
    }

    /// The steps that import the units.
    pub fn steps(&self) -> Result<Vec<ImportStep>> {
        Ok(steps(values::Steps::from(interpret::import_steps(&hold(&self.0)?.received()))))
    }
}
