//! Bytes that the caller owns: a written file, a receipt, JSON.

use crate::boundary::{arg, border, free, out_bytes};
use crate::error::cpl_error;

/// Bytes that the caller owns. Never changes: any number of threads may read it.
pub struct cpl_bytes(pub(crate) Vec<u8>);

/// The bytes.
///
/// `data` points to `len` bytes, borrowed until `bytes` is changed or freed. Several threads may read
/// `bytes` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bytes_data(
    bytes: *const cpl_bytes,
    data: *mut *const u8,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bytes = arg!(bytes);
        let data = out_bytes!(data, len);
        data.put(&bytes.0);
    })
}

/// Frees bytes. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bytes_free(bytes: *mut cpl_bytes) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(bytes) }
}
