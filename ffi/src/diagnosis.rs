//! What the doctor saw.

use crate::boundary::{arg, border, free, out, out_text};
use crate::error::cpl_error;
use crate::findings::severity_of;
use crate::layout::wrong;
use cplink::Result;
use cplink::client::{Diagnosis, DiagnosisLine};
use std::ffi::c_char;

/// The lines of a self-check. Never changes: any number of threads may read it.
pub struct cpl_diagnosis(pub(crate) Diagnosis);

impl cpl_diagnosis {
    fn line(&self, index: usize) -> Result<&DiagnosisLine> {
        self.0.lines.get(index).ok_or_else(|| wrong("no such line"))
    }
}

/// 1 if no line is an error, else 0.
///
/// Several threads may read `diagnosis` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_diagnosis_is_well(
    diagnosis: *const cpl_diagnosis,
    value: *mut i32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let diagnosis = arg!(diagnosis);
        let value = out!(value);
        value.put(i32::from(diagnosis.0.is_well()));
    })
}

/// How many lines there are.
///
/// Several threads may read `diagnosis` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_diagnosis_len(
    diagnosis: *const cpl_diagnosis,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let diagnosis = arg!(diagnosis);
        let count = out!(count);
        count.put(diagnosis.0.lines.len());
    })
}

/// A line's `CPL_SEVERITY_…`, by 0-based index: info if nothing is wrong.
///
/// Several threads may read `diagnosis` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_diagnosis_severity(
    diagnosis: *const cpl_diagnosis,
    index: usize,
    value: *mut i32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let diagnosis = arg!(diagnosis);
        let value = out!(value);
        value.put(severity_of(diagnosis.line(index)?.severity));
    })
}

/// What was checked: `key`, `certificate`, `chain`, `crl`, `relay`, `tls`, `proxy`, `protocol`, `clock`,
/// `registration`, `licence`.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `diagnosis` is changed or freed. Several
/// threads may read `diagnosis` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_diagnosis_id(
    diagnosis: *const cpl_diagnosis,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let diagnosis = arg!(diagnosis);
        let text = out_text!(text, len);
        text.put(diagnosis.line(index)?.id);
    })
}

/// What was seen, in Japanese.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `diagnosis` is changed or freed. Several
/// threads may read `diagnosis` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_diagnosis_text_ja(
    diagnosis: *const cpl_diagnosis,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let diagnosis = arg!(diagnosis);
        let text = out_text!(text, len);
        text.put(&diagnosis.line(index)?.text_ja);
    })
}

/// What was seen, in English.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `diagnosis` is changed or freed. Several
/// threads may read `diagnosis` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_diagnosis_text_en(
    diagnosis: *const cpl_diagnosis,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let diagnosis = arg!(diagnosis);
        let text = out_text!(text, len);
        text.put(&diagnosis.line(index)?.text_en);
    })
}

/// What to do, in Japanese; empty if nothing is to be done.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `diagnosis` is changed or freed. Several
/// threads may read `diagnosis` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_diagnosis_remedy_ja(
    diagnosis: *const cpl_diagnosis,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let diagnosis = arg!(diagnosis);
        let text = out_text!(text, len);
        text.put(&diagnosis.line(index)?.remedy_ja);
    })
}

/// What to do, in English; empty if nothing is to be done.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `diagnosis` is changed or freed. Several
/// threads may read `diagnosis` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_diagnosis_remedy_en(
    diagnosis: *const cpl_diagnosis,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let diagnosis = arg!(diagnosis);
        let text = out_text!(text, len);
        text.put(&diagnosis.line(index)?.remedy_en);
    })
}

/// Frees a self-check. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_diagnosis_free(diagnosis: *mut cpl_diagnosis) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(diagnosis) }
}
