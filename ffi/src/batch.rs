//! A page of the inbox.

use crate::boundary::Handle;
use crate::boundary::{arg, border, free, out, out_text};
use crate::error::cpl_error;
use crate::layout::wrong;
use crate::message::cpl_message;
use cplink::client::{Batch, Incoming};
use std::ffi::c_char;

/// A page of the inbox.
pub struct cpl_batch {
    messages: Handle<Vec<Option<Incoming>>>,
    next: String,
    fault: Option<cpl_error>,
}

impl cpl_batch {
    pub(crate) fn new(batch: Batch) -> Self {
        Self {
            messages: Handle::new(batch.messages.into_iter().map(Some).collect()),
            next: batch.next,
            fault: batch.fault.map(cpl_error::new),
        }
    }
}

/// How many messages the page has, including those taken out.
///
/// Several threads may read `batch` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_batch_len(batch: *const cpl_batch, count: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let batch = arg!(batch);
        let count = out!(count);
        count.put(batch.messages.read()?.len());
    })
}

/// The cursor for the next call: store it together with what was imported.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `batch` is changed or freed. Several
/// threads may read `batch` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_batch_next(
    batch: *const cpl_batch,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let batch = arg!(batch);
        let text = out_text!(text, len);
        text.put(&batch.next);
    })
}

/// Why the page ended early, where it did; `*out` is NULL if it is whole. The messages of the page are here all
/// the same, and the next call goes on behind them.
///
/// `*out` is borrowed until `batch` is changed or freed; do not free it. Several threads may read
/// `batch` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_batch_error(
    batch: *const cpl_batch,
    out: *mut *const cpl_error,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let batch = arg!(batch);
        let out = out!(out);
        out.put(batch.fault.as_ref().map_or(std::ptr::null(), std::ptr::from_ref));
    })
}

/// Takes a message out, by 0-based index, in the order of import. If a message could not be opened,
/// `cpl_message_error` says why.
///
/// The caller frees `*out` with `cpl_message_free`. One thread at a time per `batch`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_batch_take(
    batch: *mut cpl_batch,
    index: usize,
    out: *mut *mut cpl_message,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let batch = arg!(batch);
        let out = out!(out);
        let mut messages = batch.messages.write()?;
        let message =
            messages.get_mut(index).and_then(Option::take).ok_or_else(|| wrong("no such message, or taken already"))?;
        out.give(cpl_message::of(message));
    })
}

/// Frees a page; messages taken out of it stay. NULL is fine; twice is not. Not while another thread uses it
/// or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_batch_free(batch: *mut cpl_batch) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(batch) }
}
