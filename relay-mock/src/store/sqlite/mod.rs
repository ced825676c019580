//! The store in one SQLite file. All SQL of the relay is in this folder.
//!
//! What a call answers is on disk before it answers: WAL with `synchronous=FULL`.

mod change;
mod error;
mod message;
mod month;
mod names;
mod office;
mod piece;
mod receipt;
mod row;
mod search;
mod span;
mod wanted;
mod writer;

use std::fs::{File, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use cplink::relay::State;
use cplink::seal::MessageId;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};
use time::OffsetDateTime;

use super::{
    Accepted, Acknowledged, Claim, Due, Listed, NewMessage, OfficeNames, Page, PickUp, Recalled, RegisteredOffice,
    Result, Search, SignNextReceipt, SignReceipt, Store, StoreError, StoredMessage, Turn,
};
use crate::private;
use names::KnownNames;
use row::{Stored, milliseconds};
use writer::Writer;

/// The file in a relay's data folder by which it is known.
pub const DATABASE: &str = "relay.sqlite";

/// The layout of the tables, as `schema.sql` writes it into the file.
const LAYOUT: i64 = 6;

/// How often a claim is tried: a program that is being started by the same process as a relay has its open files for a
/// moment, also where that relay has ended.
const CLAIM_TRIES: u32 = 20;
const CLAIM_PAUSE: Duration = Duration::from_millis(25);

/// Statements that stay prepared: more than there are.
const STATEMENTS: usize = 64;

/// A store in a folder. Reads do not wait for a write, however large.
pub struct SqliteStore {
    writer: Writer,
    read: Mutex<Connection>,
    names: KnownNames,
    lock: PathBuf,
    id: AtomicU64,
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
        let mut write = connect(&file)?;
        create(&mut write)?;
        if let Some(max_bytes) = max_bytes {
            let page: u32 = write.query_row("PRAGMA page_size", [], |row| row.get(0))?;
            let pages = u32::try_from(max_bytes / u64::from(page.max(1))).unwrap_or(u32::MAX);
            write.pragma_update(None, "max_page_count", pages)?;
        }
        let read = connect(&file)?;
        read.pragma_update(None, "query_only", true)?;
        let id = read.query_row("SELECT id FROM store", [], |row| row.get::<_, i64>(0))?;
        let (writer, read) = (Writer::new(write), Mutex::new(read));
        Ok(Self {
            writer,
            read,
            names: KnownNames::default(),
            lock: dir.join("relay.lock"),
            id: AtomicU64::new(id.cast_unsigned()),
        })
    }

    /// How long a change waits for another program that writes.
    #[cfg(test)]
    pub(crate) fn wait_at_most(&self, patience: Duration) {
        self.writer.wait_at_most(patience);
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All or nothing.
    fn write<T>(&self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.writer.write(change)
    }
}

/// Makes the tables of a new database; one of another layout is left alone.
fn create(connection: &mut Connection) -> Result<()> {
    // As a change, since somebody else may open it at the same time.
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let layout: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if layout != LAYOUT {
        if tx.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))? {
            return Err(StoreError::Layout);
        }
        tx.execute_batch(include_str!("schema.sql"))?;
    }
    Ok(tx.commit()?)
}

fn connect(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.busy_timeout(Duration::from_secs(10))?;
    // Else a statement is prepared anew wherever another number is bound to its LIMIT. The ways are chosen here anyway.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // In this order: the page cache is what bounds the memory that a large message takes.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -8192;
         PRAGMA journal_size_limit = 16777216;",
    )?;
    Ok(connection)
}

impl Store for SqliteStore {
    fn claim(&self) -> Result<Option<Claim>> {
        let lock: File = private::file(&self.lock)?;
        for _ in 0..CLAIM_TRIES {
            match lock.try_lock() {
                Ok(()) => return Ok(Some(Box::new(lock))),
                Err(TryLockError::WouldBlock) => thread::sleep(CLAIM_PAUSE),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    fn id(&self) -> u64 {
        self.id.load(Ordering::SeqCst)
    }

    fn together(&self, calls: &mut dyn FnMut()) -> Result<()> {
        self.writer.together(calls)
    }

    fn offices(&self) -> Result<Vec<RegisteredOffice>> {
        office::all(&self.reader())
    }

    fn office_names(&self) -> Result<Arc<OfficeNames>> {
        self.names.of(&self.reader())
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

    fn remove_office(&self, number: &str) -> Result<bool> {
        self.write(|tx| office::remove(tx, number))
    }

    fn messages(&self, after: u64, most: usize, kept_since: OffsetDateTime) -> Result<Page<StoredMessage>> {
        message::all(&self.reader(), after, most, milliseconds(kept_since))
    }

    fn search(
        &self,
        search: &Search,
        turn: Turn,
        most: usize,
        kept_since: OffsetDateTime,
    ) -> Result<Vec<StoredMessage>> {
        search::find(&self.reader(), search, turn, most, milliseconds(kept_since))
    }

    fn clear(&self) -> Result<()> {
        let id = self.write(|tx| {
            tx.execute_batch(
                "DELETE FROM message; DELETE FROM chunk; DELETE FROM receipt; DELETE FROM chain;
                 DELETE FROM reserve; DELETE FROM month;",
            )?;
            // Old places begin again from 1: by the new id nobody takes them for new ones.
            let sql = "UPDATE store SET id = random(), changes = 0 RETURNING id";
            Ok(tx.query_row(sql, [], |row| row.get::<_, i64>(0))?)
        })?;
        self.id.store(id.cast_unsigned(), Ordering::SeqCst);
        Ok(())
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

    fn reserve_pick_up(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<PickUp> {
        self.write(|tx| change::reserve_pick_up(tx, id, milliseconds(kept_since)))
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

    fn due(&self, kept_since: OffsetDateTime) -> Result<Due> {
        change::due(&self.reader(), milliseconds(kept_since))
    }

    fn expire(&self, kept_since: OffsetDateTime, most: usize) -> Result<usize> {
        let kept_since = milliseconds(kept_since);
        self.write(|tx| change::expire(tx, kept_since, most))
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn a_statement_that_stays_is_prepared_once() {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(dir.path(), None).unwrap();
        let reader = store.reader();
        let mut statement = reader.prepare("SELECT seq FROM message ORDER BY seq DESC LIMIT ?1").unwrap();
        for most in 1..4 {
            assert!(statement.query([most]).unwrap().next().unwrap().is_none());
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
