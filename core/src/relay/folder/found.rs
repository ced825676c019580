//! A file that lies in the folder, or in a ZIP there.

use std::fs::Metadata;
use std::path::PathBuf;
use std::time::SystemTime;

use super::told::{printable, shown};
use super::zipped;
use crate::error::Result;
use crate::file::Source;

/// What shows that a file has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: u64,
    pub(super) changed: SystemTime,
}

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), changed: metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH) }
    }
}

/// A file that may belong to a unit.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its name, without folders.
    pub(super) name: String,
    /// The file itself, or the ZIP that holds it.
    pub(super) path: PathBuf,
    /// Which entry of the ZIP it is.
    pub(super) entry: Option<usize>,
    /// Of the file, or of the ZIP.
    pub(super) stamp: Stamp,
    /// The folder or the ZIP that it shares with others; `None` for the watched folder itself, where everything lies.
    pub(super) place: Option<PathBuf>,
}

impl Found {
    /// Its bytes.
    pub(super) fn source(&self) -> Result<Source> {
        match self.entry {
            None => Ok(Source::File(self.path.clone())),
            Some(entry) => Ok(Source::from(zipped::read(&self.path, entry)?)),
        }
    }

    /// Its name as it is told: in a ZIP with the ZIP's.
    pub(super) fn told(&self) -> String {
        match self.entry {
            None => shown(&self.path),
            Some(_) => format!("{} > {}", shown(&self.path), printable(&self.name)),
        }
    }
}
