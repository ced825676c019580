//! What lies where in the two folders.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::journal::Journal;
use super::lock::Lock;
use super::options::FolderOptions;
use crate::error::{Code, Error, Result};
use crate::progress::Job;

/// What waits for a person to upload it.
pub(super) const WAITING: &str = "送信待ち";
/// What a person has uploaded, as they say.
pub(super) const UPLOADED: &str = "送信済";
/// What was recalled before that.
pub(super) const RECALLED: &str = "取消";
/// What was imported.
pub(super) const IMPORTED: &str = "取込済";
/// What was refused.
pub(super) const REFUSED: &str = "取込不可";
/// The records and the lock.
const RECORDS: &str = "記録";

/// The places below the folder that is uploaded from.
pub(super) struct Places {
    out: PathBuf,
}

impl Places {
    /// Finds both folders, and makes what belongs below the first one.
    ///
    /// # Errors
    /// [`Code::FolderSetting`], [`Code::FolderGone`].
    pub(super) fn find(options: &FolderOptions) -> Result<Self> {
        options.check()?;
        readable(&options.inward)?;
        let places = Self { out: options.out.clone() };
        for name in [RECORDS, WAITING] {
            make(&places.out.join(name))?;
        }
        Ok(places)
    }

    /// The folder of those that wait, were uploaded, were recalled.
    pub(super) fn of(&self, name: &str) -> PathBuf {
        self.out.join(name)
    }

    /// The folder of the records.
    pub(super) fn records(&self) -> PathBuf {
        self.out.join(RECORDS)
    }

    /// What became of our own messages.
    pub(super) fn sent(&self) -> Journal {
        Journal(self.records().join("sent.jsonl"))
    }

    /// What became of those that came.
    pub(super) fn received(&self) -> Journal {
        Journal(self.records().join("received.jsonl"))
    }

    /// The right to change the records.
    pub(super) fn lock(&self, job: &Job<'_>) -> Result<Lock> {
        Lock::take(&self.records().join("lock"), job)
    }
}

/// Makes a folder, for its owner alone.
pub(super) fn make(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| Error::path(Code::FolderGone, folder, error))
}

/// Whether a folder can be looked into.
fn readable(folder: &Path) -> Result<()> {
    fs::read_dir(folder).map(drop).map_err(|error| Error::path(Code::FolderGone, folder, error))
}

/// Moves a file or a folder to a name that nothing has yet, beside those that may have it. `None` where it is not
/// there any more.
///
/// # Errors
/// [`Code::FileWrite`] with the path, where it is in use or must not be moved.
pub(super) fn move_into(from: &Path, folder: &Path) -> Result<Option<PathBuf>> {
    let Some(name) = from.file_name().and_then(|name| name.to_str()) else { return Ok(None) };
    if from.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(None);
    }
    make(folder)?;
    let to = (1..).map(|count| folder.join(numbered(name, count))).find(|to| to.symlink_metadata().is_err());
    let to = to.unwrap_or_else(|| folder.join(name));
    match fs::rename(from, &to) {
        Ok(()) => Ok(Some(to)),
        // Another program was faster.
        Err(_) if from.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) => Ok(None),
        Err(error) => Err(Error::path(Code::FileWrite, from, error)),
    }
}

/// The name, and ` (2)` in front of its ending where it is taken.
fn numbered(name: &str, count: usize) -> String {
    match (count, name.rsplit_once('.')) {
        (1, _) => name.to_owned(),
        (count, Some((stem, ending))) => format!("{stem} ({count}).{ending}"),
        (count, None) => format!("{name} ({count})"),
    }
}
