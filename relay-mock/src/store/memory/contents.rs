//! What is in the memory.

use std::collections::BTreeMap;

use cplink::relay::State;
use cplink::seal::{Link, MessageId, Receipt};
use time::OffsetDateTime;

use crate::store::{RegisteredOffice, Result, SignReceipt, StoredMessage};

#[derive(Default)]
pub(super) struct Contents {
    pub(super) offices: BTreeMap<String, RegisteredOffice>,
    /// In the order of acceptance: a message's place in an inbox is its index and one.
    pub(super) messages: Vec<Entry>,
    /// How many changes there have been.
    pub(super) changes: u64,
    /// The last link of each office's chain: its number, and the digest of its receipt.
    pub(super) chains: BTreeMap<String, (u64, [u8; 32])>,
}

pub(super) struct Entry {
    pub(super) message: StoredMessage,
    pub(super) unit: String,
    pub(super) container: Vec<u8>,
    pub(super) receipts: Vec<Vec<u8>>,
    /// How often its receiver has fetched it as a whole.
    pub(super) fetched: u64,
    pub(super) change: u64,
}

impl Entry {
    /// The message as it is for those who keep what was accepted since `kept_since`.
    pub(super) fn seen(&self, kept_since: OffsetDateTime) -> StoredMessage {
        let mut message = self.message.clone();
        if message.accepted_at < kept_since {
            message.kept = false;
            message.subject = String::new();
            if message.state == State::Accepted {
                message.state = State::Expired;
            }
        }
        message
    }

    pub(super) fn let_go(&mut self) {
        self.container = Vec::new();
        self.message.kept = false;
        self.message.subject = String::new();
    }
}

impl Contents {
    pub(super) fn index(&self, id: &MessageId) -> Option<usize> {
        self.messages.iter().position(|entry| entry.message.id == *id)
    }

    pub(super) fn entry(&self, id: &MessageId) -> Option<&Entry> {
        self.messages.iter().find(|entry| entry.message.id == *id)
    }

    /// The next receipt of an office's chain. It is not noted there yet, so that a failure changes nothing.
    pub(super) fn sign(&self, office: &str, sign: SignReceipt<'_>) -> Result<(u64, Vec<u8>)> {
        let last = self.chains.get(office).copied();
        let number = last.map_or(0, |(number, _)| number) + 1;
        let receipt = sign(Link { number, previous: last.map(|(_, digest)| digest) })?;
        Ok((number, receipt))
    }

    pub(super) fn chain(&mut self, office: &str, number: u64, receipt: &[u8]) {
        self.chains.insert(office.to_owned(), (number, Receipt::digest(receipt)));
    }

    pub(super) fn set_state(&mut self, index: usize, state: State) {
        self.changes += 1;
        let entry = &mut self.messages[index];
        entry.message.state = state;
        entry.change = self.changes;
    }
}
