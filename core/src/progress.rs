//! Progress and cancel: every verb that can take longer than a second takes a [`Job`].

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::error::{Code, Error, Result};

/// A cancel flag. Clones share it; any thread may set it at any time.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// A flag that is not set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the running verb to stop; it does so within 200 ms with [`Code::Cancelled`].
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it was asked.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// Clears the flag, so that it can be used for another verb.
    pub fn reset(&self) {
        self.0.store(false, Ordering::Release);
    }
}

/// What a verb is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reading and checking files.
    Checking,
    /// Hashing the parts of a container.
    Hashing,
    /// Signing.
    Signing,
    /// Sending bytes to the relay.
    Sending,
    /// Receiving bytes from the relay.
    Receiving,
    /// Verifying a container.
    Verifying,
    /// Waiting for the relay (long poll).
    Waiting,
}

/// One report: `done` of `total` bytes (`total` is 0 where it is not known).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all, 0 where unknown.
    pub total: u64,
}

/// One running verb: its cancel flag and where its progress goes.
#[derive(Default)]
pub struct Job<'a> {
    cancel: Cancel,
    progress: Option<&'a mut dyn FnMut(Progress)>,
    end: Option<Instant>,
}

impl<'a> Job<'a> {
    /// A job that nobody watches or cancels.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets `cancel` stop the job.
    pub fn with_cancel(mut self, cancel: &Cancel) -> Self {
        self.cancel = cancel.clone();
        self
    }

    /// Reports go to `progress`, on the calling thread, during the call only.
    pub fn with_progress(mut self, progress: &'a mut dyn FnMut(Progress)) -> Self {
        self.progress = Some(progress);
        self
    }

    /// Ends the job after this time, with [`Code::Timeout`] from whatever it is doing then.
    pub fn with_limit(mut self, limit: Duration) -> Self {
        // A time beyond the clock is no limit.
        self.end = Instant::now().checked_add(limit);
        self
    }

    /// A part of this job, which may take so long: it has the same cancel flag and progress, and ends with the whole.
    pub fn part(&mut self, limit: Duration) -> Job<'_> {
        let end = Instant::now().checked_add(limit);
        Job {
            cancel: self.cancel.clone(),
            progress: self.progress.as_mut().map(|progress| &mut **progress as &mut dyn FnMut(Progress)),
            end: self.end.into_iter().chain(end).min(),
        }
    }

    /// The job's cancel flag.
    pub fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Reports where the job is, then checks for cancel.
    ///
    /// # Errors
    /// [`Code::Cancelled`], [`Code::Timeout`] past its limit.
    pub fn report(&mut self, step: Step, done: u64, total: u64) -> Result<()> {
        if let Some(progress) = self.progress.as_mut() {
            progress(Progress { step, done, total });
        }
        self.check()
    }

    /// Checks for cancel alone.
    ///
    /// # Errors
    /// [`Code::Cancelled`], [`Code::Timeout`] past its limit.
    pub fn check(&self) -> Result<()> {
        if self.cancel.is_cancelled() {
            return Err(Error::new(Code::Cancelled));
        }
        if self.end.is_some_and(|end| Instant::now() >= end) {
            return Err(Error::new(Code::Timeout).with_detail("the time limit of the job"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_ends_in_its_own_time_and_with_the_whole() {
        let mut reports = 0;
        let mut progress = |_: Progress| reports += 1;
        let mut whole = Job::new().with_progress(&mut progress);
        assert_eq!(whole.part(Duration::ZERO).report(Step::Waiting, 0, 0).unwrap_err().code(), Code::Timeout);
        whole.part(Duration::from_secs(3600)).report(Step::Waiting, 0, 0).unwrap();
        whole.check().unwrap();
        whole.cancel().cancel();
        assert_eq!(whole.part(Duration::MAX).check().unwrap_err().code(), Code::Cancelled);
        assert_eq!(reports, 2);
        let mut ended = Job::new().with_limit(Duration::ZERO);
        assert_eq!(ended.part(Duration::MAX).check().unwrap_err().code(), Code::Timeout);
    }
}
