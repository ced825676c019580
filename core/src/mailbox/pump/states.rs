//! What became of sent messages: the sent list, read on from where it was left.

use super::Round;
use crate::client::SentMessage;
use crate::error::{Code, Error, Result};
use crate::mailbox::layout::Index;
use crate::mailbox::ledger;
use crate::mailbox::records::{Cursor, Outgoing, Tries};
use crate::mailbox::shared::in_seconds;
use crate::mailbox::{EntryFault, EntryState, Side};
use crate::progress::Job;
use crate::relay::State;

/// The most pages that one round reads.
const PAGES: usize = 100;

impl Round<'_> {
    pub(super) fn states(&mut self, job: &mut Job<'_>) -> Result<()> {
        let shared = &*self.mailbox.shared;
        let folder = shared.layout.cursor(Side::Outbox);
        for _ in 0..PAGES {
            let found = ledger::latest_or_new::<Cursor>(&shared.disk, &folder)?;
            let (number, mut cursor) = (found.number, found.value);
            let page = self.client.sent(&cursor.cursor, job)?;
            self.failed_before = false;
            for message in &page.messages {
                self.bring_on(message)?;
            }
            let Some(next) = page.next.filter(|next| *next != cursor.cursor) else { break };
            cursor.cursor = next;
            if ledger::append(&shared.disk, &folder, number, &cursor)?.is_none() {
                // Another program reads on.
                break;
            }
        }
        Ok(())
    }

    /// Brings one entry to the state that its message has. Messages that were not sent from here are none of ours.
    fn bring_on(&mut self, message: &SentMessage) -> Result<()> {
        let shared = &*self.mailbox.shared;
        let found = match shared.latest::<Outgoing>(Side::Outbox, &message.id) {
            Ok(Some(found)) => found.value,
            Ok(None) => return Ok(()),
            Err(error) if error.code() == Code::MailboxDamaged => return Ok(()),
            Err(error) => return Err(error),
        };
        let container = shared.layout.container(found.queued_at, &message.id);
        for (verified, der) in &message.receipts {
            self.mailbox.keep_receipt(&container, &message.id, verified.receipt.kind, der)?;
        }
        let id = message.id.to_string();
        if is_revived(&found, message) {
            shared.put(Side::Outbox, Index::Recall, &id)?;
        }
        if state_of(message.state).is_some_and(EntryState::is_final) {
            shared.put(Side::Outbox, Index::Done, &id)?;
        }
        if is_too_late(&found, message) {
            self.pumped.attention.push(message.id);
        }
        let seen = |found: &Outgoing| {
            (found.state, found.is_signed, found.doubt.clone(), found.reason.clone(), found.receiver_agent.clone())
        };
        let mut is_changed = false;
        let changed = shared.change_outgoing(&message.id, |found| {
            let before = seen(found);
            if is_too_late(found, message) {
                // Nothing was there to recall when the relay was asked; it arrived after that.
                (found.state, found.is_signed) = (EntryState::PickedUp, message.is_signed);
                found.fault = Some(EntryFault::of(&Error::new(Code::RelayState)));
                is_changed = true;
                return Ok(true);
            }
            apply(found, message);
            is_changed = before != seen(found);
            Ok(is_changed)
        })?;
        let record = changed.value;
        if record.state != EntryState::Waiting && record.state != EntryState::Attention {
            shared.take_out(Side::Outbox, Index::Due, &record.due_name().to_string())?;
        }
        if is_changed {
            self.pumped.changed += 1;
        }
        Ok(())
    }
}

/// What we gave up without knowing that it had arrived, and the receiver can fetch.
fn is_revived(found: &Outgoing, message: &SentMessage) -> bool {
    found.state == EntryState::Recalled && matches!(message.state, State::Accepted | State::Prepared)
}

/// Takes over what is known of a message. A state never goes back.
fn apply(found: &mut Outgoing, message: &SentMessage) {
    found.doubt = message.doubt.as_ref().map(EntryFault::of);
    let Some(state) = state_of(message.state) else { return };
    if is_revived(found, message) {
        (found.state, found.is_to_recall, found.tries) = (state, true, Tries::default());
        return;
    }
    if rank(state) < rank(found.state) {
        return;
    }
    found.state = state;
    found.is_signed = message.is_signed;
    // What a receipt has said remains said.
    for (of_entry, told) in [(&mut found.agent, &message.agent), (&mut found.receiver_agent, &message.receiver_agent)] {
        if told.is_some() {
            of_entry.clone_from(told);
        }
    }
    found.accepted_at = Some(in_seconds(message.accepted_at));
    (found.in_doubt, found.claim) = (false, None);
    if !found.is_to_recall {
        found.fault = None;
    }
    if state == EntryState::Refused {
        found.reason.clone_from(&message.reason);
    }
    if state.is_final() || state == EntryState::PickedUp {
        // Too late, or done: there is nothing to recall any more.
        found.is_to_recall = false;
    }
}

fn state_of(state: State) -> Option<EntryState> {
    Some(match state {
        State::Accepted => EntryState::Accepted,
        State::PickedUp => EntryState::PickedUp,
        State::Imported => EntryState::Imported,
        State::Refused => EntryState::Refused,
        State::Recalled => EntryState::Recalled,
        State::Expired => EntryState::Expired,
        State::Prepared => EntryState::Prepared,
        State::Uploaded => EntryState::Uploaded,
        _ => return None,
    })
}

/// How far a state is: an outcome of the receiver is farther than any other end.
fn rank(state: EntryState) -> u8 {
    match state {
        EntryState::Draft | EntryState::Waiting | EntryState::Attention => 0,
        EntryState::Accepted | EntryState::Prepared => 1,
        EntryState::PickedUp | EntryState::Uploaded => 2,
        EntryState::Recalled | EntryState::Expired => 3,
        EntryState::Imported | EntryState::Refused => 4,
    }
}

/// The same as [`is_revived`], and the receiver has fetched it already.
fn is_too_late(found: &Outgoing, message: &SentMessage) -> bool {
    found.state == EntryState::Recalled && matches!(message.state, State::PickedUp)
}
