//! How a running verb is watched and stopped.

use crate::boundary::Handle;
use crate::boundary::{arg, border, enter_callback, free, out};
use crate::cancel::cpl_cancel;
use crate::error::cpl_error;
use cplink::Result;
use cplink::progress::{Cancel, Job, Progress, Step};
use std::ffi::c_void;

/// What a verb is doing: reading and checking files.
pub const CPL_STEP_CHECKING: i32 = 0;
/// What a verb is doing: hashing the parts of a container.
pub const CPL_STEP_HASHING: i32 = 1;
/// What a verb is doing: signing.
pub const CPL_STEP_SIGNING: i32 = 2;
/// What a verb is doing: sending bytes to the relay.
pub const CPL_STEP_SENDING: i32 = 3;
/// What a verb is doing: receiving bytes from the relay.
pub const CPL_STEP_RECEIVING: i32 = 4;
/// What a verb is doing: verifying a container.
pub const CPL_STEP_VERIFYING: i32 = 5;
/// What a verb is doing: waiting for the relay.
pub const CPL_STEP_WAITING: i32 = 6;

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
    match step {
        Step::Checking => CPL_STEP_CHECKING,
        Step::Hashing => CPL_STEP_HASHING,
        Step::Signing => CPL_STEP_SIGNING,
        Step::Sending => CPL_STEP_SENDING,
        Step::Receiving => CPL_STEP_RECEIVING,
        Step::Verifying => CPL_STEP_VERIFYING,
        Step::Waiting => CPL_STEP_WAITING,
    }
}

/// A job without progress and with a flag that is never set.
///
/// The caller frees `*out` with `cpl_job_free`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_job_new(out: *mut *mut cpl_job, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let out = out!(out);
        out.give(cpl_job(Handle::new(Watch::default())));
    })
}

/// Sets the callback for progress. `user` goes to every call of `progress` as it is; both must stay valid
/// while a verb runs with the job.
///
/// `progress` may be NULL, which ends it, and so may `user`.
///
/// One thread at a time per `job`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_job_set_progress(
    job: *mut cpl_job,
    user: *mut c_void,
    progress: cpl_progress_fn,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let job = arg!(job);
        let mut watch = job.0.write()?;
        (watch.progress, watch.user) = (progress, Pointer(user));
    })
}

/// Sets the flag that stops the verb; the job shares it.
///
/// One thread at a time per `job`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_job_set_cancel(
    job: *mut cpl_job,
    cancel: *const cpl_cancel,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let job = arg!(job);
        let cancel = arg!(cancel);
        job.0.write()?.cancel = cancel.0.clone();
    })
}

/// Frees a job; a verb that still runs with it goes on. NULL is fine; twice is not. Not while another thread
/// uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_job_free(job: *mut cpl_job) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(job) }
}
