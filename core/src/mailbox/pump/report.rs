//! Telling the relay what became of received messages.

use time::OffsetDateTime;

use super::{Round, is_nobodys_own};
use crate::client::{Acknowledged, MessageReference};
use crate::error::{Code, Error, Result};
use crate::mailbox::backoff::Next;
use crate::mailbox::layout::Index;
use crate::mailbox::records::Received;
use crate::mailbox::{EntryFault, EntryState, Side};
use crate::progress::Job;
use crate::relay::State;
use crate::seal::{MessageId, ReceiptKind};

impl Round<'_> {
    pub(super) fn report(&mut self, job: &mut Job<'_>) -> Result<()> {
        let shared = &*self.mailbox.shared;
        for id in shared.indexed(Side::Inbox, Index::Report)? {
            job.check()?;
            let found = match shared.latest::<Received>(Side::Inbox, &id) {
                Ok(Some(found)) => found.value,
                Ok(None) => continue,
                Err(error) if error.code() == Code::MailboxDamaged => continue,
                Err(error) => return Err(error),
            };
            // Its outcome is being written.
            let Some(outcome) = &found.outcome else { continue };
            if found.reported.is_some() {
                self.finish(&found)?;
                continue;
            }
            if !found.tries.is_due(OffsetDateTime::now_utc()) {
                self.wait_until(found.tries.not_before);
                continue;
            }
            let reference = MessageReference { id, from: found.from.clone(), to: shared.office.clone() };
            match self.client.acknowledge(&reference, &outcome.outcome(), job) {
                Ok(acknowledged) => {
                    self.failed_before = false;
                    self.reported(&found, &acknowledged)?;
                }
                Err(error) if error.code() == Code::Cancelled => return Err(error),
                Err(error) => {
                    self.report_failed(&found, &error)?;
                    self.heed(error)?;
                }
            }
        }
        Ok(())
    }

    fn reported(&mut self, found: &Received, acknowledged: &Acknowledged) -> Result<()> {
        let shared = &*self.mailbox.shared;
        let kind = if acknowledged.state == State::Refused { ReceiptKind::Refused } else { ReceiptKind::Imported };
        let state = if kind == ReceiptKind::Refused { EntryState::Refused } else { EntryState::Imported };
        let container = shared.layout.container(found.received_at, &found.id);
        self.mailbox.keep_receipt(&container, &found.id, kind, &acknowledged.receipt)?;
        // An agent's receipt does not count without the relay's of it.
        if let Some(recorded) = &acknowledged.recorded {
            self.mailbox.keep_receipt(&container, &found.id, ReceiptKind::Recorded, recorded)?;
        }
        let changed = shared.change_received(&found.id, |found| {
            found.value.reported = Some(state);
            found.value.receiver_agent.clone_from(&acknowledged.agent);
            found.value.fault = None;
            Ok(true)
        })?;
        self.pumped.reported += 1;
        self.finish(&changed.value)
    }

    /// Nothing is to be done about it any more.
    fn finish(&mut self, found: &Received) -> Result<()> {
        let shared = &*self.mailbox.shared;
        let id = found.id.to_string();
        shared.put(Side::Inbox, Index::Done, &id)?;
        shared.take_out(Side::Inbox, Index::Due, &found.due_name().to_string())?;
        shared.take_out(Side::Inbox, Index::Report, &id)
    }

    /// The outcome stays what it is. What the relay will never take is told, and left.
    fn report_failed(&mut self, found: &Received, error: &Error) -> Result<()> {
        let now = OffsetDateTime::now_utc();
        let mut next = Next::Later;
        self.mailbox.shared.change_received(&found.id, |found| {
            next = if is_nobodys_own(error) { Next::Later } else { found.value.tries.failed(error, now) };
            found.value.fault = Some(EntryFault::of(error));
            Ok(true)
        })?;
        if next == Next::Person {
            let id: MessageId = found.id;
            self.pumped.attention.push(id);
            self.mailbox.shared.take_out(Side::Inbox, Index::Report, &id.to_string())?;
        }
        Ok(())
    }
}
