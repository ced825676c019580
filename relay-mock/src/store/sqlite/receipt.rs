//! The receipts of messages, and the chain of each sending office's.

use cplink::seal::{Link, Receipt};
use rusqlite::{Connection, OptionalExtension, params};

use crate::store::{Result, SignReceipt, StoreError};

/// The kinds that the relay looks for itself; a receiver's receipt is kept under its state.
pub(super) const ACCEPTED: &str = "accepted";
pub(super) const PICKED_UP: &str = "picked_up";
pub(super) const RECORDED: &str = "recorded";

/// The most receipts of a message: a receiver's, and the relay's own three.
const MOST: i64 = 8;

pub(super) fn all(connection: &Connection, seq: i64) -> Result<Vec<Vec<u8>>> {
    let mut statement =
        connection.prepare_cached("SELECT der FROM receipt WHERE place BETWEEN ?1 AND ?2 ORDER BY place")?;
    let found = statement.query_map([seq * MOST, seq * MOST + MOST - 1], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn find(connection: &Connection, seq: i64, kind: &str) -> Result<Option<Vec<u8>>> {
    let mut statement =
        connection.prepare_cached("SELECT der FROM receipt WHERE place BETWEEN ?1 AND ?2 AND kind = ?3")?;
    Ok(statement.query_row(params![seq * MOST, seq * MOST + MOST - 1, kind], |row| row.get(0)).optional()?)
}

/// The *accepted* receipt, which every message has.
pub(super) fn accepted(connection: &Connection, seq: i64) -> Result<Vec<u8>> {
    find(connection, seq, ACCEPTED)?.ok_or(StoreError::Damaged("a receipt is missing"))
}

pub(super) fn add(tx: &Connection, seq: i64, kind: &str, der: &[u8]) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO receipt (place, kind, der)
         SELECT coalesce(max(place) + 1, ?1), ?3, ?4 FROM receipt WHERE place BETWEEN ?1 AND ?2",
    )?
    .execute(params![seq * MOST, seq * MOST + MOST - 1, kind, der])?;
    Ok(())
}

/// Makes the next receipt of an office's chain and notes it there.
pub(super) fn chain(tx: &Connection, office: &str, sign: SignReceipt<'_>) -> Result<Vec<u8>> {
    let last = tx
        .prepare_cached("SELECT number, digest FROM chain WHERE office = ?1")?
        .query_row([office], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?)))
        .optional()?;
    let number = last.map_or(0, |(number, _)| number) + 1;
    let place = u64::try_from(number).map_err(|_| StoreError::Damaged("a place in a chain"))?;
    let receipt = sign(Link { number: place, previous: last.map(|(_, digest)| digest) })?;
    tx.prepare_cached("INSERT OR REPLACE INTO chain (office, number, digest) VALUES (?1, ?2, ?3)")?
        .execute(params![office, number, Receipt::digest(&receipt)])?;
    Ok(receipt)
}
