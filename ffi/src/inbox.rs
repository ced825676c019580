//! A page of the inbox whose messages are fetched one by one.

use crate::boundary::Handle;
use crate::boundary::{arg, border, free, out, out_text};
use crate::error::cpl_error;
use cplink::client::Inbox;
use std::ffi::c_char;
use std::sync::Arc;

/// A page of the inbox whose messages are fetched one by one.
// Shared, so that a callback may free it while a message is fetched.
pub struct cpl_inbox(Arc<Handle<Inbox>>);

impl cpl_inbox {
    pub(crate) fn new(inbox: Inbox) -> Self {
        Self(Arc::new(Handle::new(inbox)))
    }

    /// A share that outlives the handle.
    pub(crate) fn share(&self) -> Arc<Handle<Inbox>> {
        Arc::clone(&self.0)
    }
}

/// How many messages of the page were not handed over yet.
///
/// Several threads may read `inbox` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_inbox_len(inbox: *const cpl_inbox, count: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let inbox = arg!(inbox);
        let count = out!(count);
        count.put(inbox.0.read()?.len());
    })
}

/// Where the next call goes on: the cursor after the last message that was handed over. Store it together with
/// what was imported.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `inbox` is changed or freed. Several
/// threads may read `inbox` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_inbox_cursor(
    inbox: *const cpl_inbox,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let inbox = arg!(inbox);
        let text = out_text!(text, len);
        text.put(inbox.0.read()?.cursor());
    })
}

/// Frees a page; messages taken out of it stay. NULL is fine; twice is not. Not while another thread uses it
/// or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_inbox_free(inbox: *mut cpl_inbox) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(inbox) }
}
