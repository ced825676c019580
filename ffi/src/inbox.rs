//! A page of the inbox whose messages are fetched one by one.

use crate::boundary::{Handle, OutText};
use cplink::Result;
use cplink::client::Inbox;
use std::sync::Arc;

/// A page of the inbox whose messages are fetched one by one.
// Shared, so that a callback may free it while a message is fetched.
pub struct cpl_inbox(Arc<Handle<Inbox>>);

impl cpl_inbox {
    pub(crate) fn new(inbox: Inbox) -> Self {
        Self(Arc::new(Handle::new(inbox)))
    }

    /// A share that outlives the handle.
    pub(crate) fn share(&self) -> Arc<Handle<Inbox>> {
        Arc::clone(&self.0)
    }
}

pub(crate) fn len(inbox: &cpl_inbox) -> Result<usize> {
    Ok(inbox.0.read()?.len())
}

pub(crate) fn cursor(inbox: &cpl_inbox, text: OutText<'_>) -> Result<()> {
    text.put(inbox.0.read()?.cursor());
    Ok(())
}
