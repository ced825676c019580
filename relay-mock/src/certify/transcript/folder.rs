//! The folder of a run.
//!
//! ```text
//! run.json                     the run
//! cases/CASE.json              a case that is done: written last, and as a whole
//! files/CASE/STEP/NAME         what was given and taken
//! files/CASE/receipts/NAME     receipts, and their authority
//! result.json                  the verdict
//! ```

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cplink::file::{MAX_NAME, check_name};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;

use super::answer::{Answer, Broken};
use super::kept::CaseRecord;
use super::kept_file::KeptFile;
use super::record::{FORMAT, RunRecord, Transcript};
use crate::private;

/// The folder of a run.
#[derive(Clone, Debug)]
pub struct RunFolder {
    path: PathBuf,
    /// Held while the run goes on: two of them would write over each other.
    _lock: Option<Arc<File>>,
}

/// Why a run's folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is something in it already.
    #[error("the folder is not empty")]
    Occupied,
    /// It has no run.
    #[error("the folder has no run")]
    NoRun,
    /// Another run goes on in it.
    #[error("another run goes on in the folder")]
    Busy,
    /// A file is not of the form.
    #[error("{0}: {1}")]
    Form(PathBuf, String),
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
}

const RUN: &str = "run.json";
const RECEIPTS: &str = "receipts";
const LOCK: &str = ".lock";
/// How files begin that are being written.
const PART: &str = ".part-";

impl RunFolder {
    /// Begins a run in an empty or missing folder.
    ///
    /// # Errors
    /// The folder has something in it, or cannot be written.
    pub fn begin(path: &Path, run: &RunRecord) -> Result<Self, FolderError> {
        // What a run leaves that was ended before it began is nothing.
        let is_something = |entry: io::Result<fs::DirEntry>| {
            let name = entry.map(|entry| entry.file_name());
            name.map_or(true, |name| name != LOCK && !name.to_string_lossy().starts_with(PART))
        };
        if fs::read_dir(path).is_ok_and(|mut entries| entries.any(is_something)) {
            return Err(FolderError::Occupied);
        }
        let folder = Self { path: path.to_owned(), _lock: None };
        folder.make(path)?;
        let folder = Self { _lock: lock(path)?, ..folder };
        // Another one may have begun between the look and the lock.
        if path.join(RUN).exists() {
            return Err(FolderError::Occupied);
        }
        folder.write_json(&path.join(RUN), run)?;
        Ok(folder)
    }

    /// The folder of a run that goes on: nobody else's as long as this value lives.
    ///
    /// # Errors
    /// As [`open`](Self::open); another run goes on in it.
    pub fn resume(path: &Path) -> Result<(Self, Transcript), FolderError> {
        if !path.join(RUN).is_file() {
            return Err(FolderError::NoRun);
        }
        let lock = lock(path)?;
        let (folder, transcript) = Self::open(path)?;
        Ok((Self { _lock: lock, ..folder }, transcript))
    }

    /// The folder of a run that was begun.
    ///
    /// # Errors
    /// It has none, or one of another form.
    pub fn open(path: &Path) -> Result<(Self, Transcript), FolderError> {
        let folder = Self { path: path.to_owned(), _lock: None };
        let file = path.join(RUN);
        if !file.is_file() {
            return Err(FolderError::NoRun);
        }
        let run: RunRecord = read_json(&file)?;
        if run.format != FORMAT {
            return Err(FolderError::Form(file, format!("this program reads {FORMAT}")));
        }
        let mut transcript = Transcript { run, cases: Default::default() };
        let cases = path.join("cases");
        let io = |error| FolderError::Io(cases.clone(), error);
        // No case was done yet.
        let entries = if cases.is_dir() { Some(fs::read_dir(&cases).map_err(io)?) } else { None };
        for entry in entries.into_iter().flatten() {
            let file = entry.map_err(io)?.path();
            // What is not so named is the rest of a case that was cut off.
            if file.extension().is_some_and(|ending| ending == "json") {
                let mut case: CaseRecord = read_json(&file)?;
                folder.read_files(&mut case);
                transcript.cases.insert(case.id.clone(), case);
            }
        }
        Ok((folder, transcript))
    }

