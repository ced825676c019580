//! A folder that keeps what is to be sent and what was received.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cplink::client::Outcome;
use cplink::mailbox as core;
use cplink_values as values;

use crate::cancel::{Cancel, Watcher, watched};
use crate::client::Client;
use crate::failure::{Result, hold, misuse};
use crate::generated::{MailboxEntry, Pumped, Queued, mailbox_entries};
use crate::message::Message;
use crate::unit::Unit;

type Watch = Option<Box<dyn Watcher>>;

/// A folder that keeps what is to be sent and what was received.
#[derive(uniffi::Object)]
pub struct Mailbox(Mutex<core::Mailbox>);

impl Mailbox {
    /// The same mailbox: nobody waits for a verb of another.
    fn mailbox(&self) -> Result<core::Mailbox> {
        Ok(hold(&self.0)?.clone())
    }
}

fn duration(milliseconds: i64) -> Duration {
    Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0))
}

fn side(token: &str) -> Option<core::Side> {
    core::Side::ALL.iter().copied().find(|side| side.token() == token)
}

/// What the names stand for.
fn named<T>(names: &[String], of: impl Fn(&str) -> Option<T>) -> Result<Vec<T>> {
    let known = |name: &String| {
        of(name).ok_or_else(|| misuse(format!("there is no {name}"), format!("{name} という値はありません。")))
    };
    names.iter().map(known).collect()
}

#[uniffi::export]
impl Mailbox {
    /// Opens the mailbox of an office, or the one that is there.
    #[uniffi::constructor]
    pub fn open(folder: String, office_number: Option<String>) -> Result<Arc<Self>> {
        let mailbox = match office_number {
            Some(office) => core::Mailbox::open(folder, &office)?,
            None => core::Mailbox::open_existing(folder)?,
        };
        Ok(Arc::new(Self(Mutex::new(mailbox))))
    }

    /// The folder.
    pub fn folder(&self) -> Result<String> {
        Ok(self.mailbox()?.folder().to_string_lossy().into_owned())
    }

    /// The office's number.
    pub fn office_number(&self) -> Result<String> {
        Ok(self.mailbox()?.office().to_owned())
    }

    /// How long a message is the host's to import.
    pub fn set_lease(&self, lease: i64) -> Result<()> {
        Ok(hold(&self.0)?.set_lease(duration(lease))?)
    }

    /// Checks a unit and stores it.
    pub fn queue(
        &self,
        unit: Arc<Unit>,
        is_draft: bool,
        override_reason: Option<String>,
        cancel: Arc<Cancel>,
        watcher: Watch,
    ) -> Result<Queued> {
        let mailbox = self.mailbox()?;
        let mut options = core::QueueOptions::new();
        if is_draft {
            options = options.as_draft();
        }
        if let Some(reason) = override_reason {
            options = options.with_override(reason);
        }
        unit.with(|unit| {
            watched(&cancel, watcher, |job| Ok(values::Queued::from(mailbox.queue(unit, &options, job)?).into()))
        })
    }

    /// Lets a draft be sent.
    pub fn release(&self, message_id: String) -> Result<()> {
        Ok(self.mailbox()?.release(&message_id.parse()?).map(|_| ())?)
    }

    /// Gives up an entry of the outbox.
    pub fn cancel(&self, message_id: String) -> Result<()> {
        Ok(self.mailbox()?.cancel(&message_id.parse()?).map(|_| ())?)
    }

    /// Has an entry tried again.
    pub fn retry(&self, message_id: String) -> Result<()> {
        Ok(self.mailbox()?.retry(&message_id.parse()?).map(|_| ())?)
    }

    /// Has every entry tried again that is stuck.
    pub fn retry_all(&self, cancel: Arc<Cancel>, watcher: Watch) -> Result<()> {
        let mailbox = self.mailbox()?;
        watched(&cancel, watcher, |job| Ok(mailbox.retry_all(job).map(|_| ())?))
    }

    /// Refuses a message that cannot be opened.
    pub fn refuse(&self, message_id: String, reason: String) -> Result<()> {
        Ok(self.mailbox()?.refuse(&message_id.parse()?, &reason).map(|_| ())?)
    }

    /// Notes that a person has uploaded the files.
    pub fn confirm_uploaded(
        &self,
        client: Arc<Client>,
        message_id: String,
        cancel: Arc<Cancel>,
        watcher: Watch,
    ) -> Result<()> {
        let (mailbox, id) = (self.mailbox()?, message_id.parse()?);
        client.verb(&cancel, watcher, |client, job| Ok(mailbox.confirm_uploaded(client, &id, job).map(|_| ())?))
    }

