//! The life of a message after it was accepted.

use cplink::relay::State;
use cplink::seal::{Link, MessageId};
use rusqlite::params;
use time::OffsetDateTime;

use super::message::{Message, add_receipt, chain, find, find_receipt, milliseconds, receipt, set_state};
use super::{Result, Store};

/// What came of a pick-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickUp {
    /// The receiver may have it; the state says so by now.
    Done,
    /// It was recalled or has expired meanwhile.
    Gone,
}

/// What came of a recall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recalled {
    /// It is recalled, now or before.
    Done,
    /// It is too late: the state it has.
    TooLate(State),
}

/// What came of an acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    /// The receipt of this kind is here, now or before.
    Done,
    /// The state does not allow it.
    Refused(State),
}

impl Store {
    /// Notes that the receiver has the message, with the relay's receipt that `make` makes of the
    /// *accepted* one for its place in the sender's chain.
    ///
    /// # Errors
    /// The database failed.
    pub fn pick_up(&self, id: &MessageId, make: impl FnOnce(&[u8], Link) -> Result<Vec<u8>>) -> Result<PickUp> {
        self.write(|tx| {
            let Some(message) = find(tx, id)? else { return Ok(PickUp::Gone) };
            match message.state {
                State::Accepted if message.kept => {}
                State::PickedUp | State::Imported | State::Refused => return Ok(PickUp::Done),
                _ => return Ok(PickUp::Gone),
            }
            let accepted = receipt(tx, message.seq, "accepted")?;
            let made = chain(tx, &message.sender, |link| make(&accepted, link))?;
            add_receipt(tx, message.seq, "picked_up", &made)?;
            set_state(tx, message.seq, State::PickedUp)?;
            Ok(PickUp::Done)
        })
    }

    /// Takes the receiver's receipt of the final `state`, *imported* or *refused*, and brings it into
    /// the sender's chain by the *recorded* receipt that `make` makes.
    ///
    /// # Errors
    /// The database failed.
    pub fn acknowledge(
        &self,
        message: &Message,
        state: State,
        der: &[u8],
        make: impl FnOnce(Link) -> Result<Vec<u8>>,
    ) -> Result<Acknowledged> {
        self.write(|tx| {
            let Some(message) = find(tx, &message.id)? else {
                return Ok(Acknowledged::Refused(State::Unknown));
            };
            if find_receipt(tx, message.seq, state.token())?.is_some() {
                return Ok(Acknowledged::Done);
            }
            if message.state != State::PickedUp {
                return Ok(Acknowledged::Refused(message.state));
            }
            add_receipt(tx, message.seq, state.token(), der)?;
            let recorded = chain(tx, &message.sender, make)?;
            add_receipt(tx, message.seq, "recorded", &recorded)?;
            set_state(tx, message.seq, state)?;
            Ok(Acknowledged::Done)
        })
    }

    /// Takes a message back that nobody has picked up; its container goes.
    ///
    /// # Errors
    /// The database failed.
    pub fn recall(&self, message: &Message) -> Result<Recalled> {
        self.write(|tx| {
            let Some(message) = find(tx, &message.id)? else {
                return Ok(Recalled::TooLate(State::Unknown));
            };
            match message.state {
                State::Recalled => Ok(Recalled::Done),
                State::Accepted => {
                    set_state(tx, message.seq, State::Recalled)?;
                    tx.execute("DELETE FROM chunk WHERE message = ?1", params![message.seq])?;
                    tx.execute("UPDATE message SET kept = 0 WHERE seq = ?1", params![message.seq])?;
                    Ok(Recalled::Done)
                }
                other => Ok(Recalled::TooLate(other)),
            }
        })
    }

    /// Lets go of containers accepted before `limit`. Those that nobody picked up are expired.
    ///
    /// # Errors
    /// The database failed.
    pub fn expire(&self, limit: OffsetDateTime) -> Result<usize> {
        let limit = milliseconds(limit);
        let due: bool = self.reader().query_row(
            "SELECT EXISTS (SELECT 1 FROM message WHERE kept = 1 AND accepted_at < ?1)",
            params![limit],
            |row| row.get(0),
        )?;
        if !due {
            return Ok(0);
        }
        self.write(|tx| {
            let due = tx
                .prepare("SELECT seq, state FROM message WHERE kept = 1 AND accepted_at < ?1")?
                .query_map(params![limit], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
            for (seq, state) in &due {
                tx.execute("DELETE FROM chunk WHERE message = ?1", params![seq])?;
                tx.execute("UPDATE message SET kept = 0 WHERE seq = ?1", params![seq])?;
                if state == State::Accepted.token() {
                    set_state(tx, *seq, State::Expired)?;
                }
            }
            Ok(due.len())
        })
    }
}
