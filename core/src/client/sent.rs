//! `sent` and `recall`: what became of our own messages.

use time::OffsetDateTime;

use super::send::signed_at;
use super::standing::{Judged, judge};
use super::{Client, unix_now};
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::relay::{SentEntry, State};
use crate::seal::{MessageId, Receipt, ReceiptKind, VerifiedReceipt};

/// A page of the sent list.
#[derive(Debug)]
pub struct SentList {
    /// Our messages, those that changed longest ago first; none at the end of the list.
    pub messages: Vec<SentMessage>,
    /// The cursor for the next page; none at the end of the list, where there are no messages. Who keeps the last one
    /// there was gets by it, later, the messages that are new or have changed since.
    pub next: Option<String>,
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
    /// Its state, as far as verified receipts prove it; the relay's word where nobody signs anything: *recalled*,
    /// *expired*, and everything of a relay without receipts.
    pub state: State,
    /// Whether a verified receipt proves the state; else it is the relay's word.
    pub is_signed: bool,
    /// What the relay says.
    pub relay_state: State,
    /// What is doubtful about the relay's word: [`Code::StateUnproven`] where it goes beyond the receipts,
    /// [`Code::StateContradicted`] where they say otherwise.
    pub doubt: Option<Error>,
    /// Why the receiver refused it: as its receipt says, else in the relay's words.
    pub reason: Option<String>,
    /// The number of the office that sent it for us as our agent, as the *accepted* receipt says; `None` where we did.
    pub agent: Option<String>,
    /// The number of the office that imported or refused it as the receiver's agent, as the receipts say.
    pub receiver_agent: Option<String>,
    /// When the relay accepted it: as its receipt says, else its word.
    pub accepted_at: OffsetDateTime,
    /// The receipts so far that could be verified, as of their signing, with their bytes (CMS, DER).
    pub receipts: Vec<(VerifiedReceipt, Vec<u8>)>,
    /// Those that could not be verified, and why. They prove nothing.
    pub bad_receipts: Vec<(Error, Vec<u8>)>,
}

impl Client {
    /// Lists our messages after the cursor (empty: from the beginning), with their receipts. A receipt that cannot be
    /// verified is listed as such, and stops nothing.
    ///
    /// # Errors
    /// Network errors (4xx), refusals (5xx).
    pub fn sent(&mut self, cursor: &str, job: &mut Job<'_>) -> Result<SentList> {
        let signs = self.capabilities(job)?.abilities.receipts;
        let answer = self.transport.sent(cursor, job);
        self.heed(&answer);
        let page = answer?;
        let messages: Vec<_> = page.entries.into_iter().map(|entry| self.sent_message(entry, signs)).collect();
        // An empty page has a cursor too, which leads to itself: whoever followed it would never come to an end.
        let next = (!messages.is_empty()).then_some(page.next);
        Ok(SentList { messages, next })
    }

    fn sent_message(&self, entry: SentEntry, signs: bool) -> SentMessage {
        let judged: Vec<_> = entry.receipts.iter().map(|der| self.receipt_of(&entry, der, None)).collect();
        // What the relay has recorded was there by then, whatever became of its certificate later; and an agent's counts
        // only so.
        let recorded = |der: &[u8]| {
            let digest = Receipt::digest(der);
            judged.iter().flatten().find(|verified| verified.receipt.records == Some(digest)).cloned()
        };
        let again: Vec<Option<VerifiedReceipt>> = entry.receipts.iter().map(|der| recorded(der)).collect();
        let (mut receipts, mut bad_receipts) = (Vec::new(), Vec::new());
        for ((der, judged), recorded) in entry.receipts.iter().zip(judged).zip(again) {
            let proven = |error| match &recorded {
                Some(recorded) => self.receipt_of(&entry, der, Some(recorded)),
                None => Err(error),
            };
            match judged.or_else(proven) {
                Ok(verified) => receipts.push((verified, der.clone())),
                Err(error) => bad_receipts.push((error, der.clone())),
            }
        }
        let Judged { state, is_signed, doubt } = judge(entry.state, &receipts, signs);
        let signed = |kind| receipts.iter().map(|(verified, _)| verified).find(|one| one.receipt.kind == kind);
        let reason = signed(ReceiptKind::Refused).filter(|_| state == State::Refused);
        let reason = reason.and_then(|refused| refused.receipt.reason.clone());
        let outcome = [ReceiptKind::Imported, ReceiptKind::Refused].into_iter().find_map(signed);
        let agent_of = |verified: &VerifiedReceipt| verified.receipt.agent.as_ref().map(|agent| agent.office.clone());
        SentMessage {
            id: entry.id,
            to: entry.to,
            kind: entry.kind,
            state,
            is_signed,
            relay_state: entry.state,
            doubt: doubt.map(Error::new),
            reason: if is_signed { reason } else { entry.reason },
            agent: signed(ReceiptKind::Accepted).and_then(agent_of),
            receiver_agent: outcome.and_then(agent_of),
            accepted_at: signed(ReceiptKind::Accepted).and_then(signed_at).unwrap_or(entry.accepted_at),
            receipts,
            bad_receipts,
        }
    }

    /// A receipt of this message as of its signing, or as of when the relay has recorded it.
    fn receipt_of(&self, entry: &SentEntry, der: &[u8], recorded: Option<&VerifiedReceipt>) -> Result<VerifiedReceipt> {
        let verified = match recorded {
            Some(recorded) => Receipt::verify_recorded(der, &self.trust, recorded)?,
            None => Receipt::verify_as_of_signing(der, &self.trust, unix_now())?,
        };
        let said = &verified.receipt;
        if said.message != entry.id || said.to != entry.to || said.from != self.office {
            return Err(Error::new(Code::ReceiptFormat).with_detail("the receipt is for another message"));
        }
        Ok(verified)
    }

    /// Notes that a person has uploaded the files of a message that goes by hand ([`relay::folder`](crate::relay::folder)):
    /// the sent list has it as [`State::Uploaded`] from then on. The first time remains; repeating it has no effect.
    ///
    /// # Errors
    /// [`Code::RelayNotFound`] for a message that was not laid ready, [`Code::RelayState`] for one that is recalled;
    /// [`Code::RelayRequest`] where the relay takes messages itself; 6xx local files.
    pub fn confirm_uploaded(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<()> {
        let answer = self.transport.confirm_uploaded(id, job);
        self.heed(&answer);
        answer
    }

    /// Recalls one of our messages before the receiver has picked it up. Repeating it has no effect.
    ///
    /// # Errors
    /// [`Code::RelayState`] where it was picked up already, and where the relay answers with another state than
    /// *recalled*; network errors (4xx), refusals (5xx).
    pub fn recall(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<()> {
        let answer = self.transport.recall(id, job);
        self.heed(&answer);
        match answer? {
            State::Recalled => Ok(()),
            _ => Err(Error::new(Code::RelayState).with_detail("the relay has not recalled it").with_in_doubt()),
        }
    }
}
