//! The verbs: check, send, receive, acknowledge, sent, recall, office, doctor.
//!
//! | verb | success means |
//! |---|---|
//! | [`check`](Client::check) | the findings are complete; whether they forbid sending is theirs to say |
//! | [`send`](Client::send) | the relay has the message on disk, and its signed receipt was verified |
//! | [`receive`](Client::receive) | every message of the page lies in the folder, verified, or has its error |
//! | [`acknowledge`](Client::acknowledge) | the relay has our signed receipt |
//! | [`sent`](Client::sent) | the states, with verified receipts |
//! | [`recall`](Client::recall) | the receiver can no longer fetch the message |
//! | [`office`](Client::office) | the directory has answered |
//! | [`doctor`](Client::doctor) | every line was checked; each line reports its own result |
//!
//! A client keeps no hidden state: the host stores the containers, its cursor and its rows in one
//! transaction of its own. Message ids come from the content, so every verb may be repeated.

mod acknowledge;
mod check;
mod doctor;
mod keep;
mod receive;
mod send;
mod sent;

pub use acknowledge::{Outcome, Reference};
pub use doctor::{Diagnosis, Line};
pub use receive::{Batch, Incoming, ReceiveOptions, Received};
pub use send::{SendOptions, Sent};
pub use sent::{SentList, SentMessage};

use std::sync::Arc;
use std::time::SystemTime;

use time::OffsetDateTime;

use crate::error::{Code, Error, Result};
use crate::keys::{OfficeIdentity, Signer, Trust, UnixTime, identify};
use crate::progress::Job;
use crate::relay::Transport;
use crate::relay::wire::{Capabilities, Office};
use crate::seal::{Limits, TimeStamper};

/// One office's access to a relay. One verb at a time; the cancel flag of its [`Job`] may be set by
/// any thread.
pub struct Client {
    transport: Box<dyn Transport>,
    signer: Arc<dyn Signer>,
    trust: Trust,
    limits: Limits,
    identity: OfficeIdentity,
    stamper: Option<Arc<dyn TimeStamper>>,
}

impl Client {
    /// A client of the office that the signer's certificate names. `trust` holds the authorities of
    /// the offices' and the relay's certificates, and their revocation lists.
    ///
    /// # Errors
    /// [`Code::CertInvalid`], [`Code::CertKind`] where the certificate names no office or kind.
    pub fn new(transport: impl Transport + 'static, signer: Arc<dyn Signer>, trust: Trust) -> Result<Self> {
        let leaf = signer.chain().first().ok_or_else(|| Error::new(Code::CertInvalid))?;
        let identity = identify(leaf, trust.profile())?;
        Ok(Self { transport: Box::new(transport), signer, trust, limits: Limits::default(), identity, stamper: None })
    }

    /// Sets the limits of containers that are sent and opened.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Has every message that is sent stamped by a time stamp authority (CAdES B-T), so that its
    /// signature can be checked after the certificate has ended. Sending then takes one more exchange
    /// and fails where the authority cannot be reached.
    pub fn set_time_stamper(&mut self, stamper: Arc<dyn TimeStamper>) {
        self.stamper = Some(stamper);
    }

    /// The office number of the certificate.
    pub fn office_number(&self) -> &str {
        &self.identity.office_number
    }

    /// Asks the relay what it can do, and from then on keeps to its limits where they are narrower.
    ///
    /// # Errors
    /// Network errors (4xx) and the relay's refusals (5xx).
    pub fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        let capabilities = self.transport.capabilities(job)?;
        let told = &capabilities.limits;
        self.limits.total_bytes = self.limits.total_bytes.min(told.container_bytes);
        self.limits.parts = self.limits.parts.min(usize::try_from(told.container_entries).unwrap_or(usize::MAX));
        Ok(capabilities)
    }

    /// Looks an office up in the relay's directory; `None` where it is not registered.
    ///
    /// # Errors
    /// Network errors (4xx) and the relay's refusals (5xx).
    pub fn office(&mut self, number: &str, job: &mut Job<'_>) -> Result<Option<Office>> {
        self.transport.office(number, job)
    }
}

/// The clock, for certificates.
fn unix_now() -> UnixTime {
    UnixTime::now()
}

/// The clock, for receipts.
fn now() -> OffsetDateTime {
    SystemTime::now().into()
}
