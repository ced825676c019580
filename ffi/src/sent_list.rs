//! The sent list: our messages with their states.

use crate::boundary::{arg, border, free, out, out_bytes, out_text};
use crate::error::cpl_error;
use crate::layout::wrong;
use cplink::Result;
use cplink::client::{SentList, SentMessage};
use cplink::seal::VerifiedReceipt;
use std::ffi::c_char;

/// A page of the sent list. Never changes: any number of threads may read it.
pub struct cpl_sent_list {
    ids: Vec<String>,
    list: SentList,
    /// Of each message, in the form that is lent.
    faults: Vec<Faults>,
}

/// What is not as it should be about a message.
struct Faults {
    doubt: Option<cpl_error>,
    bad_receipts: Vec<(cpl_error, Vec<u8>)>,
}

impl cpl_sent_list {
    pub(crate) fn new(mut list: SentList) -> Self {
        let faults = |message: &mut SentMessage| Faults {
            doubt: message.doubt.take().map(cpl_error::new),
            bad_receipts: std::mem::take(&mut message.bad_receipts)
                .into_iter()
                .map(|(error, der)| (cpl_error::new(error), der))
                .collect(),
        };
        let faults = list.messages.iter_mut().map(faults).collect();
        Self { ids: list.messages.iter().map(|message| message.id.to_string()).collect(), list, faults }
    }

    fn faults(&self, index: usize) -> Result<&Faults> {
        self.faults.get(index).ok_or_else(|| wrong("no such message"))
    }

    fn bad_receipt(&self, index: usize, receipt: usize) -> Result<&(cpl_error, Vec<u8>)> {
        self.faults(index)?.bad_receipts.get(receipt).ok_or_else(|| wrong("no such receipt"))
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
/// Several threads may read `sent_list` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_len(
    sent_list: *const cpl_sent_list,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let count = out!(count);
        count.put(sent_list.list.messages.len());
    })
}

/// The cursor for the next page.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent_list` is changed or freed. Several
/// threads may read `sent_list` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_next(
    sent_list: *const cpl_sent_list,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let text = out_text!(text, len);
        text.put(&sent_list.list.next);
    })
}

/// A message's id, by 0-based index.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent_list` is changed or freed. Several
/// threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_id(
    sent_list: *const cpl_sent_list,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let text = out_text!(text, len);
        text.put(sent_list.ids.get(index).ok_or_else(|| wrong("no such message"))?);
    })
}

/// The receiving office's number.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent_list` is changed or freed. Several
/// threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_to_office(
    sent_list: *const cpl_sent_list,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let text = out_text!(text, len);
        text.put(&sent_list.message(index)?.to);
    })
}

/// The kind of message.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent_list` is changed or freed. Several
/// threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_kind(
    sent_list: *const cpl_sent_list,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let text = out_text!(text, len);
        text.put(&sent_list.message(index)?.kind);
    })
}

/// Its state, as far as verified receipts prove it: `accepted`, `picked_up`, `imported`, `refused`. `recalled`,
/// `expired`, `unknown` and everything of a relay without receipts are the relay's word
/// (`cpl_sent_list_is_signed`).
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent_list` is changed or freed. Several
/// threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_state(
    sent_list: *const cpl_sent_list,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let text = out_text!(text, len);
        text.put(sent_list.message(index)?.state.token());
    })
}

/// Its state in Japanese, for the user.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent_list` is changed or freed. Several
/// threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_state_ja(
    sent_list: *const cpl_sent_list,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let text = out_text!(text, len);
        text.put(sent_list.message(index)?.state.name_ja());
    })
}

/// 1 if a verified receipt proves the state; 0 if it is the relay's word.
///
/// Several threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_is_signed(
    sent_list: *const cpl_sent_list,
    index: usize,
    value: *mut i32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let value = out!(value);
        value.put(i32::from(sent_list.message(index)?.is_signed));
    })
}

/// The state that the relay says it has.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent_list` is changed or freed. Several
/// threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_relay_state(
    sent_list: *const cpl_sent_list,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let text = out_text!(text, len);
        text.put(sent_list.message(index)?.relay_state.token());
    })
}

