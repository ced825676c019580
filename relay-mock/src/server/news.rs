//! Who waits for news, and who has some: a message wakes those who wait for its receiver only.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

/// The offices for which somebody waits. An office is here only as long as somebody does.
#[derive(Default)]
pub(crate) struct News(Arc<Mutex<Offices>>);

type Offices = HashMap<String, CallerOffice>;

#[derive(Default)]
struct CallerOffice {
    waiting: usize,
    bell: Arc<Notify>,
}

impl News {
    /// Begins to wait for news of this office: what comes from now on wakes the waiter.
    pub(crate) fn wait_for(&self, office: &str) -> Waiting {
        let mut offices = lock(&self.0);
        let entry = offices.entry(office.to_owned()).or_default();
        entry.waiting += 1;
        Waiting { offices: Arc::clone(&self.0), office: office.to_owned(), bell: Arc::clone(&entry.bell) }
    }

    /// Wakes all who wait for news of this office.
    pub(crate) fn wake(&self, office: &str) {
        if let Some(entry) = lock(&self.0).get(office) {
            entry.bell.notify_waiters();
        }
    }
}

/// One who waits for news of an office; an end to it when dropped.
pub(crate) struct Waiting {
    offices: Arc<Mutex<Offices>>,
    office: String,
    bell: Arc<Notify>,
}

impl Waiting {
    /// The next news from this call on: make it, look, then wait for it, and nothing slips through.
    pub(crate) fn next(&self) -> OwnedNotified {
        Arc::clone(&self.bell).notified_owned()
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut offices = lock(&self.offices);
        if let Some(entry) = offices.get_mut(&self.office) {
            entry.waiting -= 1;
            if entry.waiting == 0 {
                offices.remove(&self.office);
            }
        }
    }
}

fn lock(offices: &Mutex<Offices>) -> MutexGuard<'_, Offices> {
    offices.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn woken(news: &mut std::pin::Pin<&mut OwnedNotified>) -> bool {
        news.as_mut().poll(&mut Context::from_waker(Waker::noop())) == Poll::Ready(())
    }

    #[test]
    fn only_the_office_concerned_is_woken() {
        let news = News::default();
        let (first, second, other) = (news.wait_for("1"), news.wait_for("1"), news.wait_for("2"));
        let (mut first, mut second, mut other) = (pin!(first.next()), pin!(second.next()), pin!(other.next()));
        assert!(!woken(&mut first) && !woken(&mut other));
        news.wake("1");
        news.wake("3");
        // The second had not been polled before: from `next` on, nothing is lost.
        assert!(woken(&mut first) && woken(&mut second) && !woken(&mut other));
    }

    #[test]
    fn nothing_is_left_when_nobody_waits() {
        let news = News::default();
        let (first, second, other) = (news.wait_for("1"), news.wait_for("1"), news.wait_for("2"));
        drop(first);
        assert_eq!(lock(&news.0).len(), 2);
        drop((second, other));
        assert!(lock(&news.0).is_empty());
    }
}
