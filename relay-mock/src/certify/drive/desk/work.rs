//! The folder of a case that is being done: what is given, what is taken, and the answer.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use cplink::file::is_system_file;
use tempfile::NamedTempFile;

use super::answer_file::{NAMES, Written};
use crate::certify::drive::exchange;
use crate::certify::transcript::{Answer, KeptFile};
use crate::private;

/// What is given.
pub(super) const IMPORT: &str = "import";
/// What is taken.
pub(super) const EXPORT: &str = "export";
/// What is asked, for a script.
pub(super) const REQUEST: &str = "request.json";
/// What is asked, for a person.
pub(super) const SHEET: &str = "sheet.txt";
/// Says that everything is exported.
const DONE: &str = "done";

/// How long nothing must have changed in the folder of the export.
const SETTLED: Duration = Duration::from_secs(2);

/// How long an answer file must not have changed: who writes it may still be at it.
const CALM: Duration = Duration::from_millis(500);

/// Sizes and times of files.
type Seen = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// The folder of a case.
pub(in crate::certify::drive) struct Work {
    path: PathBuf,
    exported: (Seen, Instant),
    answer: (Seen, Instant),
}

impl Work {
    /// A new one. What is left of attempts before is removed: a script would take it for a request of today.
    pub(super) fn begin(root: &Path, case: &str) -> io::Result<Self> {
        if root.exists() {
            fs::remove_dir_all(root)?;
        }
        let path = root.join(case);
        private::folder(&path.join(IMPORT))?;
        private::folder(&path.join(EXPORT))?;
        let nothing = || (Seen::new(), Instant::now());
        Ok(Self { path, exported: nothing(), answer: nothing() })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes it. What a viewer still holds open stays, and is removed when the case is done anew.
    pub(super) fn remove(self) {
        let _ = fs::remove_dir_all(&self.path);
        if let Some(root) = self.path.parent() {
            let _ = fs::remove_dir(root);
        }
    }

    /// Removes what belongs to the step before.
    pub(super) fn clear(&self) -> io::Result<()> {
        let done = Path::new(EXPORT).join(DONE);
        for name in [REQUEST, DONE].into_iter().chain(NAMES).map(Path::new).chain([done.as_path()]) {
            match fs::remove_file(self.path.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Empties a folder of it.
    pub(super) fn empty(&self, folder: &str) -> io::Result<()> {
        for entry in fs::read_dir(self.path.join(folder))? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Writes a file as a whole: who watches never sees half of it.
    pub(super) fn put(&self, name: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = NamedTempFile::with_prefix_in(".part-", &self.path)?;
        file.write_all(bytes)?;
        file.persist(self.path.join(name))?;
        Ok(())
    }

    /// The answer that was put here, once nobody writes at it any more.
    pub(super) fn written(&mut self) -> Option<Written> {
        let seen: Seen = NAMES.iter().filter_map(|name| seen(&self.path.join(name))).collect();
        let is_calm = is_calm(&mut self.answer, seen, CALM);
        let path = self.answer.0.keys().next().filter(|_| is_calm)?;
        Some(Written::read(path))
    }

    /// The answer was looked at. One that could not be used stays under another name.
    pub(super) fn answered(&mut self, rejected: bool) {
        for name in NAMES {
            let path = self.path.join(name);
            let gone = rejected && fs::rename(&path, self.path.join(format!("rejected-{name}"))).is_ok();
            if !gone {
                let _ = fs::remove_file(&path);
            }
        }
        self.answer = (Seen::new(), Instant::now());
    }

    /// Whether somebody says that everything is exported.
    pub(super) fn is_done(&self) -> bool {
        self.path.join(DONE).exists() || self.path.join(EXPORT).join(DONE).exists()
    }

    /// Whether there are files that have not changed for a while.
    pub(super) fn is_settled(&mut self) -> bool {
        let seen = self.seen();
        is_calm(&mut self.exported, seen, SETTLED)
    }

    /// Whether there are files.
    pub(super) fn has_exported(&self) -> bool {
        !self.seen().is_empty()
    }

    fn seen(&self) -> Seen {
        let entries = fs::read_dir(self.path.join(EXPORT)).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.file_name().to_str().is_none_or(|name| !is_passed_over(name)));
        files.filter_map(|entry| seen(&entry.path())).collect()
    }

    /// The files of the export.
    pub(super) fn exported(&self) -> Result<Vec<KeptFile>, Answer> {
        exchange::taken(&self.path.join(EXPORT), is_passed_over)
    }
}

/// `done`, and what the system or an editor puts beside files.
fn is_passed_over(name: &str) -> bool {
    name == DONE || is_system_file(name)
}

fn seen(path: &Path) -> Option<(PathBuf, (u64, Option<SystemTime>))> {
    let about = path.symlink_metadata().ok()?;
    Some((path.to_owned(), (about.len(), about.modified().ok())))
}

/// Whether there is something, and has been the same for so long.
fn is_calm(before: &mut (Seen, Instant), now: Seen, calm: Duration) -> bool {
    if before.0 != now {
        *before = (now, Instant::now());
    }
    !before.0.is_empty() && before.1.elapsed() >= calm
}
