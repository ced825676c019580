//! How long a call may still take, and whether anyone wants it at all.

use std::time::{Duration, Instant};

use crate::error::{Code, Error, Result};
use crate::progress::{Job, Step};

/// The longest time between two looks at the cancel flag.
const SLICE: Duration = Duration::from_millis(100);
/// A single step of TLS computes for a few milliseconds. One that took this long waited for somebody: for the PIN
/// of the key that signs the handshake.
const SOMEBODY: Duration = Duration::from_millis(500);

/// The limits of one call: an end, the longest standstill on the way there, and where a part of it has less time,
/// the end of that part.
///
/// Every loop that a peer can keep turning asks [`check`](Self::check) in every turn: a peer that always has bytes
/// ready is never waited for.
pub(super) struct Watch<'a, 'j> {
    job: &'a mut Job<'j>,
    end: Instant,
    part_end: Option<Instant>,
    stall: Duration,
    moved: Instant,
}

impl<'a, 'j> Watch<'a, 'j> {
    pub(super) fn new(job: &'a mut Job<'j>, total: Duration, stall: Duration) -> Self {
        let now = Instant::now();
        Self { job, end: after(now, total), part_end: None, stall, moved: now }
    }

    /// The longest standstill from here on; the clock of it starts anew.
    pub(super) fn set_stall(&mut self, stall: Duration) -> Duration {
        self.moved = Instant::now();
        std::mem::replace(&mut self.stall, stall)
    }

    /// Limits what comes next to so much in all.
    pub(super) fn begin_part(&mut self, within: Duration) {
        self.part_end = Some(after(Instant::now(), within));
    }

    /// From here on the call's own end counts.
    pub(super) fn end_part(&mut self) {
        self.part_end = None;
    }

    /// The body of a request or an answer has moved. What surrounds it does not count: a head that comes byte by
    /// byte is a standstill.
    pub(super) fn moved(&mut self) {
        self.moved = Instant::now();
    }

    /// Takes a step that may ask a person for something; the time which that takes is not the peer's.
    pub(super) fn without_waiting_for_people<T>(&mut self, step: impl FnOnce() -> T) -> T {
        let begin = Instant::now();
        let outcome = step();
        let took = begin.elapsed();
        if took > SOMEBODY {
            self.end = after(self.end, took);
            self.part_end = self.part_end.map(|end| after(end, took));
            self.moved = after(self.moved, took);
        }
        outcome
    }

    /// An error where the call is to end.
    pub(super) fn check(&self) -> Result<()> {
        self.slice().map(drop)
    }

    /// How long to wait before the next look; an error where the call is to end.
    pub(super) fn slice(&self) -> Result<Duration> {
        self.job.check()?;
        let now = Instant::now();
        let ended = |detail: &'static str| Err(Error::new(Code::Timeout).with_detail(detail));
        let left = self.end.saturating_duration_since(now);
        if left.is_zero() {
            return ended("the call's time limit");
        }
        let part = self.part_end.map_or(left, |end| end.saturating_duration_since(now));
        if part.is_zero() {
            return ended("connecting");
        }
        let idle = now.saturating_duration_since(self.moved);
        if idle >= self.stall {
            return ended("no byte moved for too long");
        }
        Ok(SLICE.min(left).min(part).min(self.stall - idle).max(Duration::from_millis(1)))
    }

    pub(super) fn report(&mut self, step: Step, done: u64, total: u64) -> Result<()> {
        self.job.report(step, done, total)
    }
}

/// A duration too large for the clock means: without end.
fn after(time: Instant, duration: Duration) -> Instant {
    time.checked_add(duration).unwrap_or_else(|| time + Duration::from_secs(1 << 31))
}
