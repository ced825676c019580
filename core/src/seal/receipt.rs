//! Receipts: what became of a message, signed by whom it is up to say so.
//!
//! The relay's receipts on the messages of one sending office make a chain: each has a number and
//! names the one before it by its SHA-256, across all messages, so that a missing one shows
//! ([`ReceiptChain`](super::ReceiptChain)). What the receiving office signs is brought in by a
//! *recorded* receipt of the relay, which names it by its SHA-256: the chain has one writer, and two
//! receivers can never claim one place in it.
//!
//! Where an agent acts for an office, its receipts say so: *accepted* for the sender, *picked up* and *recorded* for the
//! receiver. What an agent signs itself says it too, and counts only with the *recorded* receipt that names the same agent.

use rustls::pki_types::UnixTime;
use serde::{Deserialize, Serialize};

use super::agent::Agent;
use super::cms::{self, Content, How, Signature, Verified};
use super::hash::sha256;
use super::id::MessageId;
use super::receipt_kind::ReceiptKind;
use super::{clock, part};
use crate::error::{Code, Error, Result};
use crate::keys::encoded::{self, BlockKind};
use crate::keys::{Notice, Signer, Trust, is_office_number, require_office};
use crate::progress::Job;

const FORMAT: &str = "CPX-receipt/3";
pub(crate) const MAX_REASON: usize = 500;
/// More than the PEM text of any receipt.
const MAX_FILE: usize = 256 * 1024;
/// How far the time that a receipt states may be from the time of its signature, in seconds: long enough for a PIN.
const SIGNING_TAKES: u64 = 600;

/// A receipt. Like the message header it has one byte form only, inside a CMS signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What it says.
    pub kind: ReceiptKind,
    /// Of which message.
    pub message: MessageId,
    /// The sending office's number.
    pub from: String,
    /// The receiving office's number.
    pub to: String,
    /// When, by the clock of whoever signs.
    pub at: UnixTime,
    /// Why, for people: with a refusal only, one line of at most 500 characters.
    pub reason: Option<String>,
    /// [`Receipt::digest`] of the preceding receipt of this message.
    pub previous: Option<[u8; 32]>,
    /// The place in the sending office's chain: of every receipt of a relay, and of no other.
    pub link: Option<Link>,
    /// [`Receipt::digest`] of the receiving office's receipt: of a *recorded* one only.
    pub records: Option<[u8; 32]>,
    /// Who acted for the sender (of *accepted*) or for the receiver (of the others); `None` where the office did itself.
    pub agent: Option<Agent>,
}

/// A place in the chain of an office's receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which receipt of this office it is, from 1.
    pub number: u64,
    /// [`Receipt::digest`] of the one before it, of whichever message; `None` exactly in the first.
    pub previous: Option<[u8; 32]>,
}

/// A receipt whose signature holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VerifiedReceipt {
    /// What it says.
    pub receipt: Receipt,
    /// Who signed.
    pub signer: Signature,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: String,
    kind: ReceiptKind,
    message: MessageId,
    from: String,
    to: String,
    at: String,
    reason: Option<String>,
    // Digests are no ids, but written alike.
    previous: Option<MessageId>,
    // Of a relay's receipt, and `records` of a *recorded* one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<WireLink>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    records: Option<MessageId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agent: Option<Agent>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireLink {
    number: u64,
    previous: Option<MessageId>,
}

impl Receipt {
    /// Signs the receipt at this time. The content is inside the signature.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where a field is not as laid down, [`Code::KeySign`],
    /// [`Code::KeyUnsupported`].
    pub fn sign(&self, signer: &dyn Signer, at: UnixTime) -> Result<Vec<u8>> {
        let content = self.to_bytes().map_err(|why| {
            Error::new(Code::InvalidArgument).with_detail("the receipt is not usable").with_source(why)
        })?;
        cms::sign(signer, &content, Content::Inside, How::at(at), &mut Job::new())
    }

