//! `acknowledge`: reports, signed, to sender and relay whether a message was imported or refused.

use super::{Client, unix_now};
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::relay::{Acknowledgement, Outcome, Standing, State};
use crate::seal::{MAX_REASON, MessageId, Receipt, ReceiptKind, is_reason};

/// A message and its two offices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageReference {
    /// The message id.
    pub id: MessageId,
    /// The sending office's number.
    pub from: String,
    /// The receiving office's number.
    pub to: String,
}

/// Which outcome of a message is valid after it was acknowledged: the first outcome that our office reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// *Imported* or *refused*. It may be another one than this call reported: see
    /// [`is_repeat`](Self::is_repeat).
    pub state: State,
    /// Why it was refused, where it was.
    pub reason: Option<String>,
    /// Whether an outcome had been reported before this call, from here or from another terminal: that one is valid.
    pub is_repeat: bool,
    /// Our valid receipt (CMS, DER), to be kept.
    pub receipt: Vec<u8>,
}

impl Client {
    /// Signs and sends an *imported* or *refused* receipt. Call it once the rows and the cursor
    /// are committed. The first outcome remains: repeating or contradicting it changes nothing, and
    /// gives the valid one. A relay without receipts is handed the plain outcome only.
    ///
    /// # Errors
    /// [`Code::Reason`] for a reason that is blank, too long or no line: nothing was reported then;
    /// [`Code::RelayState`] if the message was not picked up or is recalled; network errors (4xx), refusals (5xx),
    /// [`Code::KeySign`]; [`Code::ReceiptFormat`] and others of receipts where the
    /// relay names a first receipt that is not ours.
    pub fn acknowledge(
        &mut self,
        message: &MessageReference,
        outcome: &Outcome,
        job: &mut Job<'_>,
    ) -> Result<Acknowledged> {
        let (kind, reason) = match outcome {
            Outcome::Imported => (ReceiptKind::Imported, None),
            Outcome::Refused(reason) => (ReceiptKind::Refused, Some(reason.clone())),
        };
        if reason.as_deref().is_some_and(|reason| !is_reason(reason, MAX_REASON)) {
            return Err(Error::new(Code::Reason));
        }
        let at = unix_now();
        let receipt = Receipt {
            kind,
            message: message.id,
            from: message.from.clone(),
            to: message.to.clone(),
            at,
            reason: reason.clone(),
            previous: None,
            link: None,
            records: None,
        };
        let der = receipt.sign(&*self.signer, at)?;
        let said = Acknowledgement { outcome, receipt: &der };
        let answer = self.transport.acknowledge(&message.id, &said, job);
        self.heed(&answer);
        let Standing { state, is_repeat, receipt: first } = answer?;
        match first.filter(|first| *first != der) {
            Some(first) => self.first(message, state, first).map_err(Error::with_in_doubt),
            None if state == state_of(kind) => Ok(Acknowledged { state, reason, is_repeat, receipt: der }),
            None if !matches!(state, State::Imported | State::Refused) => {
                let error = Error::new(Code::RelayState).with_detail("the relay has not taken the outcome");
                Err(error.with_in_doubt())
            }
            // A relay that carries receipts has the one that it speaks of.
            None if self.capabilities(job)?.abilities.receipts => {
                let error = Error::new(Code::StateUnproven).with_detail("the relay names another outcome");
                Err(error.with_in_doubt())
            }
            None => Ok(Acknowledged { state, reason: None, is_repeat: true, receipt: der }),
        }
    }

    /// The receipt that our office signed before, where it says what the relay says.
    fn first(&self, message: &MessageReference, state: State, der: Vec<u8>) -> Result<Acknowledged> {
        let verified = Receipt::verify_as_of_signing(&der, &self.trust, unix_now())?;
        let said = verified.receipt;
        let is_ours = said.message == message.id && said.from == message.from && said.to == message.to;
        if !is_ours || said.kind.by_relay() || state_of(said.kind) != state {
            return Err(Error::new(Code::ReceiptFormat).with_detail("the first receipt is of something else"));
        }
        Ok(Acknowledged { state, reason: said.reason, is_repeat: true, receipt: der })
    }
}

fn state_of(kind: ReceiptKind) -> State {
    match kind {
        ReceiptKind::Refused => State::Refused,
        _ => State::Imported,
    }
}
