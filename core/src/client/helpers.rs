//! Threads that help with one call.

use std::sync::mpsc::{Receiver, SendError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, Scope};

use crate::error::{Code, Error, Result};

/// So many, however few processors there are: mostly they wait for the disk, and what several of them bring to disk at
/// the same time goes there in one go.
const COUNT: usize = 4;

type Task<'env> = Box<dyn FnOnce() + Send + 'env>;

/// Threads that end with this value. Tasks are begun in the order in which they are given.
pub(super) struct Helpers<'env>(Option<Sender<Task<'env>>>);

/// A task that was begun.
pub(super) struct Begun<T>(Receiver<T>);

impl<'env> Helpers<'env> {
    pub(super) fn new<'scope>(scope: &'scope Scope<'scope, 'env>) -> Self {
        let (give, tasks) = channel();
        let tasks = Arc::new(Mutex::new(tasks));
        let spawn = |_| {
            let tasks = Arc::clone(&tasks);
            Builder::new().name("cplink helper".to_owned()).spawn_scoped(scope, move || work(&tasks)).is_ok()
        };
        let count = (0..COUNT).map(spawn).filter(|is_there| *is_there).count();
        Self((count > 0).then_some(give))
    }

    /// Nobody helps: each task is done where it is begun.
    pub(super) fn none() -> Self {
        Self(None)
    }

    /// Whether anybody helps; the system may have given no thread.
    pub(super) fn are_there(&self) -> bool {
        self.0.is_some()
    }

    pub(super) fn begin<T: Send + 'env>(&self, task: impl FnOnce() -> T + Send + 'env) -> Begun<T> {
        let (give, done) = channel();
        let task: Task<'env> = Box::new(move || {
            // Nobody may wait for it any more.
            let _ = give.send(task());
        });
        match &self.0 {
            Some(tasks) => tasks.send(task).unwrap_or_else(|SendError(task)| task()),
            None => task(),
        }
        Begun(done)
    }
}

impl<T> Begun<Result<T>> {
    /// Waits for what comes of it.
    pub(super) fn wait(self) -> Result<T> {
        let gone = |_| Err(Error::new(Code::Bug).with_detail("a helping thread has ended"));
        self.0.recv().unwrap_or_else(gone)
    }
}

fn work(tasks: &Mutex<Receiver<Task<'_>>>) {
    loop {
        // One of them waits for the next task, the others for their turn to.
        let next = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = next else { return };
        task();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    #[test]
    fn tasks_are_done_at_the_same_time_and_each_has_its_own_end() {
        let all = Barrier::new(COUNT);
        let ends = thread::scope(|scope| {
            let helpers = Helpers::new(scope);
            let begin = |number| {
                let all = &all;
                helpers.begin(move || {
                    // None of them ends before all have begun.
                    all.wait();
                    if number == 2 { Err(Error::new(Code::Cancelled)) } else { Ok(number) }
                })
            };
            let begun: Vec<_> = (0..COUNT).map(begin).collect();
            begun.into_iter().map(Begun::wait).collect::<Vec<_>>()
        });
        let numbers: Vec<Option<usize>> = ends.into_iter().map(Result::ok).collect();
        assert_eq!(numbers, [Some(0), Some(1), None, Some(3)]);
    }

    #[test]
    fn without_help_a_task_is_done_by_who_begins_it() {
        let me = thread::current().id();
        let begun = Helpers::none().begin(move || Ok(thread::current().id() == me));
        assert!(begun.wait().unwrap());
    }
}