    /// Does what can be done now.
    pub fn pump(&self, client: Arc<Client>, limit: i64, cancel: Arc<Cancel>, watcher: Watch) -> Result<Pumped> {
        let mailbox = self.mailbox()?;
        // More than can be is as good as no limit, which 0 says.
        let limit = u32::try_from(limit).unwrap_or(0);
        client.verb(&cancel, watcher, |client, job| Ok(values::Pumped::from(mailbox.pump(client, limit, job)?).into()))
    }

    /// Hands over the next message.
    pub fn next(&self, client: Arc<Client>, cancel: Arc<Cancel>, watcher: Watch) -> Result<Option<Arc<Delivery>>> {
        let mailbox = self.mailbox()?;
        client.either(&cancel, watcher, |client, job| Ok(mailbox.next(client, job)?.map(Delivery::of)))
    }

    /// Says what became of a message that was detached.
    pub fn conclude(&self, ticket: String, refused_reason: Option<String>) -> Result<()> {
        let outcome = refused_reason.map_or(Outcome::Imported, Outcome::Refused);
        Ok(self.mailbox()?.conclude(&ticket.parse()?, &outcome)?)
    }

    /// Gives back a message that was detached.
    pub fn put_back(&self, ticket: String, wait: i64) -> Result<()> {
        Ok(self.mailbox()?.put_back(&ticket.parse()?, duration(wait))?)
    }

    /// The entries.
    pub fn list(
        &self,
        sides: Vec<String>,
        states: Vec<String>,
        office_number: Option<String>,
        with_archive: bool,
        cancel: Arc<Cancel>,
        watcher: Watch,
    ) -> Result<Vec<MailboxEntry>> {
        let mailbox = self.mailbox()?;
        let (sides, states) = (named(&sides, side)?, named(&states, core::EntryState::from_token)?);
        let filter = values::filter(&sides, &states, office_number.as_deref(), with_archive);
        watched(&cancel, watcher, |job| Ok(mailbox_entries(mailbox.list(&filter, job)?.into_iter().collect())))
    }

    /// One entry, or none.
    pub fn entry(&self, message_id: String) -> Result<Vec<MailboxEntry>> {
        Ok(mailbox_entries(self.mailbox()?.entry(&message_id.parse()?)?.into_iter().collect()))
    }

    /// Removes entries that are done.
    pub fn clear(&self, before: i64, keep_evidence: bool, cancel: Arc<Cancel>, watcher: Watch) -> Result<()> {
        let (mailbox, before) = (self.mailbox()?, values::moment(before)?);
        watched(&cancel, watcher, |job| Ok(mailbox.clear(before, keep_evidence, job).map(|_| ())?))
    }
}

/// A message that is the host's to import.
#[derive(uniffi::Object)]
pub struct Delivery {
    message: Arc<Message>,
    offered_before: bool,
    /// None once it was closed.
    hold: Mutex<Option<core::Hold>>,
}

impl Delivery {
    fn of(delivery: core::Delivery) -> Arc<Self> {
        let (message, held) = delivery.into_parts();
        let offered_before = held.offered_before();
        Arc::new(Self { message: Message::opened(message), offered_before, hold: Mutex::new(Some(held)) })
    }

    fn with<T>(&self, use_of: impl FnOnce(&mut core::Hold) -> cplink::Result<T>) -> Result<T> {
        let mut held = hold(&self.hold)?;
        let held = held
            .as_mut()
            .ok_or_else(|| misuse("the delivery is closed", "この Delivery はすでに閉じられています。"))?;
        Ok(use_of(held)?)
    }
}

#[uniffi::export]
impl Delivery {
    /// The message.
    pub fn message(&self) -> Arc<Message> {
        Arc::clone(&self.message)
    }

    /// Whether it was handed out before.
    pub fn offered_before(&self) -> bool {
        self.offered_before
    }

    /// It is imported.
    pub fn done(&self) -> Result<()> {
        self.with(core::Hold::done)
    }

    /// It is not imported.
    pub fn refuse(&self, reason: String) -> Result<()> {
        self.with(|held| held.refuse(&reason))
    }

    /// Gives it back.
    pub fn later(&self, wait: i64) -> Result<()> {
        self.with(|held| held.later(duration(wait)))
    }

    /// The lease begins anew.
    pub fn renew(&self) -> Result<()> {
        self.with(core::Hold::renew)
    }

    /// Lets go of it: the ticket.
    pub fn detach(&self, lease: i64) -> Result<String> {
        self.with(|held| Ok(held.detach(duration(lease))?.to_string()))
    }

    /// Lets go of it, which gives it back where nothing was said.
    pub fn close(&self) -> Result<()> {
        *hold(&self.hold)? = None;
        self.message.close()
    }
}
