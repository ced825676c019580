//! Units to import: what to remove, what to insert, and what remains.

use crate::boundary::Handle;
use crate::generated::handles::{cpl_results_comparison, cpl_rows, cpl_steps, cpl_table, cpl_unit};
use cplink::Result;
use cplink::form::{NameTable, Printable, Slip};
use cplink::interpret::{self, ReceivedTable};
use cplink::record::Table;
use cplink::unit::Serial;
use cplink_values::{FormKind, Printed};
use std::path::Path;

/// Units to import.
pub struct cpl_import(Handle<Held>);

#[derive(Default)]
struct Held {
    tables: Vec<(Serial, Table)>,
    /// What the units have beside their tables.
    beside: Printable,
}

impl Held {
    fn received(&self) -> Vec<ReceivedTable<'_>> {
        self.tables.iter().map(|(serial, table)| ReceivedTable { serial: *serial, table }).collect()
    }
}

pub(crate) fn new() -> Result<cpl_import> {
    Ok(cpl_import(Handle::new(Held::default())))
}

pub(crate) fn add(import: &cpl_import, serial: &str, table: &cpl_table) -> Result<()> {
    let serial = Serial::new(serial)?;
    let table = table.0.read()?.clone();
    import.0.write()?.tables.push((serial, table));
    Ok(())
}

pub(crate) fn add_unit(import: &cpl_import, unit: &cpl_unit) -> Result<()> {
    let unit = unit.0.read()?;
    let Printable { files, attachments, findings } = Printable::of_unit(&unit)?;
    let mut held = import.0.write()?;
    held.tables.extend(files.into_iter().map(|file| (unit.serial(), file.table)));
    held.beside.attachments.extend(attachments);
    held.beside.findings.extend(findings);
    Ok(())
}

pub(crate) fn remaining_rows(import: &cpl_import) -> Result<cpl_rows> {
    let remaining_rows = interpret::remaining_rows(&import.0.read()?.received()).into_iter();
    Ok(cpl_rows { places: remaining_rows.flat_map(|(table, row)| [table as u32, row as u32]).collect() })
}

pub(crate) fn steps(import: &cpl_import) -> Result<cpl_steps> {
    Ok(interpret::import_steps(&import.0.read()?.received()).into())
}

pub(crate) fn compare_results(import: &cpl_import, monthly: Vec<&str>) -> Result<cpl_results_comparison> {
    Ok(interpret::compare_received(&import.0.read()?.received(), &monthly)?.into())
}

fn printed(import: &cpl_import, path: Option<&str>, forms: &[i32], names: &[u8]) -> Result<Printed> {
    let (forms, names) = (FormKind::of_numbers(forms)?, NameTable::read(names)?);
    let held = import.0.read()?;
    let slip = Slip::of_received(&held.received(), |at| held.tables[at].1.kind().name())?;
    let slip = slip.with_attachments(held.beside.attachments.iter().cloned());
    Printed::of(&slip, &forms, &names, path.map(Path::new), &held.beside.findings)
}

pub(crate) fn to_html(import: &cpl_import, forms: &[i32], names: &[u8]) -> Result<Printed> {
    printed(import, None, forms, names)
}

pub(crate) fn save_html(import: &cpl_import, path: &str, forms: &[i32], names: &[u8]) -> Result<Printed> {
    printed(import, Some(path), forms, names)
}
