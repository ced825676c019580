//! The folders of the suites.

use std::path::PathBuf;

use crate::place::debug_folder;

/// A suite's own folder, empty.
pub(crate) fn scratch(suite: &str) -> Result<PathBuf, String> {
    let folder = debug_folder().join("suites").join(suite);
    let failed = |error| format!("{}: {error}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(failed)?;
    }
    std::fs::create_dir_all(&folder).map_err(failed)?;
    Ok(folder)
}
