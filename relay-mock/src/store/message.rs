//! Messages: accepting, finding, listing, reading.

use std::io::Read;

use cplink::relay::State;
use cplink::seal::{Link, MessageId, Receipt};
use ring::digest::{Context, SHA256};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use time::OffsetDateTime;

use super::{Result, Store, StoreError};

/// The size of a container's pieces in the database.
pub const CHUNK: usize = 256 * 1024;

/// A message to accept.
#[derive(Clone, Debug)]
pub struct Accept {
    /// The id.
    pub id: MessageId,
    /// The sending office.
    pub sender: String,
    /// The receiving office.
    pub receiver: String,
    /// The kind of message.
    pub kind: String,
    /// The container's size.
    pub size: u64,
    /// When.
    pub at: OffsetDateTime,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It is stored now, with this receipt.
    New(Vec<u8>),
    /// It was here already: its first receipt, and its state.
    Before(Vec<u8>, State),
}

/// A message as it stands in the store.
#[derive(Clone, Debug)]
pub struct Message {
    pub(super) seq: i64,
    /// The id.
    pub id: MessageId,
    /// The sending office.
    pub sender: String,
    /// The receiving office.
    pub receiver: String,
    /// The kind of message.
    pub kind: String,
    /// The container's size.
    pub size: u64,
    /// The container's SHA-256.
    pub sha256: Vec<u8>,
    /// When it was accepted.
    pub accepted_at: OffsetDateTime,
    /// The state.
    pub state: State,
    /// Whether the container is still here.
    pub kept: bool,
    pub(super) change: i64,
}

/// A message of the sent list with its receipts, oldest first.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The message.
    pub message: Message,
    /// The receipts.
    pub receipts: Vec<Vec<u8>>,
}

/// A page of a list, and where the next begins.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The entries.
    pub entries: Vec<T>,
    /// The place behind the last of them.
    pub next: i64,
}

const COLUMNS: &str = "seq, id, sender, receiver, kind, size, sha256, accepted_at, state, kept, change";

impl Store {
    /// Stores a message with the *accepted* receipt that `make` makes for its place in the sender's
    /// chain, all or nothing; on return it is on disk.
    ///
    /// # Errors
    /// [`StoreError::Full`] and the other faults of the disk: then nothing is stored.
    pub fn accept(
        &self,
        accept: &Accept,
        container: &mut dyn Read,
        make: impl FnOnce(Link) -> Result<Vec<u8>>,
    ) -> Result<Accepted> {
        self.write(|tx| {
            if let Some(before) = find(tx, &accept.id)? {
                return Ok(Accepted::Before(receipt(tx, before.seq, "accepted")?, before.state));
            }
            let change = next_change(tx)?;
            tx.execute(
                "INSERT INTO message
                 (id, sender, receiver, kind, size, sha256, accepted_at, state, kept, change)
                 VALUES (?1, ?2, ?3, ?4, ?5, x'', ?6, ?7, 1, ?8)",
                params![
                    accept.id.0,
                    accept.sender,
                    accept.receiver,
                    accept.kind,
                    signed(accept.size)?,
                    milliseconds(accept.at),
                    State::Accepted.token(),
                    change,
                ],
            )?;
            let seq = tx.last_insert_rowid();
            let digest = put_chunks(tx, seq, accept.size, container)?;
            tx.execute("UPDATE message SET sha256 = ?1 WHERE seq = ?2", params![digest, seq])?;
            let receipt = chain(tx, &accept.sender, make)?;
            add_receipt(tx, seq, "accepted", &receipt)?;
            Ok(Accepted::New(receipt))
        })
    }

    /// Finds a message.
    ///
    /// # Errors
    /// The database failed.
    pub fn message(&self, id: &MessageId) -> Result<Option<Message>> {
        find(&self.reader(), id)
    }

    /// Reads a piece of a container; `None` where it is gone.
    ///
    /// # Errors
    /// The database failed.
    pub fn chunk(&self, message: &Message, n: u64) -> Result<Option<Vec<u8>>> {
        let reader = self.reader();
        let mut statement = reader.prepare_cached("SELECT bytes FROM chunk WHERE message = ?1 AND n = ?2")?;
        let bytes = statement.query_row(params![message.seq, signed(n)?], |row| row.get(0));
        Ok(bytes.optional()?)
    }

    /// The receipts of a message, oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub fn receipts(&self, message: &Message) -> Result<Vec<Vec<u8>>> {
        receipts(&self.reader(), message.seq)
    }

    /// The messages to an office behind a place, without recalled and expired ones.
    ///
    /// # Errors
    /// The database failed.
    pub fn inbox(&self, receiver: &str, after: i64, most: usize) -> Result<Page<Message>> {
        let reader = self.reader();
        let mut statement = reader.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM message
             WHERE receiver = ?1 AND seq > ?2 AND kept = 1 AND state <> 'recalled'
             ORDER BY seq LIMIT ?3"
        ))?;
        let entries = statement
            .query_map(params![receiver, after, signed(most as u64)?], from_row)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let next = entries.last().map_or(after, |message| message.seq);
        Ok(Page { entries, next })
    }

    /// An office's own messages that were accepted or have changed behind a place, with receipts.
    ///
    /// # Errors
    /// The database failed.
    pub fn sent(&self, sender: &str, after: i64, most: usize) -> Result<Page<Listed>> {
        let reader = self.reader();
        let mut statement = reader.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM message WHERE sender = ?1 AND change > ?2
             ORDER BY change LIMIT ?3"
        ))?;
        let messages = statement
            .query_map(params![sender, after, signed(most as u64)?], from_row)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let next = messages.last().map_or(after, |message| message.change);
        let entries = messages
            .into_iter()
            .map(|message| Ok(Listed { receipts: receipts(&reader, message.seq)?, message }))
            .collect::<Result<Vec<_>>>()?;
        Ok(Page { entries, next })
    }
}

