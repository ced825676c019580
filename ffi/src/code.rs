//! The texts of the error codes.

use crate::boundary::{border, out_text};
use crate::error::cpl_error;
use cplink::{Code, Error};
use std::ffi::c_char;

fn code_of(number: i32) -> cplink::Result<Code> {
    let code = Code::ALL.iter().copied().find(|code| *code as i32 == number);
    code.ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("no such code"))
}

/// The name of a code as in this header, without a value: `CPL_E_BUSY`.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` for a number that is no code, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_code_name(
    code: i32,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let text = out_text!(text, len);
        text.put(code_of(code)?.name());
    })
}

/// What the code means, in Japanese, for the user.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` for a number that is no code, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_code_message_ja(
    code: i32,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let text = out_text!(text, len);
        text.put(code_of(code)?.message_ja());
    })
}

/// What to do, in Japanese, for the user.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` for a number that is no code, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_code_remedy_ja(
    code: i32,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let text = out_text!(text, len);
        text.put(code_of(code)?.remedy_ja());
    })
}

/// What the code means, in English.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` for a number that is no code, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_code_message_en(
    code: i32,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let text = out_text!(text, len);
        text.put(code_of(code)?.message_en());
    })
}

/// What to do, in English.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` for a number that is no code, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_code_remedy_en(
    code: i32,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let text = out_text!(text, len);
        text.put(code_of(code)?.remedy_en());
    })
}
