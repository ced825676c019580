//! Faults on order, for tests of programs that talk to a relay.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// Faults that the relay plays. Clones share them; none is on at first.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    lose_answers: AtomicU32,
    refuse: AtomicU32,
    delay_ms: AtomicU64,
}

impl Faults {
    /// The next `count` changing requests take effect, but the connection breaks before the answer.
    pub fn lose_answers(&self, count: u32) {
        self.0.lose_answers.store(count, Ordering::SeqCst);
    }

    /// The next `count` requests are answered 503.
    pub fn refuse(&self, count: u32) {
        self.0.refuse.store(count, Ordering::SeqCst);
    }

    /// Every answer waits this long.
    pub fn delay(&self, delay: Duration) {
        let delay = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self.0.delay_ms.store(delay, Ordering::SeqCst);
    }

    pub(crate) fn answers_to_lose(&self) -> u32 {
        self.0.lose_answers.load(Ordering::SeqCst)
    }

    pub(crate) fn refusals_left(&self) -> u32 {
        self.0.refuse.load(Ordering::SeqCst)
    }

    pub(crate) fn take_lost_answer(&self) -> bool {
        take(&self.0.lose_answers)
    }

    pub(crate) fn take_refusal(&self) -> bool {
        take(&self.0.refuse)
    }

    pub(crate) fn wait(&self) -> Duration {
        Duration::from_millis(self.0.delay_ms.load(Ordering::SeqCst))
    }
}

fn take(count: &AtomicU32) -> bool {
    count.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
}
