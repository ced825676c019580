//! What went wrong.

use crate::boundary::{arg, border, free, out, out_text};
use crate::findings::cpl_findings;
use cplink::Error;
use cplink::error::Retry;
use std::ffi::c_char;

/// Advice on repeating: it cannot help.
pub const CPL_RETRY_NEVER: i32 = 0;
/// Advice on repeating: once the named cause is removed.
pub const CPL_RETRY_AFTER_FIX: i32 = 1;
/// Advice on repeating: at any time; nothing is done twice.
pub const CPL_RETRY_SAFE: i32 = 2;
/// Advice on repeating: after a new login.
pub const CPL_RETRY_LOGIN: i32 = 3;

/// An error with all that is known about it. Never changes: any number of threads may read it.
///
/// No text of an error contains a value of a row or a secret.
pub struct cpl_error {
    error: Error,
    text: String,
    findings: cpl_findings,
}

impl cpl_error {
    pub(crate) fn new(error: Error) -> Self {
        // The causes too: they are what an engineer asks for.
        let text = format!("{error:?}");
        let findings = cpl_findings::new(error.findings().iter().cloned());
        Self { error, text, findings }
    }
}

fn retry_of(retry: Retry) -> i32 {
    match retry {
        Retry::Never => CPL_RETRY_NEVER,
        Retry::AfterFix => CPL_RETRY_AFTER_FIX,
        Retry::Safe => CPL_RETRY_SAFE,
        Retry::Login => CPL_RETRY_LOGIN,
    }
}

/// The code.
///
/// Several threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_code(error: *const cpl_error, value: *mut i32) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let value = out!(value);
        value.put(error.error.code() as i32);
    })
}

/// The advice on repeating, `CPL_RETRY_…`.
///
/// Several threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_retry(error: *const cpl_error, value: *mut i32) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let value = out!(value);
        value.put(retry_of(error.error.retry()));
    })
}

/// 1 if the other side may already have done the request: repeat the same call to find out.
///
/// Several threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_in_doubt(error: *const cpl_error, value: *mut i32) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let value = out!(value);
        value.put(i32::from(error.error.in_doubt()));
    })
}

/// The code's name, as `CPL_E_BUSY`.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `error` is changed or freed. Several
/// threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_name(error: *const cpl_error, text: *mut *const c_char, len: *mut usize) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let text = out_text!(text, len);
        text.put(error.error.code().name());
    })
}

/// What happened, in Japanese, for the user.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `error` is changed or freed. Several
/// threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_message_ja(
    error: *const cpl_error,
    text: *mut *const c_char,
    len: *mut usize,
) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let text = out_text!(text, len);
        text.put(error.error.message_ja());
    })
}

/// What to do, in Japanese, for the user.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `error` is changed or freed. Several
/// threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_remedy_ja(
    error: *const cpl_error,
    text: *mut *const c_char,
    len: *mut usize,
) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let text = out_text!(text, len);
        text.put(error.error.remedy_ja());
    })
}

/// What happened, in English.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `error` is changed or freed. Several
/// threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_message_en(
    error: *const cpl_error,
    text: *mut *const c_char,
    len: *mut usize,
) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let text = out_text!(text, len);
        text.put(error.error.code().message_en());
    })
}

/// What to do, in English.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `error` is changed or freed. Several
/// threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_remedy_en(
    error: *const cpl_error,
    text: *mut *const c_char,
    len: *mut usize,
) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let text = out_text!(text, len);
        text.put(error.error.code().remedy_en());
    })
}

/// The exact cause, in English, for the engineer; may be empty.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `error` is changed or freed. Several
/// threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_detail(error: *const cpl_error, text: *mut *const c_char, len: *mut usize) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let text = out_text!(text, len);
        text.put_maybe(error.error.detail());
    })
}

/// The whole error in one line, in English, with the causes: for the log.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `error` is changed or freed. Several
/// threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_text(error: *const cpl_error, text: *mut *const c_char, len: *mut usize) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let text = out_text!(text, len);
        text.put(&error.text);
    })
}

/// The file; empty if the error is not about a file.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `error` is changed or freed. Several
/// threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_file(error: *const cpl_error, text: *mut *const c_char, len: *mut usize) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let text = out_text!(text, len);
        text.put_maybe(error.error.at().file.as_deref());
    })
}

/// The 1-based row; 0 if the error is not about a row.
///
/// Several threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_row(error: *const cpl_error, value: *mut u32) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let value = out!(value);
        value.put(error.error.at().row.map_or(0, |row| u32::try_from(row).unwrap_or(u32::MAX)));
    })
}

/// The 1-based item number; 0 if the error is not about an item.
///
/// Several threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_item_number(error: *const cpl_error, value: *mut u32) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let value = out!(value);
        value.put(error.error.at().item_number.map_or(0, u32::from));
    })
}

/// The 0-based byte; -1 if it is not known.
///
/// Several threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_offset(error: *const cpl_error, value: *mut i64) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let value = out!(value);
        value.put(error.error.at().offset.map_or(-1, |offset| i64::try_from(offset).unwrap_or(i64::MAX)));
    })
}

/// The operating system's error number; 0 if there is none.
///
/// Several threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_os_code(error: *const cpl_error, value: *mut i32) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let value = out!(value);
        value.put(error.error.os_code().unwrap_or(0));
    })
}

/// The relay's own code; empty if there is none.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `error` is changed or freed. Several
/// threads may read `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_relay_code(
    error: *const cpl_error,
    text: *mut *const c_char,
    len: *mut usize,
) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let text = out_text!(text, len);
        text.put_maybe(error.error.relay_code());
    })
}

/// The findings that led to the refusal; often there are none.
///
/// `*out` is borrowed until `error` is changed or freed; do not free it. Several threads may read
/// `error` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_findings(error: *const cpl_error, out: *mut *const cpl_findings) -> i32 {
    let err = std::ptr::null_mut();
    border!(err, {
        let error = arg!(error);
        let out = out!(out);
        out.lend(&error.findings);
    })
}

/// Frees an error. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_error_free(error: *mut cpl_error) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(error) }
}
