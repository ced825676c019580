//! Where in the order of acceptance months begin.

use rusqlite::{Connection, OptionalExtension as _, params};
use time::OffsetDateTime;

use super::span::Span;
use crate::japan::MonthInJapan;
use crate::store::Result;

/// Where the messages of a month are: mostly in one place.
pub(super) fn spans(connection: &Connection, month: MonthInJapan) -> Result<Vec<Span>> {
    let mut statement = connection.prepare_cached(
        "SELECT first, coalesce((SELECT min(later.first) FROM month AS later WHERE later.first > month.first), ?2) - 1
         FROM month WHERE month = ?1 ORDER BY first",
    )?;
    let found = statement
        .query_map(params![month.count(), i64::MAX], |row| Ok(Span { first: row.get(0)?, last: row.get(1)? }))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Notes that another month has begun, where it has.
pub(super) fn note(tx: &Connection, seq: i64, at: OffsetDateTime) -> Result<()> {
    let month = MonthInJapan::of(at).count();
    let last = tx
        .prepare_cached("SELECT month FROM month ORDER BY first DESC LIMIT 1")?
        .query_row([], |row| row.get::<_, i64>(0))
        .optional()?;
    if last != Some(month) {
        tx.prepare_cached("INSERT INTO month (first, month) VALUES (?1, ?2)")?.execute([seq, month])?;
    }
    Ok(())
}
