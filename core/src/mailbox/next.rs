//! `next`: one message for the host, in the order of import.

use std::path::PathBuf;
use std::sync::Arc;

use time::OffsetDateTime;

use super::due::DueName;
use super::layout::Index;
use super::ledger::Revision;
use super::pump::HOLDING;
use super::records::Received;
use super::shared::now;
use super::{Delivery, EntryFault, EntryState, Mailbox, Side};
use crate::client::Client;
use crate::error::{Code, Result};
use crate::progress::Job;

/// What there is of one sender.
enum Offer {
    Message(Box<Delivery>),
    /// It is not here, or is nobody's to import: the next of the same sender.
    Pass,
    /// It has to come first, and cannot now.
    Hold,
}

impl Mailbox {
    /// Hands over the next message: of each sender the one with the lowest serial, and of these the lowest first.
    /// `None` where there is none now. It is the caller's until the lease ends ([`set_lease`](Mailbox::set_lease)); no
    /// other program is handed it, nor a later one of the same sender.
    ///
    /// # Errors
    /// [`Code::MailboxOffice`] where the client is another office's; [`Code::MailboxMissing`]; [`Code::Cancelled`];
    /// [`Code::FileRead`],
    /// [`Code::FileWrite`], [`Code::DiskFull`]. A message that cannot be opened becomes 要対応, and the next one comes.
    pub fn next(&self, client: &Client, job: &mut Job<'_>) -> Result<Option<Delivery>> {
        self.shared.require_office(client)?;
        self.shared.look_at_turns()?;
        let mut held = None;
        loop {
            job.check()?;
            let Some((turn, name)) = self.shared.turns().after(held.as_ref()) else { return Ok(None) };
            // A foreign name is nobody's.
            let offer = DueName::parse(&name).map(|name| self.offer(&name, client, job)).transpose()?;
            match offer.unwrap_or(Offer::Pass) {
                Offer::Message(delivery) => return Ok(Some(*delivery)),
                Offer::Pass => self.shared.turns().forget(&turn, &name),
                Offer::Hold => held = Some(turn),
            }
        }
    }

    fn offer(&self, name: &DueName, client: &Client, job: &mut Job<'_>) -> Result<Offer> {
        let shared = &*self.shared;
        let found = match shared.latest::<Received>(Side::Inbox, &name.id) {
            Ok(Some(found)) => found,
            // It was cleared away.
            Ok(None) => {
                shared.take_out(Side::Inbox, Index::Due, &name.to_string())?;
                return Ok(Offer::Pass);
            }
            Err(error) if error.code() == Code::MailboxDamaged => return Ok(Offer::Pass),
            Err(error) => return Err(error),
        };
        let record = &found.value;
        let is_over = record.outcome.is_some() || record.state.is_final();
        // It was fetched since: its name with its serial, and those of what came with it, are just being put there.
        if !is_over && name.is_of_unknown() && record.is_fetched {
            return Ok(Offer::Hold);
        }
        if is_over || record.due_name() != *name {
            shared.take_out(Side::Inbox, Index::Due, &name.to_string())?;
            return Ok(Offer::Pass);
        }
        if record.state == EntryState::Attention {
            return Ok(Offer::Pass);
        }
        if !record.is_fetched {
            return Ok(if record.tries.count < HOLDING { Offer::Hold } else { Offer::Pass });
        }
        let is_early = !record.tries.is_due(OffsetDateTime::now_utc());
        if is_early || shared.holds(record.claim.as_ref(), found.written)? {
            return Ok(Offer::Hold);
        }
        self.claim_and_open(found, client, job)
    }

    fn claim_and_open(&self, found: Revision<Received>, client: &Client, job: &mut Job<'_>) -> Result<Offer> {
        let shared = &*self.shared;
        let mut claimed = found;
        let claim = shared.claim(claimed.number)?;
        let record = &mut claimed.value;
        record.claim = Some(claim.clone());
        record.tries.not_before = None;
        record.offered = record.offered.saturating_add(1);
        record.changed_at = now();
        let (id, offered, container) = (record.id, record.offered, self.container(record));
        let appended = shared.append(&shared.layout.entry(Side::Inbox, &id), &claimed);
        if !matches!(appended, Ok(Some(_))) {
            shared.owner.let_go(&claim);
            return appended.map(|_| Offer::Hold);
        }
        match client.open_received(&id, &container, job) {
            Ok(message) => {
                let delivery = Delivery::new(message, offered, claim, Arc::clone(&self.shared));
                Ok(Offer::Message(Box::new(delivery)))
            }
            Err(error) => {
                shared.owner.let_go(&claim);
                let is_cancelled = error.code() == Code::Cancelled;
                shared.change_received(&id, |found| {
                    if found.value.claim.as_ref() != Some(&claim) {
                        return Ok(false);
                    }
                    found.value.claim = None;
                    if !is_cancelled {
                        found.value.state = EntryState::Attention;
                        found.value.fault = Some(EntryFault::of(&error));
                    }
                    Ok(true)
                })?;
                if is_cancelled { Err(error) } else { Ok(Offer::Pass) }
            }
        }
    }

    pub(super) fn container(&self, record: &Received) -> PathBuf {
        self.shared.layout.container(record.received_at, &record.id)
    }
}
