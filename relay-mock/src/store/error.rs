//! What can go wrong in a store.

use std::io;

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk or the set limit is full. Nothing was stored.
    #[error("the disk is full")]
    Full,
    /// The backend failed: its own error.
    #[error("database: {0}")]
    Backend(Box<dyn std::error::Error + Send + Sync>),
    /// A file could not be read or written.
    #[error("file: {0}")]
    File(io::Error),
    /// The store says what no relay ever wrote.
    #[error("the database is damaged: {0}")]
    Damaged(&'static str),
    /// Another version of the program made the database.
    #[error("the database was made by another version of relay-mock")]
    Layout,
    /// The relay's receipt could not be signed. Nothing was changed.
    #[error("no receipt could be signed")]
    Receipt,
    /// The call was cut short because the relay stops, or by a fault of the backend.
    #[error("the call was cut short")]
    Interrupted,
}

/// What every call of the store returns.
pub type Result<T> = std::result::Result<T, StoreError>;

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::File(error),
        }
    }
}
