//! An entry of the relay's directory.

use crate::boundary::{arg, border, free, out, out_text};
use crate::error::cpl_error;
use crate::layout::wrong;
use cplink::Result;
use cplink::relay::DirectoryEntry;
use std::ffi::c_char;

/// An office of the directory. Never changes: any number of threads may read it.
pub struct cpl_office {
    office: DirectoryEntry,
    licence_until: String,
}

impl cpl_office {
    pub(crate) fn new(office: DirectoryEntry) -> Self {
        Self { licence_until: office.licence_until.map(|day| day.to_string()).unwrap_or_default(), office }
    }
}

fn entry(list: &[String], index: usize) -> Result<&str> {
    list.get(index).map(String::as_str).ok_or_else(|| wrong("no such entry"))
}

/// The office number.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `office` is changed or freed. Several
/// threads may read `office` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_office_number(
    office: *const cpl_office,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let office = arg!(office);
        let text = out_text!(text, len);
        text.put(&office.office.number);
    })
}

/// The name.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `office` is changed or freed. Several
/// threads may read `office` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_office_name(
    office: *const cpl_office,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let office = arg!(office);
        let text = out_text!(text, len);
        text.put(&office.office.name);
    })
}

/// 1 if it is registered, else 0.
///
/// Several threads may read `office` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_office_registered(
    office: *const cpl_office,
    value: *mut i32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let office = arg!(office);
        let value = out!(value);
        value.put(i32::from(office.office.registered));
    })
}

/// 1 if its licence is valid today, else 0.
///
/// Several threads may read `office` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_office_licensed(
    office: *const cpl_office,
    value: *mut i32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let office = arg!(office);
        let value = out!(value);
        value.put(i32::from(office.office.licensed));
    })
}

/// The last day of its licence, `YYYY-MM-DD`; empty if it is not known.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `office` is changed or freed. Several
/// threads may read `office` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_office_licence_until(
    office: *const cpl_office,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let office = arg!(office);
        let text = out_text!(text, len);
        text.put(&office.licence_until);
    })
}

/// How many service types it has.
///
/// Several threads may read `office` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_office_service_types_len(
    office: *const cpl_office,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let office = arg!(office);
        let count = out!(count);
        count.put(office.office.service_types.len());
    })
}

/// A service type, by 0-based index.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `office` is changed or freed. Several
/// threads may read `office` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_office_service_type(
    office: *const cpl_office,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let office = arg!(office);
        let text = out_text!(text, len);
        text.put(entry(&office.office.service_types, index)?);
    })
}

/// How many CSV versions it can import.
///
/// Several threads may read `office` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_office_csv_versions_len(
    office: *const cpl_office,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let office = arg!(office);
        let count = out!(count);
        count.put(office.office.csv_versions.len());
    })
}

/// A CSV version, by 0-based index.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `office` is changed or freed. Several
/// threads may read `office` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_office_csv_version(
    office: *const cpl_office,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let office = arg!(office);
        let text = out_text!(text, len);
        text.put(entry(&office.office.csv_versions, index)?);
    })
}

/// Frees an entry. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_office_free(office: *mut cpl_office) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(office) }
}
