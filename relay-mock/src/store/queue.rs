//! Changes that wait for each other go to disk together.
//!
//! One thread makes them all, in the order they came, and tells their callers when they are on disk. So no thread
//! waits for a turn, and one fsync is enough for all that came while the one before was under way.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::backend::Store;
use super::error::{Result, StoreError};

/// How many changes go to disk together: half of those that wait, so that the others are made while the callers of
/// these go on. A fast disk's fsync takes as long as a change or two, so with few there is little to gain; of many the
/// first shall not wait long.
const TOGETHER: std::ops::RangeInclusive<usize> = 8..=64;

/// The changes that wait.
#[derive(Default)]
pub(super) struct Queue(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    waiting: VecDeque<Box<dyn Waiting>>,
    /// Somebody makes the changes, or is about to.
    busy: bool,
}

/// Whether a change goes to disk with others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Company {
    Others,
    Alone,
}

/// A change with its caller, which may be gone: the change is made all the same.
trait Waiting: Send {
    fn company(&self) -> Company;
    /// Makes it, perhaps for a second time: then nothing is left of the first.
    fn make(&mut self, store: &dyn Store);
    /// It could not be made.
    fn fail(&mut self, error: StoreError);
    /// Tells what came of it.
    fn tell(self: Box<Self>);
}

struct Change<T, F> {
    company: Company,
    call: F,
    made: Result<T>,
    caller: oneshot::Sender<Result<T>>,
}

impl<T: Send, F: FnMut(&dyn Store) -> Result<T> + Send> Waiting for Change<T, F> {
    fn company(&self) -> Company {
        self.company
    }

    fn make(&mut self, store: &dyn Store) {
        // A panic must not end the thread on which all others rely.
        let made = catch_unwind(AssertUnwindSafe(|| (self.call)(store)));
        self.made = made.unwrap_or(Err(StoreError::Interrupted));
    }

    fn fail(&mut self, error: StoreError) {
        self.made = Err(error);
    }

    fn tell(self: Box<Self>) {
        let Self { call, made, caller, .. } = *self;
        // The caller may count on it that nobody has its container any more.
        drop(call);
        let _ = caller.send(made);
    }
}

/// Makes several changes that go to disk together, or each alone.
fn together(group: &mut [Box<dyn Waiting>], store: &dyn Store) {
    let mut is_begun = false;
    let made = catch_unwind(AssertUnwindSafe(|| {
        store.together(&mut || {
            is_begun = true;
            group.iter_mut().for_each(|change| change.make(store));
        })
    }));
    match made.unwrap_or(Err(StoreError::Interrupted)) {
        Ok(()) => {}
        // Nothing of them is there. One that fails shall not spoil the others.
        Err(_) if is_begun => group.iter_mut().for_each(|change| change.make(store)),
        // The store cannot be written at all, as while another program has it: it is not waited for once for each.
        Err(error) => {
            let is_full = matches!(error, StoreError::Full);
            let again = || Some(if is_full { StoreError::Full } else { StoreError::Interrupted });
            let errors = std::iter::once(error).chain(std::iter::from_fn(again));
            group.iter_mut().zip(errors).for_each(|(change, error)| change.fail(error));
        }
    }
}

