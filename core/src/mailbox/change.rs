//! What a person does with an entry: release, cancel, try again, refuse.

use super::due::DueName;
use super::layout::Index;
use super::records::{Outgoing, Received, StoredOutcome, Tries};
use super::shared::now;
use super::{Entry, EntryState, Filter, Mailbox, Side};
use crate::client::Client;
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::seal::{MAX_REASON, MessageId, is_reason};

impl Outgoing {
    pub(super) fn due_name(&self) -> DueName {
        DueName::new(&self.to.0, &self.serial, self.id)
    }
}

impl Received {
    pub(super) fn due_name(&self) -> DueName {
        if self.serial.is_empty() {
            DueName::of_unknown(&self.from, self.id)
        } else {
            DueName::new(&self.from, &self.serial, self.id)
        }
    }
}

impl Mailbox {
    /// Lets a draft be sent.
    ///
    /// # Errors
    /// [`Code::MailboxEntry`]; [`Code::MailboxState`] where it is neither a draft nor waiting; 6xx.
    pub fn release(&self, id: &MessageId) -> Result<Entry> {
        let shared = &*self.shared;
        let changed = shared.change_outgoing(id, |found| match found.state {
            EntryState::Draft => {
                shared.put(Side::Outbox, Index::Due, &found.due_name().to_string())?;
                found.state = EntryState::Waiting;
                Ok(true)
            }
            EntryState::Waiting => Ok(false),
            state => Err(forbidden(state)),
        })?;
        self.supersede(&changed.value)?;
        self.required(id)
    }

    /// Gives up an entry of the outbox. One that was never sent is cancelled at once. One that was, or may have been, is
    /// recalled by the next [`pump`](Mailbox::pump); whether that was in time its state says then. Repeating it has no
    /// effect.
    ///
    /// # Errors
    /// [`Code::MailboxEntry`]; [`Code::MailboxState`] where the receiver has it already or it has expired; 6xx.
    pub fn cancel(&self, id: &MessageId) -> Result<Entry> {
        let shared = &*self.shared;
        let name = id.to_string();
        let changed = shared.change_outgoing(id, |found| match found.state {
            EntryState::Recalled => Ok(false),
            EntryState::Draft | EntryState::Waiting | EntryState::Attention
                if !found.in_doubt && found.claim.is_none() =>
            {
                shared.put(Side::Outbox, Index::Done, &name)?;
                found.state = EntryState::Recalled;
                Ok(true)
            }
            EntryState::Waiting | EntryState::Attention | EntryState::Accepted | EntryState::Prepared => {
                shared.put(Side::Outbox, Index::Recall, &name)?;
                // Said again, it is tried again.
                let is_new = !found.is_to_recall || found.tries.count > 0;
                found.is_to_recall = true;
                found.tries = Tries::default();
                Ok(is_new)
            }
            state => Err(forbidden(state)),
        })?;
        if changed.value.state == EntryState::Recalled {
            self.shared.take_out(Side::Outbox, Index::Due, &changed.value.due_name().to_string())?;
            self.archive_later(Side::Outbox, id);
        }
        self.required(id)
    }

    /// Has the next [`pump`](Mailbox::pump) try an entry again, whatever it waits for: once its fault is removed, or
    /// because a person does not want to wait. Works for both halves; nothing is done twice by it.
    ///
    /// # Errors
    /// [`Code::MailboxEntry`]; [`Code::MailboxState`] where there is nothing to try; 6xx.
    pub fn retry(&self, id: &MessageId) -> Result<Entry> {
        let shared = &*self.shared;
        if shared.layout.find(&shared.disk, Side::Outbox, id)?.is_some() {
            shared.change_outgoing(id, |found| match found.state {
                EntryState::Attention | EntryState::Waiting => {
                    shared.put(Side::Outbox, Index::Due, &found.due_name().to_string())?;
                    if found.is_to_recall {
                        shared.put(Side::Outbox, Index::Recall, &id.to_string())?;
                    }
                    found.state = EntryState::Waiting;
                    (found.tries, found.fault) = (Tries::default(), None);
                    Ok(true)
                }
                EntryState::Accepted | EntryState::Prepared if found.is_to_recall => {
                    shared.put(Side::Outbox, Index::Recall, &id.to_string())?;
                    (found.tries, found.fault) = (Tries::default(), None);
                    Ok(true)
                }
                state => Err(forbidden(state)),
            })?;
        } else {
            let mut is_due = false;
            shared.change_received(id, |found| {
                let found = &mut found.value;
                let is_unreported = found.outcome.is_some() && found.reported.is_none();
                match found.state {
                    EntryState::Attention => {
                        shared.put(Side::Inbox, Index::Due, &found.due_name().to_string())?;
                        // It is opened anew when its turn comes, and fetched where it is not here.
                        found.state = EntryState::PickedUp;
                        is_due = true;
                    }
                    EntryState::PickedUp => {}
                    EntryState::Imported | EntryState::Refused if is_unreported => {
                        shared.put(Side::Inbox, Index::Report, &id.to_string())?;
                    }
                    state => return Err(forbidden(state)),
                }
                (found.tries, found.fault) = (Tries::default(), None);
                Ok(true)
            })?;
            if is_due {
                shared.announce()?;
            }
        }
        self.required(id)
    }

