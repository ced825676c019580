//! Messages: accepting, reading, listing.

use std::io::Read;

use cplink::relay::State;
use cplink::seal::MessageId;
use ring::digest::{Context, Digest, SHA256};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::row::{COLUMNS, Stored, milliseconds, signed, unsigned};
use super::{change, receipt};
use crate::store::{Accepted, Listed, NewMessage, PIECE, Page, Result, SignReceipt, StoredMessage};

pub(super) fn accept(
    tx: &Transaction<'_>,
    new: &NewMessage,
    container: &mut dyn Read,
    kept_since: i64,
    sign: SignReceipt<'_>,
) -> Result<Accepted> {
    if let Some(before) = Stored::find(tx, &new.id, kept_since)? {
        return Ok(Accepted::Before(receipt::accepted(tx, before.seq)?, before.message.state));
    }
    tx.execute(
        "INSERT INTO message
         (id, sender, receiver, kind, size, sha256, accepted_at, state, kept, change)
         VALUES (?1, ?2, ?3, ?4, ?5, x'', ?6, ?7, 1, ?8)",
        params![
            new.id.0,
            new.sender,
            new.receiver,
            new.kind,
            signed(new.size)?,
            milliseconds(new.at),
            State::Accepted.token(),
            change::next(tx)?,
        ],
    )?;
    let seq = tx.last_insert_rowid();
    let digest = put_pieces(tx, seq, new.size, container)?;
    tx.execute("UPDATE message SET sha256 = ?1 WHERE seq = ?2", params![digest.as_ref(), seq])?;
    let made = receipt::chain(tx, &new.sender, sign)?;
    receipt::add(tx, seq, receipt::ACCEPTED, &made)?;
    Ok(Accepted::New(made))
}

fn put_pieces(tx: &Transaction<'_>, seq: i64, size: u64, container: &mut dyn Read) -> Result<Digest> {
    let mut statement = tx.prepare_cached("INSERT INTO chunk (message, n, bytes) VALUES (?1, ?2, ?3)")?;
    let mut digest = Context::new(&SHA256);
    let mut buffer = vec![0; PIECE];
    let (mut left, mut n) = (size, 0i64);
    while left > 0 {
        let take = usize::try_from(left).map_or(PIECE, |left| left.min(PIECE));
        let piece = &mut buffer[..take];
        container.read_exact(piece)?;
        digest.update(piece);
        statement.execute(params![seq, n, &*piece])?;
        left -= take as u64;
        n += 1;
    }
    Ok(digest.finish())
}

pub(super) fn piece(connection: &Connection, id: &MessageId, n: u64, kept_since: i64) -> Result<Option<Vec<u8>>> {
    let mut statement = connection.prepare_cached(
        "SELECT bytes FROM chunk JOIN message ON seq = message
         WHERE id = ?1 AND n = ?2 AND accepted_at >= ?3",
    )?;
    Ok(statement.query_row(params![id.0, signed(n)?, kept_since], |row| row.get(0)).optional()?)
}

pub(super) fn receipts(connection: &Connection, id: &MessageId) -> Result<Vec<Vec<u8>>> {
    // The receipts outlive the container.
    match Stored::find(connection, id, i64::MIN)? {
        Some(stored) => receipt::all(connection, stored.seq),
        None => Ok(Vec::new()),
    }
}

pub(super) fn inbox(
    connection: &Connection,
    receiver: &str,
    after: u64,
    most: usize,
    kept_since: i64,
) -> Result<Page<StoredMessage>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM message
         WHERE receiver = ?1 AND seq > ?2 AND kept = 1 AND state <> 'recalled' AND accepted_at >= ?4
         ORDER BY seq LIMIT ?3"
    ))?;
    let found = statement
        .query_map(params![receiver, signed(after)?, signed(most as u64)?, kept_since], |row| {
            Stored::read(row, kept_since)
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let next = found.last().map_or(Ok(after), |last| unsigned(last.seq))?;
    Ok(Page { entries: found.into_iter().map(|stored| stored.message).collect(), next })
}

pub(super) fn sent(
    connection: &Connection,
    sender: &str,
    after: u64,
    most: usize,
    kept_since: i64,
) -> Result<Page<Listed>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM message WHERE sender = ?1 AND change > ?2
         ORDER BY change LIMIT ?3"
    ))?;
    let found = statement
        .query_map(params![sender, signed(after)?, signed(most as u64)?], |row| Stored::read(row, kept_since))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let next = found.last().map_or(Ok(after), |last| unsigned(last.change))?;
    let listed = |stored: Stored| {
        let receipts = receipt::all(connection, stored.seq)?;
        Ok(Listed { receipts, message: stored.message })
    };
    Ok(Page { entries: found.into_iter().map(listed).collect::<Result<_>>()?, next })
}
