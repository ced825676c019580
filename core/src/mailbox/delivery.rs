//! A message in the host's hands.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;

use super::layout::Index;
use super::owner::Claim;
use super::records::{Received, StoredOutcome, Tries};
use super::shared::Shared;
use super::{Mailbox, Side};
use crate::client::ReceivedMessage;
use crate::error::{Code, Error, Result};
use crate::relay::Outcome;
use crate::seal::{MAX_REASON, MessageId, is_reason};

/// A message that is the host's to import, until it says what became of it or the lease ends. Dropped without a word
/// it is given back at once.
pub struct Delivery {
    /// The message, verified.
    pub message: ReceivedMessage,
    hold: Hold,
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Delivery({})", self.message.id)
    }
}

impl Delivery {
    pub(super) fn new(message: ReceivedMessage, offered: u32, claim: Claim, shared: Arc<Shared>) -> Self {
        let id = message.id;
        Self { message, hold: Hold { id, offered_before: offered > 1, claim, shared, is_settled: false } }
    }

    /// Whether the message was handed out before, and nobody said what became of it: look its id up before importing.
    pub fn offered_before(&self) -> bool {
        self.hold.offered_before
    }

    /// Says that the rows are in the host's own database. When this returns the message is never handed out again, and
    /// [`Mailbox::pump`] reports it. Repeating it has no effect.
    ///
    /// # Errors
    /// [`Code::MailboxLease`] where the lease ended and another has the message, or has dealt with it; 6xx, after which
    /// it may be repeated.
    pub fn done(&mut self) -> Result<()> {
        self.hold.done()
    }

    /// Says that the message is not imported, for this reason, which its sender reads: no names of users belong there.
    ///
    /// # Errors
    /// [`Code::Reason`] for a reason that is blank, too long or no line; as [`done`](Self::done).
    pub fn refuse(&mut self, reason: &str) -> Result<()> {
        self.hold.refuse(reason)
    }

    /// Gives the message back, to be handed out again after this time, and nothing of its sender before it.
    ///
    /// # Errors
    /// As [`done`](Self::done).
    pub fn later(&mut self, wait: Duration) -> Result<()> {
        self.hold.later(wait)
    }

    /// Has the lease begin anew, where importing takes long.
    ///
    /// # Errors
    /// As [`done`](Self::done).
    pub fn renew(&mut self) -> Result<()> {
        self.hold.renew()
    }

    /// Lets go of the message without giving it back: the ticket says what became of it, from any program, as long as
    /// the lease of this length lasts, which ends by time alone.
    ///
    /// # Errors
    /// As [`done`](Self::done).
    pub fn detach(mut self, lease: Duration) -> Result<Ticket> {
        self.hold.detach(lease)
    }

    /// The message by itself, and the right to say what became of it: for wrappers, which hand both over.
    pub fn into_parts(self) -> (ReceivedMessage, Hold) {
        (self.message, self.hold)
    }
}

/// The right to say what became of a message, which gives the message back where nothing was said: a [`Delivery`]
/// without its message.
#[derive(Debug)]
pub struct Hold {
    id: MessageId,
    offered_before: bool,
    claim: Claim,
    shared: Arc<Shared>,
    /// Whether nothing is to be given back any more.
    is_settled: bool,
}

impl Hold {
    /// The message.
    pub fn id(&self) -> &MessageId {
        &self.id
    }

    /// As [`Delivery::offered_before`].
    pub fn offered_before(&self) -> bool {
        self.offered_before
    }

    /// As [`Delivery::done`].
    ///
    /// # Errors
    /// As there.
    pub fn done(&mut self) -> Result<()> {
        self.conclude(None)
    }

    /// As [`Delivery::refuse`].
    ///
    /// # Errors
    /// As there.
    pub fn refuse(&mut self, reason: &str) -> Result<()> {
        self.conclude(Some(reason))
    }

    /// As [`Delivery::later`].
    ///
    /// # Errors
    /// As there.
    pub fn later(&mut self, wait: Duration) -> Result<()> {
        self.shared.put_back(&self.id, &self.claim, wait)?;
        self.is_settled = true;
        Ok(())
    }

    /// As [`Delivery::renew`].
    ///
    /// # Errors
    /// As there.
    pub fn renew(&mut self) -> Result<()> {
        let (shared, claim) = (&*self.shared, &mut self.claim);
        let mut renewed = claim.clone();
        shared.change_received(&self.id, |found| {
            require(&found.value, claim)?;
            renewed = claim.clone().renewed(found.number + 1);
            found.value.claim = Some(renewed.clone());
            Ok(true)
        })?;
        *claim = renewed;
        Ok(())
    }

    /// As [`Delivery::detach`]; from then on nothing more can be said here.
    ///
    /// # Errors
    /// As there.
    pub fn detach(&mut self, lease: Duration) -> Result<Ticket> {
        let shared = &*self.shared;
        let mut free = self.claim.clone();
        shared.change_received(&self.id, |found| {
            require(&found.value, &self.claim)?;
            free = shared.owner.claim(&shared.disk, found.number + 1, lease, false)?;
            found.value.claim = Some(free.clone());
            Ok(true)
        })?;
        self.is_settled = true;
        Ok(Ticket { id: self.id, number: free.number, owner: free.owner().to_owned() })
    }

