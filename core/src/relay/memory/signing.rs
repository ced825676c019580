//! Receipts of a relay in memory that has a key to sign them.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use rustls::pki_types::UnixTime;

use crate::error::{Code, Error, Result};
use crate::keys::Trust;
use crate::progress::Job;
use crate::relay::Outcome;
use crate::seal::{self, Agent, Limits, Link, Receipt, ReceiptKind, RelaySeal, Subject, open_by_agent};

/// The longest container that fits into memory with good sense.
pub(super) const MAX_CONTAINER: u64 = 1 << 30;

/// What a relay does that has a key. It is a trait so that a library in which nobody can give it one holds nothing of
/// this: other languages cannot.
pub(super) trait Notary: Send + Sync {
    /// Who has signed a container for its sender, on the line of the office `own`.
    fn signed_by(&self, container: &[u8], own: &str, job: &mut Job<'_>) -> Result<Option<Agent>>;

    /// The *accepted* receipt.
    fn accepted(&self, of: Subject<'_>, agent: Option<Agent>) -> Result<Vec<u8>>;

    /// The *picked up* receipt, which names the *accepted* one.
    fn picked_up(&self, of: Subject<'_>, agent: Option<Agent>, accepted: &[u8]) -> Result<Vec<u8>>;

    /// What the receiver has signed, and the *recorded* receipt of it; `known` are those before it.
    fn recorded(
        &self,
        of: Subject<'_>,
        agent: Option<&str>,
        receipt: &[u8],
        known: &[Vec<u8>],
    ) -> Result<(Outcome, Vec<u8>)>;
}

/// The relay's key, whose signatures it takes, and the chain of each sender's receipts.
pub(super) struct Signing {
    seal: RelaySeal,
    trust: Trust,
    /// The place of the next receipt, by sender.
    next: Mutex<BTreeMap<String, Link>>,
}

impl Signing {
    pub(super) fn new(seal: RelaySeal, trust: Trust) -> Self {
        Self { seal, trust, next: Mutex::default() }
    }

    /// Signs the next receipt on the messages of this sender.
    fn sign(&self, sender: &str, sign: impl FnOnce(Link, UnixTime) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
        let mut places = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let link = places.get(sender).copied().unwrap_or(Link { number: 1, previous: None });
        let der = sign(link, UnixTime::now())?;
        let next = Link { number: link.number + 1, previous: Some(Receipt::digest(&der)) };
        places.insert(sender.to_owned(), next);
        Ok(der)
    }
}

impl Notary for Signing {
    fn signed_by(&self, container: &[u8], own: &str, job: &mut Job<'_>) -> Result<Option<Agent>> {
        let limits = Limits { part_bytes: MAX_CONTAINER, total_bytes: MAX_CONTAINER, ..Limits::default() };
        match open_by_agent(Cursor::new(container), own, &limits, &self.trust, UnixTime::now(), job) {
            Ok(opened) => Ok(opened.agent()),
            Err(error) if error.code() == Code::CertOffice => Err(Error::new(Code::RelayCertOffice)),
            Err(error) => Err(error),
        }
    }

    fn accepted(&self, of: Subject<'_>, agent: Option<Agent>) -> Result<Vec<u8>> {
        self.sign(of.from, |link, at| self.seal.accepted(of, agent, link, at))
    }

    fn picked_up(&self, of: Subject<'_>, agent: Option<Agent>, accepted: &[u8]) -> Result<Vec<u8>> {
        self.sign(of.from, |link, at| self.seal.picked_up(of, agent, accepted, link, at))
    }

    fn recorded(
        &self,
        of: Subject<'_>,
        agent: Option<&str>,
        receipt: &[u8],
        known: &[Vec<u8>],
    ) -> Result<(Outcome, Vec<u8>)> {
        let said = seal::acknowledgement(receipt, of, agent, known, &self.trust, UnixTime::now())?;
        let recorded = self.sign(of.from, |link, at| self.seal.recorded(of, said.agent, receipt, link, at))?;
        let outcome = match said.kind {
            ReceiptKind::Refused => Outcome::Refused(said.reason.unwrap_or_default()),
            _ => Outcome::Imported,
        };
        Ok((outcome, recorded))
    }
}
