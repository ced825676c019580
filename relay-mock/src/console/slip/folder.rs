//! The files of a folder on the relay's machine.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use cplink::file::is_system_folder;

use super::files::Given;

/// Folders within folders are followed so far.
const MAX_DEPTH: usize = 4;
/// So many files are looked at.
const MAX_FILES: usize = 500;
/// So many bytes are read.
const MAX_BYTES: u64 = 128 << 20;

/// Why a folder was not read.
#[derive(Debug)]
pub(crate) enum FolderError {
    /// It has too many files, or too large ones.
    Large,
    /// It, or something in it, cannot be read.
    Unreadable,
}

/// The files of a folder and of those in it, folder by folder.
pub(crate) fn files(folder: &Path) -> Result<Vec<Vec<Given>>, FolderError> {
    let mut reading = Reading { folders: Vec::new(), files: 0, bytes: 0 };
    reading.walk(folder, MAX_DEPTH)?;
    Ok(reading.folders)
}

struct Reading {
    folders: Vec<Vec<Given>>,
    files: usize,
    bytes: u64,
}

impl Reading {
    fn walk(&mut self, folder: &Path, depth: usize) -> Result<(), FolderError> {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = entries.map_err(|_| FolderError::Unreadable)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        let mut files = Vec::new();
        for entry in entries {
            // Not followed: a link may lead in circles, and what is no file might never end.
            let about = entry.metadata().map_err(|_| FolderError::Unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if about.is_dir() && depth > 0 && !is_system_folder(&name) {
                self.walk(&entry.path(), depth - 1)?;
            } else if about.is_file() {
                self.files += 1;
                self.bytes = self.bytes.saturating_add(about.len());
                if self.files > MAX_FILES || self.bytes > MAX_BYTES {
                    return Err(FolderError::Large);
                }
                files.push((name, Arc::from(fs::read(entry.path()).map_err(|_| FolderError::Unreadable)?)));
            }
        }
        if !files.is_empty() {
            self.folders.push(files);
        }
        Ok(())
    }
}
