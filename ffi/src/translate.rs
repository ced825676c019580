//! Rows of one CSV version as rows of another.

use crate::boundary::{Handle, OutText};
use crate::generated::handles::{cpl_remarks, cpl_table};
use crate::layout::version_of;
use cplink::Result;
use cplink::json;
use cplink::translate;

pub(crate) fn version(table: &cpl_table, text: OutText<'_>) -> Result<()> {
    text.put(table.0.read()?.version().value());
    Ok(())
}

pub(crate) fn translate(table: &cpl_table, version: &str) -> Result<(cpl_table, cpl_remarks)> {
    let translated = translate::table(&*table.0.read()?, version_of(version)?)?;
    Ok((cpl_table(Handle::new(translated.table)), translated.remarks.into()))
}

pub(crate) fn to_json(table: &cpl_table) -> Result<Vec<u8>> {
    Ok(json::write_table(&*table.0.read()?))
}

pub(crate) fn from_json(json: &[u8]) -> Result<cpl_table> {
    Ok(cpl_table(Handle::new(json::read_table(json)?)))
}
