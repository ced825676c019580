//! The last calls, for people: when, what, how it ended, how long it took. Never an id, an office or a query.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;

/// So many are kept.
const KEPT: usize = 100;

/// A call that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Called {
    pub(crate) at: OffsetDateTime,
    pub(crate) method: String,
    /// The path, without what tells one message from another.
    pub(crate) route: String,
    pub(crate) status: u16,
    pub(crate) took: Duration,
}

/// The last calls.
#[derive(Default)]
pub(crate) struct Calls(Mutex<VecDeque<Called>>);

impl Calls {
    pub(crate) fn note(&self, called: Called) {
        let mut calls = self.lock();
        if calls.len() == KEPT {
            calls.pop_front();
        }
        calls.push_back(called);
    }

    /// The newest first.
    pub(crate) fn last(&self) -> Vec<Called> {
        self.lock().iter().rev().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Called>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_kept() {
        let calls = Calls::default();
        for status in 0..KEPT as u16 + 5 {
            calls.note(Called {
                at: OffsetDateTime::UNIX_EPOCH,
                method: "GET".to_owned(),
                route: "/v1/inbox".to_owned(),
                status,
                took: Duration::ZERO,
            });
        }
        let last: Vec<u16> = calls.last().into_iter().map(|called| called.status).collect();
        assert_eq!((last.len(), last[0], last[KEPT - 1]), (KEPT, KEPT as u16 + 4, 5));
    }
}