    /// The path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps a case that is done, its files first: it is there as a whole or not at all.
    ///
    /// # Errors
    /// Something cannot be written.
    pub fn keep(&self, case: &CaseRecord) -> Result<(), FolderError> {
        let files = self.path.join("files").join(&case.id);
        // The rest of an attempt that was cut off.
        let _ = fs::remove_dir_all(&files);
        for step in case.steps.iter().filter(|step| !step.files.is_empty()) {
            let folder = files.join(step.step.to_string());
            self.make(&folder)?;
            for file in &step.files {
                self.write(&folder.join(&file.name), &file.bytes)?;
            }
        }
        if let Some(receipts) = &case.receipts {
            let folder = files.join(RECEIPTS);
            self.make(&folder)?;
            for file in receipts.list.iter().map(|receipt| &receipt.file).chain([&receipts.authority]) {
                self.write(&folder.join(&file.name), &file.bytes)?;
            }
        }
        self.make(&self.path.join("cases"))?;
        self.write_json(&self.path.join("cases").join(format!("{}.json", case.id)), case)
    }

    /// Writes a file of the run as a whole.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
        let folder = path.parent().unwrap_or(&self.path);
        let write = || -> io::Result<()> {
            let mut file = NamedTempFile::with_prefix_in(PART, folder)?;
            file.write_all(bytes)?;
            file.as_file().sync_all()?;
            file.persist(path)?;
            // The name is on the disk only when its folder is; Windows has no such call.
            if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
        };
        write().map_err(|error| FolderError::Io(path.to_owned(), error))
    }

    /// Writes a JSON file of the run as a whole.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write_json(&self, path: &Path, value: &impl Serialize) -> Result<(), FolderError> {
        let mut text =
            serde_json::to_vec_pretty(value).map_err(|error| FolderError::Form(path.to_owned(), error.to_string()))?;
        text.push(b'\n');
        self.write(path, &text)
    }

    fn make(&self, path: &Path) -> Result<(), FolderError> {
        private::folder(path).map_err(|error| FolderError::Io(path.to_owned(), error))
    }

    /// Reads the bytes of the files. A file that is not the one of the record leaves nothing to judge.
    fn read_files(&self, case: &mut CaseRecord) {
        let files = self.path.join("files").join(&case.id);
        for step in &mut case.steps {
            let folder = files.join(step.step.to_string());
            for file in &mut step.files {
                if !read_file(&folder, file) {
                    step.answer = altered(file);
                }
            }
        }
        let Some(receipts) = &mut case.receipts else { return };
        let folder = files.join(RECEIPTS);
        let list = receipts.list.iter_mut().map(|receipt| (receipt.step, &mut receipt.file));
        for (number, file) in list.chain([(0, &mut receipts.authority)]) {
            let step = case.steps.iter_mut().find(|step| step.step == number);
            if !read_file(&folder, file)
                && let Some(step) = step
            {
                step.answer = altered(file);
            }
        }
    }
}

/// Gives a file its bytes, if they are those of the record.
fn read_file(folder: &Path, file: &mut KeptFile) -> bool {
    // A transcript can come from anywhere: its names must not lead out of the folder.
    let bytes = check_name(&file.name, MAX_NAME).ok().and_then(|()| fs::read(folder.join(&file.name)).ok());
    let bytes = bytes.filter(|bytes| KeptFile::sum(bytes) == file.sha256);
    let is_there = bytes.is_some();
    file.bytes = Arc::from(bytes.unwrap_or_default());
    is_there
}

fn altered(file: &KeptFile) -> Answer {
    Answer::Broken { how: Broken::Altered, detail: format!("{} is missing or was changed", file.name) }
}

/// Takes the folder; nothing where its file system knows no locks.
fn lock(path: &Path) -> Result<Option<Arc<File>>, FolderError> {
    let file = path.join(LOCK);
    let opened = File::options().create(true).truncate(false).write(true).open(&file);
    let opened = opened.map_err(|error| FolderError::Io(file, error))?;
    match opened.try_lock() {
        Ok(()) => Ok(Some(Arc::new(opened))),
        Err(TryLockError::WouldBlock) => Err(FolderError::Busy),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, FolderError> {
    let bytes = fs::read(path).map_err(|error| FolderError::Io(path.to_owned(), error))?;
    serde_json::from_slice(&bytes).map_err(|error| FolderError::Form(path.to_owned(), error.to_string()))
}
