//! The drafts of sessions.

use std::sync::Arc;
use std::time::Duration;

use super::draft::Draft;
use crate::console::slip::{Full, Room, Shelf};

/// Drafts stay until they are sent or dropped, or left for a day.
const ROOM: Room = Room { things: 50, bytes: 512 << 20, stay: Duration::from_secs(24 * 3600), gives_way: false };

/// The drafts of sessions, each by the token of its forms.
pub(crate) struct Drafts(Shelf<Draft>);

impl Drafts {
    pub(crate) fn new() -> Self {
        Self(Shelf::new(ROOM))
    }

    /// Puts a draft there, and gives its key.
    pub(crate) fn put(&self, owner: &str, draft: Draft) -> Result<String, Full> {
        let size = draft.look().size();
        self.0.put(owner, draft, size)
    }

    pub(crate) fn get(&self, owner: &str, key: &str) -> Option<Arc<Draft>> {
        self.0.get(owner, key)
    }

    /// All of a session, the newest first.
    pub(crate) fn of(&self, owner: &str) -> Vec<(String, Arc<Draft>)> {
        self.0.of(owner)
    }

    /// Says that a draft takes so many bytes now.
    pub(crate) fn resize(&self, key: &str, size: u64) -> Result<(), Full> {
        self.0.resize(key, size)
    }

    pub(crate) fn remove(&self, owner: &str, key: &str) {
        self.0.remove(owner, key);
    }
}
