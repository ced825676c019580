//! The one object that any thread may touch at any time.

use crate::boundary::{arg, border, free, out};
use crate::error::cpl_error;
use cplink::progress::Cancel;

/// A cancel flag: any thread may use it at any time, also while a verb runs.
pub struct cpl_cancel(pub(crate) Cancel);

/// A flag that is not set. It can be used for one verb after the other.
///
/// The caller frees `*out` with `cpl_cancel_free`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_cancel_new(out: *mut *mut cpl_cancel, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let out = out!(out);
        out.give(cpl_cancel(Cancel::new()));
    })
}

/// Asks the running verb to stop: within 200 ms it returns `CPL_E_CANCELLED`.
///
/// Several threads may read `cancel` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_cancel_set(cancel: *const cpl_cancel, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let cancel = arg!(cancel);
        cancel.0.cancel();
    })
}

/// Clears the flag, so that it can be used for another verb.
///
/// Several threads may read `cancel` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_cancel_reset(cancel: *const cpl_cancel, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let cancel = arg!(cancel);
        cancel.0.reset();
    })
}

/// 1 if the flag is set, else 0.
///
/// Several threads may read `cancel` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_cancel_is_set(
    cancel: *const cpl_cancel,
    value: *mut i32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let cancel = arg!(cancel);
        let value = out!(value);
        value.put(i32::from(cancel.0.is_cancelled()));
    })
}

/// Frees a flag; a verb that still runs with it keeps its own share. NULL is fine; twice is not. Not while
/// another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_cancel_free(cancel: *mut cpl_cancel) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(cancel) }
}
