//! Units to import: what to remove, what to insert, and what remains.

use crate::boundary::Handle;
use crate::generated::handles::{cpl_rows, cpl_steps, cpl_table};
use cplink::Result;
use cplink::interpret::{self, ReceivedTable};
use cplink::record::Table;
use cplink::unit::Serial;

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
