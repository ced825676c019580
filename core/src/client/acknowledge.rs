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
    /// The number of the office that has signed it as our agent; `None` where our own office has.
    pub agent: Option<String>,
    /// The relay's *recorded* receipt of it (CMS, DER), verified, where an agent has signed: to be kept too, since the
    /// agent's receipt counts with it only.
    pub recorded: Option<Vec<u8>>,
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
            agent: self.as_agent(),
        };
        let der = receipt.sign(&*self.signer, at)?;
        let said = Acknowledgement { outcome, receipt: &der };
        let answer = self.transport.acknowledge(&message.id, &said, job);
        self.heed(&answer);
        let Standing { state, is_repeat, receipt: first, recorded } = answer?;
        match first.filter(|first| *first != der) {
            Some(first) => self.first(message, state, first, recorded).map_err(Error::with_in_doubt),
            None if state == state_of(kind) => {
                // Our own receipt needs no proof, an agent's does.
                let recorded = recorded.filter(|_| self.agent().is_some());
                if self.agent().is_some() {
                    self.verified(&der, recorded.as_deref()).map_err(Error::with_in_doubt)?;
                }
                let agent = self.agent().map(str::to_owned);
                Ok(Acknowledged { state, reason, is_repeat, receipt: der, agent, recorded })
            }
            None if !matches!(state, State::Imported | State::Refused) => {
                let error = Error::new(Code::RelayState).with_detail("the relay has not taken the outcome");
                Err(error.with_in_doubt())
            }
            // A relay that carries receipts has the one that it speaks of.
            None if self.capabilities(job)?.abilities.receipts => {
                let error = Error::new(Code::StateUnproven).with_detail("the relay names another outcome");
                Err(error.with_in_doubt())
            }
            None => {
                let agent = self.agent().map(str::to_owned);
                Ok(Acknowledged { state, reason: None, is_repeat: true, receipt: der, agent, recorded: None })
            }
        }
    }

    /// A receiver's receipt, verified: with the relay's of it, where there is one.
    fn verified(&self, der: &[u8], recorded: Option<&[u8]>) -> Result<Receipt> {
        let verified = match recorded {
            Some(recorded) => {
                let recorded = Receipt::verify_as_of_signing(recorded, &self.trust, unix_now())?;
                Receipt::verify_recorded(der, &self.trust, &recorded)?
            }
            None => Receipt::verify_as_of_signing(der, &self.trust, unix_now())?,
        };
        Ok(verified.receipt)
    }

    /// The receipt that our office, or an agent of it, signed before, where it says what the relay says.
    fn first(
        &self,
        message: &MessageReference,
        state: State,
        der: Vec<u8>,
        recorded: Option<Vec<u8>>,
    ) -> Result<Acknowledged> {
        let said = self.verified(&der, recorded.as_deref())?;
        let is_ours = said.message == message.id && said.from == message.from && said.to == message.to;
        if !is_ours || said.kind.by_relay() || state_of(said.kind) != state {
            return Err(Error::new(Code::ReceiptFormat).with_detail("the first receipt is of something else"));
        }
        let agent = said.agent.map(|agent| agent.office);
        let recorded = recorded.filter(|_| agent.is_some());
        Ok(Acknowledged { state, reason: said.reason, is_repeat: true, receipt: der, agent, recorded })
    }
}

fn state_of(kind: ReceiptKind) -> State {
    match kind {
        ReceiptKind::Refused => State::Refused,
        _ => State::Imported,
    }
}
