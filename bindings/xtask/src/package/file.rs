//! Files of the packages, with errors that name them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::place::target_folder;

/// A folder for steps in between, empty.
pub(super) fn work_folder(name: &str) -> Result<PathBuf, String> {
    let folder = target_folder().join("dist-work").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| shown(&folder, &error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| shown(&folder, &error))?;
    Ok(folder)
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| shown(path, &error))
}

pub(super) fn read_text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| shown(path, &error))
}

/// All files below a folder, by their path in it.
pub(crate) fn below(folder: &Path) -> Result<BTreeSet<String>, String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(|error| shown(folder, &error))? {
        let path = entry.map_err(|error| shown(folder, &error))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if path.is_dir() {
            found.extend(below(&path)?.into_iter().map(|inner| format!("{name}/{inner}")));
        } else {
            found.insert(name.to_owned());
        }
    }
    Ok(found)
}

pub(super) fn shown(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
