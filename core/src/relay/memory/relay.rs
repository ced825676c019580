//! The relay in memory, as a program sets it up.

use std::fmt;

use super::MemoryTransport;
use super::hub::SharedHub;
use crate::relay::{DirectoryEntry, Limits};

/// A relay in this process. Clones are the same relay.
#[derive(Clone, Default)]
pub struct MemoryRelay(SharedHub);

impl MemoryRelay {
    /// A relay without offices and messages, and without limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the limits that it announces to its clients and enforces.
    pub fn set_limits(&self, limits: Limits) {
        self.0.lock().limits = limits;
    }

    /// Registers an office by its number, or gives it another name.
    pub fn register(&self, number: impl Into<String>, name: impl Into<String>) {
        let number = number.into();
        self.0.lock().offices.insert(number.clone(), entry(number, name.into()));
    }

    /// Registers an office unless it is.
    pub(in crate::relay) fn join(&self, number: &str) {
        let number = number.to_owned();
        self.0.lock().offices.entry(number.clone()).or_insert_with(|| entry(number, String::new()));
    }

    /// An office's line to this relay. Whoever holds it is that office: nothing is asked.
    pub fn transport(&self, office: impl Into<String>) -> MemoryTransport {
        MemoryTransport::new(self.0.clone(), office.into())
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
        agents: Vec::new(),
    }
}

impl fmt::Debug for MemoryRelay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
