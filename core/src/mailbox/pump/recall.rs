//! Recalling what is to be given up and was, or may have been, sent.

use time::OffsetDateTime;

use super::Round;
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
            let found = match shared.latest::<Outgoing>(Side::Outbox, &id) {
                Ok(Some(found)) => found.value,
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
            match self.client.recall(&id, job) {
                Ok(()) => self.recalled(&id)?,
                // Nothing arrived: there is nothing to recall.
                Err(error) if error.code() == Code::RelayNotFound && found.in_doubt => self.recalled(&id)?,
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

    /// A message that was picked up stays so: the fault says that it was too late.
    fn recall_failed(&mut self, id: &MessageId, error: &Error) -> Result<()> {
        let now = OffsetDateTime::now_utc();
        let mut next = Next::Later;
        self.mailbox.shared.change_outgoing(id, |found| {
            if found.state.is_final() {
                return Ok(false);
            }
            next = found.tries.failed(error, now);
            found.fault = Some(EntryFault::of(error));
            if next == Next::Person {
                found.is_to_recall = false;
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
