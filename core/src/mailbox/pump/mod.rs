//! `pump`: what can be done now is done.

mod recall;
mod receive;
mod report;
mod send;
mod states;

pub(super) use receive::HOLDING;

use std::collections::BTreeSet;

use time::OffsetDateTime;

use super::Mailbox;
use crate::client::Client;
use crate::error::{Code, Error, Result, Retry};
use crate::progress::Job;
use crate::seal::MessageId;

/// What a call of [`Mailbox::pump`] has done.
#[derive(Debug, Default)]
pub struct Pumped {
    /// Messages that the relay has accepted.
    pub sent: u32,
    /// Messages that were laid ready for a person to upload (transport `folder`): nothing of them was sent yet. After
    /// the upload [`Mailbox::confirm_uploaded`].
    pub prepared: u32,
    /// Messages that were recalled.
    pub recalled: u32,
    /// Sent messages whose state went on.
    pub changed: u32,
    /// Messages that were received, and wait for [`Mailbox::next`].
    pub received: u32,
    /// Outcomes that the relay has now.
    pub reported: u32,
    /// Entries that need a person since this call.
    pub attention: Vec<MessageId>,
    /// What keeps files that a person has downloaded (transport `folder`) from being messages: show it to the user. It
    /// is told again until it is resolved.
    pub obstacles: Vec<Error>,
    /// When something waits for its next attempt: the earliest.
    pub next_attempt: Option<OffsetDateTime>,
    /// Why the call ended early, where it did: the relay could not be reached, the disk is full, or the client acts for
    /// the mailbox's office and may not. Nothing is lost; the next call goes on.
    pub fault: Option<Error>,
}

/// One call of the pump.
struct Round<'a> {
    mailbox: &'a Mailbox,
    client: &'a mut Client,
    /// How many messages may still be sent and received.
    left: u32,
    /// Whether the last call to the relay failed for no fault of its message.
    failed_before: bool,
    /// Messages that were tried: none is twice in one round.
    tried: BTreeSet<MessageId>,
    pumped: Pumped,
}

impl Mailbox {
    /// Reports outcomes, sends what waits, recalls, asks what became of sent messages, and receives: all that can be
    /// done now, and at most `limit` messages sent and received (0: no limit). Starts no thread and does not wait; a
    /// timer calls it. Several may run at the same time, on one folder or on clones.
    ///
    /// # Errors
    /// [`Code::MailboxOffice`] where the client is another office's; [`Code::MailboxMissing`] where the folder is there
    /// no more; [`Code::Cancelled`]; [`Code::FileRead`], [`Code::FileWrite`], [`Code::DiskFull`] where it cannot be used. What goes wrong with a message is
    /// its entry's, and what goes wrong with the relay is [`Pumped::fault`].
    pub fn pump(&self, client: &mut Client, limit: u32, job: &mut Job<'_>) -> Result<Pumped> {
        self.shared.require_office(client)?;
        let left = if limit == 0 { u32::MAX } else { limit };
        let mut round = Round {
            mailbox: self,
            client,
            left,
            failed_before: false,
            tried: BTreeSet::new(),
            pumped: Pumped::default(),
        };
        let steps = [Round::report, Round::send, Round::recall, Round::states, Round::receive];
        for step in steps {
            job.check()?;
            if round.pumped.fault.is_some() {
                break;
            }
            // In a folder that was moved away nothing may be begun anew: all would be received again.
            self.shared.require_folder()?;
            match step(&mut round, job) {
                Err(error) if is_of_round(&error) => round.pumped.fault = Some(error),
                // Another machine has just moved the entry, and this one still remembers its old place. The next round
                // finds it.
                Err(error) if error.code() == Code::MailboxEntry => {}
                other => other?,
            }
        }
        self.archive_done();
        Ok(round.pumped)
    }
}

impl Round<'_> {
    /// Notes a failure of a call to the relay: the error where the round is to end. One message may be late alone; after
    /// two in a row the relay is away. What only a person can put right is not tried with one message after the other.
    fn heed(&mut self, error: Error) -> Result<()> {
        if !is_of_round(&error) {
            self.failed_before = false;
            return Ok(());
        }
        let is_over = self.failed_before || error.retry() != Retry::Safe;
        self.failed_before = true;
        if is_over { Err(error) } else { Ok(()) }
    }

    /// Notes a moment at which something is tried again.
    fn wait_until(&mut self, at: Option<OffsetDateTime>) {
        let next = &mut self.pumped.next_attempt;
        *next = match (*next, at) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

/// Whether an error is about the relay as a whole or this machine, and no message's own.
fn is_of_round(error: &Error) -> bool {
    let code = error.code();
    let is_of_network = (400..500).contains(&(code as i32)) && !code.is_of_message();
    is_of_network || is_nobodys_own(error) || matches!(code, Code::RelayUnavailable | Code::RelayStorageFull)
}

/// Whether an error is of no entry, which stays as it is: it is about this machine's disk, or the agent may not act for
/// the mailbox's office (any more), which another client of the same mailbox may.
fn is_nobodys_own(error: &Error) -> bool {
    matches!(error.code(), Code::DiskFull | Code::FileWrite | Code::RelayAgent | Code::RelayAgentLicence)
}