/// What is doubtful about the relay's word: `CPL_E_STATE_UNPROVEN` where it goes beyond the receipts,
/// `CPL_E_STATE_CONTRADICTED` where they say otherwise; `*out` is NULL where nothing is.
///
/// `*out` is borrowed until `sent_list` is changed or freed; do not free it. Several threads may read
/// `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_doubt(
    sent_list: *const cpl_sent_list,
    index: usize,
    out: *mut *const cpl_error,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let out = out!(out);
        out.put(sent_list.faults(index)?.doubt.as_ref().map_or(std::ptr::null(), std::ptr::from_ref));
    })
}

/// Why the receiver refused it, as its receipt says, else in the relay's words; empty if it did not.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent_list` is changed or freed. Several
/// threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_reason(
    sent_list: *const cpl_sent_list,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let text = out_text!(text, len);
        text.put_maybe(sent_list.message(index)?.reason.as_deref());
    })
}

/// How many of a message's receipts could not be verified. They prove nothing.
///
/// Several threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_bad_receipts_len(
    sent_list: *const cpl_sent_list,
    index: usize,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let count = out!(count);
        count.put(sent_list.faults(index)?.bad_receipts.len());
    })
}

/// Why a receipt could not be verified.
///
/// `*out` is borrowed until `sent_list` is changed or freed; do not free it. Several threads may read
/// `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_bad_receipt_error(
    sent_list: *const cpl_sent_list,
    index: usize,
    receipt: usize,
    out: *mut *const cpl_error,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let out = out!(out);
        out.lend(&sent_list.bad_receipt(index, receipt)?.0);
    })
}

/// A receipt that could not be verified, as it came.
///
/// `data` points to `len` bytes, borrowed until `sent_list` is changed or freed. Several threads may read
/// `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_bad_receipt_bytes(
    sent_list: *const cpl_sent_list,
    index: usize,
    receipt: usize,
    data: *mut *const u8,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let data = out_bytes!(data, len);
        data.put(&sent_list.bad_receipt(index, receipt)?.1);
    })
}

/// When the relay accepted it, as its receipt says, else its word: seconds since 1970-01-01 UTC.
///
/// Several threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_accepted_at(
    sent_list: *const cpl_sent_list,
    index: usize,
    value: *mut i64,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let value = out!(value);
        value.put(sent_list.message(index)?.accepted_at.unix_timestamp());
    })
}

/// How many receipts a message has so far.
///
/// Several threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_receipts_len(
    sent_list: *const cpl_sent_list,
    index: usize,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let count = out!(count);
        count.put(sent_list.message(index)?.receipts.len());
    })
}

/// What a receipt says: `accepted`, `picked_up`, `imported`, `refused`, `recorded`.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent_list` is changed or freed. Several
/// threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_receipt_kind(
    sent_list: *const cpl_sent_list,
    index: usize,
    receipt: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let text = out_text!(text, len);
        text.put(sent_list.receipt(index, receipt)?.0.receipt.kind.token());
    })
}

/// Why the receiver refused; empty if it did not.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `sent_list` is changed or freed. Several
/// threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_receipt_reason(
    sent_list: *const cpl_sent_list,
    index: usize,
    receipt: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let text = out_text!(text, len);
        text.put_maybe(sent_list.receipt(index, receipt)?.0.receipt.reason.as_deref());
    })
}

/// When, by the signer's clock: seconds since 1970-01-01 UTC.
///
/// Several threads may read `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_receipt_at(
    sent_list: *const cpl_sent_list,
    index: usize,
    receipt: usize,
    value: *mut i64,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let value = out!(value);
        value.put(i64::try_from(sent_list.receipt(index, receipt)?.0.receipt.at.as_secs()).unwrap_or(i64::MAX));
    })
}

/// A receipt (CMS, DER), verified. Keep it.
///
/// `data` points to `len` bytes, borrowed until `sent_list` is changed or freed. Several threads may read
/// `sent_list` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_receipt_bytes(
    sent_list: *const cpl_sent_list,
    index: usize,
    receipt: usize,
    data: *mut *const u8,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let sent_list = arg!(sent_list);
        let data = out_bytes!(data, len);
        data.put(&sent_list.receipt(index, receipt)?.1);
    })
}

/// Frees a page. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_sent_list_free(sent_list: *mut cpl_sent_list) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(sent_list) }
}
