//! What a client knows of its relay, and since when.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::relay::Capabilities;

/// How long an answer is kept: a relay that was set up wrongly and put right is believed again.
const KEEP: Duration = Duration::from_secs(600);

/// What the clients of one office know together.
#[derive(Clone, Default)]
pub(super) struct Shared(Arc<Mutex<Option<Learned>>>);

impl Shared {
    /// What was learned, as long as it is to be believed.
    pub(super) fn get(&self) -> Option<Capabilities> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().and_then(Learned::get).cloned()
    }

    pub(super) fn learn(&self, capabilities: Capabilities) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Learned::new(capabilities));
    }

    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// What was learned, and when.
struct Learned {
    capabilities: Capabilities,
    at: Instant,
}

impl Learned {
    fn new(capabilities: Capabilities) -> Self {
        Self { capabilities, at: Instant::now() }
    }

    fn get(&self) -> Option<&Capabilities> {
        (self.at.elapsed() < KEEP).then_some(&self.capabilities)
    }
}
