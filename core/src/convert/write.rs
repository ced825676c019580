//! Strict writing of a whole table: the standard's canonical form, and nothing that CP932 cannot hold.

use super::encode::{CsvStyle, Encoder};
use crate::error::{Code, Error, Result};
use crate::finding::Finding;
use crate::record::Table;

/// Writes a table. Substituted characters and user-defined ones are findings beside the bytes.
///
/// # Errors
/// [`Code::Unmappable`], with the finding of every character that cannot be written, control characters too;
/// [`Code::LayoutVersion`] where a row to write anew is of another CSV version.
pub fn write(table: &Table, form: CsvStyle) -> Result<(Vec<u8>, Vec<Finding>)> {
    if form == CsvStyle::AsRead && table.is_unchanged() {
        return Ok((table.source.to_vec(), Vec::new()));
    }
    let mut encoder = Encoder::new(form);
    encoder.out.reserve(table.source.len() + table.len() * 64);
    let mut is_unmappable = false;
    for (index, row) in table.rows().enumerate() {
        is_unmappable |= !encoder.row(index as u64 + 1, row)?;
    }
    let findings = encoder.findings.finish();
    if is_unmappable {
        return Err(Error::new(Code::Unmappable).with_findings(findings));
    }
    Ok((encoder.out, findings))
}
