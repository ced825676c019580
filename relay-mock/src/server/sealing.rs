//! The relay's side of containers and receipts.

use std::io::{BufReader, Read, Seek};
use std::sync::Arc;
use std::time::Duration;

use cplink::keys::{Signer, Trust, UnixTime};
use cplink::progress::Job;
use cplink::relay::State;
use cplink::relay::cpx::ProblemCode;
use cplink::relay::cpx::wire::Problem;
use cplink::seal::{self, Agent, Limits, Link, MessageId, Receipt, ReceiptKind};
use cplink::{Code, Error};
use time::OffsetDateTime;

use super::answer::Refusal;
use super::options::{RelayOptions, StartError};
use crate::store::{Result as StoreResult, StoreError, StoredMessage};

/// Whose certificates the relay accepts, and its key.
pub(crate) struct Sealing {
    pub(crate) trust: Trust,
    pub(crate) limits: Limits,
    signer: Arc<dyn Signer>,
}

/// What the relay needs to know of a container that was verified.
pub(crate) struct Opened {
    pub(crate) id: MessageId,
    pub(crate) message: seal::MessageHeader,
    /// Who has signed for the sender; `None` where the sender itself did.
    pub(crate) agent: Option<Agent>,
    pub(crate) parts: Vec<String>,
}

/// The message that a receipt is of.
#[derive(Clone, Copy)]
struct Of<'a> {
    id: MessageId,
    from: &'a str,
    to: &'a str,
}

impl<'a> Of<'a> {
    fn stored(message: &'a StoredMessage) -> Self {
        Self { id: message.id, from: &message.sender, to: &message.receiver }
    }
}

impl Sealing {
    pub(crate) fn new(options: &RelayOptions) -> Result<Self, StartError> {
        let wrong = |error: Error| StartError::Tls(error.to_string());
        let anchors = options.anchors.iter().map(|anchor| anchor.as_ref());
        let mut trust = Trust::from_der(anchors).map_err(wrong)?;
        for crl in &options.crls {
            trust = trust.with_crl(crl).map_err(wrong)?;
        }
        let total_bytes = options.container_bytes;
        let limits = Limits { part_bytes: total_bytes, total_bytes, ..Limits::default() };
        Ok(Self { trust: trust.remembering(), limits, signer: Arc::clone(&options.seal) })
    }

    /// Verifies a container that the office of this number has signed, for whomever. It reads and calculates: not on an
    /// async worker.
    pub(crate) fn open(&self, file: impl Read + Seek, signer: &str, now: OffsetDateTime) -> Result<Opened, Refusal> {
        let reader = BufReader::with_capacity(64 * 1024, file);
        let opened = seal::open_by_agent(reader, signer, &self.limits, &self.trust, unix(now), &mut Job::new())
            .map_err(|error| Refusal::from(problem_of(&error)))?;
        Ok(Opened {
            id: opened.id(),
            agent: opened.agent(),
            parts: opened.parts().iter().map(|part| part.name.clone()).collect(),
            message: opened.message().clone(),
        })
    }

    /// The *accepted* receipt.
    pub(crate) fn accepted(&self, opened: &Opened, link: Link, now: OffsetDateTime) -> StoreResult<Vec<u8>> {
        let message = &opened.message;
        let of = Of { id: opened.id, from: &message.from.office, to: &message.to.office };
        self.sign(ReceiptKind::Accepted, of, opened.agent.clone(), link, None, now)
    }

    /// The *picked up* receipt, which names the *accepted* one.
    pub(crate) fn picked_up(
        &self,
        message: &StoredMessage,
        agent: Option<Agent>,
        accepted: &[u8],
        link: Link,
        now: OffsetDateTime,
    ) -> StoreResult<Vec<u8>> {
        self.sign(ReceiptKind::PickedUp, Of::stored(message), agent, link, Some(accepted), now)
    }

