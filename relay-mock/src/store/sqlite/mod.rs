//! The store in one SQLite file. All SQL of the relay is in this folder.
//!
//! What a call answers is on disk before it answers: WAL with `synchronous=FULL`.

mod change;
mod error;
mod message;
mod office;
mod receipt;
mod row;

use std::fs::{File, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cplink::relay::State;
use cplink::seal::MessageId;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use time::OffsetDateTime;

use super::{
    Accepted, Acknowledged, Claim, Listed, NewMessage, Page, PickUp, Recalled, RegisteredOffice, Result,
    SignNextReceipt, SignReceipt, Store, StoreError, StoredMessage,
};
use crate::private;
use row::{Stored, milliseconds};

/// The file in a relay's data folder by which it is known.
pub const DATABASE: &str = "relay.sqlite";

/// A store in a folder. Reads do not wait for a write, however large.
pub struct SqliteStore {
    write: Mutex<Connection>,
    read: Mutex<Connection>,
    lock: PathBuf,
}

impl SqliteStore {
    /// Opens the store in `dir`, which is made where it is missing; a relay may be at work on it.
    /// `max_bytes` limits the database, to play a full disk.
    ///
    /// # Errors
    /// The folder or the database cannot be used.
    pub fn open(dir: &Path, max_bytes: Option<u64>) -> Result<Self> {
        private::folder(dir)?;
        let file = dir.join(DATABASE);
        // Its log and its memory get the same rights.
        drop(private::file(&file)?);
        let write = connect(&file)?;
        write.execute_batch(include_str!("schema.sql"))?;
        if let Some(max_bytes) = max_bytes {
            let page: u32 = write.query_row("PRAGMA page_size", [], |row| row.get(0))?;
            let pages = u32::try_from(max_bytes / u64::from(page.max(1))).unwrap_or(u32::MAX);
            write.pragma_update(None, "max_page_count", pages)?;
        }
        let read = connect(&file)?;
        read.pragma_update(None, "query_only", true)?;
        Ok(Self { write: Mutex::new(write), read: Mutex::new(read), lock: dir.join("relay.lock") })
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All or nothing.
    fn write<T>(&self, change: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.write.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)
            .and_then(|transaction| {
                let value = change(&transaction)?;
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

impl Store for SqliteStore {
    fn claim(&self) -> Result<Option<Claim>> {
        let lock: File = private::file(&self.lock)?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Box::new(lock))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    fn offices(&self) -> Result<Vec<RegisteredOffice>> {
        office::all(&self.reader())
    }

    fn office(&self, number: &str) -> Result<Option<RegisteredOffice>> {
        office::find(&self.reader(), number)
    }

    fn add_office(&self, office: &RegisteredOffice) -> Result<bool> {
        self.write(|tx| office::add(tx, office))
    }

    fn change_office(&self, number: &str, change: &dyn Fn(&mut RegisteredOffice)) -> Result<Option<RegisteredOffice>> {
        self.write(|tx| office::change(tx, number, change))
    }

    fn accept(
        &self,
        message: &NewMessage,
        container: &mut dyn Read,
        kept_since: OffsetDateTime,
        sign: SignReceipt<'_>,
    ) -> Result<Accepted> {
        self.write(|tx| message::accept(tx, message, container, milliseconds(kept_since), sign))
    }

    fn message(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<Option<StoredMessage>> {
        let found = Stored::find(&self.reader(), id, milliseconds(kept_since))?;
        Ok(found.map(|stored| stored.message))
    }

    fn piece(&self, id: &MessageId, n: u64, kept_since: OffsetDateTime) -> Result<Option<Vec<u8>>> {
        message::piece(&self.reader(), id, n, milliseconds(kept_since))
    }

    fn receipts(&self, id: &MessageId) -> Result<Vec<Vec<u8>>> {
        message::receipts(&self.reader(), id)
    }

    fn inbox(
        &self,
        receiver: &str,
        after: u64,
        most: usize,
        kept_since: OffsetDateTime,
    ) -> Result<Page<StoredMessage>> {
        message::inbox(&self.reader(), receiver, after, most, milliseconds(kept_since))
    }

    fn sent(&self, sender: &str, after: u64, most: usize, kept_since: OffsetDateTime) -> Result<Page<Listed>> {
        message::sent(&self.reader(), sender, after, most, milliseconds(kept_since))
    }

    fn pick_up(&self, id: &MessageId, kept_since: OffsetDateTime, sign: SignNextReceipt<'_>) -> Result<PickUp> {
        self.write(|tx| change::pick_up(tx, id, milliseconds(kept_since), sign))
    }

    fn acknowledge(
        &self,
        id: &MessageId,
        state: State,
        receipt: &[u8],
        kept_since: OffsetDateTime,
        sign: SignReceipt<'_>,
    ) -> Result<Acknowledged> {
        self.write(|tx| change::acknowledge(tx, id, state, receipt, milliseconds(kept_since), sign))
    }

    fn recall(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<Recalled> {
        self.write(|tx| change::recall(tx, id, milliseconds(kept_since)))
    }

    fn expire(&self, kept_since: OffsetDateTime, most: usize) -> Result<usize> {
        let kept_since = milliseconds(kept_since);
        // A look first: most of the time nothing is due, and a look does not wait for a write.
        if !change::due(&self.reader(), kept_since)? {
            return Ok(0);
        }
        self.write(|tx| change::expire(tx, kept_since, most))
    }
}
