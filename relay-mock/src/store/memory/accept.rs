//! A message comes in.

use std::io::Read;

use cplink::relay::State;
use ring::digest::{SHA256, digest};
use time::OffsetDateTime;

use super::contents::{Contents, Entry};
use crate::store::{Accepted, NewMessage, Result, SignReceipt, StoreError, StoredMessage};

impl Contents {
    pub(super) fn accept(
        &mut self,
        new: &NewMessage,
        container: &mut dyn Read,
        kept_since: OffsetDateTime,
        sign: SignReceipt<'_>,
    ) -> Result<Accepted> {
        if let Some(entry) = self.entry(&new.id) {
            let first = entry.receipts.first().ok_or(StoreError::Damaged("a receipt is missing"))?;
            return Ok(Accepted::Before(first.clone(), entry.seen(kept_since).state));
        }
        let same = |entry: &&Entry| {
            let message = entry.seen(kept_since);
            (&message.sender, &message.receiver, &entry.unit) == (&new.sender, &new.receiver, &new.unit)
                && !matches!(message.state, State::Recalled | State::Expired)
        };
        if self.messages.iter().any(|entry| same(&entry)) {
            return Ok(Accepted::UnitTaken);
        }
        let mut bytes = Vec::new();
        container.take(new.size).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != new.size {
            return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into());
        }
        let sha256 = digest(&SHA256, &bytes);
        let (number, receipt) = self.sign(&new.sender, sign)?;
        self.chain(&new.sender, number, &receipt);
        self.changes += 1;
        let entry = Entry {
            message: StoredMessage {
                place: self.messages.len() as u64 + 1,
                id: new.id,
                sender: new.sender.clone(),
                receiver: new.receiver.clone(),
                kind: new.kind.clone(),
                subject: new.subject.clone(),
                size: new.size,
                sha256: sha256.as_ref().try_into().map_err(|_| StoreError::Damaged("a digest"))?,
                accepted_at: new.at.replace_millisecond(new.at.millisecond()).unwrap_or(new.at),
                state: State::Accepted,
                kept: true,
                agent: new.agent.clone(),
            },
            unit: new.unit.clone(),
            container: bytes,
            receipts: vec![receipt.clone()],
            fetched: 0,
            change: self.changes,
        };
        self.messages.push(entry);
        Ok(Accepted::New(receipt))
    }
}
