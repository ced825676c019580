//! Trust: whose certificates are accepted.

use crate::boundary::Handle;
use crate::boundary::{arg, border, bytes, free, out, text};
use crate::error::cpl_error;
use crate::profile::cpl_profile;
use cplink::keys::Trust;
use std::ffi::c_char;
use std::path::Path;

/// Authorities and revocation lists, of offices and relay alike. A client keeps its own copy.
pub struct cpl_trust(pub(crate) Handle<Trust>);

/// Trusts the certificates of a file, PEM, DER or PKCS#7 (.p7b); its revocation lists count too.
///
/// The caller frees `*out` with `cpl_trust_free`.
///
/// Errors: `CPL_E_TRUST_FILE`, `CPL_E_PEM_DAMAGED`, `CPL_E_CRL_INVALID`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_trust_from_pem(
    pem: *const u8,
    pem_len: usize,
    out: *mut *mut cpl_trust,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let pem = bytes!(pem, pem_len);
        let out = out!(out);
        out.give(cpl_trust(Handle::new(Trust::from_pem(pem)?)));
    })
}

/// Adds certificates and revocation lists of such a file. If that fails, nothing is added.
///
/// One thread at a time per `trust`.
///
/// Errors: `CPL_E_TRUST_FILE`, `CPL_E_PEM_DAMAGED`, `CPL_E_CRL_INVALID`, `CPL_E_NULL_ARGUMENT`,
/// `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_trust_add_pem(
    trust: *mut cpl_trust,
    pem: *const u8,
    pem_len: usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let trust = arg!(trust);
        let pem = bytes!(pem, pem_len);
        let mut trust = trust.0.write()?;
        *trust = trust.clone().with_pem(pem)?;
    })
}

/// Adds the revocation lists of a file, DER, PEM or PKCS#7 (.p7b).
///
/// One thread at a time per `trust`.
///
/// Errors: `CPL_E_CRL_INVALID`, `CPL_E_CRL_FORM`, `CPL_E_CRL_FILE`, `CPL_E_PEM_DAMAGED`, `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`,
/// `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_trust_add_crl(
    trust: *mut cpl_trust,
    crl: *const u8,
    crl_len: usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let trust = arg!(trust);
        let crl = bytes!(crl, crl_len);
        let mut trust = trust.0.write()?;
        *trust = trust.clone().with_crl(crl)?;
    })
}

/// Adds the revocation lists of a folder into which the host fetches them: its files `*.crl`, DER or PEM. A file
/// that cannot be used is set aside and spoils no other one: the self-check names it.
///
/// One thread at a time per `trust`.
///
/// Errors: `CPL_E_FILE_READ`, `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_trust_add_crl_folder(
    trust: *mut cpl_trust,
    folder: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let trust = arg!(trust);
        let folder = text!(folder);
        let mut trust = trust.0.write()?;
        *trust = trust.clone().with_crl_folder(Path::new(folder))?;
    })
}

/// Sets how strict to be: `lists_required` `1` refuses a certificate if an issuer's revocation list is
/// missing or out of date (`0`, the default, only adds a remark); `policies` demands one of these certificate
/// policies (object identifiers separated by spaces; empty: no policy is required); `grace_days` is how many
/// days a signature without proof of its time stays valid after its certificate has expired (92); `relay` names the
/// certificates by which the relay's receipts may be signed (as the option `relay_pin`; empty: any relay's).
///
/// One thread at a time per `trust`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_SETTING`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`,
/// `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_trust_set(
    trust: *mut cpl_trust,
    key: *const c_char,
    value: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let trust = arg!(trust);
        let key = text!(key);
        let value = text!(value);
        trust.0.write()?.set(key, value)?;
    })
}

/// Sets how office number and kind are read from a subject. A copy is kept.
///
/// One thread at a time per `trust`. Several threads may read `profile` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_trust_set_profile(
    trust: *mut cpl_trust,
    profile: *const cpl_profile,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let trust = arg!(trust);
        let profile = arg!(profile);
        let profile = profile.0.read()?.clone();
        let mut trust = trust.0.write()?;
        *trust = trust.clone().with_profile(profile);
    })
}

/// Sets the authorities whose time stamps count (PEM; its revocation lists count too), in place of those set
/// before. If none are set, a stamp's own signature is checked, but its time is not used.
///
/// One thread at a time per `trust`.
///
/// Errors: `CPL_E_TRUST_FILE`, `CPL_E_PEM_DAMAGED`, `CPL_E_CRL_INVALID`, `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`,
/// `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_trust_set_stamp_authorities(
    trust: *mut cpl_trust,
    pem: *const u8,
    pem_len: usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let trust = arg!(trust);
        let pem = bytes!(pem, pem_len);
        let authorities = Trust::from_pem(pem)?;
        let mut trust = trust.0.write()?;
        *trust = trust.clone().with_stamp_authorities(authorities);
    })
}

/// Frees the authorities. NULL is fine; twice is not. Not while another thread uses it or data borrowed from
/// it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_trust_free(trust: *mut cpl_trust) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(trust) }
}
