//! The tables of files.

use cplink::json::FileJson;
use cplink::record::Table;

/// The tables of files.
pub(super) fn tables(files: &[FileJson]) -> impl Iterator<Item = &Table> {
    files.iter().map(|file| &file.table)
}
