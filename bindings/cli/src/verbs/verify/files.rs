//! The files that a call names: those of a folder that is no export are its containers and receipts.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::{Code, evidence};
use cplink_cli::Fault;

/// More than any office keeps in a folder.
const MAX_FILES: usize = 100_000;
/// A keep folder has no more levels.
const MAX_DEPTH: usize = 4;

/// The paths, folders of containers (`.asice`) and receipts (`.p7s`) replaced by those, by name. A folder that
/// holds none, or is an export, stays.
pub(super) fn listed(paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, Fault> {
    let mut all = Vec::new();
    for path in paths {
        let mut found = Vec::new();
        if path.is_dir() && !path.join(evidence::INDEX).exists() {
            collect(&path, MAX_DEPTH, &mut found)?;
        }
        found.sort();
        if found.is_empty() {
            found.push(path);
        }
        all.extend(found);
    }
    Ok(all)
}

fn collect(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Fault> {
    let unreadable = |error| Fault::io(Code::FileRead, folder.display(), error);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        let is_ours = path.extension().is_some_and(|ending| ending == "asice" || ending == "p7s");
        if entry.file_type().map_err(unreadable)?.is_dir() {
            if depth > 1 {
                collect(&path, depth - 1, found)?;
            }
        } else if is_ours {
            found.push(path);
        }
        if found.len() > MAX_FILES {
            return Err(Fault::from(cplink::Error::new(Code::TooLarge)).about(folder.display()));
        }
    }
    Ok(())
}
