//! `sent` and `recall`: what became of our own messages.

use time::OffsetDateTime;

use super::{Client, unix_now};
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::relay::State;
use crate::seal::{MessageId, Receipt, ReceiptKind, VerifiedReceipt};

/// A page of the sent list.
#[derive(Debug)]
pub struct SentList {
    /// Our messages, oldest first.
    pub messages: Vec<SentMessage>,
    /// The cursor for the next page.
    pub next: String,
}

/// One of our messages.
#[derive(Debug)]
pub struct SentMessage {
    /// The message id.
    pub id: MessageId,
    /// The receiving office's number.
    pub to: String,
    /// The kind of message.
    pub kind: String,
    /// Its state at the relay.
    pub state: State,
    /// Whether a verified receipt says so; else the state is the relay's word.
    pub is_signed: bool,
    /// Why the receiver refused it, in the relay's words; a receipt has its own reason.
    pub reason: Option<String>,
    /// When the relay accepted it.
    pub accepted_at: OffsetDateTime,
    /// The receipts so far, each verified, with its bytes (CMS, DER).
    pub receipts: Vec<(VerifiedReceipt, Vec<u8>)>,
}

impl Client {
    /// Lists our messages after the cursor (empty: from the beginning), with verified receipts.
    ///
    /// # Errors
    /// [`Code::ReceiptFormat`] or another 3xx where a receipt is not what it should be; network errors
    /// (4xx), refusals (5xx).
    pub fn sent(&mut self, cursor: &str, job: &mut Job<'_>) -> Result<SentList> {
        let answer = self.transport.sent(cursor, job);
        self.heed(&answer);
        let page = answer?;
        let mut messages = Vec::with_capacity(page.entries.len());
        for entry in page.entries {
            let mut receipts = Vec::with_capacity(entry.receipts.len());
            for der in entry.receipts {
                let verified = Receipt::verify(&der, &self.trust, unix_now())?;
                let said = &verified.receipt;
                if said.message != entry.id || said.to != entry.to || said.from != self.identity.office_number {
                    return Err(Error::new(Code::ReceiptFormat).with_detail("a receipt is for another message"));
                }
                receipts.push((verified, der));
            }
            messages.push(SentMessage {
                id: entry.id,
                to: entry.to,
                kind: entry.kind,
                state: entry.state,
                is_signed: receipts.iter().any(|(verified, _)| says(verified.receipt.kind, entry.state)),
                reason: entry.reason,
                accepted_at: entry.accepted_at,
                receipts,
            });
        }
        Ok(SentList { messages, next: page.next })
    }

    /// Recalls one of our messages before the receiver has picked it up. Repeating it has no effect.
    ///
    /// # Errors
    /// [`Code::RelayState`] where it was picked up already; network errors (4xx), refusals (5xx).
    pub fn recall(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<()> {
        let answer = self.transport.recall(id, job);
        self.heed(&answer);
        answer
    }
}

/// Whether a receipt of this kind proves this state.
fn says(kind: ReceiptKind, state: State) -> bool {
    matches!(
        (kind, state),
        (ReceiptKind::Accepted, State::Accepted)
            | (ReceiptKind::PickedUp, State::PickedUp)
            | (ReceiptKind::Imported, State::Imported)
            | (ReceiptKind::Refused, State::Refused)
    )
}
