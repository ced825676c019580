//! Certificates that an office could use.

use crate::boundary::{arg, border, free, maybe, maybe_text, out, out_bytes, out_text, text};
use crate::error::cpl_error;
use crate::layout::wrong;
use crate::profile::cpl_profile;
use crate::secret::cpl_secret;
use crate::signer::cpl_signer;
use crate::token::cpl_token;
use cplink::Result;
use cplink::keys::{Candidate, CertificateKind, OfficeIdentity, SubjectProfile, UnixTime, choose, in_folder};
#[cfg(not(windows))]
use cplink::{Code, Error};
use std::ffi::c_char;
use std::path::Path;

/// A list of certificates, with what is known of each. Never changes: any number of threads may read it.
pub struct cpl_candidates {
    list: Vec<Candidate>,
    places: Vec<String>,
}

impl cpl_candidates {
    fn new(list: Vec<Candidate>) -> Self {
        Self { places: list.iter().map(|one| one.place.name()).collect(), list }
    }

    fn one(&self, index: usize) -> Result<&Candidate> {
        self.list.get(index).ok_or_else(|| wrong("no such certificate"))
    }

    fn identity(&self, index: usize) -> Result<Option<&OfficeIdentity>> {
        Ok(self.one(index)?.identity.as_ref())
    }
}

fn profile_of(profile: Option<&cpl_profile>) -> Result<SubjectProfile> {
    profile.map_or_else(|| Ok(SubjectProfile::default()), |profile| Ok(profile.0.read()?.clone()))
}

#[cfg(windows)]
fn in_windows_store(store: &str, profile: &SubjectProfile) -> Result<Vec<Candidate>> {
    use cplink::keys::WindowsStore;
    let store = match store {
        "current_user" => WindowsStore::CurrentUser,
        "local_machine" => WindowsStore::LocalMachine,
        _ => return Err(wrong("not a store: current_user or local_machine")),
    };
    store.candidates(profile, UnixTime::now())
}

#[cfg(not(windows))]
fn in_windows_store(_: &str, _: &SubjectProfile) -> Result<Vec<Candidate>> {
    Err(Error::new(Code::KeyStore).with_detail("the Windows certificate store is on Windows only"))
}

fn seconds(time: Option<UnixTime>) -> i64 {
    time.and_then(|time| i64::try_from(time.as_secs()).ok()).unwrap_or_default()
}

/// Lists the certificates in the key files of a folder by name: `.p12`, `.pfx`; `.pem`, `.crt`, `.cer`, `.der`
/// with their key inside or beside them in a file that ends with `.key`. The password is tried on each file; a
/// file that it does not open is listed as locked, one that cannot be read with the reason as its problem.
///
/// The caller frees `*out` with `cpl_candidates_free`. `password` and `profile` may be NULL. Several threads
/// may read `password` and `profile` at once.
///
/// Errors: `CPL_E_FILE_READ`, `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`,
/// `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_in_folder(
    folder: *const c_char,
    password: *const cpl_secret,
    profile: *const cpl_profile,
    out: *mut *mut cpl_candidates,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let folder = text!(folder);
        let password = maybe(password);
        let profile = maybe(profile);
        let out = out!(out);
        let password = password.map(|password| &password.0);
        let list = in_folder(Path::new(folder), password, &profile_of(profile)?, UnixTime::now())?;
        out.give(cpl_candidates::new(list));
    })
}

/// Lists the certificates on the tokens that `token` selects. Without a PIN the certificates can be listed,
/// but not whether their keys are there. A PIN is for one token: select it by label or serial.
///
/// The caller frees `*out` with `cpl_candidates_free`. `pin` and `profile` may be NULL. Several threads may
/// read `token`, `pin` and `profile` at once.
///
/// Errors: `CPL_E_KEY_STORE`, `CPL_E_KEY_PIN`, `CPL_E_KEY_PIN_LOCKED`, `CPL_E_INVALID_ARGUMENT`,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_in_token(
    token: *const cpl_token,
    pin: *const cpl_secret,
    profile: *const cpl_profile,
    out: *mut *mut cpl_candidates,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let token = arg!(token);
        let pin = maybe(pin);
        let profile = maybe(profile);
        let out = out!(out);
        let list = token.0.read()?.candidates(pin.map(|pin| &pin.0), &profile_of(profile)?)?;
        out.give(cpl_candidates::new(list));
    })
}

