//! The CSV files of a unit that was checked or received.

use crate::boundary::Handle;
use crate::boundary::{arg, border, out, out_text};
use crate::error::cpl_error;
use crate::findings::cpl_findings;
use crate::layout::wrong;
use crate::table::cpl_table;
use cplink::Result;
use cplink::rules::FileReport;
use cplink::unit::FileContents;
use std::ffi::c_char;

/// CSV files with their rows and findings. Never changes: any number of threads may read it.
pub struct cpl_files(Vec<Item>);

struct Item {
    name: String,
    kind: &'static str,
    version: String,
    table: Option<cpl_table>,
    findings: cpl_findings,
}

impl cpl_files {
    pub(crate) fn new(files: Vec<FileContents>, reports: Vec<FileReport>) -> Self {
        let item = |(file, report): (FileContents, FileReport)| Item {
            kind: file.kind().map_or("", |kind| kind.name()),
            name: file.file,
            version: file.version.unwrap_or_default(),
            table: file.table.map(|table| cpl_table(Handle::new(table))),
            findings: cpl_findings::new(report.findings),
        };
        Self(files.into_iter().zip(reports).map(item).collect())
    }

    fn item(&self, index: usize) -> Result<&Item> {
        self.0.get(index).ok_or_else(|| wrong("no such file"))
    }
}

/// How many files there are.
///
/// Several threads may read `files` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_files_len(files: *const cpl_files, count: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let files = arg!(files);
        let count = out!(count);
        count.put(files.0.len());
    })
}

/// A file's name, by 0-based index.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `files` is changed or freed. Several
/// threads may read `files` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_files_name(
    files: *const cpl_files,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let files = arg!(files);
        let text = out_text!(text, len);
        text.put(&files.item(index)?.name);
    })
}

/// A file's kind; empty if the name does not show it.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `files` is changed or freed. Several
/// threads may read `files` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_files_kind(
    files: *const cpl_files,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let files = arg!(files);
        let text = out_text!(text, len);
        text.put(files.item(index)?.kind);
    })
}

/// The CSV version of a file's first row; empty if it is not a known version.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `files` is changed or freed. Several
/// threads may read `files` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_files_version(
    files: *const cpl_files,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let files = arg!(files);
        let text = out_text!(text, len);
        text.put(&files.item(index)?.version);
    })
}

/// A file's rows; `*out` is NULL if the kind is not known or the file is no CSV, which a finding says.
///
/// `*out` is borrowed until `files` is changed or freed; do not free it. Several threads may read
/// `files` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_files_table(
    files: *const cpl_files,
    index: usize,
    out: *mut *const cpl_table,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let files = arg!(files);
        let out = out!(out);
        out.put(files.item(index)?.table.as_ref().map_or(std::ptr::null(), std::ptr::from_ref));
    })
}

/// The findings about a file.
///
/// `*out` is borrowed until `files` is changed or freed; do not free it. Several threads may read
/// `files` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_files_findings(
    files: *const cpl_files,
    index: usize,
    out: *mut *const cpl_findings,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let files = arg!(files);
        let out = out!(out);
        out.lend(&files.item(index)?.findings);
    })
}
