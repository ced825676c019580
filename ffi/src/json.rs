//! Rows as JSON: the form of `cplink::json`.

use cplink::Result;
use cplink::json;
use cplink::record::Table;
use cplink::spec::Layout;

/// One row of these texts.
pub(crate) fn row(layout: &'static Layout, items: Vec<String>) -> Vec<u8> {
    json::row_of_texts(layout, items)
}

/// All rows as an array.
pub(crate) fn table(table: &Table) -> Vec<u8> {
    json::rows(table)
}

/// The rows with kind, version and encoding.
pub(crate) fn whole(table: &Table) -> Vec<u8> {
    json::write_table(table)
}

/// Adds the rows of an object or an array of objects: all of them or none.
pub(crate) fn add(table: &mut Table, text: &str) -> Result<()> {
    json::add_rows(table, text.as_bytes())
}
