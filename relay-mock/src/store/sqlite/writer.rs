//! Changes that wait for each other go to disk together: one fsync for all of them.
//!
//! Each caller makes its change itself, one after the other in one transaction. Whoever sees that nobody waits
//! behind it commits; until then nobody has an answer. A change that fails is undone alone, by a savepoint.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::store::{Result, StoreError};

/// The most changes that go to disk together: the first of them shall not wait long.
const TOGETHER: usize = 64;

/// The connection that writes.
pub(super) struct Writer {
    writing: Mutex<Writing>,
    /// Who wants to write and has not had its turn.
    queued: AtomicUsize,
}

struct Writing {
    connection: Connection,
    /// The changes that are made and not committed.
    open: Option<Open>,
}

struct Open {
    changes: usize,
    end: Arc<End>,
}

/// How a transaction ended, for all whose changes are in it.
#[derive(Default)]
struct End {
    outcome: Mutex<Option<Outcome>>,
    told: Condvar,
}

#[derive(Clone, Copy)]
enum Outcome {
    OnDisk,
    Full,
    Lost,
}

impl Writer {
    pub(super) fn new(connection: Connection) -> Self {
        Self { writing: Mutex::new(Writing { connection, open: None }), queued: AtomicUsize::new(0) }
    }

    /// All or nothing, and on disk before it returns. A `large` change does not go together with those before it.
    pub(super) fn write<T>(&self, large: bool, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.queued.fetch_add(1, Ordering::SeqCst);
        let mut writing = lock(&self.writing);
        self.queued.fetch_sub(1, Ordering::SeqCst);
        if large {
            writing.commit();
        }
        let outcome = writing.make(change);
        let end = writing.open.as_ref().map(|open| Arc::clone(&open.end));
        // Whoever is counted has not had its turn: it will see to the commit.
        if large || writing.is_full() || self.queued.load(Ordering::SeqCst) == 0 {
            writing.commit();
        }
        drop(writing);
        match (outcome, end) {
            (Ok(value), Some(end)) => end.wait().map(|()| value),
            (Ok(value), None) => Ok(value),
            (Err(error), _) => Err(error),
        }
    }
}

impl Writing {
    fn is_full(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.changes >= TOGETHER)
    }

    /// Makes a change in the open transaction, or in one that it opens.
    fn make<T>(&mut self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let alone = self.open.is_none();
        let begin = if alone { "BEGIN IMMEDIATE" } else { "SAVEPOINT one" };
        if let Err(error) = self.run(begin) {
            self.give_up(&error);
            return Err(error);
        }
        // A panic in here must not leave a transaction open for the next.
        let made = catch_unwind(AssertUnwindSafe(|| change(&self.connection))).unwrap_or(Err(StoreError::Interrupted));
        let made = made.and_then(|value| if alone { Ok(value) } else { self.run("RELEASE one").map(|()| value) });
        match &made {
            Ok(_) => self.open.get_or_insert_with(|| Open { changes: 0, end: Arc::default() }).changes += 1,
            Err(_) if !alone && self.undo_one().is_ok() => {}
            Err(error) => self.give_up(error),
        }
        made
    }

    /// Undoes the last change alone. On a full disk SQLite may have undone the whole transaction by itself: then
    /// there is no savepoint left.
    fn undo_one(&self) -> Result<()> {
        self.run("ROLLBACK TO one")?;
        self.run("RELEASE one")
    }

    /// Brings the open transaction to disk and tells all whose changes are in it.
    fn commit(&mut self) {
        let Some(open) = self.open.take() else { return };
        let outcome = match self.run("COMMIT") {
            Ok(()) => Outcome::OnDisk,
            Err(error) => {
                self.roll_back(&error);
                Outcome::of(&error)
            }
        };
        open.end.tell(outcome);
    }

    /// Ends the open transaction without its changes.
    fn give_up(&mut self, error: &StoreError) {
        self.roll_back(error);
        if let Some(open) = self.open.take() {
            open.end.tell(Outcome::of(error));
        }
    }

    fn roll_back(&self, error: &StoreError) {
        if !self.connection.is_autocommit() {
            let _ = self.run("ROLLBACK");
        }
        if matches!(error, StoreError::Full) {
            // Gives back what the failed attempt took in the log.
            let _ = self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    fn run(&self, sql: &str) -> Result<()> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}

impl Outcome {
    fn of(error: &StoreError) -> Self {
        if matches!(error, StoreError::Full) { Self::Full } else { Self::Lost }
    }
}

impl End {
    fn tell(&self, outcome: Outcome) {
        *lock(&self.outcome) = Some(outcome);
        self.told.notify_all();
    }

    fn wait(&self) -> Result<()> {
        let outcome = self.told.wait_while(lock(&self.outcome), |outcome| outcome.is_none());
        match *outcome.unwrap_or_else(PoisonError::into_inner) {
            Some(Outcome::OnDisk) => Ok(()),
            Some(Outcome::Full) => Err(StoreError::Full),
            Some(Outcome::Lost) | None => Err(StoreError::Interrupted),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
