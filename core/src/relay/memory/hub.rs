//! The relay itself: its offices and its messages.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;

use super::MemoryTransport;
use crate::relay::{DirectoryEntry, Limits, Outcome, State};
use crate::seal::MessageId;

/// A relay in this process. Clones are the same relay.
#[derive(Clone, Default)]
pub struct MemoryRelay(Arc<Mutex<Hub>>);

/// What the relay knows.
#[derive(Default)]
pub(super) struct Hub {
    pub(super) offices: BTreeMap<String, DirectoryEntry>,
    /// In the order they were accepted: a cursor is a place in this list.
    pub(super) messages: Vec<Stored>,
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
}

impl MemoryRelay {
    /// A relay without offices and messages, and without limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the limits that it tells its clients and holds them to.
    pub fn set_limits(&self, limits: Limits) {
        self.lock().limits = limits;
    }

    /// Registers an office by its number, or gives it another name.
    pub fn register(&self, number: impl Into<String>, name: impl Into<String>) {
        let number = number.into();
        self.lock().offices.insert(number.clone(), entry(number, name.into()));
    }

    /// Registers an office unless it is.
    pub(in crate::relay) fn join(&self, number: &str) {
        let number = number.to_owned();
        self.lock().offices.entry(number.clone()).or_insert_with(|| entry(number, String::new()));
    }

    /// An office's line to this relay. Whoever holds it is that office: nothing is asked.
    pub fn transport(&self, office: impl Into<String>) -> MemoryTransport {
        MemoryTransport::new(self.clone(), office.into())
    }

    /// Each call of a transport is one change of the whole, so a panic elsewhere leaves nothing half done.
    pub(super) fn lock(&self) -> MutexGuard<'_, Hub> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An office with a licence, which can import what its own program can.
fn entry(number: String, name: String) -> DirectoryEntry {
    DirectoryEntry {
        number,
        name,
        registered: true,
        csv_versions: Vec::new(),
        service_types: Vec::new(),
        licence_until: None,
        licensed: true,
    }
}

impl Hub {
    /// A message that the office has sent or received.
    pub(super) fn find(&mut self, id: &MessageId, office: &str) -> Option<&mut Stored> {
        self.messages.iter_mut().find(|stored| stored.id == *id && (stored.from == office || stored.to == office))
    }
}

impl fmt::Debug for MemoryRelay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hub = self.lock();
        write!(f, "MemoryRelay({} offices, {} messages)", hub.offices.len(), hub.messages.len())
    }
}
