//! Evidence for an inspector: exported into a folder, and checked offline.

use crate::boundary::Handle;
use crate::boundary::{arg, border, bytes, free, maybe, out, out_text, text};
use crate::error::cpl_error;
use crate::job;
use crate::job::cpl_job;
use crate::layout::wrong;
use crate::trust::cpl_trust;
use cplink::Result;
use cplink::evidence::{self, Evidence, Exported, Scope};
use cplink::keys::UnixTime;
use std::ffi::c_char;
use std::path::Path;

/// Verified messages and receipts, for an export.
pub struct cpl_evidence(Handle<Evidence>);

/// What an export holds. Never changes: any number of threads may read it.
pub struct cpl_exported {
    exported: Exported,
    ids: Vec<String>,
    texts: Vec<[String; 2]>,
}

impl cpl_exported {
    fn new(exported: Exported) -> Self {
        Self {
            ids: exported.messages.iter().map(ToString::to_string).collect(),
            texts: exported.gaps.iter().map(|(_, gap)| [gap.message_ja(), gap.message_en()]).collect(),
            exported,
        }
    }

    fn gap(&self, index: usize) -> Result<&[String; 2]> {
        self.texts.get(index).ok_or_else(|| wrong("no such gap"))
    }
}

/// An empty collection. The authorities and revocation lists of `trust` go into the export; it keeps its own
/// copy. The time of the export is now.
///
/// The caller frees `*out` with `cpl_evidence_free`. Several threads may read `trust` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_evidence_new(
    trust: *const cpl_trust,
    out: *mut *mut cpl_evidence,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let trust = arg!(trust);
        let out = out!(out);
        let evidence = Evidence::new(trust.0.read()?.clone(), UnixTime::now());
        out.give(cpl_evidence(Handle::new(evidence)));
    })
}

/// Adds a receipt (CMS: DER, PEM or base64), verified as of its signing. Add all receipts of the sent list, also those of
/// other months: they show that none is missing. Adding one twice has no effect. One whose certificate was revoked
/// since counts as of when the relay recorded it; until that receipt is added as well, in any order, `cpl_evidence_export`
/// gives `CPL_E_CERT_REVOKED`.
///
/// One thread at a time per `evidence`.
///
/// Errors: `CPL_E_RECEIPT_FORMAT` and the other codes of signatures and certificates (3xx),
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_evidence_add_receipt(
    evidence: *mut cpl_evidence,
    receipt: *const u8,
    receipt_len: usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let evidence = arg!(evidence);
        let receipt = bytes!(receipt, receipt_len);
        evidence.0.write()?.add_receipt(receipt)?;
    })
}

/// Adds a kept container by its path, after its receipts. It is verified as of its trusted time stamp, else
/// as of the relay's *accepted* receipt, else as of now. The export reads the file again.
///
/// One thread at a time per `evidence`. `job` may be NULL.
///
/// Errors: those of containers, signatures and certificates (3xx), `CPL_E_FILE_READ`,
/// `CPL_E_CANCELLED`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_evidence_add_container(
    evidence: *mut cpl_evidence,
    path: *const c_char,
    job: *const cpl_job,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let evidence = arg!(evidence);
        let path = text!(path);
        let mut evidence = evidence.0.write()?;
        job::run(maybe(job), |job| evidence.add_container(Path::new(path), job))?;
    })
}

/// Writes the evidence of a scope into a new folder, which is never left half written: containers,
/// receipts, certificates, revocation lists, and the page `index.html` in Japanese. `scope` is `all`,
/// a month as `2026-09` (Japan's time, by acceptance) or a message id.
///
/// The caller frees `*out` with `cpl_exported_free`. Several threads may read `evidence` at once. `job`
/// may be NULL.
///
/// Errors: `CPL_E_PERIOD`, `CPL_E_PERIOD_EMPTY` where no message is in the scope, `CPL_E_FILE_WRITE` (also
/// where the folder exists already), `CPL_E_FILE_READ`, `CPL_E_SOURCE_CHANGED`, `CPL_E_DISK_FULL`,
/// `CPL_E_CANCELLED`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_evidence_export(
    evidence: *const cpl_evidence,
    folder: *const c_char,
    scope: *const c_char,
    job: *const cpl_job,
    out: *mut *mut cpl_exported,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let evidence = arg!(evidence);
        let folder = text!(folder);
        let scope: Scope = text!(scope).parse()?;
        let out = out!(out);
        let evidence = evidence.0.read()?;
        let exported = job::run(maybe(job), |job| evidence.export(Path::new(folder), scope, job))?;
        out.give(cpl_exported::new(exported));
    })
}

