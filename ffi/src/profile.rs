//! How a certificate's subject is read.

use crate::boundary::Handle;
use crate::boundary::{arg, border, free, out, text};
use crate::error::cpl_error;
use cplink::keys::SubjectProfile;
use std::ffi::c_char;

/// Where a certificate has the office number and the kind. The exact form of the national authority's
/// certificates is not public, so this is a setting; a new profile fits the test certificates of relay-mock.
pub struct cpl_profile(pub(crate) Handle<SubjectProfile>);

/// The default profile: CN is the office number, OU the kind's Japanese name.
///
/// The caller frees `*out` with `cpl_profile_free`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_profile_new(out: *mut *mut cpl_profile, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let out = out!(out);
        out.give(cpl_profile(Handle::new(SubjectProfile::default())));
    })
}

/// Sets a property: `office_number` and `kind` (`CN`, `OU`, `O`, `serialNumber`), `office_prefix` (text
/// before the number), `office_part` (`whole`, `first`, `last`: which ten characters are the number);
/// `kind_name` (`TEXT=KIND`) and `kind_policy` (`OID=KIND`) add one each. Kinds are `care_insurance`,
/// `care_dx`, `care_plan`, `agent`, `disability_support`, `relay`.
///
/// One thread at a time per `profile`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_SETTING`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`,
/// `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_profile_set(
    profile: *mut cpl_profile,
    key: *const c_char,
    value: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let profile = arg!(profile);
        let key = text!(key);
        let value = text!(value);
        profile.0.write()?.set(key, value)?;
    })
}

/// Frees a profile. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_profile_free(profile: *mut cpl_profile) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(profile) }
}