/// Lists the personal certificates of the Windows certificate store: `current_user` or `local_machine`. No
/// key is opened, so no PIN is needed; Windows asks for it when a key signs.
///
/// The caller frees `*out` with `cpl_candidates_free`. `profile` may be NULL. Several threads may read
/// `profile` at once.
///
/// Errors: `CPL_E_KEY_STORE` (also where this is not Windows), `CPL_E_INVALID_ARGUMENT`,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_in_windows_store(
    store: *const c_char,
    profile: *const cpl_profile,
    out: *mut *mut cpl_candidates,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let store = text!(store);
        let profile = maybe(profile);
        let out = out!(out);
        out.give(cpl_candidates::new(in_windows_store(store, &profile_of(profile)?)?));
    })
}

/// How many certificates the list has.
///
/// Several threads may read `candidates` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_len(
    candidates: *const cpl_candidates,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let count = out!(count);
        count.put(candidates.list.len());
    })
}

/// Chooses the certificate of this office and kind, by 0-based index. Of several that fit: one whose key is
/// open before a locked one, then care insurance, care DX, care plan, then the one that is valid longest.
/// An agent's or a disability support certificate is refused by name.
///
/// `office_number` and `kind` may be NULL for any. Several threads may read `candidates` at once.
///
/// Errors: `CPL_E_KEY_NOT_FOUND`, `CPL_E_KEY_MISSING`, `CPL_E_CERT_EXPIRED`, `CPL_E_CERT_NOT_YET_VALID`,
/// `CPL_E_CERT_KIND`, `CPL_E_CERT_KIND_AGENT`, `CPL_E_CERT_KIND_DISABILITY`, `CPL_E_CERT_SHORT_KEY`,
/// `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_choose(
    candidates: *const cpl_candidates,
    office_number: *const c_char,
    kind: *const c_char,
    index: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let office_number = maybe_text!(office_number);
        let kind = maybe_text!(kind);
        let index = out!(index);
        let known = |id| CertificateKind::from_id(id).ok_or_else(|| wrong("not a kind of certificate"));
        let chosen = choose(&candidates.list, office_number, kind.map(known).transpose()?)?;
        let place = candidates.list.iter().position(|one| std::ptr::eq(one, chosen));
        index.put(place.ok_or_else(|| wrong("no such certificate"))?);
    })
}

/// Opens a certificate's key, by 0-based index, with its password or PIN.
///
/// The caller frees `*out` with `cpl_signer_free`. `secret` may be NULL. Several threads may read
/// `candidates` and `secret` at once.
///
/// Errors: `CPL_E_KEY_PASSWORD`, `CPL_E_KEY_PIN`, `CPL_E_KEY_PIN_LOCKED`, `CPL_E_KEY_MISSING`,
/// `CPL_E_KEY_STORE`, `CPL_E_KEY_UNSUPPORTED`, `CPL_E_FILE_READ`, `CPL_E_INVALID_ARGUMENT`,
/// `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_open(
    candidates: *const cpl_candidates,
    index: usize,
    secret: *const cpl_secret,
    out: *mut *mut cpl_signer,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let secret = maybe(secret);
        let out = out!(out);
        out.give(cpl_signer(candidates.one(index)?.open(secret.map(|secret| &secret.0))?));
    })
}

/// The subject in the form of RFC 4514, by 0-based index; empty if a password hides it.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `candidates` is changed or freed. Several
/// threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_subject(
    candidates: *const cpl_candidates,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let text = out_text!(text, len);
        text.put(&candidates.one(index)?.subject);
    })
}

/// The office number; empty if it cannot be read.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `candidates` is changed or freed. Several
/// threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_office_number(
    candidates: *const cpl_candidates,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let text = out_text!(text, len);
        text.put_maybe(candidates.identity(index)?.map(|identity| identity.office_number.as_str()));
    })
}

