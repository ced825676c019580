//! Whether caller and library fit.

use crate::boundary::{border, out_text};
use crate::error::cpl_error;
use cplink::{Code, Error};
use std::ffi::c_char;

/// The ABI's major number: part of the library's file name.
pub const CPL_ABI_MAJOR: u32 = 1;
/// The ABI's minor number: a higher one has functions that a lower one lacks.
pub const CPL_ABI_MINOR: u32 = 1;

/// Whether a program built for this ABI can use this library. Call it once, first, with `CPL_ABI_MAJOR`
/// and `CPL_ABI_MINOR` of the header.
///
/// Errors: `CPL_E_ABI`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_abi_check(major: u32, minor: u32, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        if major != CPL_ABI_MAJOR || minor > CPL_ABI_MINOR {
            let detail =
                format!("the program wants ABI {major}.{minor}, the library is {CPL_ABI_MAJOR}.{CPL_ABI_MINOR}");
            return Err(Error::new(Code::Abi).with_detail(detail));
        }
    })
}

/// The library's version, as `0.1.0`.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_version(text: *mut *const c_char, len: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let text = out_text!(text, len);
        text.put(env!("CARGO_PKG_VERSION"));
    })
}
