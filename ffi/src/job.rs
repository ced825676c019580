//! How a running verb is watched and stopped.

use crate::boundary::{Handle, enter_callback};
use crate::generated::handles::cpl_cancel;
use cplink::Result;
use cplink::progress::{Cancel, Job, Progress, Step};
use cplink_values::ProgressStep;
use std::ffi::c_void;

/// Receives progress: `step` is `CPL_STEP_…`, `done` of `total` bytes (0 where unknown). Returns 0 to
/// go on; any other number stops the verb with `CPL_E_CANCELLED`. Called on the thread of the running
/// verb, during the call only. Must not throw. May use the cancel flag and objects that the verb does not
/// use; the others return `CPL_E_BUSY`.
pub type cpl_progress_fn = Option<unsafe extern "C" fn(user: *mut c_void, step: i32, done: u64, total: u64) -> i32>;

/// Progress and cancel for verbs. Verbs read it when they begin.
pub struct cpl_job(Handle<Watch>);

#[derive(Clone, Default)]
struct Watch {
    cancel: Cancel,
    progress: cpl_progress_fn,
    user: Pointer,
}

/// The host's own pointer, which we only hand back.
#[derive(Clone, Copy)]
struct Pointer(*mut c_void);

impl Default for Pointer {
    fn default() -> Self {
        Self(std::ptr::null_mut())
    }
}

// SAFETY: we never look at what it points to; it goes back to the host on the thread of its own call.
unsafe impl Send for Pointer {}
// SAFETY: as above.
unsafe impl Sync for Pointer {}

/// Runs a verb with the host's job, or with one that nobody watches.
pub(crate) fn run<T>(job: Option<&cpl_job>, verb: impl FnOnce(&mut Job<'_>) -> Result<T>) -> Result<T> {
    let Some(job) = job else { return verb(&mut Job::new()) };
    // A copy: the callback may change or free the job.
    let Watch { cancel, progress, user } = job.0.read()?.clone();
    let Some(progress) = progress else { return verb(&mut Job::new().with_cancel(&cancel)) };
    let mut stopped = false;
    let mut hear = |report: Progress| {
        let _callback = enter_callback();
        // SAFETY: the host's function by its documented contract, on the host's own thread.
        if !stopped && unsafe { progress(user.0, step_of(report.step), report.done, report.total) } != 0 {
            stopped = true;
            cancel.cancel();
        }
    };
    let outcome = verb(&mut Job::new().with_cancel(&cancel).with_progress(&mut hear));
    if stopped {
        // The wish was for this verb alone.
        cancel.reset();
    }
    outcome
}

fn step_of(step: Step) -> i32 {
    let step = match step {
        Step::Checking => ProgressStep::Checking,
        Step::Hashing => ProgressStep::Hashing,
        Step::Signing => ProgressStep::Signing,
        Step::Sending => ProgressStep::Sending,
        Step::Receiving => ProgressStep::Receiving,
        Step::Verifying => ProgressStep::Verifying,
        Step::Waiting => ProgressStep::Waiting,
    };
    step as i32
}

pub(crate) fn new() -> Result<cpl_job> {
    Ok(cpl_job(Handle::new(Watch::default())))
}

pub(crate) fn set_progress(job: &cpl_job, user: *mut c_void, progress: cpl_progress_fn) -> Result<()> {
    let mut watch = job.0.write()?;
    (watch.progress, watch.user) = (progress, Pointer(user));
    Ok(())
}

pub(crate) fn set_cancel(job: &cpl_job, cancel: &cpl_cancel) -> Result<()> {
    job.0.write()?.cancel = cancel.0.clone();
    Ok(())
}
