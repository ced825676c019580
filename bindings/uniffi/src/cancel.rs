//! Cancel and progress of one verb.

use std::sync::Arc;

use cplink::progress::{self, Job, Step};

use crate::generated::ProgressStep;
use crate::number::signed;

/// The cancel flag of one running verb.
#[derive(Debug, Default, uniffi::Object)]
pub struct Cancel(progress::Cancel);

#[uniffi::export]
impl Cancel {
    /// A flag that is not set.
    #[uniffi::constructor]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Asks the verb to stop.
    pub fn set(&self) {
        self.0.cancel();
    }
}

/// Who watches a verb. Called on the thread that made the call, during the call only.
#[uniffi::export(callback_interface)]
pub trait Watcher: Send + Sync {
    /// Tells where the verb is; `false` cancels it. It must not raise.
    fn report(&self, step: ProgressStep, done: i64, total: i64) -> bool;
}

/// Runs a verb with its flag and watcher.
pub(crate) fn watched<T>(
    cancel: &Cancel,
    watcher: Option<Box<dyn Watcher>>,
    verb: impl FnOnce(&mut Job<'_>) -> crate::failure::Result<T>,
) -> crate::failure::Result<T> {
    let Some(watcher) = watcher else {
        return verb(&mut Job::new().with_cancel(&cancel.0));
    };
    let mut report = |report: progress::Progress| {
        if !watcher.report(step(report.step), signed(report.done), signed(report.total)) {
            cancel.0.cancel();
        }
    };
    verb(&mut Job::new().with_cancel(&cancel.0).with_progress(&mut report))
}

fn step(step: Step) -> ProgressStep {
    match step {
        Step::Checking => ProgressStep::Checking,
        Step::Hashing => ProgressStep::Hashing,
        Step::Signing => ProgressStep::Signing,
        Step::Sending => ProgressStep::Sending,
        Step::Receiving => ProgressStep::Receiving,
        Step::Verifying => ProgressStep::Verifying,
        Step::Waiting => ProgressStep::Waiting,
    }
}
