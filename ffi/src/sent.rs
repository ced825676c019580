//! A message that the relay has accepted.

use crate::boundary::{arg, border, free, out, out_bytes, out_text};
use crate::error::cpl_error;
use crate::findings::cpl_findings;
use cplink::client::Sent;
use std::ffi::c_char;

/// A message that the relay has accepted. Never changes: any number of threads may read it.
pub struct cpl_sent {
    id: String,
    container: String,
    receipt: Vec<u8>,
    accepted_at: i64,
    findings: cpl_findings,
}

impl cpl_sent {
    pub(crate) fn new(sent: Sent) -> Self {
        Self {
            id: sent.id.to_string(),
            container: sent.container.to_string_lossy().into_owned(),
            receipt: sent.receipt.unwrap_or_default(),
            accepted_at: sent.accepted_at.unix_timestamp(),
            findings: cpl_findings::new(sent.findings),
        }
    }
}

/// The message id: 64 lower-case hexadecimal digits.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent` is changed or freed. Several
/// threads may read `sent` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_id(
    sent: *const cpl_sent,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent = arg!(sent);
        let text = out_text!(text, len);
        text.put(&sent.id);
    })
}

/// The path of the container that is kept: the evidence.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent` is changed or freed. Several
/// threads may read `sent` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_container(
    sent: *const cpl_sent,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent = arg!(sent);
        let text = out_text!(text, len);
        text.put(&sent.container);
    })
}

/// The relay's *accepted* receipt (CMS, DER), verified. Keep it. Empty if the relay signs none: then
/// nothing proves that it accepted the message.
///
/// `data` points to `len` bytes, borrowed until `sent` is changed or freed. Several threads may read
/// `sent` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_receipt(
    sent: *const cpl_sent,
    data: *mut *const u8,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent = arg!(sent);
        let data = out_bytes!(data, len);
        data.put(&sent.receipt);
    })
}

/// When the relay accepted it, by its clock: seconds since 1970-01-01 UTC.
///
/// Several threads may read `sent` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_accepted_at(sent: *const cpl_sent, value: *mut i64, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let sent = arg!(sent);
        let value = out!(value);
        value.put(sent.accepted_at);
    })
}

/// The findings about the files, including warnings.
///
/// `*out` is borrowed until `sent` is changed or freed; do not free it. Several threads may read `sent`
/// at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_findings(
    sent: *const cpl_sent,
    out: *mut *const cpl_findings,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent = arg!(sent);
        let out = out!(out);
        out.lend(&sent.findings);
    })
}

/// Frees the result and the data borrowed from it. NULL is fine; twice is not. Not while another thread uses
/// it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_free(sent: *mut cpl_sent) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(sent) }
}
