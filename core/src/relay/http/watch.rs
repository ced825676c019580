//! How long a call may still wait, and whether anyone wants it at all.

use std::time::{Duration, Instant};

use crate::error::{Code, Error, Result};
use crate::progress::{Job, Step};

/// The longest time between two looks at the cancel flag.
const SLICE: Duration = Duration::from_millis(100);

/// The limits of one call: an end, and the longest standstill on the way there.
pub(super) struct Watch<'a, 'j> {
    job: &'a mut Job<'j>,
    end: Instant,
    stall: Duration,
    moved: Instant,
}

impl<'a, 'j> Watch<'a, 'j> {
    pub(super) fn new(job: &'a mut Job<'j>, total: Duration, stall: Duration) -> Self {
        let now = Instant::now();
        // A duration too large for the clock means: without end.
        let end = now.checked_add(total).unwrap_or_else(|| now + Duration::from_secs(1 << 31));
        Self { job, end, stall, moved: now }
    }

    /// The longest standstill from here on; the clock of it starts anew.
    pub(super) fn set_stall(&mut self, stall: Duration) -> Duration {
        self.moved = Instant::now();
        std::mem::replace(&mut self.stall, stall)
    }

    /// Bytes have moved.
    pub(super) fn moved(&mut self) {
        self.moved = Instant::now();
    }

    /// How long to wait before the next look; an error where the call is to end.
    pub(super) fn slice(&self) -> Result<Duration> {
        self.job.check()?;
        let now = Instant::now();
        let left = self.end.saturating_duration_since(now);
        let idle = now.saturating_duration_since(self.moved);
        if left.is_zero() {
            return Err(Error::new(Code::Timeout).with_detail("the call's time limit"));
        }
        if idle >= self.stall {
            return Err(Error::new(Code::Timeout).with_detail("no byte moved for too long"));
        }
        Ok(SLICE.min(left).min(self.stall - idle).max(Duration::from_millis(1)))
    }

    pub(super) fn report(&mut self, step: Step, done: u64, total: u64) -> Result<()> {
        self.job.report(step, done, total)
    }
}
