//! What became of fields on the way to another CSV version.

use crate::boundary::{arg, border, free, out, out_text};
use crate::error::cpl_error;
use crate::layout::wrong;
use cplink::Result;
use cplink::translate::Remark;
use std::ffi::c_char;

/// Remarks in the order of the layout. Never changes: any number of threads may read it.
pub struct cpl_remarks(Vec<Item>);

struct Item {
    remark: Remark,
    rows: Vec<u32>,
    message_ja: String,
    message_en: String,
}

impl cpl_remarks {
    pub(crate) fn new(remarks: Vec<Remark>) -> Self {
        let item = |remark: Remark| Item {
            // A file is shorter than 256 MiB, so its rows can be counted.
            rows: remark.rows().iter().map(|row| *row as u32).collect(),
            message_ja: remark.message_ja(),
            message_en: remark.message_en(),
            remark,
        };
        Self(remarks.into_iter().map(item).collect())
    }

    fn item(&self, index: usize) -> Result<&Item> {
        self.0.get(index).ok_or_else(|| wrong("no such remark"))
    }
}

/// How many remarks there are.
///
/// Several threads may read `remarks` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_remarks_len(
    remarks: *const cpl_remarks,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let remarks = arg!(remarks);
        let count = out!(count);
        count.put(remarks.0.len());
    })
}

/// What was done: `set`, `filled`, `needed` (the item must not stay empty in these rows), `dropped` (the
/// value is not in the new rows), `shortened`, `too_long` (kept as it is), `retyped` (of another type or list
/// of codes there, kept as it is) or `moved` (surplus columns).
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever. Several threads may read `remarks` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_remarks_change(
    remarks: *const cpl_remarks,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let remarks = arg!(remarks);
        let text = out_text!(text, len);
        text.put(remarks.item(index)?.remark.change().name());
    })
}

/// The id of the item; empty for surplus columns.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever. Several threads may read `remarks` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_remarks_field(
    remarks: *const cpl_remarks,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let remarks = arg!(remarks);
        let text = out_text!(text, len);
        text.put_maybe(remarks.item(index)?.remark.field().map(|field| field.id));
    })
}

/// What was done and why, in Japanese.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `remarks` is freed. Several threads may read
/// `remarks` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_remarks_message_ja(
    remarks: *const cpl_remarks,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let remarks = arg!(remarks);
        let text = out_text!(text, len);
        text.put(&remarks.item(index)?.message_ja);
    })
}

/// What was done and why, in English.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `remarks` is freed. Several threads may read
/// `remarks` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_remarks_message_en(
    remarks: *const cpl_remarks,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let remarks = arg!(remarks);
        let text = out_text!(text, len);
        text.put(&remarks.item(index)?.message_en);
    })
}

/// The 1-based rows, in ascending order.
///
/// `rows` points to `count` numbers, borrowed until `remarks` is freed. Several threads may read `remarks`
/// at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_remarks_rows(
    remarks: *const cpl_remarks,
    index: usize,
    rows: *mut *const u32,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let remarks = arg!(remarks);
        let rows = out!(rows);
        let count = out!(count);
        let own = &remarks.item(index)?.rows;
        rows.put(own.as_ptr());
        count.put(own.len());
    })
}

/// Frees remarks. NULL is fine; twice is not. Not while another thread uses them or data borrowed from them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_remarks_free(remarks: *mut cpl_remarks) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(remarks) }
}