/// The office's name in the certificate; empty if there is none.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `candidates` is changed or freed. Several
/// threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_organization(
    candidates: *const cpl_candidates,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let text = out_text!(text, len);
        text.put_maybe(candidates.identity(index)?.and_then(|identity| identity.organization.as_deref()));
    })
}

/// The kind, as `care_insurance`; empty if it cannot be read.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `candidates` is changed or freed. Several
/// threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_kind(
    candidates: *const cpl_candidates,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let text = out_text!(text, len);
        text.put_maybe(candidates.identity(index)?.map(|identity| identity.kind.id()));
    })
}

/// The kind's Japanese name; empty if it cannot be read.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `candidates` is changed or freed. Several
/// threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_kind_ja(
    candidates: *const cpl_candidates,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let text = out_text!(text, len);
        text.put_maybe(candidates.identity(index)?.map(|identity| identity.kind.name_ja()));
    })
}

/// Whether the key can sign: `usable`, `locked` (it needs its password or PIN), `missing`.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `candidates` is changed or freed. Several
/// threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_key_state(
    candidates: *const cpl_candidates,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let text = out_text!(text, len);
        text.put(candidates.one(index)?.key.id());
    })
}

/// Where the key is: `file`, `token`, `windows_store`.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `candidates` is changed or freed. Several
/// threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_place(
    candidates: *const cpl_candidates,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let text = out_text!(text, len);
        text.put(candidates.one(index)?.place.id());
    })
}

/// The file's path, the token's label, or the store.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `candidates` is changed or freed. Several
/// threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_place_name(
    candidates: *const cpl_candidates,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let text = out_text!(text, len);
        candidates.one(index)?;
        text.put_maybe(candidates.places.get(index).map(String::as_str));
    })
}

/// Whether it expires soon or has: `expires_90`, `expires_30`, `expires_7`, `expired`; else empty.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `candidates` is changed or freed. Several
/// threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_notice(
    candidates: *const cpl_candidates,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let text = out_text!(text, len);
        text.put_maybe(candidates.one(index)?.notice.map(|notice| notice.id()));
    })
}

/// The same in Japanese, for the user; empty if it does not expire soon.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `candidates` is changed or freed. Several
/// threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_notice_ja(
    candidates: *const cpl_candidates,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let text = out_text!(text, len);
        text.put_maybe(candidates.one(index)?.notice.map(|notice| notice.message_ja()));
    })
}

/// Valid from, in seconds since 1970-01-01 UTC; 0 where it cannot be read.
///
/// Several threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_not_before(
    candidates: *const cpl_candidates,
    index: usize,
    value: *mut i64,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let value = out!(value);
        value.put(seconds(candidates.identity(index)?.map(|identity| identity.not_before)));
    })
}

/// Valid to, in seconds since 1970-01-01 UTC; 0 where it cannot be read.
///
/// Several threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_not_after(
    candidates: *const cpl_candidates,
    index: usize,
    value: *mut i64,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let value = out!(value);
        value.put(seconds(candidates.identity(index)?.map(|identity| identity.not_after)));
    })
}

/// Why it cannot be used, as a `CPL_E_…`; 0 if it can be used once its key is open.
///
/// Several threads may read `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_problem(
    candidates: *const cpl_candidates,
    index: usize,
    value: *mut i32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let value = out!(value);
        value.put(candidates.one(index)?.problem.map_or(0, |code| code as i32));
    })
}

/// The certificate's SHA-256: 32 bytes, zeros if a password hides it.
///
/// `data` is `len` bytes, borrowed until `candidates` is changed or freed. Several threads may read
/// `candidates` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_fingerprint(
    candidates: *const cpl_candidates,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let candidates = arg!(candidates);
        let data = out_bytes!(data, len);
        data.put(&candidates.one(index)?.fingerprint);
    })
}

/// Frees a list; signers opened from it stay. NULL is fine; twice is not. Not while another thread uses it or
/// data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_candidates_free(candidates: *mut cpl_candidates) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(candidates) }
}