fn put_chunks(tx: &Transaction<'_>, seq: i64, size: u64, container: &mut dyn Read) -> Result<Vec<u8>> {
    let mut statement = tx.prepare_cached("INSERT INTO chunk (message, n, bytes) VALUES (?1, ?2, ?3)")?;
    let mut digest = Context::new(&SHA256);
    let mut buffer = vec![0; CHUNK];
    let (mut left, mut n) = (size, 0i64);
    while left > 0 {
        let take = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
        let piece = buffer.get_mut(..take).unwrap_or_default();
        container.read_exact(piece)?;
        digest.update(piece);
        statement.execute(params![seq, n, &*piece])?;
        left -= take as u64;
        n += 1;
    }
    Ok(digest.finish().as_ref().to_vec())
}

pub(super) fn find(connection: &Connection, id: &MessageId) -> Result<Option<Message>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM message WHERE id = ?1"))?;
    Ok(statement.query_row(params![id.0], from_row).optional()?)
}

pub(super) fn receipt(connection: &Connection, seq: i64, kind: &str) -> Result<Vec<u8>> {
    find_receipt(connection, seq, kind)?.ok_or(StoreError::Damaged("a receipt is missing"))
}

pub(super) fn find_receipt(connection: &Connection, seq: i64, kind: &str) -> Result<Option<Vec<u8>>> {
    let mut statement = connection.prepare_cached("SELECT der FROM receipt WHERE message = ?1 AND kind = ?2")?;
    Ok(statement.query_row(params![seq, kind], |row| row.get(0)).optional()?)
}

fn receipts(connection: &Connection, seq: i64) -> Result<Vec<Vec<u8>>> {
    let mut statement = connection.prepare_cached("SELECT der FROM receipt WHERE message = ?1 ORDER BY n")?;
    let found = statement.query_map(params![seq], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<Vec<_>>>()?)
}

pub(super) fn add_receipt(tx: &Transaction<'_>, seq: i64, kind: &str, der: &[u8]) -> Result<()> {
    tx.execute(
        "INSERT INTO receipt (message, n, kind, der)
         SELECT ?1, count(*), ?2, ?3 FROM receipt WHERE message = ?1",
        params![seq, kind, der],
    )?;
    Ok(())
}

/// Makes the next receipt of an office's chain and notes it there.
pub(super) fn chain(tx: &Transaction<'_>, office: &str, make: impl FnOnce(Link) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let last = tx
        .prepare_cached("SELECT number, digest FROM link WHERE office = ?1 ORDER BY number DESC LIMIT 1")?
        .query_row(params![office], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?)))
        .optional()?;
    let number = last.map_or(0, |(number, _)| number) + 1;
    let place = u64::try_from(number).map_err(|_| StoreError::Damaged("a place in a chain"))?;
    let receipt = make(Link { number: place, previous: last.map(|(_, digest)| digest) })?;
    tx.execute(
        "INSERT INTO link (office, number, digest) VALUES (?1, ?2, ?3)",
        params![office, number, Receipt::digest(&receipt)],
    )?;
    Ok(receipt)
}

pub(super) fn next_change(tx: &Transaction<'_>) -> Result<i64> {
    Ok(tx.query_row("SELECT coalesce(max(change), 0) + 1 FROM message", [], |row| row.get(0))?)
}

pub(super) fn set_state(tx: &Transaction<'_>, seq: i64, state: State) -> Result<()> {
    let change = next_change(tx)?;
    tx.execute("UPDATE message SET state = ?1, change = ?2 WHERE seq = ?3", params![state.token(), change, seq])?;
    Ok(())
}

pub(super) fn milliseconds(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

fn signed(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| StoreError::Damaged("a number is too large"))
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Message> {
    let wrong = |column: usize, what: &'static str| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, what.into())
    };
    let id: [u8; 32] = row.get(1)?;
    let size: i64 = row.get(5)?;
    let at: i64 = row.get(7)?;
    let state: String = row.get(8)?;
    Ok(Message {
        seq: row.get(0)?,
        id: MessageId(id),
        sender: row.get(2)?,
        receiver: row.get(3)?,
        kind: row.get(4)?,
        size: u64::try_from(size).map_err(|_| wrong(5, "size"))?,
        sha256: row.get(6)?,
        accepted_at: OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000)
            .map_err(|_| wrong(7, "time"))?,
        state: State::from_token(&state).ok_or_else(|| wrong(8, "state"))?,
        kept: row.get(9)?,
        change: row.get(10)?,
    })
}
