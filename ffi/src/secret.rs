//! Passwords and PINs.

use crate::boundary::{border, bytes, free, out};
use crate::error::cpl_error;
use cplink::secret::Secret;

/// A secret: wiped when it is freed. Never changes: any number of threads may use it.
pub struct cpl_secret(pub(crate) Secret);

/// Copies a secret. Wipe your own buffer afterwards.
///
/// A password is its UTF-8 bytes, without a NUL at the end.
///
/// The caller frees `*out` with `cpl_secret_free`.
///
/// Errors: `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_secret_new(
    bytes: *const u8,
    bytes_len: usize,
    out: *mut *mut cpl_secret,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bytes = bytes!(bytes, bytes_len);
        let out = out!(out);
        out.give(cpl_secret(Secret::new(bytes.to_vec())));
    })
}

/// Frees and wipes a secret. NULL is fine; twice is not. Not while another thread uses it or data borrowed
/// from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_secret_free(secret: *mut cpl_secret) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(secret) }
}
