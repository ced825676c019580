//! The life of a message after it was accepted.

use cplink::relay::State;
use cplink::seal::MessageId;
use time::OffsetDateTime;

use super::contents::{Contents, Entry};
use crate::store::{
    Acknowledged, Due, PickUp, Recalled, Result, SignNextReceipt, SignReceipt, StoreError, StoredMessage,
};

impl Contents {
    pub(super) fn reserve_pick_up(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<PickUp> {
        let Some(index) = self.index(id) else { return Ok(PickUp::Gone) };
        // There is no limit, so there is nothing to set aside.
        Ok(pick_up_known(&self.messages[index].seen(kept_since)).unwrap_or(PickUp::Done))
    }

    pub(super) fn pick_up(
        &mut self,
        id: &MessageId,
        kept_since: OffsetDateTime,
        sign: SignNextReceipt<'_>,
    ) -> Result<PickUp> {
        let Some(index) = self.index(id) else { return Ok(PickUp::Gone) };
        let message = self.messages[index].seen(kept_since);
        self.messages[index].fetched += 1;
        if let Some(known) = pick_up_known(&message) {
            return Ok(known);
        }
        let accepted = self.messages[index].receipts.first().ok_or(StoreError::Damaged("a receipt is missing"))?;
        let (number, receipt) = self.sign(&message.sender, &|link| sign(accepted, link))?;
        self.chain(&message.sender, number, &receipt);
        self.messages[index].receipts.push(receipt);
        self.set_state(index, State::PickedUp);
        Ok(PickUp::Done)
    }

    pub(super) fn acknowledge(
        &mut self,
        id: &MessageId,
        state: State,
        receipt: &[u8],
        kept_since: OffsetDateTime,
        sign: SignReceipt<'_>,
    ) -> Result<Acknowledged> {
        let Some(index) = self.index(id) else { return Ok(Acknowledged::Refused(State::Unknown)) };
        let message = self.messages[index].seen(kept_since);
        if message.state == state {
            return Ok(Acknowledged::Done);
        }
        if message.state != State::PickedUp {
            return Ok(Acknowledged::Refused(message.state));
        }
        let (number, recorded) = self.sign(&message.sender, sign)?;
        self.chain(&message.sender, number, &recorded);
        self.messages[index].receipts.extend([receipt.to_vec(), recorded]);
        self.set_state(index, state);
        Ok(Acknowledged::Done)
    }

    pub(super) fn recall(&mut self, id: &MessageId, kept_since: OffsetDateTime) -> Result<Recalled> {
        let Some(index) = self.index(id) else { return Ok(Recalled::TooLate(State::Unknown)) };
        match self.messages[index].seen(kept_since).state {
            State::Recalled => Ok(Recalled::Done),
            State::Accepted => {
                self.messages[index].let_go();
                self.set_state(index, State::Recalled);
                Ok(Recalled::Done)
            }
            other => Ok(Recalled::TooLate(other)),
        }
    }

    pub(super) fn due(&self, kept_since: OffsetDateTime) -> Result<Due> {
        let kept = || self.messages.iter().filter(|entry| entry.message.kept);
        let due = kept().filter(|entry| entry.message.accepted_at < kept_since).count();
        Ok(Due { due, kept: kept().count() })
    }

    pub(super) fn expire(&mut self, kept_since: OffsetDateTime, most: usize) -> Result<usize> {
        let due = |entry: &Entry| entry.message.kept && entry.message.accepted_at < kept_since;
        let due: Vec<usize> = (0..self.messages.len()).filter(|index| due(&self.messages[*index])).take(most).collect();
        for index in &due {
            self.messages[*index].let_go();
            if self.messages[*index].message.state == State::Accepted {
                self.set_state(*index, State::Expired);
            }
        }
        Ok(due.len())
    }
}

/// What comes of a pick-up of this message that changes nothing; `None` where it is to be noted yet.
fn pick_up_known(message: &StoredMessage) -> Option<PickUp> {
    match message.state {
        State::Accepted if message.kept => None,
        State::PickedUp | State::Imported | State::Refused => Some(PickUp::Done),
        _ => Some(PickUp::Gone),
    }
}
