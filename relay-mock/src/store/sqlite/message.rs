//! Messages: accepting, reading, listing.

use std::io::Read;

use cplink::relay::State;
use cplink::seal::MessageId;
use rusqlite::{Connection, OptionalExtension, params};

use super::piece::{MOST, Pieces, put_pieces};
use super::row::{COLUMNS, Stored, key, milliseconds, signed, unsigned};
use super::{change, month, receipt};
use crate::store::{Accepted, Listed, NewMessage, Page, Result, SignReceipt, StoredMessage};

pub(super) fn accept(
    tx: &Connection,
    new: &NewMessage,
    container: &mut dyn Read,
    kept_since: i64,
    sign: SignReceipt<'_>,
) -> Result<Accepted> {
    if let Some(before) = Stored::find(tx, &new.id, kept_since)? {
        return Ok(Accepted::Before(receipt::accepted(tx, before.seq)?, before.message.state));
    }
    if unit_taken(tx, new, kept_since)? {
        return Ok(Accepted::UnitTaken);
    }
    let mut pieces = Pieces::new(container, new.size);
    let first = pieces.next()?;
    // Most messages are of one piece: their digest is known before the row is written.
    let known = pieces.digest_if_whole();
    tx.prepare_cached(
        "INSERT INTO message (id_key, id, sender, receiver, unit, kind, subject, size, sha256, accepted_at, state, kept,
         change, agent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1, ?12, ?13)",
    )?
    .execute(params![
        key(&new.id),
        new.id.0,
        new.sender,
        new.receiver,
        new.unit,
        new.kind,
        new.subject,
        signed(new.size)?,
        known.as_ref().map_or(&[][..], AsRef::as_ref),
        milliseconds(new.at),
        State::Accepted.token(),
        change::next(tx)?,
        new.agent,
    ])?;
    let seq = tx.last_insert_rowid();
    month::note(tx, seq, new.at)?;
    put_pieces(tx, seq, first, &mut pieces)?;
    if known.is_none() {
        let digest = pieces.digest();
        tx.prepare_cached("UPDATE message SET sha256 = ?1 WHERE seq = ?2")?.execute(params![digest.as_ref(), seq])?;
    }
    let made = receipt::chain(tx, &new.sender, sign)?;
    receipt::add(tx, seq, receipt::ACCEPTED, &made)?;
    Ok(Accepted::New(made))
}

/// Whether another message is this unit already. One that nobody will ever receive does not count.
fn unit_taken(connection: &Connection, new: &NewMessage, kept_since: i64) -> Result<bool> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM message WHERE sender = ?1 AND receiver = ?2 AND unit = ?3
         AND state NOT IN ('recalled', 'expired') AND NOT (state = 'accepted' AND accepted_at < ?4))",
    )?;
    Ok(statement.query_row(params![new.sender, new.receiver, new.unit, kept_since], |row| row.get(0))?)
}

pub(super) fn piece(connection: &Connection, id: &MessageId, n: u64, kept_since: i64) -> Result<Option<Vec<u8>>> {
    if n >= MOST as u64 {
        return Ok(None);
    }
    let mut statement = connection.prepare_cached(
        "SELECT bytes FROM message JOIN chunk ON place = seq * ?4 + ?2
         WHERE id_key = ?5 AND id = ?1 AND accepted_at >= ?3",
    )?;
    Ok(statement.query_row(params![id.0, signed(n)?, kept_since, MOST, key(id)], |row| row.get(0)).optional()?)
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

pub(super) fn all(connection: &Connection, after: u64, most: usize, kept_since: i64) -> Result<Page<StoredMessage>> {
    let sql = format!("SELECT {COLUMNS} FROM message WHERE seq > ?1 ORDER BY seq LIMIT ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement
        .query_map(params![signed(after)?, signed(most as u64)?], |row| Stored::read(row, kept_since))?
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
