//! Names of files in errors.

use std::path::Path;

use crate::file::is_invisible;

/// A file's name, without its folder.
pub(super) fn shown(path: &Path) -> String {
    printable(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// A name with nothing in it that cannot be seen.
pub(super) fn printable(name: &str) -> String {
    name.chars().map(|c| if is_invisible(c) { '\u{fffd}' } else { c }).collect()
}
