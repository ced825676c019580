//! The relay's memory: one SQLite file and a folder for bodies on their way in.
//!
//! What a call answers is on disk before it answers: WAL with `synchronous=FULL`. All calls block.

mod message;
mod state;

pub use message::{Accept, Accepted, CHUNK, Listed, Message, Page};
pub use state::{Acknowledged, PickUp, Recalled};

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk or the set limit is full. Nothing was stored.
    #[error("no room")]
    Full,
    /// The database failed.
    #[error("database: {0}")]
    Database(rusqlite::Error),
    /// A file could not be read or written.
    #[error("file: {0}")]
    File(io::Error),
    /// The database says what this program never wrote.
    #[error("the database is damaged: {0}")]
    Damaged(&'static str),
}

/// The file in the data folder by which a relay's data is known.
pub const DATABASE: &str = "relay.sqlite";

/// What every call of the store returns.
pub type Result<T> = std::result::Result<T, StoreError>;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        // Growing the WAL's index on a full disk is an I/O error of its own kind in SQLite.
        const FULL: [i32; 3] = [
            rusqlite::ffi::SQLITE_IOERR_SHMSIZE,
            rusqlite::ffi::SQLITE_IOERR_SHMOPEN,
            rusqlite::ffi::SQLITE_IOERR_WRITE,
        ];
        match &error {
            rusqlite::Error::SqliteFailure(failure, _)
                if failure.code == ErrorCode::DiskFull || FULL.contains(&failure.extended_code) =>
            {
                Self::Full
            }
            _ => Self::Database(error),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::File(error),
        }
    }
}

/// The store. Reads do not wait for a write, however large.
pub struct Store {
    write: Mutex<Connection>,
    read: Mutex<Connection>,
    spool: PathBuf,
    lock: PathBuf,
}

impl Store {
    /// Opens the store below `dir`, which is made where it is missing; a relay may be at work on it.
    /// `max_bytes` limits the database, to play a full disk.
    ///
    /// # Errors
    /// The folder or the database cannot be used.
    pub fn open(dir: &Path, max_bytes: Option<u64>) -> Result<Self> {
        let spool = dir.join("spool");
        fs::create_dir_all(&spool)?;
        let file = dir.join(DATABASE);
        let write = connect(&file)?;
        write.execute_batch(include_str!("schema.sql"))?;
        if let Some(max_bytes) = max_bytes {
            let page: u32 = write.query_row("PRAGMA page_size", [], |row| row.get(0))?;
            write.pragma_update(
                None,
                "max_page_count",
                u32::try_from(max_bytes / u64::from(page.max(1))).unwrap_or(u32::MAX),
            )?;
        }
        let read = connect(&file)?;
        read.pragma_update(None, "query_only", true)?;
        Ok(Self { write: Mutex::new(write), read: Mutex::new(read), spool, lock: dir.join("relay.lock") })
    }

    /// Makes this process the one relay of the folder and removes bodies that a killed one left
    /// behind. `None` where another relay is at work; else the claim, which ends with the file.
    ///
    /// # Errors
    /// A file cannot be made or removed.
    pub fn claim(&self) -> Result<Option<fs::File>> {
        let lock = fs::File::create(&self.lock)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Ok(None),
            Err(fs::TryLockError::Error(error)) => return Err(error.into()),
        }
        for entry in fs::read_dir(&self.spool)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with("in-") {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(Some(lock))
    }

    /// A new file for a body on its way in; it is gone when it is dropped.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn spool_file(&self) -> Result<tempfile::NamedTempFile> {
        Ok(tempfile::Builder::new().prefix("in-").tempfile_in(&self.spool)?)
    }

    pub(crate) fn reader(&self) -> MutexGuard<'_, Connection> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All or nothing.
    pub(crate) fn write<T>(&self, f: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.write.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)
            .and_then(|transaction| {
                let value = f(&transaction)?;
                transaction.commit()?;
                Ok(value)
            });
        if matches!(outcome, Err(StoreError::Full)) {
            // Gives back what the failed attempt took in the log.
            let _ = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        outcome
    }
}

fn connect(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    // In this order: the page cache is what bounds the memory that a large message takes.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -4096;
         PRAGMA journal_size_limit = 16777216;",
    )?;
    Ok(connection)
}
