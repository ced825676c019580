//! The connection that writes: changes in a transaction each, or several in one.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parking_lot::ReentrantMutex;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::store::{Result, StoreError};

/// The connection that writes. The thread that has it may come again, for one of several changes.
pub(super) struct Writer(ReentrantMutex<Writing>);

struct Writing {
    connection: Connection,
    group: Cell<Group>,
}

/// What the transaction is that changes are made in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    /// Each has its own.
    None,
    /// One for several, which were made so far.
    Whole,
    /// One for several of which one failed: nothing will be left of it.
    Spoilt,
}

impl Writer {
    pub(super) fn new(connection: Connection) -> Self {
        Self(ReentrantMutex::new(Writing { connection, group: Cell::new(Group::None) }))
    }

    #[cfg(test)]
    pub(super) fn wait_at_most(&self, patience: std::time::Duration) {
        self.0.lock().connection.busy_timeout(patience).unwrap();
    }

    /// All or nothing, and on disk before it returns; within [`Writer::together`] when that returns.
    pub(super) fn write<T>(&self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let writing = self.0.lock();
        match writing.group.get() {
            Group::None => writing.transaction(change),
            Group::Spoilt => Err(StoreError::Interrupted),
            Group::Whole => {
                // So it is if this panics, too.
                writing.group.set(Group::Spoilt);
                let made = change(&writing.connection)?;
                writing.group.set(Group::Whole);
                Ok(made)
            }
        }
    }

    /// All that this thread writes during `calls`, or nothing, and on disk before it returns.
    pub(super) fn together(&self, calls: &mut dyn FnMut()) -> Result<()> {
        let writing = self.0.lock();
        if writing.group.get() != Group::None {
            calls();
            return Ok(());
        }
        writing.transaction(|_| {
            writing.group.set(Group::Whole);
            let made = catch_unwind(AssertUnwindSafe(calls));
            match (made, writing.group.replace(Group::None)) {
                (Ok(()), Group::Whole) => Ok(()),
                _ => Err(StoreError::Interrupted),
            }
        })
    }
}

impl Writing {
    fn transaction<T>(&self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let made = self.all_or_nothing(change);
        if matches!(made, Err(StoreError::Full)) {
            // Gives back what the failed attempt took in the log.
            let _ = self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        made
    }

    /// What was begun is undone when `tx` is dropped, also by a panic.
    fn all_or_nothing<T>(&self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let tx = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let made = change(&tx)?;
        tx.commit()?;
        Ok(made)
    }
}