    /// Notes that a person has uploaded the files of an entry that was laid ready (transport `folder`). Repeating it has no
    /// effect.
    ///
    /// # Errors
    /// [`Code::MailboxOffice`] where the client is another office's; [`Code::MailboxEntry`]; [`Code::MailboxState`] where
    /// nothing was laid ready; as [`Client::confirm_uploaded`].
    pub fn confirm_uploaded(&self, client: &mut Client, id: &MessageId, job: &mut Job<'_>) -> Result<Entry> {
        let shared = &*self.shared;
        shared.require_office(client)?;
        let found = shared.latest::<Outgoing>(Side::Outbox, id)?.ok_or_else(|| Error::new(Code::MailboxEntry))?.value;
        match found.state {
            EntryState::Uploaded => return self.required(id),
            EntryState::Prepared => client.confirm_uploaded(id, job)?,
            state => return Err(forbidden(state)),
        }
        shared.put(Side::Outbox, Index::Done, &id.to_string())?;
        shared.change_outgoing(id, |found| {
            if found.state != EntryState::Prepared {
                return Ok(false);
            }
            found.state = EntryState::Uploaded;
            (found.is_to_recall, found.fault) = (false, None);
            found.accepted_at = Some(now());
            Ok(true)
        })?;
        self.archive_later(Side::Outbox, id);
        self.required(id)
    }

    /// [`retry`](Self::retry) of every entry that needs a person or waits for another attempt; of how many.
    ///
    /// # Errors
    /// [`Code::FileRead`], [`Code::FileWrite`], [`Code::DiskFull`], [`Code::Cancelled`].
    pub fn retry_all(&self, job: &mut Job<'_>) -> Result<u32> {
        let mut tried = 0;
        for entry in self.list(&Filter::new(), job)? {
            let is_stuck = entry.state == EntryState::Attention || entry.not_before.is_some();
            let Some(id) = entry.id.parse::<MessageId>().ok().filter(|_| is_stuck) else { continue };
            match self.retry(&id) {
                Ok(_) => tried += 1,
                // It went on meanwhile, or cannot be read.
                Err(error) if matches!(error.code() as i32, 623..=625) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(tried)
    }

    /// Refuses a message that needs a person because it cannot be opened: the next [`pump`](Mailbox::pump) tells the
    /// sender. What can be opened is refused by its [`Delivery`](super::Delivery).
    ///
    /// # Errors
    /// [`Code::MailboxEntry`]; [`Code::Reason`]; [`Code::MailboxState`] where it can be opened, or is not in the
    /// inbox any more; 6xx.
    pub fn refuse(&self, id: &MessageId, reason: &str) -> Result<Entry> {
        if !is_reason(reason, MAX_REASON) {
            return Err(Error::new(Code::Reason));
        }
        let shared = &*self.shared;
        let outcome = StoredOutcome { refused: Some(reason.to_owned()), fence: 0 };
        shared.change_received(id, |found| match found.value.state {
            _ if found.value.outcome.as_ref() == Some(&outcome) => Ok(false),
            EntryState::Attention => {
                shared.put(Side::Inbox, Index::Report, &id.to_string())?;
                let found = &mut found.value;
                found.state = EntryState::Refused;
                found.outcome = Some(outcome.clone());
                (found.tries, found.claim) = (Tries::default(), None);
                Ok(true)
            }
            state => Err(forbidden(state)),
        })?;
        self.required(id)
    }

    /// An entry that is here.
    fn required(&self, id: &MessageId) -> Result<Entry> {
        self.entry(id)?.ok_or_else(|| Error::new(Code::MailboxEntry))
    }
}

fn forbidden(state: EntryState) -> Error {
    Error::new(Code::MailboxState).with_detail(format!("the entry is {}", state.token()))
}
