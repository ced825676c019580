//! SQLite's errors as the store's.

use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_IOERR_SHMOPEN, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_WRITE};

use crate::store::StoreError;

/// Growing the write-ahead log or its index on a full disk is an I/O error of its own kind.
const FULL: [i32; 3] = [SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_SHMOPEN, SQLITE_IOERR_WRITE];

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(failure, _)
                if failure.code == ErrorCode::DiskFull || FULL.contains(&failure.extended_code) =>
            {
                Self::Full
            }
            _ => Self::Backend(error.into()),
        }
    }
}
