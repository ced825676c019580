//! One program at a time changes what the folders' records say.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::error::{Code, Error, Result};
use crate::progress::Job;

/// So long another program may take; none holds the lock for more than the writing of a unit.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// The right to change the records. The system takes it back when the program ends, however it ends.
pub(super) struct Lock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl Lock {
    /// Waits for the lock.
    ///
    /// # Errors
    /// [`Code::FolderBusy`], [`Code::FolderGone`], [`Code::Cancelled`].
    pub(super) fn take(path: &Path, job: &Job<'_>) -> Result<Self> {
        let gone = |error| Error::path(Code::FolderGone, path, error);
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path).map_err(gone)?;
        let begun = Instant::now();
        loop {
            job.check()?;
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::Error(error)) => return Err(gone(error)),
                Err(TryLockError::WouldBlock) if begun.elapsed() > PATIENCE => {
                    return Err(Error::new(Code::FolderBusy).in_file(path.display().to_string()));
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            }
        }
    }
}
