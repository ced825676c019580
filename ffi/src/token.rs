//! A PKCS#11 module, and which token and key of it.

mod pkcs11;

use crate::boundary::Handle;
use crate::boundary::{arg, border, free, maybe, out, text};
use crate::error::cpl_error;
use crate::secret::cpl_secret;
use crate::signer::cpl_signer;
use pkcs11::Token;
use std::ffi::c_char;
use std::path::Path;

/// A loaded PKCS#11 module, and which token and key are selected.
pub struct cpl_token(pub(crate) Handle<Token>);

/// Loads the maker's PKCS#11 module (`.so`, `.dll`), which stays loaded until the process ends. Whoever
/// sets the path runs code in this process. Without further settings, any token and any key match.
///
/// The caller frees `*out` with `cpl_token_free`.
///
/// Errors: `CPL_E_KEY_STORE` (also where the library was built without PKCS#11, as on 32-bit Windows),
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_token_new(
    module: *const c_char,
    out: *mut *mut cpl_token,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let module = text!(module);
        let out = out!(out);
        out.give(cpl_token(Handle::new(Token::load(Path::new(module))?)));
    })
}

/// Sets which token and key are selected: the token by `label`, `serial` or `slot`; the key by `key_label`
/// (its own or its certificate's), `key_id` (`CKA_ID` in hexadecimal), or `chain_pem` (the certificate, and
/// intermediates that the token does not hold).
///
/// One thread at a time per `token`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_PEM_DAMAGED`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`,
/// `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_token_set(
    token: *mut cpl_token,
    key: *const c_char,
    value: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let token = arg!(token);
        let key = text!(key);
        let value = text!(value);
        token.0.write()?.set(key, value)?;
    })
}

/// The one key that `token` selects. `pin` may be NULL if the token needs none or has its own PIN pad. The
/// login is valid for the whole process: while one signer of a token is open, another one does not need the
/// PIN again.
///
/// The caller frees `*out` with `cpl_signer_free`. Several threads may read `token` and `pin` at once.
///
/// Errors: `CPL_E_KEY_STORE`, `CPL_E_KEY_PIN`, `CPL_E_KEY_PIN_LOCKED`, `CPL_E_KEY_NOT_FOUND`,
/// `CPL_E_KEY_MISSING`, `CPL_E_KEY_MISMATCH`, `CPL_E_KEY_UNSUPPORTED`, `CPL_E_NULL_ARGUMENT`,
/// `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_signer_from_token(
    token: *const cpl_token,
    pin: *const cpl_secret,
    out: *mut *mut cpl_signer,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let token = arg!(token);
        let pin = maybe(pin);
        let out = out!(out);
        out.give(cpl_signer(token.0.read()?.open(pin.map(|pin| &pin.0))?));
    })
}

/// Frees a token; signers of it stay. NULL is fine; twice is not. Not while another thread uses it or data
/// borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_token_free(token: *mut cpl_token) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(token) }
}