    /// Verifies a signed receipt: *accepted* and *picked up* by a relay's certificate, *imported*
    /// and *refused* by the receiving office's.
    ///
    /// The caller must compare whether it is about the message that was asked for.
    ///
    /// # Errors
    /// [`Code::ReceiptFormat`], [`Code::ReceiptTime`] where it states another time than that of its signature,
    /// [`Code::SignatureFormat`], [`Code::SignatureInvalid`], [`Code::CertKind`], [`Code::CertOffice`] and the other codes of certificates;
    /// [`Code::AgentUnrecorded`] for a sound receipt of an agent of the receiver, which counts by
    /// [`Receipt::verify_recorded`] only.
    pub fn verify(der: &[u8], trust: &Trust, now: UnixTime) -> Result<VerifiedReceipt> {
        Self::of(cms::verify(der, None, trust, now)?, trust, &|_| false)
    }

    /// As [`Receipt::verify`], of a receiver's receipt that this verified *recorded* receipt of the relay names: whatever
    /// became of its certificate later, and where an agent has signed it, the same one that the relay names.
    ///
    /// # Errors
    /// Those of [`Receipt::verify`]; [`Code::ReceiptFormat`] where the relay's receipt is for another one.
    pub fn verify_recorded(der: &[u8], trust: &Trust, recorded: &VerifiedReceipt) -> Result<VerifiedReceipt> {
        let by = &recorded.receipt;
        let verified = cms::verify_known(der, None, trust, by.at, Some(by.at))?;
        let verified = Self::of(verified, trust, &|agent| by.agent.as_ref() == Some(agent))?;
        let said = &verified.receipt;
        let is_recorded = by.records == Some(Self::digest(der))
            && (by.message, &by.from, &by.to, &by.agent) == (said.message, &said.from, &said.to, &said.agent);
        if is_recorded {
            Ok(verified)
        } else {
            Err(Code::ReceiptFormat.with_detail("the relay has recorded another receipt"))
        }
    }

    /// As [`Receipt::verify`], of a receiver's receipt that the office of this number has signed as the receiver's agent.
    /// For relays, whose own directory says that it may: nobody else may take a receipt by this.
    ///
    /// # Errors
    /// Those of [`Receipt::verify`].
    pub fn verify_by_agent(der: &[u8], agent: &str, trust: &Trust, now: UnixTime) -> Result<VerifiedReceipt> {
        Self::of(cms::verify(der, None, trust, now)?, trust, &|named| named.office == agent)
    }

    /// `may_act`: whether this agent, which has signed, may act for the receiver.
    fn of(verified: Verified, trust: &Trust, may_act: &dyn Fn(&Agent) -> bool) -> Result<VerifiedReceipt> {
        let content = verified.content.ok_or(Code::SignatureFormat)?;
        let receipt = Self::from_bytes(&content)?;
        let signature = &verified.signature;
        if receipt.at.as_secs().abs_diff(signature.signing_time.as_secs()) > SIGNING_TAKES {
            return Err(Error::new(Code::ReceiptTime));
        }
        let identity = &signature.identity;
        if receipt.kind.by_relay() {
            trust.require_relay(identity, &signature.certificate)?;
        } else {
            require_office(identity)?;
            let wrong = |detail| Err(Error::new(Code::CertOffice).with_detail(detail));
            match &receipt.agent {
                None if identity.office_number == receipt.to => {}
                None => return wrong("the receipt is not signed by the receiving office"),
                Some(agent) if *agent != Agent::of(signature) => {
                    return wrong("the receipt is not signed by the agent that it names");
                }
                Some(agent) if may_act(agent) => {}
                Some(_) => return Err(Error::new(Code::AgentUnrecorded)),
            }
        }
        Ok(VerifiedReceipt { receipt, signer: verified.signature })
    }

    /// As [`Receipt::verify`], as of the time at which the receipt says it was signed: for evidence of
    /// years ago, whose certificates have ended since. `now` bounds that time.
    ///
    /// # Errors
    /// Those of [`Receipt::verify`].
    pub fn verify_as_of_signing(der: &[u8], trust: &Trust, now: UnixTime) -> Result<VerifiedReceipt> {
        let Some(signed) = cms::named_time(der).filter(|signed| signed.as_secs() < now.as_secs()) else {
            return Self::verify(der, trust, now);
        };
        let mut verified = Self::verify(der, trust, signed)?;
        // Every list of the present is newer than that.
        verified.signer.notices.retain(|notice| *notice != Notice::CrlFuture);
        Ok(verified)
    }

