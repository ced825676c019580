//! A page of the inbox whose messages are fetched one by one.

use crate::boundary::{Handle, OutText};
use crate::generated::handles::cpl_obstacles;
use cplink::Result;
use cplink::client::Inbox;
use std::sync::Arc;

/// A page of the inbox whose messages are fetched one by one.
// Shared, so that a callback may free it while a message is fetched.
pub struct cpl_inbox {
    page: Arc<Handle<Inbox>>,
    obstacles: cpl_obstacles,
}

impl cpl_inbox {
    pub(crate) fn new(inbox: Inbox) -> Self {
        let obstacles = inbox.obstacles().iter().collect();
        Self { page: Arc::new(Handle::new(inbox)), obstacles }
    }

    /// A share that outlives the handle.
    pub(crate) fn share(&self) -> Arc<Handle<Inbox>> {
        Arc::clone(&self.page)
    }
}

pub(crate) fn len(inbox: &cpl_inbox) -> Result<usize> {
    Ok(inbox.page.read()?.len())
}

pub(crate) fn cursor(inbox: &cpl_inbox, text: OutText<'_>) -> Result<()> {
    text.put(inbox.page.read()?.cursor());
    Ok(())
}

pub(crate) fn obstacles(inbox: &cpl_inbox) -> Result<&cpl_obstacles> {
    Ok(&inbox.obstacles)
}
