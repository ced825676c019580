//! In tests: a program that ends at a step of its file operations.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::error::{Code, Error, Result};

/// Counts steps, and ends the program at one of them: from then on no file operation is done.
#[derive(Clone, Debug)]
pub(super) struct End {
    taken: Arc<AtomicUsize>,
    last: Arc<AtomicUsize>,
    /// Whether it is the disk that is full, and the program goes on.
    is_full: Arc<AtomicBool>,
}

impl Default for End {
    fn default() -> Self {
        Self { taken: Arc::default(), last: Arc::new(AtomicUsize::new(usize::MAX)), is_full: Arc::default() }
    }
}

impl End {
    /// Ends at this step, counted from now.
    pub(super) fn at(&self, step: usize) {
        self.taken.store(0, Ordering::Relaxed);
        self.last.store(step, Ordering::Relaxed);
    }

    /// From this step on, counted from now, the disk is full.
    pub(super) fn full_at(&self, step: usize) {
        self.is_full.store(true, Ordering::Relaxed);
        self.at(step);
    }

    /// How many steps were taken.
    pub(super) fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    pub(super) fn step(&self) -> Result<()> {
        let taken = self.taken.fetch_add(1, Ordering::Relaxed);
        if taken >= self.last.load(Ordering::Relaxed) {
            if self.is_full.load(Ordering::Relaxed) {
                return Err(Error::new(Code::DiskFull));
            }
            return Err(Error::new(Code::Bug).with_detail("the program has ended"));
        }
        Ok(())
    }
}
