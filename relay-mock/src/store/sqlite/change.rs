//! The life of a message after it was accepted.

use cplink::relay::State;
use cplink::seal::MessageId;
use rusqlite::{Connection, params};

use super::piece::pieces;
use super::receipt;
use super::row::{Stored, signed};
use crate::store::{Acknowledged, Due, PickUp, Recalled, Result, SignNextReceipt, SignReceipt};

/// More than a pick-up takes: a receipt, and a page more of each tree that it touches.
const PICK_UP: i64 = 32 * 1024;

pub(super) fn reserve_pick_up(tx: &Connection, id: &MessageId, kept_since: i64) -> Result<PickUp> {
    match before_pick_up(tx, id, kept_since)? {
        Ok(stored) => {
            tx.prepare_cached("INSERT OR IGNORE INTO reserve (seq, bytes) VALUES (?1, zeroblob(?2))")?
                .execute([stored.seq, PICK_UP])?;
            Ok(PickUp::Done)
        }
        Err(known) => Ok(known),
    }
}

/// The message, where its pick-up is to be noted yet; else what comes of it.
fn before_pick_up(tx: &Connection, id: &MessageId, kept_since: i64) -> Result<std::result::Result<Stored, PickUp>> {
    let Some(stored) = Stored::find(tx, id, kept_since)? else { return Ok(Err(PickUp::Gone)) };
    Ok(match stored.message.state {
        State::Accepted if stored.message.kept => Ok(stored),
        State::PickedUp | State::Imported | State::Refused => Err(PickUp::Done),
        _ => Err(PickUp::Gone),
    })
}

pub(super) fn pick_up(tx: &Connection, id: &MessageId, kept_since: i64, sign: SignNextReceipt<'_>) -> Result<PickUp> {
    let Stored { seq, message, .. } = match before_pick_up(tx, id, kept_since)? {
        Ok(stored) => stored,
        Err(known) => return Ok(known),
    };
    give_back(tx, seq)?;
    let accepted = receipt::accepted(tx, seq)?;
    let made = receipt::chain(tx, &message.sender, &|link| sign(&accepted, link))?;
    receipt::add(tx, seq, receipt::PICKED_UP, &made)?;
    set_state(tx, seq, State::PickedUp)?;
    Ok(PickUp::Done)
}

pub(super) fn acknowledge(
    tx: &Connection,
    id: &MessageId,
    state: State,
    der: &[u8],
    kept_since: i64,
    sign: SignReceipt<'_>,
) -> Result<Acknowledged> {
    let Some(Stored { seq, message, .. }) = Stored::find(tx, id, kept_since)? else {
        return Ok(Acknowledged::Refused(State::Unknown));
    };
    if receipt::find(tx, seq, state.token())?.is_some() {
        return Ok(Acknowledged::Done);
    }
    if message.state != State::PickedUp {
        return Ok(Acknowledged::Refused(message.state));
    }
    receipt::add(tx, seq, state.token(), der)?;
    let recorded = receipt::chain(tx, &message.sender, sign)?;
    receipt::add(tx, seq, receipt::RECORDED, &recorded)?;
    set_state(tx, seq, state)?;
    Ok(Acknowledged::Done)
}

pub(super) fn recall(tx: &Connection, id: &MessageId, kept_since: i64) -> Result<Recalled> {
    let Some(Stored { seq, message, .. }) = Stored::find(tx, id, kept_since)? else {
        return Ok(Recalled::TooLate(State::Unknown));
    };
    match message.state {
        State::Recalled => Ok(Recalled::Done),
        State::Accepted => {
            set_state(tx, seq, State::Recalled)?;
            let_go(tx, seq)?;
            Ok(Recalled::Done)
        }
        other => Ok(Recalled::TooLate(other)),
    }
}

pub(super) fn due(connection: &Connection, kept_since: i64) -> Result<Due> {
    // Most of the time nothing is due: then nothing is counted.
    let count = |sql: &str, since: i64| -> Result<usize> {
        let count: i64 = connection.prepare_cached(sql)?.query_row([since], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    };
    let due = count("SELECT count(*) FROM message WHERE kept = 1 AND accepted_at < ?1", kept_since)?;
    let later = if due == 0 {
        0
    } else {
        count("SELECT count(*) FROM message WHERE kept = 1 AND accepted_at >= ?1", kept_since)?
    };
    Ok(Due { due, kept: due + later })
}

pub(super) fn expire(tx: &Connection, kept_since: i64, most: usize) -> Result<usize> {
    let due = tx
        .prepare_cached(
            "SELECT seq, state FROM message WHERE kept = 1 AND accepted_at < ?1 ORDER BY accepted_at LIMIT ?2",
        )?
        .query_map(params![kept_since, signed(most as u64)?], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
    for (seq, state) in &due {
        let_go(tx, *seq)?;
        if state == State::Accepted.token() {
            set_state(tx, *seq, State::Expired)?;
        }
    }
    Ok(due.len())
}

/// The next place in the order of changes.
pub(super) fn next(tx: &Connection) -> Result<i64> {
    let mut statement = tx.prepare_cached("UPDATE store SET changes = changes + 1 RETURNING changes")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

fn set_state(tx: &Connection, seq: i64, state: State) -> Result<()> {
    tx.prepare_cached("UPDATE message SET state = ?1, change = ?2 WHERE seq = ?3")?.execute(params![
        state.token(),
        next(tx)?,
        seq
    ])?;
    Ok(())
}

/// Lets a message's container go, and its subject with it.
fn let_go(tx: &Connection, seq: i64) -> Result<()> {
    tx.prepare_cached("DELETE FROM chunk WHERE place BETWEEN ?1 AND ?2")?.execute(pieces(seq))?;
    tx.prepare_cached("UPDATE message SET kept = 0, subject = '' WHERE seq = ?1")?.execute([seq])?;
    give_back(tx, seq)
}

/// Gives back what was reserved for the pick-up.
fn give_back(tx: &Connection, seq: i64) -> Result<()> {
    tx.prepare_cached("DELETE FROM reserve WHERE seq = ?1")?.execute([seq])?;
    Ok(())
}
