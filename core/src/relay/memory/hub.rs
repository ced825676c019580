//! What the relay in memory knows: its offices and its messages.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;

use crate::error::{Code, Result};
use crate::relay::{DirectoryEntry, Limits, Outcome, State};
use crate::seal::{MessageHeader, MessageId};

/// What the relay knows.
#[derive(Default)]
pub(super) struct Hub {
    pub(super) offices: BTreeMap<String, DirectoryEntry>,
    /// In the order they were accepted: a cursor of the inbox is a place in this list.
    messages: Vec<Stored>,
    /// The place of each of them.
    places: BTreeMap<MessageId, usize>,
    /// Those that have changed, by the number of their latest change.
    changed: BTreeMap<usize, usize>,
    /// The number of the latest change: a cursor of the sent list is such a number.
    changes: usize,
    pub(super) limits: Limits,
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
    /// The number of its latest change.
    change: usize,
}

impl Hub {
    /// Takes a message of the office that was not here before.
    pub(super) fn add(&mut self, office: &str, message: &MessageHeader, id: MessageId, container: Vec<u8>) -> &Stored {
        let (from, to, kind) = (office.to_owned(), message.to.office.clone(), message.kind.clone());
        let (accepted_at, place) = (OffsetDateTime::now_utc(), self.messages.len());
        let container = Arc::from(container);
        let (state, outcome) = (State::Accepted, None);
        self.messages.push(Stored { id, from, to, kind, container, accepted_at, state, outcome, change: 0 });
        self.places.insert(id, place);
        self.note_change(place);
        &self.messages[place]
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
        change: impl FnOnce(&mut Stored) -> Result<()>,
    ) -> Result<&Stored> {
        let place = self.place(id, office).ok_or(Code::RelayNotFound)?;
        let stored = &mut self.messages[place];
        let before = stored.state;
        change(stored)?;
        if stored.state != before {
            self.note_change(place);
        }
        Ok(&self.messages[place])
    }

    fn note_change(&mut self, place: usize) {
        self.changes += 1;
        let stored = &mut self.messages[place];
        self.changed.remove(&stored.change);
        stored.change = self.changes;
        self.changed.insert(stored.change, place);
    }

    /// What was accepted for the office after the first `after` messages, each with the cursor after it.
    pub(super) fn waiting<'a>(&'a self, office: &'a str, after: usize) -> impl Iterator<Item = (usize, &'a Stored)> {
        let behind = self.messages.iter().enumerate().skip(after).map(|(at, stored)| (at + 1, stored));
        behind.filter(move |(_, stored)| stored.to == office && stored.state != State::Recalled)
    }

    /// What the office has sent and has changed after this change, each with the number of its latest one.
    pub(super) fn changed<'a>(&'a self, office: &'a str, after: usize) -> impl Iterator<Item = (usize, &'a Stored)> {
        let behind = self.changed.range((Bound::Excluded(after), Bound::Unbounded));
        let changed = behind.map(|(change, place)| (*change, &self.messages[*place]));
        changed.filter(move |(_, stored)| stored.from == office)
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
