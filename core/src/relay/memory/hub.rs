//! What the relay in memory knows: its offices and its messages.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;

use crate::relay::{DirectoryEntry, Limits, Outcome, State};
use crate::seal::MessageId;

/// What the relay knows.
#[derive(Default)]
pub(super) struct Hub {
    pub(super) offices: BTreeMap<String, DirectoryEntry>,
    /// In the order they were accepted: a cursor of the inbox is a place in this list.
    pub(super) messages: Vec<Stored>,
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
    pub(super) change: usize,
}

impl Hub {
    /// The number of a change that is made now.
    pub(super) fn change(&mut self) -> usize {
        self.changes += 1;
        self.changes
    }

    /// A message that the office has sent or received.
    pub(super) fn find(&mut self, id: &MessageId, office: &str) -> Option<&mut Stored> {
        self.messages.iter_mut().find(|stored| stored.id == *id && (stored.from == office || stored.to == office))
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