    /// The receipt of a file as signed bytes (CMS, DER): files also have it as PEM or as base64.
    ///
    /// # Errors
    /// [`Code::ReceiptFormat`] where the file holds no signature or several, [`Code::PemDamaged`].
    pub fn of_file(bytes: &[u8]) -> Result<Vec<u8>> {
        if bytes.len() > MAX_FILE {
            return Err(Code::ReceiptFormat.with_detail("the file is too large for a receipt"));
        }
        let blocks = encoded::blocks(bytes)?;
        let mut found = blocks.iter().filter(|block| block.kind == BlockKind::Cms);
        match (found.next(), found.next()) {
            // What is behind it was signed by nobody, so it must not vanish: the verifier refuses it.
            (Some(block), None) if bytes.starts_with(&block.der) => Ok(bytes.to_vec()),
            (Some(block), None) => Ok(block.der.to_vec()),
            _ => Err(Code::ReceiptFormat.with_detail("the file is no receipt, or several")),
        }
    }

    /// What the next receipt names in `previous`: the SHA-256 of a signed receipt.
    pub fn digest(der: &[u8]) -> [u8; 32] {
        sha256(der)
    }

    /// The text that is signed.
    pub(crate) fn text(&self) -> Result<String> {
        String::from_utf8(self.to_bytes()?).map_err(|_| Code::ReceiptFormat.with_detail("not text"))
    }

    fn to_bytes(&self) -> Result<Vec<u8>> {
        self.check()?;
        let wire = Wire {
            format: FORMAT.to_owned(),
            kind: self.kind,
            message: self.message,
            from: self.from.clone(),
            to: self.to.clone(),
            at: clock::rfc3339_utc(self.at)?,
            reason: self.reason.clone(),
            previous: self.previous.map(MessageId),
            link: self.link.map(|link| WireLink { number: link.number, previous: link.previous.map(MessageId) }),
            records: self.records.map(MessageId),
            agent: self.agent.clone(),
        };
        serde_json::to_vec(&wire).map_err(|_| Code::ReceiptFormat.with_detail("not writable"))
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let wire: Wire =
            serde_json::from_slice(bytes).map_err(|_| Code::ReceiptFormat.with_detail("not the JSON expected"))?;
        let receipt = Self {
            kind: wire.kind,
            message: wire.message,
            from: wire.from,
            to: wire.to,
            at: clock::unix_time(&wire.at).map_err(|_| Code::ReceiptFormat.with_detail("no time"))?,
            reason: wire.reason,
            previous: wire.previous.map(|digest| digest.0),
            link: wire.link.map(|link| Link { number: link.number, previous: link.previous.map(|digest| digest.0) }),
            records: wire.records.map(|digest| digest.0),
            agent: wire.agent,
        };
        // The one form that belongs to these fields, the format's name with it.
        if receipt.to_bytes()? == bytes {
            Ok(receipt)
        } else {
            Err(Code::ReceiptFormat.with_detail("not in its canonical form"))
        }
    }

    fn check(&self) -> Result<()> {
        if !is_office_number(&self.from) || !is_office_number(&self.to) {
            return Err(Code::ReceiptFormat.with_detail("an office number is not 10 digits"));
        }
        let acted_for = if self.kind == ReceiptKind::Accepted { &self.from } else { &self.to };
        if self.agent.as_ref().is_some_and(|agent| !is_office_number(&agent.office) || agent.office == *acted_for) {
            return Err(Code::ReceiptFormat.with_detail("the agent is no other office"));
        }
        if self.records.is_some() != (self.kind == ReceiptKind::Recorded) {
            return Err(Code::ReceiptFormat.with_detail("exactly a recorded receipt names another one"));
        }
        if self.link.is_some() != self.kind.by_relay() {
            return Err(Code::ReceiptFormat.with_detail("exactly a relay's receipt has a place in the chain"));
        }
        if let Some(link) = &self.link
            && (link.number == 0 || link.previous.is_none() != (link.number == 1))
        {
            return Err(Code::ReceiptFormat.with_detail("the place in the chain is not usable"));
        }
        match &self.reason {
            Some(_) if self.kind != ReceiptKind::Refused => {
                Err(Code::ReceiptFormat.with_detail("only a refusal has a reason"))
            }
            Some(reason) if !part::is_line(reason, MAX_REASON) => {
                Err(Code::ReceiptFormat.with_detail("the reason is too long or holds control characters"))
            }
            _ => Ok(()),
        }
    }
}
