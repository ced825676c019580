//! The rows of one file.

use crate::boundary::{Handle, OutText};
use crate::generated::handles::{cpl_findings, cpl_row, cpl_texts};
pub(crate) use crate::interpret::{compare, compare_results, fill_down, monthly_once, own_rows};
use crate::layout::{column_of, kind_of, version_of, wrong};
use crate::texts::row_of;
pub(crate) use crate::translate::{from_json, to_json, translate, version};
use cplink::Result;
use cplink::convert::{self, CsvStyle};
use cplink::json;
use cplink::record::Table;

/// The rows of one file.
pub struct cpl_table(pub(crate) Handle<Table>);

pub(crate) fn new(kind: &str, version: Option<&str>) -> Result<cpl_table> {
    let kind = kind_of(kind)?;
    let table =
        version.map_or_else(|| Ok(Table::new(kind)), |version| Table::with_version(kind, version_of(version)?))?;
    Ok(cpl_table(Handle::new(table)))
}

pub(crate) fn read(kind: &str, csv: &[u8]) -> Result<(cpl_table, cpl_findings)> {
    let read = convert::read(kind_of(kind)?, csv)?;
    Ok((cpl_table(Handle::new(read.table)), read.findings.iter().collect()))
}

pub(crate) fn kind(table: &cpl_table, text: OutText<'_>) -> Result<()> {
    text.put(table.0.read()?.kind().name());
    Ok(())
}

pub(crate) fn len(table: &cpl_table) -> Result<usize> {
    Ok(table.0.read()?.len())
}

pub(crate) fn row(table: &cpl_table, index: usize, row: &cpl_row) -> Result<()> {
    let table = table.0.read()?;
    let read = table.row(index).ok_or_else(|| wrong("no such row"))?;
    row.0.write()?.fill(table.layout(), read);
    Ok(())
}

pub(crate) fn texts(table: &cpl_table, kind: &str, first: usize, count: usize) -> Result<cpl_texts> {
    let rows = first..first.saturating_add(count);
    Ok(cpl_texts(table.0.read()?.texts(kind_of(kind)?, rows)?))
}

pub(crate) fn add_row(table: &cpl_table, text: &[u8], offsets: &[u32]) -> Result<usize> {
    let cells = row_of(text, offsets)?;
    table.0.write()?.push_texts(&cells)
}

pub(crate) fn set_row(table: &cpl_table, index: usize, text: &[u8], offsets: &[u32]) -> Result<()> {
    let cells = row_of(text, offsets)?;
    table.0.write()?.set_texts(index, &cells)?;
    Ok(())
}

pub(crate) fn push(table: &cpl_table) -> Result<usize> {
    Ok(table.0.write()?.push())
}

pub(crate) fn set(table: &cpl_table, index: usize, field: &str, value: &str) -> Result<()> {
    table.0.write()?.set(index, field, value)?;
    Ok(())
}

pub(crate) fn set_number(table: &cpl_table, index: usize, number: u32, value: &str) -> Result<()> {
    let mut table = table.0.write()?;
    let layout = table.layout();
    table.set(index, layout.fields[column_of(layout, number)?].id, value)?;
    Ok(())
}

pub(crate) fn remove(table: &cpl_table, index: usize) -> Result<()> {
    table.0.write()?.remove(index)?;
    Ok(())
}

pub(crate) fn write(table: &cpl_table, as_read: bool) -> Result<(Vec<u8>, cpl_findings)> {
    let style = if as_read { CsvStyle::AsRead } else { CsvStyle::Canonical };
    let (bytes, findings) = convert::write(&*table.0.read()?, style)?;
    Ok((bytes, findings.iter().collect()))
}

pub(crate) fn json(table: &cpl_table) -> Result<Vec<u8>> {
    Ok(json::rows(&*table.0.read()?))
}

pub(crate) fn add_json(table: &cpl_table, text: &str) -> Result<()> {
    json::add_rows(&mut *table.0.write()?, text.as_bytes())?;
    Ok(())
}
