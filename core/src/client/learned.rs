//! What a client knows of its relay, and since when.

use std::time::{Duration, Instant};

use crate::relay::Capabilities;

/// How long an answer is kept: a relay that was set up wrongly and put right is believed again.
const KEEP: Duration = Duration::from_secs(600);

/// What was learned, and when.
pub(super) struct Learned {
    capabilities: Capabilities,
    at: Instant,
}

impl Learned {
    pub(super) fn new(capabilities: Capabilities) -> Self {
        Self { capabilities, at: Instant::now() }
    }

    /// What was learned, as long as it is to be believed.
    pub(super) fn get(&self) -> Option<&Capabilities> {
        (self.at.elapsed() < KEEP).then_some(&self.capabilities)
    }
}
