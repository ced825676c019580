//! Units to import: what to remove, what to insert, and what remains.

use crate::boundary::Handle;
use crate::generated::handles::{cpl_rows, cpl_steps, cpl_table};
use cplink::Result;
use cplink::form::{NameTable, Slip};
use cplink::interpret::{self, ReceivedTable};
use cplink::record::Table;
use cplink::unit::Serial;
use cplink_values::{FormKind, Printed};
use std::path::Path;

/// Units to import.
pub struct cpl_import(Handle<Vec<(Serial, Table)>>);

impl cpl_import {
    fn with<T>(&self, use_of: impl FnOnce(&[ReceivedTable<'_>]) -> T) -> Result<T> {
        let tables = self.0.read()?;
        let received: Vec<_> = tables.iter().map(|(serial, table)| ReceivedTable { serial: *serial, table }).collect();
        Ok(use_of(&received))
    }
}

pub(crate) fn new() -> Result<cpl_import> {
    Ok(cpl_import(Handle::new(Vec::new())))
}

pub(crate) fn add(import: &cpl_import, serial: &str, table: &cpl_table) -> Result<()> {
    let serial = Serial::new(serial)?;
    let table = table.0.read()?.clone();
    import.0.write()?.push((serial, table));
    Ok(())
}

pub(crate) fn remaining_rows(import: &cpl_import) -> Result<cpl_rows> {
    let remaining_rows = import.with(interpret::remaining_rows)?.into_iter();
    Ok(cpl_rows { places: remaining_rows.flat_map(|(table, row)| [table as u32, row as u32]).collect() })
}

pub(crate) fn steps(import: &cpl_import) -> Result<cpl_steps> {
    Ok(import.with(interpret::import_steps)?.into())
}

fn printed(import: &cpl_import, path: Option<&str>, forms: &[i32], names: &[u8]) -> Result<Printed> {
    let (forms, names) = (FormKind::of_numbers(forms)?, NameTable::read(names)?);
    import.with(|received| Printed::of(&Slip::of_units(received), &forms, &names, path.map(Path::new), &[]))?
}

pub(crate) fn to_html(import: &cpl_import, forms: &[i32], names: &[u8]) -> Result<Printed> {
    printed(import, None, forms, names)
}

pub(crate) fn save_html(import: &cpl_import, path: &str, forms: &[i32], names: &[u8]) -> Result<Printed> {
    printed(import, Some(path), forms, names)
}
