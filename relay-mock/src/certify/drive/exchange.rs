//! The folder in which files go from hand to hand: made for one request, and removed after it.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use cplink::file::{MAX_NAME, check_name};
use tempfile::TempDir;

use crate::certify::scenario::{File, Step};
use crate::certify::transcript::{Answer, Broken, KeptFile};

/// How many files are taken, at most.
pub const MAX_FILES: usize = 1000;

/// How many bytes are taken, at most.
pub const MAX_TOTAL: u64 = 16 << 20;

/// A folder for one request.
#[derive(Debug)]
pub struct Exchange(TempDir);

impl Exchange {
    /// An empty one. Only its owner can look into it.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn new() -> io::Result<Self> {
        let folder = TempDir::with_prefix("certify-")?;
        // The path travels in JSON.
        if folder.path().to_str().is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the temporary folder's path is not Unicode"));
        }
        Ok(Self(folder))
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes files into it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put(&self, files: &[File]) -> io::Result<Vec<PathBuf>> {
        let put = |file: &File| {
            let path = self.path().join(&file.name);
            fs::write(&path, &file.bytes).map(|()| path)
        };
        files.iter().map(put).collect()
    }

    /// The files that are in it, by name.
    ///
    /// # Errors
    /// Too many files, too long ones, or what is no file ([`Answer::Broken`]).
    pub fn taken(&self) -> Result<Vec<KeptFile>, Answer> {
        taken(self.path(), |_| false)
    }
}

/// The files in a folder, by name, but for those that are passed over.
pub(super) fn taken(folder: &Path, passed_over: fn(&str) -> bool) -> Result<Vec<KeptFile>, Answer> {
    let broken = |how, detail: String| Answer::Broken { how, detail };
    let io = |error: io::Error| broken(Broken::Garbled, format!("the folder of the export: {error}"));
    let (mut files, mut room) = (Vec::new(), MAX_TOTAL);
    for entry in fs::read_dir(folder).map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name();
        if name.to_str().is_some_and(passed_over) {
            continue;
        }
        let name = name.to_str().filter(|name| check_name(name, MAX_NAME).is_ok());
        // Not followed: a link could lead anywhere.
        let (Some(name), true) = (name, entry.file_type().map_err(io)?.is_file()) else {
            return Err(broken(Broken::Garbled, "the folder of the export has something that is no file".to_owned()));
        };
        let mut bytes = Vec::new();
        fs::File::open(entry.path()).map_err(io)?.take(room + 1).read_to_end(&mut bytes).map_err(io)?;
        let left = room.checked_sub(bytes.len() as u64).filter(|_| files.len() < MAX_FILES);
        room = left.ok_or_else(|| {
            broken(Broken::TooLarge, format!("more than {MAX_FILES} files or {} MiB", MAX_TOTAL >> 20))
        })?;
        files.push(KeptFile::new(name, bytes));
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

/// The files that a step hands out: the unit to import, or what goes with the rows that are typed in.
pub(crate) fn handed_out(step: &Step) -> &[File] {
    match step {
        Step::Give { files, .. } | Step::Enter { attachments: files, .. } => files,
        Step::Take { .. } | Step::Show { .. } => &[],
    }
}

/// The same, for the record.
pub(super) fn given(step: &Step) -> Vec<KeptFile> {
    handed_out(step).iter().map(|file| KeptFile::new(file.name.as_str(), file.bytes.clone())).collect()
}
