//! What the relay in memory knows: its offices and its messages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;

use super::signing::Notary;
use crate::error::{Code, Result};
use crate::relay::{DirectoryEntry, Limits, Outcome, State};
use crate::seal::{Agent, MessageHeader, MessageId, Subject};

/// What the relay knows.
#[derive(Default)]
pub(super) struct Hub {
    pub(super) offices: BTreeMap<String, DirectoryEntry>,
    /// In the order they were accepted: a cursor of the inbox is a place in this list.
    messages: Vec<Stored>,
    /// The place of each of them.
    places: BTreeMap<MessageId, usize>,
    /// Those places by the office that receives.
    received: BTreeSet<(String, usize)>,
    /// Those places by the office that sends and the number of the latest change.
    changed: BTreeMap<(String, usize), usize>,
    /// The number of the latest change: a cursor of the sent list is such a number.
    changes: usize,
    pub(super) limits: Limits,
    /// Where the relay signs receipts.
    pub(super) notary: Option<Arc<dyn Notary>>,
}

/// A message that was accepted.
pub(super) struct Stored {
    pub(super) id: MessageId,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) kind: String,
    pub(super) container: Arc<[u8]>,
    pub(super) accepted_at: OffsetDateTime,
    pub(super) state: State,
    pub(super) outcome: Option<Outcome>,
    /// Who sent it for its sender.
    pub(super) agent: Option<Agent>,
    /// *Accepted*, *picked up*, the receiver's and *recorded*, as far as it has come; none where the relay signs none.
    pub(super) receipts: Vec<Vec<u8>>,
    /// The number of its latest change.
    change: usize,
}

impl Stored {
    /// What its receipts are of.
    pub(super) fn subject(&self) -> Subject<'_> {
        Subject { id: self.id, from: &self.from, to: &self.to }
    }
}

impl Hub {
    /// Refuses who is not registered, and who is not among the agents of the office that the call is for.
    pub(super) fn require(&self, own: &str, office: &str) -> Result<()> {
        if !self.offices.contains_key(own) {
            return Err(Code::RelaySenderUnknown.into());
        }
        let lists = |entry: &DirectoryEntry| entry.agents.iter().any(|agent| agent == own);
        if own != office && !self.offices.get(office).is_some_and(lists) {
            return Err(Code::RelayAgent.into());
        }
        Ok(())
    }

    /// Takes a message that was not here before.
    pub(super) fn add(
        &mut self,
        message: &MessageHeader,
        id: MessageId,
        agent: Option<Agent>,
        container: Vec<u8>,
    ) -> Result<&Stored> {
        let (from, to, kind) = (message.from.office.clone(), message.to.office.clone(), message.kind.clone());
        let subject = Subject { id, from: &from, to: &to };
        let accepted = self.notary.as_ref().map(|notary| notary.accepted(subject, agent.clone()));
        let receipts = accepted.transpose()?.into_iter().collect();
        let (accepted_at, place) = (OffsetDateTime::now_utc(), self.messages.len());
        let container = Arc::from(container);
        let (state, outcome) = (State::Accepted, None);
        self.received.insert((to.clone(), place));
        self.messages.push(Stored {
            id,
            from,
            to,
            kind,
            container,
            accepted_at,
            state,
            outcome,
            agent,
            receipts,
            change: 0,
        });
        self.places.insert(id, place);
        self.note_change(place);
        Ok(&self.messages[place])
    }

    /// A message, whoever's it is.
    pub(super) fn of_id(&self, id: &MessageId) -> Option<&Stored> {
        self.places.get(id).map(|place| &self.messages[*place])
    }

    /// Where a message is that the office has sent or received.
    fn place(&self, id: &MessageId, office: &str) -> Option<usize> {
        let place = *self.places.get(id)?;
        let Stored { from, to, .. } = &self.messages[place];
        (from == office || to == office).then_some(place)
    }

    /// Does something with a message that the office has sent or received: gives it another state, or does not.
    pub(super) fn change(
        &mut self,
        id: &MessageId,
        office: &str,
        change: impl FnOnce(&mut Stored, Option<&dyn Notary>) -> Result<()>,
    ) -> Result<&Stored> {
        let place = self.place(id, office).ok_or(Code::RelayNotFound)?;
        let stored = &mut self.messages[place];
        let before = stored.state;
        change(stored, self.notary.as_deref())?;
        if stored.state != before {
            self.note_change(place);
        }
        Ok(&self.messages[place])
    }

    fn note_change(&mut self, place: usize) {
        self.changes += 1;
        let stored = &mut self.messages[place];
        self.changed.remove(&(stored.from.clone(), stored.change));
        stored.change = self.changes;
        self.changed.insert((stored.from.clone(), stored.change), place);
    }

    /// What was accepted for the office after the first `after` messages, each with the cursor after it.
    pub(super) fn waiting(&self, office: &str, after: usize) -> impl Iterator<Item = (usize, &Stored)> {
        let behind = self.received.range((office.to_owned(), after)..=(office.to_owned(), usize::MAX));
        let behind = behind.map(|(_, place)| (place + 1, &self.messages[*place]));
        behind.filter(|(_, stored)| stored.state != State::Recalled)
    }

    /// What the office has sent and has changed after this change, each with the number of its latest one.
    pub(super) fn changed(&self, office: &str, after: usize) -> impl Iterator<Item = (usize, &Stored)> {
        let first = (office.to_owned(), after.saturating_add(1));
        let behind = self.changed.range(first..=(office.to_owned(), usize::MAX));
        behind.map(|((_, change), place)| (*change, &self.messages[*place]))
    }
}

/// What the relay knows, as the relay and every transport of it hold it. Clones are the same hub.
#[derive(Clone, Default)]
pub(super) struct SharedHub(Arc<Mutex<Hub>>);

impl SharedHub {
    /// Each call of a transport is one change of the whole, so a panic elsewhere leaves nothing half done.
    pub(super) fn lock(&self) -> MutexGuard<'_, Hub> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for SharedHub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hub = self.lock();
        write!(f, "MemoryRelay({} offices, {} messages)", hub.offices.len(), hub.messages.len())
    }
}
