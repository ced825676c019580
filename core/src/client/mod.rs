//! The verbs: check, send, receive, acknowledge, sent, recall, office, doctor.
//!
//! | verb | success means |
//! |---|---|
//! | [`check`](Client::check) | the findings are complete; they may forbid sending |
//! | [`send`](Client::send) | the relay has the message for good; where it signs receipts, its receipt was verified |
//! | [`send_all`](Client::send_all) | each unit has its own outcome: as `send`, or its error |
//! | [`inbox`](Client::inbox), [`next_message`](Client::next_message) | the message is in the folder, verified, or has its error |
//! | [`receive`](Client::receive) | the same for every message of the page, or [`Batch::fault`] says why it ended early |
//! | [`receive_all`](Client::receive_all) | the same for all pages |
//! | [`acknowledge`](Client::acknowledge) | the relay has our signed receipt |
//! | [`sent`](Client::sent) | the states, with verified receipts where the relay has them |
//! | [`confirm_uploaded`](Client::confirm_uploaded) | that a person has uploaded the files is noted, where messages go by hand |
//! | [`recall`](Client::recall) | the receiver can no longer fetch the message |
//! | [`office`](Client::office) | the directory has answered |
//! | [`doctor`](Client::doctor), [`diagnose`](Client::diagnose) | every line was checked; each line reports its own result |
//!
//! [`connect`](Client::connect) makes a client of a URL, a key and authorities, and asks the relay once, so that what is
//! wrong is told then; [`new`](Client::new) makes one of a transport, and connects with the first verb.
//!
//! An agent, an office that sends and receives for others with its own certificate, has a client for each of them by
//! [`for_office`](Client::for_office).
//!
//! What the relay can do, and its limits, the verbs ask by themselves: once, and again after a network error.
//! What it says without a signed receipt is not proved, and is marked so.
//!
//! A client keeps no hidden state: the host stores the containers, its cursor and its rows in one
//! transaction of its own. Message ids come from the content, so every verb may be repeated.

mod acknowledge;
mod agent;
mod ahead;
mod check;
mod check_all;
mod connect;
mod directory;
mod doctor;
mod helpers;
mod inbox;
mod keep;
mod keeper;
mod kept_file;
mod learn;
mod learned;
mod offices;
mod prepare;
mod receipts;
mod receive;
mod receive_all;
mod rows;
mod save;
mod send;
mod send_all;
mod send_options;
mod sending;
mod sent;
mod service;
mod standing;

pub use crate::relay::Outcome;
pub use acknowledge::{Acknowledged, MessageReference};
pub use check::Checked;
pub use doctor::{Diagnosis, DiagnosisLine};
pub use inbox::{Batch, Inbox, Incoming, ReceiveOptions};
pub use offices::{Fault, Offices, Pause, Round, Turn, TurnClient, TurnHold, Turns};
pub(crate) use prepare::Prepared;
pub use receive::ReceivedMessage;
pub use rows::MESSAGE_MEMORY;
pub use send::Sent;
pub use send_all::SentOutcome;
pub use send_options::SendOptions;
pub use sent::{SentList, SentMessage};

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use time::OffsetDateTime;

use crate::error::{Code, Error, Result};
use crate::keys::{OfficeIdentity, Signer, Trust, UnixTime, identify};
use crate::progress::Job;
use crate::relay::{DirectoryEntry, Transport};
use crate::seal::{Limits, TimeStamper};
use directory::Directory;

/// One office's access to a relay. One verb at a time; the cancel flag of its [`Job`] may be set by
/// any thread. To wait for messages on one thread and send on another, take a second client by
/// [`another`](Client::another).
pub struct Client {
    transport: Box<dyn Transport>,
    signer: Arc<dyn Signer>,
    trust: Trust,
    /// The host's own; the relay's may be narrower.
    limits: Limits,
    /// Shared with the clients that were made of this one.
    learned: learned::Shared,
    /// The offices that were looked up.
    directory: Directory,
    /// Of the certificate.
    identity: OfficeIdentity,
    /// The office that the calls are for: the certificate's own, or one that it acts for.
    office: String,
    stamper: Option<Arc<dyn TimeStamper>>,
    message_memory: u64,
    /// The folders that were cleared of what was left half written.
    swept: BTreeSet<PathBuf>,
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
        Ok(Self {
            transport: Box::new(transport),
            signer,
            trust,
            limits: Limits::default(),
            learned: learned::Shared::default(),
            directory: Directory::default(),
            office: identity.office_number.clone(),
            identity,
            stamper: None,
            message_memory: MESSAGE_MEMORY,
            swept: BTreeSet::new(),
        })
    }

    /// A second client of the same office, for another thread: it connects on a line of its own, so that a verb of the
    /// one never waits for a verb of the other. Signer, authorities, settings, and what was learned of the relay are
    /// shared. `None` where the transport allows an office one line only.
    pub fn another(&self) -> Option<Self> {
        Some(self.with_line(self.transport.another()?))
    }

    /// The same on another line.
    fn with_line(&self, transport: Box<dyn Transport>) -> Self {
        Self {
            transport,
            signer: Arc::clone(&self.signer),
            trust: self.trust.clone(),
            limits: self.limits.clone(),
            learned: self.learned.clone(),
            directory: Directory::default(),
            identity: self.identity.clone(),
            office: self.office.clone(),
            stamper: self.stamper.clone(),
            message_memory: self.message_memory,
            swept: BTreeSet::new(),
        }
    }

    /// Closes the connection that is kept open for the next call, which then connects again. For hosts with many
    /// clients: an idle connection costs both sides memory.
    pub fn rest(&mut self) {
        self.transport.rest();
    }

    /// Sets the limits of containers that are sent and opened. Where the relay's are narrower, those hold.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Sets how much memory the rows of one received message may take, in bytes ([`MESSAGE_MEMORY`] unless it is set). A message
    /// over it is told as [`Code::TooLarge`] when its rows are asked for; its files can still be saved.
    pub fn set_message_memory(&mut self, bytes: u64) {
        self.message_memory = bytes;
    }

    /// How many bytes a setting means that gives the memory of a message in mebibytes.
    ///
    /// # Errors
    /// [`Code::Setting`] where it is not 1 to 65536.
    pub fn message_memory_of_mib(mebibytes: u64) -> Result<u64> {
        if (1..=65_536).contains(&mebibytes) {
            Ok(mebibytes << 20)
        } else {
            Err(Error::new(Code::Setting).with_detail("message_memory_mib is 1 to 65536"))
        }
    }

    /// Has every message that is sent stamped by a time stamp authority (CAdES B-T), so that its
    /// signature can be checked after the certificate has ended. Sending then takes one more exchange
    /// and fails where the authority cannot be reached.
    pub fn set_time_stamper(&mut self, stamper: Arc<dyn TimeStamper>) {
        self.stamper = Some(stamper);
    }

    /// The number of the office that the calls are for: the certificate's, or the one that it
    /// [acts for](Client::for_office).
    pub fn office_number(&self) -> &str {
        &self.office
    }

    /// Looks an office up in the relay's directory; `None` where it is not registered.
    ///
    /// # Errors
    /// Network errors (4xx) and the relay's refusals (5xx).
    pub fn office(&mut self, number: &str, job: &mut Job<'_>) -> Result<Option<DirectoryEntry>> {
        let answer = self.transport.office(number, job);
        self.heed(&answer);
        if let Ok(found) = &answer {
            self.directory.note(number, found.as_ref());
        }
        answer
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
