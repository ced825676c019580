//! Sending what waits, in order of serial for each receiver.

use std::time::Instant;

use time::OffsetDateTime;

use super::{Round, is_nobodys_own};
use crate::client::{SendOptions, Sent};
use crate::error::{Code, Error, Result};
use crate::mailbox::backoff::Next;
use crate::mailbox::due::{DueName, by_office};
use crate::mailbox::layout::Index;
use crate::mailbox::ledger::{self, Revision};
use crate::mailbox::owner::Claim;
use crate::mailbox::records::{Outgoing, Tries};
use crate::mailbox::shared::{Shared, in_seconds};
use crate::mailbox::{EntryFault, EntryState, Side, stored};
use crate::progress::{Job, Progress};
use crate::seal::ReceiptKind;

/// Whether what comes after an entry to the same receiver may be sent now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Free,
    Blocked,
}

/// A claim that is renewed as long as the sending goes on.
struct Renewal<'a> {
    shared: &'a Shared,
    name: &'a DueName,
    claim: &'a Claim,
    since: Instant,
}

impl Renewal<'_> {
    /// Where it cannot be, another may send the same message: it has the same id.
    fn renew(&mut self) {
        if self.since.elapsed() < self.shared.lease / 3 {
            return;
        }
        self.since = Instant::now();
        let claim = self.claim;
        let _ = self.shared.change_outgoing(&self.name.id, |found| {
            // A new revision: the time counts from its writing.
            Ok(found.claim.as_ref() == Some(claim))
        });
    }
}

