//! A row of the table of messages.

use cplink::relay::State;
use cplink::seal::MessageId;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use time::OffsetDateTime;

use crate::store::{Result, StoreError, StoredMessage};

/// What [`Stored::read`] reads.
pub(super) const COLUMNS: &str =
    "seq, id, sender, receiver, kind, size, sha256, accepted_at, state, kept, change, agent, subject";

/// A message with the places of its row.
pub(super) struct Stored {
    /// The order of acceptance: the place in an inbox.
    pub(super) seq: i64,
    /// The order of changes: the place in a sent list.
    pub(super) change: i64,
    pub(super) message: StoredMessage,
}

impl Stored {
    /// The message as it is for those who keep what was accepted since `kept_since`.
    pub(super) fn read(row: &Row<'_>, kept_since: i64) -> rusqlite::Result<Self> {
        let wrong = |column: usize, what: &'static str| {
            rusqlite::Error::FromSqlConversionFailure(column, Type::Text, what.into())
        };
        let size: i64 = row.get(5)?;
        let at: i64 = row.get(7)?;
        let state: String = row.get(8)?;
        let state = State::from_token(&state).ok_or_else(|| wrong(8, "state"))?;
        let kept: bool = row.get(9)?;
        let in_time = at >= kept_since;
        let seq: i64 = row.get(0)?;
        let message = StoredMessage {
            place: u64::try_from(seq).map_err(|_| wrong(0, "place"))?,
            id: MessageId(row.get(1)?),
            sender: row.get(2)?,
            receiver: row.get(3)?,
            kind: row.get(4)?,
            subject: if kept && in_time { row.get(12)? } else { String::new() },
            size: u64::try_from(size).map_err(|_| wrong(5, "size"))?,
            sha256: row.get(6)?,
            accepted_at: OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000)
                .map_err(|_| wrong(7, "time"))?,
            state: if state == State::Accepted && !in_time { State::Expired } else { state },
            kept: kept && in_time,
            agent: row.get(11)?,
        };
        Ok(Self { seq, change: row.get(10)?, message })
    }

    pub(super) fn find(connection: &Connection, id: &MessageId, kept_since: i64) -> Result<Option<Self>> {
        let sql = format!("SELECT {COLUMNS} FROM message WHERE id_key = ?1 AND id = ?2");
        let mut statement = connection.prepare_cached(&sql)?;
        Ok(statement.query_row(params![key(id), id.0], |row| Self::read(row, kept_since)).optional()?)
    }
}

/// What an id is looked for by: its first 8 bytes. Others may have the same.
pub(super) fn key(id: &MessageId) -> i64 {
    id.0.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}

pub(super) fn milliseconds(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX)
}

/// SQLite counts in `i64`.
pub(super) fn signed(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| StoreError::Damaged("a number is too large"))
}

pub(super) fn unsigned(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| StoreError::Damaged("a number is negative"))
}
