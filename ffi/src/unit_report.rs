//! What a check found.

use crate::boundary::{arg, border, free, out, out_text};
use crate::error::cpl_error;
use crate::files::cpl_files;
use crate::findings::cpl_findings;
use cplink::client::Checked;
use std::ffi::c_char;

/// What a check found. Never changes: any number of threads may read it.
pub struct cpl_unit_report {
    unit_kind: &'static str,
    files: cpl_files,
    findings: cpl_findings,
}

impl cpl_unit_report {
    pub(crate) fn new(checked: Checked) -> Self {
        let Checked { contents, report } = checked;
        let findings = cpl_findings::new(report.all_findings().cloned());
        let unit = report.unit_kind.map_or("", |unit| unit.token());
        Self { unit_kind: unit, findings, files: cpl_files::new(contents.files, report.files) }
    }
}

/// Which sending unit of the standard it is; empty if it is not one.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `report` is changed or freed. Several
/// threads may read `report` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_report_kind(
    report: *const cpl_unit_report,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let report = arg!(report);
        let text = out_text!(text, len);
        text.put(report.unit_kind);
    })
}

/// All findings: each file's, then the unit's.
///
/// `*out` is borrowed until `report` is changed or freed; do not free it. Several threads may read
/// `report` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_report_findings(
    report: *const cpl_unit_report,
    out: *mut *const cpl_findings,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let report = arg!(report);
        let out = out!(out);
        out.lend(&report.findings);
    })
}

/// The CSV files.
///
/// `*out` is borrowed until `report` is changed or freed; do not free it. Several threads may read
/// `report` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_report_files(
    report: *const cpl_unit_report,
    out: *mut *const cpl_files,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let report = arg!(report);
        let out = out!(out);
        out.lend(&report.files);
    })
}

/// Frees a report and the data borrowed from it. NULL is fine; twice is not. Not while another thread uses it
/// or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_report_free(report: *mut cpl_unit_report) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(report) }
}
