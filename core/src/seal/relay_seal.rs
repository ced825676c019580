//! A relay's part in receipts, whichever relay it is: what it signs, and what it takes from a receiver.

use std::fmt;
use std::sync::Arc;

use rustls::pki_types::UnixTime;

use super::agent::Agent;
use super::id::MessageId;
use super::receipt::{Link, Receipt};
use super::receipt_kind::ReceiptKind;
use crate::error::{Code, Error, Result};
use crate::keys::{Signer, Trust};

/// The message that a receipt is of, with its two offices.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its id.
    pub id: MessageId,
    /// The sending office's number.
    pub from: &'a str,
    /// The receiving office's number.
    pub to: &'a str,
}

/// The key with which a relay signs receipts.
#[derive(Clone)]
pub struct RelaySeal {
    signer: Arc<dyn Signer>,
}

impl fmt::Debug for RelaySeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RelaySeal")
    }
}

impl RelaySeal {
    /// A relay that signs with this.
    pub fn new(signer: Arc<dyn Signer>) -> Self {
        Self { signer }
    }

    /// The *accepted* receipt; `agent` has signed and sent the message for its sender.
    ///
    /// # Errors
    /// Those of [`Receipt::sign`].
    pub fn accepted(&self, of: Subject<'_>, agent: Option<Agent>, link: Link, at: UnixTime) -> Result<Vec<u8>> {
        self.sign(ReceiptKind::Accepted, of, agent, link, None, at)
    }

    /// The *picked up* receipt, which names the *accepted* one; `agent` has fetched the message for its receiver.
    ///
    /// # Errors
    /// Those of [`Receipt::sign`].
    pub fn picked_up(
        &self,
        of: Subject<'_>,
        agent: Option<Agent>,
        accepted: &[u8],
        link: Link,
        at: UnixTime,
    ) -> Result<Vec<u8>> {
        self.sign(ReceiptKind::PickedUp, of, agent, link, Some(accepted), at)
    }

    /// The *recorded* receipt, which brings the receiver's own into the sender's chain; `agent` has signed that one.
    ///
    /// # Errors
    /// Those of [`Receipt::sign`].
    pub fn recorded(
        &self,
        of: Subject<'_>,
        agent: Option<Agent>,
        receipt: &[u8],
        link: Link,
        at: UnixTime,
    ) -> Result<Vec<u8>> {
        self.sign(ReceiptKind::Recorded, of, agent, link, Some(receipt), at)
    }

    fn sign(
        &self,
        kind: ReceiptKind,
        of: Subject<'_>,
        agent: Option<Agent>,
        link: Link,
        previous: Option<&[u8]>,
        at: UnixTime,
    ) -> Result<Vec<u8>> {
        let previous = previous.map(Receipt::digest);
        let receipt = Receipt {
            kind,
            message: of.id,
            from: of.from.to_owned(),
            to: of.to.to_owned(),
            at,
            reason: None,
            previous,
            link: Some(link),
            records: previous.filter(|_| kind == ReceiptKind::Recorded),
            agent,
        };
        receipt.sign(&*self.signer, at)
    }
}

/// What a receipt (CMS, DER) says that the receiver of a message hands over, or the agent of this number that calls for
/// it: *imported* or *refused*, of this message, and where it names a preceding receipt, one of `known`. For relays, whose
/// own directory says that the agent may.
///
/// # Errors
/// Those of [`Receipt::verify`]; [`Code::ReceiptFormat`] where it is another receipt. The detail says why, without a
/// value.
pub fn acknowledgement(
    der: &[u8],
    of: Subject<'_>,
    agent: Option<&str>,
    known: &[Vec<u8>],
    trust: &Trust,
    now: UnixTime,
) -> Result<Receipt> {
    let wrong = |detail: &'static str| Err(Code::ReceiptFormat.with_detail(detail));
    let verified = match agent {
        Some(agent) => Receipt::verify_by_agent(der, agent, trust, now),
        None => Receipt::verify(der, trust, now),
    };
    let receipt = verified.map_err(|error| Error::new(error.code()).with_detail(error.code().name()))?.receipt;
    if receipt.agent.as_ref().map(|agent| agent.office.as_str()) != agent {
        return wrong("it is not signed by the office that calls");
    }
    if receipt.kind.by_relay() {
        return wrong("not a receipt of a receiver");
    }
    if receipt.message != of.id || receipt.from != of.from || receipt.to != of.to {
        return wrong("it is about another message");
    }
    match receipt.previous {
        Some(digest) if !known.iter().any(|der| Receipt::digest(der) == digest) => {
            wrong("it names an unknown preceding receipt")
        }
        _ => Ok(receipt),
    }
}
