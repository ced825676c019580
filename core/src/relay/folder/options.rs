//! Which folders, and how they are watched.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Code, Error, Result};

/// The two folders, and how the one that files come into is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderOptions {
    /// What a person uploads is laid ready here, and the records are kept here. Created if it is missing.
    pub out: PathBuf,
    /// What a person downloads comes here: the browser's folder, or one of its own.
    pub inward: PathBuf,
    /// A file that was not changed for so long is whole.
    pub settle: Duration,
    /// Whether files stay where they are once their message was acknowledged.
    pub leave: bool,
    /// Whether a unit of which a file is missing is handed over as it is.
    pub take_incomplete: bool,
}

impl Default for FolderOptions {
    /// No folders yet; 5 seconds.
    fn default() -> Self {
        Self {
            out: PathBuf::new(),
            inward: PathBuf::new(),
            settle: Duration::from_secs(5),
            leave: false,
            take_incomplete: false,
        }
    }
}

impl FolderOptions {
    /// These two folders.
    pub fn new(out: impl Into<PathBuf>, inward: impl Into<PathBuf>) -> Self {
        Self { out: out.into(), inward: inward.into(), ..Self::default() }
    }

    /// How long a setting means that gives [`settle`](Self::settle) in seconds.
    ///
    /// # Errors
    /// [`Code::Setting`] where it is not 1 to 3600.
    pub fn settle_of_seconds(seconds: u64) -> Result<Duration> {
        if (1..=3600).contains(&seconds) {
            Ok(Duration::from_secs(seconds))
        } else {
            Err(Error::new(Code::Setting).with_detail("folder_settle is 1 to 3600 seconds"))
        }
    }

    /// Refuses folders that are not set, or of which one is inside the other: then what is laid ready would be taken
    /// for what came.
    pub(super) fn check(&self) -> Result<()> {
        let wrong = |detail| Err(Error::new(Code::FolderSetting).with_detail(detail));
        if self.out.as_os_str().is_empty() {
            return wrong("folder_out is not set");
        }
        if self.inward.as_os_str().is_empty() {
            return wrong("folder_in is not set");
        }
        let (out, inward) = (real(&self.out), real(&self.inward));
        if out.starts_with(&inward) || inward.starts_with(&out) {
            return wrong("folder_out and folder_in are the same, or one is inside the other");
        }
        Ok(())
    }
}

/// Where a path really leads; as it is where it leads nowhere yet.
fn real(path: &Path) -> PathBuf {
    let known = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    match known {
        Some((above, real)) => path.strip_prefix(above).map_or_else(|_| path.to_owned(), |rest| real.join(rest)),
        None => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    }
}
