//! What stands of a message after it was acknowledged.

use crate::boundary::{arg, border, free, out, out_bytes, out_text};
use crate::error::cpl_error;
use cplink::client::Acknowledged;
use std::ffi::c_char;

/// Which outcome of a message is valid after it was acknowledged: the first outcome that was reported. Never changes: any
/// number of threads may read it.
pub struct cpl_acknowledged(pub(crate) Acknowledged);

/// The valid outcome: `imported` or `refused`. It may be another one than this call reported, where an
/// outcome had been reported before.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `acknowledged` is changed or freed. Several
/// threads may read `acknowledged` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_acknowledged_state(
    acknowledged: *const cpl_acknowledged,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let acknowledged = arg!(acknowledged);
        let text = out_text!(text, len);
        text.put(acknowledged.0.state.token());
    })
}

/// 1 if an outcome had been reported before this call, from here or from another terminal: that one is valid.
///
/// Several threads may read `acknowledged` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_acknowledged_is_repeat(
    acknowledged: *const cpl_acknowledged,
    value: *mut i32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let acknowledged = arg!(acknowledged);
        let value = out!(value);
        value.put(i32::from(acknowledged.0.is_repeat));
    })
}

/// Why it was refused; empty if it was imported.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `acknowledged` is changed or freed. Several
/// threads may read `acknowledged` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_acknowledged_reason(
    acknowledged: *const cpl_acknowledged,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let acknowledged = arg!(acknowledged);
        let text = out_text!(text, len);
        text.put_maybe(acknowledged.0.reason.as_deref());
    })
}

/// Our valid receipt (CMS, DER). Keep it.
///
/// `data` points to `len` bytes, borrowed until `acknowledged` is changed or freed. Several threads may read
/// `acknowledged` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_acknowledged_receipt(
    acknowledged: *const cpl_acknowledged,
    data: *mut *const u8,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let acknowledged = arg!(acknowledged);
        let data = out_bytes!(data, len);
        data.put(&acknowledged.0.receipt);
    })
}

/// Frees the result and the data borrowed from it. NULL is fine; twice is not. Not while another thread uses
/// it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_acknowledged_free(acknowledged: *mut cpl_acknowledged) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(acknowledged) }
}
