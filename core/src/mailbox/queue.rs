//! `queue`: a unit is checked and on disk.

use super::layout::Index;
use super::records::{Outgoing, Tries};
use super::shared::now;
use super::{EntryState, Mailbox, Side, stored};
use crate::client::Prepared;
use crate::error::{Code, Error, Result};
use crate::finding::Finding;
use crate::progress::Job;
use crate::seal::{Draft, Limits, MessageId, parts_of};
use crate::unit::Unit;

/// How to queue.
#[derive(Clone, Debug, Default)]
pub struct QueueOptions {
    override_reason: Option<String>,
    is_draft: bool,
}

impl QueueOptions {
    /// To be sent, and only where no error-level finding forbids it.
    pub fn new() -> Self {
        Self::default()
    }

    /// As [`SendOptions::with_override`](crate::client::SendOptions::with_override).
    pub fn with_override(mut self, reason: impl Into<String>) -> Self {
        self.override_reason = Some(reason.into());
        self
    }

    /// Not to be sent before [`Mailbox::release`].
    pub fn as_draft(mut self) -> Self {
        self.is_draft = true;
        self
    }
}

/// A unit that was queued.
#[derive(Clone, Debug)]
pub struct Queued {
    /// The id that its message has.
    pub id: MessageId,
    /// The entry's state now: *draft* or *waiting*, or what became of it where it had been queued before.
    pub state: EntryState,
    /// Whether the same unit had been queued before: nothing was added.
    pub is_repeat: bool,
    /// The findings, warnings too.
    pub findings: Vec<Finding>,
}

impl Mailbox {
    /// Checks a unit as `send` does and stores it with all its files. When this returns it is on disk; a repeated call
    /// finds it there. A waiting entry that the unit supersedes is not sent any more, unless it may have been.
    ///
    /// # Errors
    /// As [`Client::send`](crate::client::Client::send) where the findings forbid it or the sender is another office;
    /// [`Code::MailboxState`] where the same unit was cancelled or has expired; [`Code::MailboxDamaged`];
    /// [`Code::MailboxMissing`] where the folder is there no more;
    /// [`Code::FileRead`], [`Code::FileWrite`], [`Code::DiskFull`], [`Code::Cancelled`].
    pub fn queue(&self, unit: &Unit, options: &QueueOptions, job: &mut Job<'_>) -> Result<Queued> {
        let shared = &*self.shared;
        shared.require_folder()?;
        let reason = options.override_reason.as_deref();
        let Prepared { draft, findings, .. } = Prepared::of(unit, &shared.office, reason, &Limits::default(), job)?;
        let id = draft.id();
        let queued = |state, is_repeat, findings| Queued { id, state, is_repeat, findings };
        if let Some(found) = shared.latest::<Outgoing>(Side::Outbox, &id)? {
            let state = self.queued_before(&found.value, options)?;
            return Ok(queued(state, true, findings));
        }
        let folder = shared.layout.entry(Side::Outbox, &id);
        let files = stored::write(&shared.disk, &folder, unit, job)?;
        let state = if options.is_draft { EntryState::Draft } else { EntryState::Waiting };
        let address = |address: &crate::unit::Address| (address.office().to_owned(), address.service_type().to_owned());
        let record = Outgoing {
            id,
            state,
            from: address(unit.from()),
            to: address(unit.to()),
            serial: unit.serial().to_string(),
            kind: draft.message().kind.clone(),
            subject: unit.subject().to_owned(),
            supersedes: draft.message().supersedes,
            override_reason: options.override_reason.clone(),
            files,
            passed_over: unit.passed_over().to_vec(),
            queued_at: now(),
            changed_at: now(),
            accepted_at: None,
            is_signed: false,
            tries: Tries::default(),
            in_doubt: false,
            fault: None,
            doubt: None,
            agent: None,
            receiver_agent: None,
            reason: None,
            superseded_by: None,
            is_to_recall: false,
            prepared: None,
            claim: None,
        };
        // What was stored is what was checked, also where a file was changed meanwhile.
        let parts = parts_of(&stored::read(&folder, &record)?)?;
        if Draft::prepare(draft.message().clone(), parts, &Limits::default(), job)?.id() != id {
            return Err(Error::new(Code::SourceChanged));
        }
        if state == EntryState::Waiting {
            shared.put(Side::Outbox, Index::Due, &record.due_name().to_string())?;
        }
        job.check()?;
        let is_made = shared.create(Side::Outbox, &id, &record)?;
        if state == EntryState::Waiting {
            self.supersede(&record)?;
        }
        // Another program queued the same at the same time.
        Ok(queued(state, !is_made, findings))
    }

    /// What queueing means for a unit that is here already.
    fn queued_before(&self, found: &Outgoing, options: &QueueOptions) -> Result<EntryState> {
        match found.state {
            EntryState::Draft if !options.is_draft => Ok(self.release(&found.id)?.state),
            EntryState::Recalled | EntryState::Expired => {
                let detail = "the same unit was queued before, and was cancelled or has expired";
                Err(Error::new(Code::MailboxState).with_detail(detail))
            }
            state => {
                self.supersede(found)?;
                Ok(state)
            }
        }
    }

    /// What an entry that is to be sent replaces is not sent any more, unless it may have been.
    pub(super) fn supersede(&self, by: &Outgoing) -> Result<()> {
        let Some(old) = by.supersedes.filter(|_| by.state != EntryState::Draft) else { return Ok(()) };
        let shared = &*self.shared;
        if shared.layout.find(&shared.disk, Side::Outbox, &old)?.is_none() {
            return Ok(());
        }
        let changed = shared.change_outgoing(&old, |found| {
            let is_unsent = matches!(found.state, EntryState::Draft | EntryState::Waiting | EntryState::Attention);
            if !is_unsent || found.in_doubt || found.claim.is_some() {
                return Ok(false);
            }
            shared.put(Side::Outbox, Index::Done, &old.to_string())?;
            found.state = EntryState::Recalled;
            found.superseded_by = Some(by.id);
            Ok(true)
        });
        match changed {
            // A damaged record is told by the list; the new unit is queued all the same.
            Err(error) if !matches!(error.code(), Code::MailboxDamaged | Code::MailboxEntry) => Err(error),
            _ => Ok(()),
        }
    }
}
