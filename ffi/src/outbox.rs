//! What became of our own messages.

use crate::error::cpl_error;
use crate::layout::wrong;
use crate::room::{arg, border, free, out, out_bytes, out_text};
use cplink::Result;
use cplink::client::{SentList, SentMessage};
use cplink::seal::VerifiedReceipt;
use std::ffi::c_char;

/// A page of the list of our own messages. Never changes: any number of threads may read it.
pub struct cpl_outbox {
    ids: Vec<String>,
    list: SentList,
}

impl cpl_outbox {
    pub(crate) fn new(list: SentList) -> Self {
        Self { ids: list.messages.iter().map(|message| message.id.to_string()).collect(), list }
    }

    fn message(&self, index: usize) -> Result<&SentMessage> {
        self.list.messages.get(index).ok_or_else(|| wrong("no such message"))
    }

    fn receipt(&self, index: usize, receipt: usize) -> Result<&(VerifiedReceipt, Vec<u8>)> {
        self.message(index)?.receipts.get(receipt).ok_or_else(|| wrong("no such receipt"))
    }
}

/// How many messages the page has; 0 at the end of the list.
///
/// Several threads may read `outbox` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_len(outbox: *const cpl_outbox, count: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let count = out!(count);
        count.put(outbox.list.messages.len());
    })
}

/// The cursor for the next page.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `outbox` is changed or freed. Several
/// threads may read `outbox` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_next(
    outbox: *const cpl_outbox,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let text = out_text!(text, len);
        text.put(&outbox.list.next);
    })
}

/// A message's id, by 0-based index.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `outbox` is changed or freed. Several
/// threads may read `outbox` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_id(
    outbox: *const cpl_outbox,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let text = out_text!(text, len);
        text.put(outbox.ids.get(index).ok_or_else(|| wrong("no such message"))?);
    })
}

/// The receiving office's number.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `outbox` is changed or freed. Several
/// threads may read `outbox` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_to_office(
    outbox: *const cpl_outbox,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let text = out_text!(text, len);
        text.put(&outbox.message(index)?.to);
    })
}

/// The kind of message.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `outbox` is changed or freed. Several
/// threads may read `outbox` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_kind(
    outbox: *const cpl_outbox,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let text = out_text!(text, len);
        text.put(&outbox.message(index)?.kind);
    })
}

/// Its state: `accepted`, `picked_up`, `imported`, `refused`, `recalled`, `expired`, or `unknown` for a state
/// of a newer relay.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `outbox` is changed or freed. Several
/// threads may read `outbox` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_state(
    outbox: *const cpl_outbox,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let text = out_text!(text, len);
        text.put(outbox.message(index)?.state.token());
    })
}

/// Its state in Japanese, for the user.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `outbox` is changed or freed. Several
/// threads may read `outbox` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_state_ja(
    outbox: *const cpl_outbox,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let text = out_text!(text, len);
        text.put(outbox.message(index)?.state.name_ja());
    })
}

/// When the relay accepted it: seconds since 1970-01-01 UTC.
///
/// Several threads may read `outbox` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_accepted_at(
    outbox: *const cpl_outbox,
    index: usize,
    value: *mut i64,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let value = out!(value);
        value.put(outbox.message(index)?.accepted_at.unix_timestamp());
    })
}

/// How many receipts a message has so far.
///
/// Several threads may read `outbox` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_receipts_len(
    outbox: *const cpl_outbox,
    index: usize,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let count = out!(count);
        count.put(outbox.message(index)?.receipts.len());
    })
}

/// What a receipt says: `accepted`, `picked_up`, `imported`, `refused`, `recorded`.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `outbox` is changed or freed. Several
/// threads may read `outbox` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_receipt_kind(
    outbox: *const cpl_outbox,
    index: usize,
    receipt: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let text = out_text!(text, len);
        text.put(outbox.receipt(index, receipt)?.0.receipt.kind.token());
    })
}

/// Why the receiver refused; empty if it did not.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `outbox` is changed or freed. Several
/// threads may read `outbox` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_receipt_reason(
    outbox: *const cpl_outbox,
    index: usize,
    receipt: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let text = out_text!(text, len);
        text.put_maybe(outbox.receipt(index, receipt)?.0.receipt.reason.as_deref());
    })
}

/// When, by the signer's clock: seconds since 1970-01-01 UTC.
///
/// Several threads may read `outbox` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_receipt_at(
    outbox: *const cpl_outbox,
    index: usize,
    receipt: usize,
    value: *mut i64,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let value = out!(value);
        value.put(i64::try_from(outbox.receipt(index, receipt)?.0.receipt.at.as_secs()).unwrap_or(i64::MAX));
    })
}

/// A receipt (CMS, DER), verified. Keep it.
///
/// `data` points to `len` bytes, borrowed until `outbox` is changed or freed. Several threads may read
/// `outbox` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_receipt_bytes(
    outbox: *const cpl_outbox,
    index: usize,
    receipt: usize,
    data: *mut *const u8,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let outbox = arg!(outbox);
        let data = out_bytes!(data, len);
        data.put(&outbox.receipt(index, receipt)?.1);
    })
}

/// Frees a page. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_outbox_free(outbox: *mut cpl_outbox) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(outbox) }
}
