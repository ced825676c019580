//! Recalling what is to be given up and was, or may have been, sent.

use time::OffsetDateTime;

use super::{Round, is_nobodys_own};
use crate::error::{Code, Error, Result};
use crate::mailbox::backoff::Next;
use crate::mailbox::layout::Index;
use crate::mailbox::records::Outgoing;
use crate::mailbox::{EntryFault, EntryState, Side};
use crate::progress::Job;
use crate::seal::MessageId;

impl Round<'_> {
    pub(super) fn recall(&mut self, job: &mut Job<'_>) -> Result<()> {
        let shared = &*self.mailbox.shared;
        for id in shared.indexed(Side::Outbox, Index::Recall)? {
            job.check()?;
            let (found, written) = match shared.latest::<Outgoing>(Side::Outbox, &id) {
                Ok(Some(found)) => (found.value, found.written),
                Ok(None) => continue,
                Err(error) if error.code() == Code::MailboxDamaged => continue,
                Err(error) => return Err(error),
            };
            if found.state.is_final() || found.state == EntryState::PickedUp {
                shared.take_out(Side::Outbox, Index::Recall, &id.to_string())?;
                continue;
            }
            if !found.is_to_recall || !found.tries.is_due(OffsetDateTime::now_utc()) {
                self.wait_until(found.tries.not_before);
                continue;
            }
            // Another sends it at this moment: what has not arrived yet may arrive after the relay was asked.
            if shared.holds(found.claim.as_ref(), written)? {
                continue;
            }
            let is_unsent = matches!(found.state, EntryState::Waiting | EntryState::Attention);
            match self.client.recall(&id, job) {
                Ok(()) => self.recalled(&id)?,
                // Nothing arrived: there is nothing to recall.
                Err(error) if error.code() == Code::RelayNotFound && is_unsent => self.recalled(&id)?,
                Err(error) if error.code() == Code::Cancelled => return Err(error),
                Err(error) => {
                    self.recall_failed(&id, &error)?;
                    self.heed(error)?;
                }
            }
        }
        Ok(())
    }

    fn recalled(&mut self, id: &MessageId) -> Result<()> {
        self.failed_before = false;
        let shared = &*self.mailbox.shared;
        shared.put(Side::Outbox, Index::Done, &id.to_string())?;
        let changed = shared.change_outgoing(id, |found| {
            if found.state.is_final() {
                return Ok(false);
            }
            (found.state, found.is_to_recall, found.in_doubt) = (EntryState::Recalled, false, false);
            (found.claim, found.fault) = (None, None);
            Ok(true)
        })?;
        self.pumped.recalled += 1;
        shared.take_out(Side::Outbox, Index::Due, &changed.value.due_name().to_string())?;
        shared.take_out(Side::Outbox, Index::Recall, &id.to_string())
    }

    /// A message that was picked up stays so: the fault says that it was too late. What the relay has not accepted, as
    /// far as is known, waits for a person: it was given up, and is not sent after all.
    fn recall_failed(&mut self, id: &MessageId, error: &Error) -> Result<()> {
        let now = OffsetDateTime::now_utc();
        let mut next = Next::Later;
        self.mailbox.shared.change_outgoing(id, |found| {
            if found.state.is_final() {
                return Ok(false);
            }
            next = if is_nobodys_own(error) { Next::Later } else { found.tries.failed(error, now) };
            found.fault = Some(EntryFault::of(error));
            match found.state {
                _ if next == Next::Later => {}
                EntryState::Waiting | EntryState::Attention => found.state = EntryState::Attention,
                _ => found.is_to_recall = false,
            }
            Ok(true)
        })?;
        if next == Next::Person {
            self.pumped.attention.push(*id);
            self.mailbox.shared.take_out(Side::Outbox, Index::Recall, &id.to_string())?;
        }
        Ok(())
    }
}