impl Round<'_> {
    pub(super) fn send(&mut self, job: &mut Job<'_>) -> Result<()> {
        let due = self.mailbox.shared.due(Side::Outbox)?;
        for to_receiver in by_office(&due) {
            for name in to_receiver.iter().filter_map(|name| DueName::parse(name)) {
                if self.left == 0 {
                    return Ok(());
                }
                if self.send_due(&name, job)? == Way::Blocked {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Sends one entry if its turn has come.
    fn send_due(&mut self, name: &DueName, job: &mut Job<'_>) -> Result<Way> {
        job.check()?;
        let shared = &*self.mailbox.shared;
        let found = match shared.latest::<Outgoing>(Side::Outbox, &name.id) {
            Ok(Some(found)) => found,
            // It is being queued; or it cannot be read, which the list tells.
            Ok(None) => return Ok(Way::Free),
            Err(error) if error.code() == Code::MailboxDamaged => return Ok(Way::Free),
            Err(error) => return Err(error),
        };
        match found.value.state {
            EntryState::Draft => return Ok(Way::Free),
            EntryState::Attention => return Ok(Way::Blocked),
            EntryState::Waiting => {}
            // Never due again.
            _ => {
                shared.take_out(Side::Outbox, Index::Due, &name.to_string())?;
                return Ok(Way::Free);
            }
        }
        if found.value.is_to_recall || shared.holds(found.value.claim.as_ref(), found.written)? {
            return Ok(Way::Blocked);
        }
        if !found.value.tries.is_due(OffsetDateTime::now_utc()) {
            self.wait_until(found.value.tries.not_before);
            return Ok(Way::Blocked);
        }
        self.claim_and_send(name, found, job)
    }

    fn claim_and_send(&mut self, name: &DueName, found: Revision<Outgoing>, job: &mut Job<'_>) -> Result<Way> {
        let shared = &*self.mailbox.shared;
        let claim = shared.claim(found.number)?;
        let way = self.send_under(&claim, name, found, job);
        shared.owner.let_go(&claim);
        way
    }

    fn send_under(
        &mut self,
        claim: &Claim,
        name: &DueName,
        found: Revision<Outgoing>,
        job: &mut Job<'_>,
    ) -> Result<Way> {
        let shared = &*self.mailbox.shared;
        let was_in_doubt = found.value.in_doubt;
        let folder = shared.folder(Side::Outbox, &name.id)?;
        let mut claimed = found;
        claimed.value.claim = Some(claim.clone());
        // From here on it may be with the relay, whatever becomes of us.
        claimed.value.in_doubt = true;
        if ledger::append(&shared.disk, &folder, claimed.number, &claimed.value)?.is_none() {
            return Ok(Way::Blocked);
        }
        let record = claimed.value;
        let mut options = SendOptions::new(shared.layout.kept(record.queued_at));
        if let Some(reason) = &record.override_reason {
            options = options.with_override(reason);
        }
        let unit = stored::read(&folder, &record);
        let mut renewal = Renewal { shared, name, claim, since: Instant::now() };
        let sent = unit.and_then(|unit| {
            let cancel = job.cancel().clone();
            let mut progress = |at: Progress| {
                renewal.renew();
                // The cancel is looked at by whoever reports.
                let _ = job.report(at.step, at.done, at.total);
            };
            let mut job = Job::new().with_cancel(&cancel).with_progress(&mut progress);
            self.client.send_as(Some(&name.id), &unit, &options, &mut job)
        });
        match sent {
            Ok(sent) => {
                self.failed_before = false;
                self.left = self.left.saturating_sub(1);
                let count = if sent.prepared.is_some() { &mut self.pumped.prepared } else { &mut self.pumped.sent };
                *count += 1;
                self.mailbox.note_sent(name, &sent)?;
                // It is sent; that a receipt could not be kept is another matter, which the sent list makes good.
                Ok(Way::Free)
            }
            Err(error) => {
                self.note_failure(name, &error, was_in_doubt || error.in_doubt())?;
                if error.code() == Code::Cancelled { Err(error) } else { self.heed(error).map(|()| Way::Blocked) }
            }
        }
    }

    /// What a failure means for the entry.
    fn note_failure(&mut self, name: &DueName, error: &Error, in_doubt: bool) -> Result<()> {
        let now = OffsetDateTime::now_utc();
        let mut next = Next::Later;
        let changed = self.mailbox.shared.change_outgoing(&name.id, |found| {
            // Another has found out more since.
            if found.state != EntryState::Waiting {
                return Ok(false);
            }
            found.claim = None;
            found.in_doubt = in_doubt;
            next = if is_nobodys_own(error) { Next::Later } else { found.tries.failed(error, now) };
            if error.code() != Code::Cancelled {
                found.fault = Some(EntryFault::of(error));
            }
            if next == Next::Person {
                found.state = EntryState::Attention;
            }
            Ok(true)
        })?;
        if next == Next::Person {
            self.pumped.attention.push(name.id);
        } else {
            self.wait_until(changed.value.tries.not_before);
        }
        Ok(())
    }
}

impl crate::mailbox::Mailbox {
    /// Notes that the relay has accepted an entry, or that it was laid ready for a person.
    fn note_sent(&self, name: &DueName, sent: &Sent) -> Result<()> {
        let shared = &*self.shared;
        if let Some(receipt) = &sent.receipt {
            self.keep_receipt(&sent.container, &name.id, ReceiptKind::Accepted, receipt)?;
        }
        let changed = shared.change_outgoing(&name.id, |found| {
            if !matches!(found.state, EntryState::Waiting | EntryState::Attention) {
                return Ok(false);
            }
            found.state = if sent.prepared.is_some() { EntryState::Prepared } else { EntryState::Accepted };
            found.prepared = sent.prepared.as_ref().map(|folder| folder.to_string_lossy().into_owned());
            found.accepted_at = Some(in_seconds(sent.accepted_at));
            found.is_signed = sent.accepted.is_some();
            found.agent.clone_from(&sent.agent);
            (found.claim, found.fault, found.in_doubt, found.tries) = (None, None, false, Tries::default());
            Ok(true)
        })?;
        shared.take_out(Side::Outbox, Index::Due, &name.to_string())?;
        // The container has the files now.
        if let Ok(folder) = shared.folder(Side::Outbox, &name.id) {
            let _ = stored::remove(&shared.disk, &folder, changed.value.files.len());
        }
        Ok(())
    }

    /// Keeps a receipt beside its container as `<id>-<kind>.p7s`; the first one counts. With each step of a message the
    /// relay lists those of all steps before, which are here.
    pub(super) fn keep_receipt(
        &self,
        container: &std::path::Path,
        id: &crate::seal::MessageId,
        kind: ReceiptKind,
        der: &[u8],
    ) -> Result<()> {
        let path = container.with_file_name(format!("{id}-{}.p7s", kind.token()));
        if self.shared.disk.is_there(&path) {
            return Ok(());
        }
        self.shared.disk.write_new(&path, der).map(|_| ())
    }
}
