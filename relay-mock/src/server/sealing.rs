//! The relay's side of containers and receipts.

use std::io::{BufReader, Read, Seek};
use std::sync::Arc;
use std::time::Duration;

use cplink::keys::{Trust, UnixTime};
use cplink::progress::Job;
use cplink::relay::State;
use cplink::relay::cpx::ProblemCode;
use cplink::relay::cpx::wire::Problem;
use cplink::seal::{self, Agent, Limits, Link, MessageId, ReceiptKind, RelaySeal, Subject};
use cplink::{Code, Error};
use time::OffsetDateTime;

use super::answer::Refusal;
use super::options::{RelayOptions, StartError};
use crate::store::{Result as StoreResult, StoreError, StoredMessage};

/// Whose certificates the relay accepts, and its key.
pub(crate) struct Sealing {
    pub(crate) trust: Trust,
    pub(crate) limits: Limits,
    seal: RelaySeal,
}

/// What the relay needs to know of a container that was verified.
pub(crate) struct Opened {
    pub(crate) id: MessageId,
    pub(crate) message: seal::MessageHeader,
    /// Who has signed for the sender; `None` where the sender itself did.
    pub(crate) agent: Option<Agent>,
    pub(crate) parts: Vec<String>,
}

/// What a receipt is of.
fn of(message: &StoredMessage) -> Subject<'_> {
    Subject { id: message.id, from: &message.sender, to: &message.receiver }
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
        Ok(Self { trust: trust.remembering(), limits, seal: RelaySeal::new(Arc::clone(&options.seal)) })
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
        let of = Subject { id: opened.id, from: &message.from.office, to: &message.to.office };
        signed(self.seal.accepted(of, opened.agent.clone(), link, unix(now)))
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
        signed(self.seal.picked_up(of(message), agent, accepted, link, unix(now)))
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
        signed(self.seal.recorded(of(message), agent, receipt, link, unix(now)))
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
        let agent = agent.as_ref().map(|agent| agent.office.as_str());
        let receipt =
            seal::acknowledgement(der, of(message), agent, known, &self.trust, unix(now)).map_err(|error| {
                let problem = Problem::new(ProblemCode::Receipt);
                Refusal::from(problem.with_detail(error.detail().unwrap_or_default()))
            })?;
        let state = if receipt.kind == ReceiptKind::Refused { State::Refused } else { State::Imported };
        Ok((state, receipt.agent))
    }
}

fn signed(receipt: cplink::Result<Vec<u8>>) -> StoreResult<Vec<u8>> {
    receipt.map_err(|_| StoreError::Receipt)
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
