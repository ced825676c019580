//! What is to be said of files.

use crate::boundary::{arg, border, free, out, out_text};
use crate::error::cpl_error;
use crate::layout::wrong;
use cplink::Result;
use cplink::finding::{Finding, Severity, has_error};
use std::ffi::c_char;

/// A severity: for information.
pub const CPL_SEVERITY_INFO: i32 = 0;
/// A severity: can be read and written, but another program may fail on it.
pub const CPL_SEVERITY_WARNING: i32 = 1;
/// A severity: violates the standard; sending refuses it.
pub const CPL_SEVERITY_ERROR: i32 = 2;

/// Findings in order. Never changes: any number of threads may read it.
pub struct cpl_findings {
    items: Vec<Item>,
    has_error: bool,
}

struct Item {
    finding: Finding,
    message_ja: String,
    message_en: String,
    remedy_ja: String,
    remedy_en: String,
}

impl cpl_findings {
    pub(crate) fn new(findings: impl IntoIterator<Item = Finding>) -> Self {
        let findings: Vec<Finding> = findings.into_iter().collect();
        let has_error = has_error(&findings);
        let item = |finding: Finding| Item {
            message_ja: finding.message_ja(),
            message_en: finding.message_en(),
            remedy_ja: finding.remedy_ja(),
            remedy_en: finding.remedy_en(),
            finding,
        };
        Self { items: findings.into_iter().map(item).collect(), has_error }
    }

    fn item(&self, index: usize) -> Result<&Item> {
        self.items.get(index).ok_or_else(|| wrong("no such finding"))
    }
}

pub(crate) fn severity_of(severity: Severity) -> i32 {
    match severity {
        Severity::Info => CPL_SEVERITY_INFO,
        Severity::Warning => CPL_SEVERITY_WARNING,
        Severity::Error => CPL_SEVERITY_ERROR,
    }
}

/// How many findings there are.
///
/// Several threads may read `findings` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_len(
    findings: *const cpl_findings,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let count = out!(count);
        count.put(findings.items.len());
    })
}

/// 1 if a finding forbids sending, else 0.
///
/// Several threads may read `findings` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_has_error(
    findings: *const cpl_findings,
    value: *mut i32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let value = out!(value);
        value.put(i32::from(findings.has_error));
    })
}

/// A finding's `CPL_SEVERITY_…`, by 0-based index.
///
/// Several threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_severity(
    findings: *const cpl_findings,
    index: usize,
    value: *mut i32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let value = out!(value);
        value.put(severity_of(findings.item(index)?.finding.severity()));
    })
}

/// A finding's stable rule id, as `field.required`.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `findings` is changed or freed. Several
/// threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_rule(
    findings: *const cpl_findings,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let text = out_text!(text, len);
        text.put(findings.item(index)?.finding.rule().id());
    })
}

/// The document and the clause that a finding's rule comes from.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `findings` is changed or freed. Several
/// threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_clause(
    findings: *const cpl_findings,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let text = out_text!(text, len);
        text.put(findings.item(index)?.finding.rule().clause());
    })
}

/// The file's name; empty if the finding is not about a file.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `findings` is changed or freed. Several
/// threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_file(
    findings: *const cpl_findings,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let text = out_text!(text, len);
        text.put_maybe(findings.item(index)?.finding.file());
    })
}

/// The id of the item; empty if the finding is not about an item.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `findings` is changed or freed. Several
/// threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_field(
    findings: *const cpl_findings,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let text = out_text!(text, len);
        text.put_maybe(findings.item(index)?.finding.field());
    })
}

/// The item's name in the standard; empty if the finding is not about an item.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `findings` is changed or freed. Several
/// threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_field_name_ja(
    findings: *const cpl_findings,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let text = out_text!(text, len);
        text.put_maybe(findings.item(index)?.finding.field_name_ja());
    })
}

/// What is wrong, in Japanese. Contains no value of a row.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `findings` is changed or freed. Several
/// threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_message_ja(
    findings: *const cpl_findings,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let text = out_text!(text, len);
        text.put(&findings.item(index)?.message_ja);
    })
}

/// What is wrong, in English. Contains no value of a row.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `findings` is changed or freed. Several
/// threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_message_en(
    findings: *const cpl_findings,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let text = out_text!(text, len);
        text.put(&findings.item(index)?.message_en);
    })
}

/// What to do, in Japanese.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `findings` is changed or freed. Several
/// threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_remedy_ja(
    findings: *const cpl_findings,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let text = out_text!(text, len);
        text.put(&findings.item(index)?.remedy_ja);
    })
}

/// What to do, in English.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `findings` is changed or freed. Several
/// threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_remedy_en(
    findings: *const cpl_findings,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let text = out_text!(text, len);
        text.put(&findings.item(index)?.remedy_en);
    })
}

/// The 1-based row; 0 if the finding is not about a row.
///
/// Several threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_row(
    findings: *const cpl_findings,
    index: usize,
    value: *mut u32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let value = out!(value);
        value.put(findings.item(index)?.finding.row().map_or(0, |row| u32::try_from(row).unwrap_or(u32::MAX)));
    })
}

/// The layout's 1-based item number; 0 if the finding is not about an item.
///
/// Several threads may read `findings` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_item_number(
    findings: *const cpl_findings,
    index: usize,
    value: *mut u32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let findings = arg!(findings);
        let value = out!(value);
        value.put(findings.item(index)?.finding.item_number().map_or(0, u32::from));
    })
}

/// Frees findings that you own, not borrowed ones. NULL is fine; twice is not. Not while another thread uses
/// it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_findings_free(findings: *mut cpl_findings) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(findings) }
}