/// Frees the evidence. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_evidence_free(evidence: *mut cpl_evidence) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(evidence) }
}

/// Verifies an export offline: every signature, chain and digest, and that page and index agree with the
/// signed files. Certificates must lead to the authorities of `trust`; without it, the authorities in the
/// export itself are trusted.
///
/// The caller frees `*out` with `cpl_exported_free`. Several threads may read `trust` at once. `trust` and
/// `job` may be NULL.
///
/// Errors: `CPL_E_EVIDENCE_FORMAT` where a file is missing, surplus or changed; those of containers,
/// receipts and certificates (3xx), `CPL_E_FILE_READ`, `CPL_E_CANCELLED`, `CPL_E_NULL_ARGUMENT`,
/// `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_evidence_verify(
    folder: *const c_char,
    trust: *const cpl_trust,
    job: *const cpl_job,
    out: *mut *mut cpl_exported,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let folder = text!(folder);
        let out = out!(out);
        let trust = match maybe(trust) {
            Some(trust) => Some(trust.0.read()?.clone()),
            None => None,
        };
        let now = UnixTime::now();
        let report = job::run(maybe(job), |job| evidence::verify(Path::new(folder), trust.as_ref(), now, job))?;
        out.give(cpl_exported::new(report.exported));
    })
}

/// How many messages there are.
///
/// Several threads may read `exported` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_exported_len(
    exported: *const cpl_exported,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let exported = arg!(exported);
        let count = out!(count);
        count.put(exported.ids.len());
    })
}

/// A message's id, by 0-based index, in the order of the serials.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `exported` is changed or freed. Several
/// threads may read `exported` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_exported_id(
    exported: *const cpl_exported,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let exported = arg!(exported);
        let text = out_text!(text, len);
        text.put(exported.ids.get(index).ok_or_else(|| wrong("no such message"))?);
    })
}

/// How many receipts there are.
///
/// Several threads may read `exported` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_exported_receipts(
    exported: *const cpl_exported,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let exported = arg!(exported);
        let count = out!(count);
        count.put(exported.exported.receipts);
    })
}

/// How many gaps the chain of receipts has: 0 if none is missing.
///
/// Several threads may read `exported` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_exported_gaps(
    exported: *const cpl_exported,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let exported = arg!(exported);
        let count = out!(count);
        count.put(exported.texts.len());
    })
}

/// The office whose chain of receipts has the gap, by 0-based index.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `exported` is changed or freed. Several
/// threads may read `exported` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_exported_gap_office(
    exported: *const cpl_exported,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let exported = arg!(exported);
        let text = out_text!(text, len);
        let gap = exported.exported.gaps.get(index).ok_or_else(|| wrong("no such gap"))?;
        text.put(&gap.0);
    })
}

/// What is missing, in Japanese.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `exported` is changed or freed. Several
/// threads may read `exported` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_exported_gap_ja(
    exported: *const cpl_exported,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let exported = arg!(exported);
        let text = out_text!(text, len);
        text.put(&exported.gap(index)?[0]);
    })
}

/// What is missing, in English.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `exported` is changed or freed. Several
/// threads may read `exported` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_exported_gap_en(
    exported: *const cpl_exported,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let exported = arg!(exported);
        let text = out_text!(text, len);
        text.put(&exported.gap(index)?[1]);
    })
}

/// Frees what an export holds. NULL is fine; twice is not. Not while another thread uses it or data borrowed
/// from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_exported_free(exported: *mut cpl_exported) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(exported) }
}
