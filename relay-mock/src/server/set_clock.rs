//! A clock that can be set: what it is ahead of or behind the one it goes by.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use time::{Duration, OffsetDateTime};

use super::options::Clock;

/// Clones are set together.
#[derive(Clone, Default)]
pub(crate) struct SetClock(Arc<AtomicI64>);

impl SetClock {
    /// The clock `by`, as it is set here.
    pub(crate) fn clock(&self, by: Clock) -> Clock {
        let set = self.clone();
        Arc::new(move || by().saturating_add(set.ahead()))
    }

    /// How far it is ahead.
    pub(crate) fn ahead(&self) -> Duration {
        Duration::milliseconds(self.0.load(Ordering::SeqCst))
    }

    pub(crate) fn set_ahead(&self, ahead: Duration) {
        let ms = ahead.whole_milliseconds().clamp(i64::MIN.into(), i64::MAX.into());
        self.0.store(i64::try_from(ms).unwrap_or_default(), Ordering::SeqCst);
    }

    /// Moves it by so many seconds.
    pub(crate) fn advance(&self, seconds: i64) {
        self.set_ahead(self.ahead().saturating_add(Duration::seconds(seconds)));
    }

    /// Sets it so that it now shows `to` instead of `now`.
    pub(crate) fn set(&self, now: OffsetDateTime, to: OffsetDateTime) {
        self.set_ahead(self.ahead() + (to - now));
    }
}