    /// The receipt that brings the receiver's own into the sender's chain.
    pub(crate) fn recorded(
        &self,
        message: &StoredMessage,
        agent: Option<Agent>,
        receipt: &[u8],
        link: Link,
        now: OffsetDateTime,
    ) -> StoreResult<Vec<u8>> {
        self.sign(ReceiptKind::Recorded, Of::stored(message), agent, link, Some(receipt), now)
    }

    fn sign(
        &self,
        kind: ReceiptKind,
        of: Of<'_>,
        agent: Option<Agent>,
        link: Link,
        previous: Option<&[u8]>,
        now: OffsetDateTime,
    ) -> StoreResult<Vec<u8>> {
        let previous = previous.map(Receipt::digest);
        let receipt = Receipt {
            kind,
            message: of.id,
            from: of.from.to_owned(),
            to: of.to.to_owned(),
            at: unix(now),
            reason: None,
            previous,
            link: Some(link),
            records: previous.filter(|_| kind == ReceiptKind::Recorded),
            agent,
        };
        receipt.sign(&*self.signer, unix(now)).map_err(|_| StoreError::Receipt)
    }

    /// The state that a receipt of the receiver, or of its agent that calls, means, and the agent that has signed: it must
    /// be of this message, and where it names a preceding receipt, that must be one of `known`.
    pub(crate) fn acknowledgement(
        &self,
        der: &[u8],
        message: &StoredMessage,
        agent: Option<Agent>,
        known: &[Vec<u8>],
        now: OffsetDateTime,
    ) -> Result<(State, Option<Agent>), Refusal> {
        let wrong = |detail: &str| Refusal::from(Problem::new(ProblemCode::Receipt).with_detail(detail));
        let verified = match &agent {
            Some(agent) => Receipt::verify_by_agent(der, &agent.office, &self.trust, unix(now)),
            None => Receipt::verify(der, &self.trust, unix(now)),
        };
        let receipt = verified.map_err(|error| wrong(error.code().name()))?.receipt;
        if receipt.agent.as_ref().map(|agent| &agent.office) != agent.as_ref().map(|agent| &agent.office) {
            return Err(wrong("it is not signed by the office that calls"));
        }
        let state = match receipt.kind {
            ReceiptKind::Imported => State::Imported,
            ReceiptKind::Refused => State::Refused,
            _ => return Err(wrong("not a receipt of a receiver")),
        };
        let parties = receipt.from == message.sender && receipt.to == message.receiver;
        if receipt.message != message.id || !parties {
            return Err(wrong("it is about another message"));
        }
        match receipt.previous {
            Some(digest) if !known.iter().any(|der| Receipt::digest(der) == digest) => {
                Err(wrong("it names an unknown preceding receipt"))
            }
            _ => Ok((state, receipt.agent)),
        }
    }
}

/// The time as certificates are judged by it.
pub(crate) fn unix(at: OffsetDateTime) -> UnixTime {
    let seconds = u64::try_from(at.unix_timestamp()).unwrap_or(0);
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

/// What a container's fault is on the wire. Its own name travels as the detail.
fn problem_of(error: &Error) -> Problem {
    let code = match error.code() {
        Code::CertOffice => ProblemCode::CertificateOffice,
        Code::CertKind | Code::CertKindAgent | Code::CertKindDisability => ProblemCode::CertificateKind,
        Code::SignatureFormat | Code::SignatureInvalid | Code::ContainerUnsigned => ProblemCode::Signature,
        code if code.is_of_certificate() => ProblemCode::Signature,
        Code::ContainerLimit => ProblemCode::TooLarge,
        Code::FileRead | Code::Cancelled | Code::Bug => ProblemCode::Internal,
        _ => ProblemCode::Container,
    };
    let problem = Problem::new(code).with_detail(error.code().name());
    match &error.at().file {
        Some(file) => problem.with_file(file.clone()),
        None => problem,
    }
}