impl Queue {
    /// Puts a change, which is one call of the store, at the end. Where nobody is at work, the caller has to start
    /// [`Queue::work`].
    pub(super) fn put<T: Send + 'static>(
        &self,
        company: Company,
        call: impl FnMut(&dyn Store) -> Result<T> + Send + 'static,
    ) -> (oneshot::Receiver<Result<T>>, bool) {
        let (caller, told) = oneshot::channel();
        let change = Change { company, call, made: Err(StoreError::Interrupted), caller };
        let mut inside = self.inside();
        inside.waiting.push_back(Box::new(change));
        (told, !std::mem::replace(&mut inside.busy, true))
    }

    /// Makes changes until none waits.
    pub(super) fn work(&self, store: &dyn Store) {
        loop {
            let mut group = self.next();
            match group.len() {
                0 => return,
                1 => group[0].make(store),
                _ => together(&mut group, store),
            }
            group.into_iter().for_each(Waiting::tell);
        }
    }

    /// What goes to disk together next; nothing where nothing waits.
    fn next(&self) -> Vec<Box<dyn Waiting>> {
        let mut inside = self.inside();
        let most = (inside.waiting.len() / 2).clamp(*TOGETHER.start(), *TOGETHER.end());
        let mut group: Vec<_> = inside.waiting.pop_front().into_iter().collect();
        inside.busy = !group.is_empty();
        if group.iter().all(|first| first.company() == Company::Others) {
            let others = || inside.waiting.pop_front_if(|change| change.company() == Company::Others);
            group.extend(std::iter::from_fn(others).take(most - 1));
        }
        group
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::{Duration, Instant};

    use cplink::seal::{Link, MessageId};
    use time::OffsetDateTime;

    use super::*;
    use crate::store::sqlite::SqliteStore;
    use crate::store::{Accepted, NewMessage, SignReceipt};

    const EPOCH: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn new(n: u8) -> NewMessage {
        NewMessage {
            id: MessageId([n; 32]),
            sender: "1370000011".to_owned(),
            receiver: "1370000029".to_owned(),
            unit: n.to_string(),
            kind: "attachments".to_owned(),
            subject: "10月分の予定".to_owned(),
            size: 1,
            at: EPOCH,
            agent: None,
        }
    }

    /// A receipt that says its place in the chain.
    fn receipt(link: Link) -> Result<Vec<u8>> {
        Ok(vec![link.number as u8])
    }

    fn accept(store: &dyn Store, n: u8, sign: SignReceipt<'_>) -> Result<Accepted> {
        store.accept(&new(n), &mut &b"x"[..], EPOCH, sign)
    }

    fn told<T>(mut receiver: oneshot::Receiver<Result<T>>) -> Result<T> {
        receiver.try_recv().expect("nobody was told")
    }

    #[test]
    fn changes_are_made_in_their_order_and_one_that_fails_fails_alone() {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(dir.path(), None).unwrap();
        let queue = Queue::default();
        let wanted = |n: u8, store: &dyn Store| match n {
            3 => accept(store, n, &|_| Err(StoreError::Receipt)),
            4 => accept(store, n, &|_| Err(StoreError::Full)),
            5 => accept(store, n, &|_| panic!("on purpose")),
            n => accept(store, n, &receipt),
        };
        let changes: Vec<_> = (1..=9)
            .map(|n| {
                let company = if n == 8 { Company::Alone } else { Company::Others };
                let (told, idle) = queue.put(company, move |store| wanted(n, store));
                assert_eq!(idle, n == 1, "only the first finds nobody at work");
                (n, told)
            })
            .collect();
        queue.work(&store);
        let mut places = 1..;
        for (n, receiver) in changes {
            match (n, told(receiver)) {
                (3, Err(StoreError::Receipt)) | (4, Err(StoreError::Full)) | (5, Err(StoreError::Interrupted)) => {
                    assert_eq!(store.message(&new(n).id, EPOCH).unwrap(), None, "{n}");
                }
                (_, Ok(Accepted::New(receipt))) => assert_eq!(Some(receipt[0]), places.next(), "{n}"),
                (_, other) => panic!("{n}: {other:?}"),
            }
        }
        assert_eq!(store.messages(0, 99, EPOCH).unwrap().entries.len(), 6);
        assert!(queue.put(Company::Others, |store| accept(store, 10, &receipt)).1, "nobody is at work any more");
    }

    #[test]
    fn on_a_full_disk_what_was_told_is_there_and_nothing_else() {
        const SIZE: usize = 30_000;
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(dir.path(), Some(400_000)).unwrap();
        let queue = Queue::default();
        let put = |n: u8| {
            let accept = move |store: &dyn Store| {
                let new = NewMessage { size: SIZE as u64, ..new(n) };
                store.accept(&new, &mut &vec![n; SIZE][..], EPOCH, &receipt)
            };
            (n, queue.put(Company::Others, accept).0)
        };
        let changes: Vec<_> = (1..=40).map(put).collect();
        queue.work(&store);
        let (mut there, mut full, mut places) = (0, 0, 1..);
        for (n, change) in changes {
            match told(change) {
                Ok(Accepted::New(receipt)) => {
                    there += 1;
                    assert_eq!(Some(receipt[0]), places.next(), "{n}");
                    assert_eq!(store.piece(&new(n).id, 0, EPOCH).unwrap().unwrap()[0], n);
                }
                Err(StoreError::Full) => {
                    full += 1;
                    assert_eq!(store.message(&new(n).id, EPOCH).unwrap(), None, "{n}");
                }
                other => panic!("{n}: {other:?}"),
            }
        }
        assert!(there > 3 && full > 3, "{there} fit, {full} did not");
        assert_eq!(store.messages(0, 99, EPOCH).unwrap().entries.len(), there);
    }

    #[test]
    fn a_store_that_cannot_be_written_is_waited_for_once() {
        const PATIENCE: Duration = Duration::from_millis(300);
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(dir.path(), None).unwrap();
        store.wait_at_most(PATIENCE);
        let other = SqliteStore::open(dir.path(), None).unwrap();
        let queue = Queue::default();
        let put = |n| queue.put(Company::Others, move |store| accept(store, n, &receipt)).0;
        let began = Instant::now();
        other
            .together(&mut || {
                let changes = [1, 2, 3, 4, 5, 6].map(&put);
                queue.work(&store);
                changes.into_iter().for_each(|change| assert!(told(change).is_err()));
            })
            .unwrap();
        assert!(began.elapsed() < 3 * PATIENCE, "each waited for itself");
        let (again, is_idle) = queue.put(Company::Others, |store| accept(store, 1, &receipt));
        assert!(is_idle, "nobody is at work any more");
        queue.work(&store);
        assert!(matches!(told(again), Ok(Accepted::New(_))), "nothing was left of it");
    }

    #[test]
    fn nobody_is_told_before_the_last_of_its_group_is_on_disk() {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(dir.path(), None).unwrap();
        let other = SqliteStore::open(dir.path(), None).unwrap();
        let queue = Queue::default();
        let (mut first, _) = queue.put(Company::Others, |store| accept(store, 1, &receipt));
        let seen = Arc::new(AtomicUsize::new(0));
        let (second, _) = queue.put(Company::Others, {
            let seen = Arc::clone(&seen);
            move |store| {
                assert!(first.try_recv().is_err(), "it is not on disk");
                seen.fetch_add(other.messages(0, 99, EPOCH)?.entries.len() + 1, Ordering::SeqCst);
                accept(store, 2, &receipt)
            }
        });
        queue.work(&store);
        told(second).unwrap();
        assert_eq!(seen.load(Ordering::SeqCst), 1, "made once, while the first was not there for others");
        assert_eq!(store.messages(0, 99, EPOCH).unwrap().entries.len(), 2);
    }
}