    fn conclude(&mut self, refused: Option<&str>) -> Result<()> {
        self.shared.conclude(
            &self.id,
            refused,
            |found| found.claim.as_ref() == Some(&self.claim),
            self.claim.number,
        )?;
        self.is_settled = true;
        Ok(())
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if !self.is_settled {
            // Where this fails, the lease ends with the program or by time.
            let _ = self.shared.put_back(&self.id, &self.claim, Duration::ZERO);
        }
        self.shared.owner.let_go(&self.claim);
    }
}

/// The right to say what became of a message that was handed out: for a host whose import is another program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    id: MessageId,
    number: u64,
    owner: String,
}

impl Ticket {
    /// The message.
    pub fn id(&self) -> &MessageId {
        &self.id
    }

    fn is_of(&self, found: &Received) -> bool {
        let claim = found.claim.as_ref();
        claim.is_some_and(|claim| claim.number == self.number && claim.owner() == self.owner)
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.id, self.number, self.owner)
    }
}

impl FromStr for Ticket {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut parts = text.split('.');
        let ticket = |id: Option<&str>, number: Option<&str>, owner: Option<&str>| {
            let owner =
                owner.filter(|owner| !owner.is_empty() && owner.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
            Some(Self { id: id?.parse().ok()?, number: number?.parse().ok()?, owner: owner.to_owned() })
        };
        let found = ticket(parts.next(), parts.next(), parts.next()).filter(|_| parts.next().is_none());
        found.ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("not a ticket of a delivery"))
    }
}

impl Mailbox {
    /// Says what became of a message that was detached, as [`Delivery::done`] and [`Delivery::refuse`] do.
    ///
    /// # Errors
    /// As they.
    pub fn conclude(&self, ticket: &Ticket, outcome: &Outcome) -> Result<()> {
        let refused = match outcome {
            Outcome::Imported => None,
            Outcome::Refused(reason) => Some(reason.as_str()),
        };
        self.shared.conclude(&ticket.id, refused, |found| ticket.is_of(found), ticket.number)
    }

    /// Gives back a message that was detached, as [`Delivery::later`] does.
    ///
    /// # Errors
    /// As there.
    pub fn put_back(&self, ticket: &Ticket, wait: Duration) -> Result<()> {
        let found = self.shared.latest::<Received>(Side::Inbox, &ticket.id)?;
        let found = found.ok_or_else(|| Error::new(Code::MailboxEntry))?.value;
        match found.claim.as_ref().filter(|_| ticket.is_of(&found)) {
            Some(claim) => self.shared.put_back(&ticket.id, claim, wait),
            None => Err(Error::new(Code::MailboxLease)),
        }
    }
}

impl Shared {
    /// Writes the outcome under a claim that still is the record's.
    fn conclude(
        &self,
        id: &MessageId,
        refused: Option<&str>,
        is_ours: impl Fn(&Received) -> bool,
        fence: u64,
    ) -> Result<()> {
        if refused.is_some_and(|reason| !is_reason(reason, MAX_REASON)) {
            return Err(Error::new(Code::Reason));
        }
        let outcome = StoredOutcome { refused: refused.map(str::to_owned), fence };
        let changed = self.change_received(id, |found| {
            if found.value.outcome.as_ref() == Some(&outcome) {
                return Ok(false);
            }
            if found.value.outcome.is_some() || !is_ours(&found.value) {
                return Err(Error::new(Code::MailboxLease));
            }
            self.put(Side::Inbox, Index::Report, &id.to_string())?;
            let found = &mut found.value;
            found.state = outcome.state();
            (found.claim, found.fault, found.tries) = (None, None, Tries::default());
            found.outcome = Some(outcome.clone());
            Ok(true)
        })?;
        // A name too many costs one look; the outcome is written.
        let name = changed.value.due_name().to_string();
        let _ = self.take_out(Side::Inbox, Index::Due, &name);
        self.turns().forget_done(&name);
        Ok(())
    }

    /// Ends a claim without an outcome.
    pub(super) fn put_back(&self, id: &MessageId, claim: &Claim, wait: Duration) -> Result<()> {
        let wait = time::Duration::try_from(wait.min(Duration::from_secs(86_400))).unwrap_or_default();
        self.change_received(id, |found| {
            require(&found.value, claim)?;
            found.value.claim = None;
            found.value.tries.not_before = None;
            if !wait.is_zero() {
                found.value.tries.put_off(OffsetDateTime::now_utc(), wait);
            }
            Ok(true)
        })?;
        Ok(())
    }
}

fn require(found: &Received, claim: &Claim) -> Result<()> {
    if found.claim.as_ref() == Some(claim) && found.outcome.is_none() {
        return Ok(());
    }
    Err(Error::new(Code::MailboxLease))
}
