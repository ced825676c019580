//! A sending unit.

use crate::boundary::{Handle, texts_of};
use crate::boundary::{arg, border, bytes, free, maybe_out, maybe_text, out, out_bytes, out_text, text};
use crate::bytes::cpl_bytes;
use crate::error::cpl_error;
use crate::findings::cpl_findings;
use crate::layout::wrong;
use crate::table::cpl_table;
use cplink::file::Source;
use cplink::unit::{Address, Serial, Unit};
use std::ffi::c_char;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A sending unit: what one message carries.
// Shared, so that a callback may free it while a verb runs.
pub struct cpl_unit(pub(crate) Arc<Handle<Unit>>);

impl cpl_unit {
    fn new(unit: Unit) -> Self {
        Self(Arc::new(Handle::new(unit)))
    }

    pub(crate) fn share(&self) -> Arc<Handle<Unit>> {
        Arc::clone(&self.0)
    }
}

/// A new serial (ファイル連番) from the clock: 14 digits, Japanese time. None is given twice within a process: in one
/// second's place the next is taken. Keep it with the unit: the same serial and files are the same message.
///
/// The caller frees `*out` with `cpl_bytes_free`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_serial_now(out: *mut *mut cpl_bytes, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let out = out!(out);
        out.give(cpl_bytes(Serial::next()?.as_str().into()));
    })
}

/// An empty unit between two offices (number of 10 and service type of 2 characters) under a serial (14
/// digits).
///
/// The caller frees `*out` with `cpl_unit_free`.
///
/// Errors: `CPL_E_OFFICE_NUMBER`, `CPL_E_SERVICE_TYPE`, `CPL_E_SERIAL`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_new(
    from_office: *const c_char,
    from_service_type: *const c_char,
    to_office: *const c_char,
    to_service_type: *const c_char,
    serial: *const c_char,
    out: *mut *mut cpl_unit,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let from_office = text!(from_office);
        let from_service_type = text!(from_service_type);
        let to_office = text!(to_office);
        let to_service_type = text!(to_service_type);
        let serial = text!(serial);
        let out = out!(out);
        let from = Address::new(from_office, from_service_type)?;
        let to = Address::new(to_office, to_service_type)?;
        out.give(cpl_unit::new(Unit::new(from, to, Serial::new(serial)?)));
    })
}

/// A unit of files on disk: CSV files and attachments. Offices and serial are those of the first CSV
/// file's name. CSV files are read now, attachments when they are sent.
///
/// The caller frees `*out` with `cpl_unit_free`.
///
/// Errors: `CPL_E_FILE_NAME`, `CPL_E_NO_FILES`, `CPL_E_FILE_READ`, `CPL_E_TOO_LARGE`, `CPL_E_INVALID_ARGUMENT` (a
/// path without a file name), each with the file; `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_from_files(
    paths: *const *const c_char,
    count: usize,
    out: *mut *mut cpl_unit,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let out = out!(out);
        let paths = texts_of(paths, count, "paths")?;
        let named = paths.iter().map(|path| {
            let name = Path::new(path).file_name().and_then(|name| name.to_str());
            let name = name.ok_or_else(|| wrong("a path without a file name").in_file(*path))?;
            Ok((name.to_owned(), Source::File(PathBuf::from(path))))
        });
        out.give(cpl_unit::new(Unit::from_files(named.collect::<cplink::Result<Vec<_>>>()?)?));
    })
}

/// Sets the subject line. The relay can read it: do not put names of users into it.
///
/// One thread at a time per `unit`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_set_subject(
    unit: *mut cpl_unit,
    subject: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let subject = text!(subject);
        unit.0.write()?.set_subject(subject);
    })
}

/// Names the message (64 hexadecimal digits) that this one replaces.
///
/// One thread at a time per `unit`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_set_supersedes(
    unit: *mut cpl_unit,
    message_id: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let message_id = text!(message_id);
        unit.0.write()?.set_supersedes(message_id);
    })
}

/// Adds a CSV file as it is; the bytes are copied.
///
/// One thread at a time per `unit`.
///
/// Errors: `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_add_csv(
    unit: *mut cpl_unit,
    name: *const c_char,
    csv: *const u8,
    csv_len: usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let name = text!(name);
        let csv = bytes!(csv, csv_len);
        unit.0.write()?.add_csv(name, csv);
    })
}

/// Writes a table in the standard's form and adds it under its standard name.
///
/// The caller frees `*findings` with `cpl_findings_free`. `findings` may be NULL. One thread at a time
/// per `unit`.
///
/// Errors: `CPL_E_UNMAPPABLE`, `CPL_E_MONTH_MISSING` where the first row lacks the month of the
/// name, `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_add_table(
    unit: *mut cpl_unit,
    table: *const cpl_table,
    findings: *mut *mut cpl_findings,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let table = arg!(table);
        let findings = maybe_out(findings);
        let said = unit.0.write()?.add_table(&*table.0.read()?)?;
        if let Some(findings) = findings {
            findings.give(cpl_findings::new(said));
        }
    })
}

/// Adds a PDF or JPEG; the bytes are copied.
///
/// One thread at a time per `unit`.
///
/// Errors: `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_add_attachment(
    unit: *mut cpl_unit,
    name: *const c_char,
    content: *const u8,
    content_len: usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let name = text!(name);
        let content = bytes!(content, content_len);
        unit.0.write()?.add_attachment(name, content.to_vec());
    })
}

/// Adds a PDF or JPEG on disk; it is read when it is sent and never held in memory as a whole.
///
/// One thread at a time per `unit`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_add_attachment_file(
    unit: *mut cpl_unit,
    name: *const c_char,
    path: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let name = text!(name);
        let path = text!(path);
        unit.0.write()?.add_attachment(name, PathBuf::from(path));
    })
}

/// Adds a family image (JPEG) with its branch number (0 to 9999) under its standard name, which item 62 of
/// 利用者基本情報 must repeat; `*out` is the name.
///
/// The caller frees `*out` with `cpl_bytes_free`. One thread at a time per `unit`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_add_image(
    unit: *mut cpl_unit,
    branch: u32,
    content: *const u8,
    content_len: usize,
    out: *mut *mut cpl_bytes,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let content = bytes!(content, content_len);
        let out = out!(out);
        let branch = u16::try_from(branch).ok().filter(|branch| *branch < 10_000);
        let branch = branch.ok_or_else(|| wrong("a branch number has 4 digits"))?;
        let name = unit.0.write()?.add_image(branch, content.to_vec());
        out.give(cpl_bytes(name.into_bytes()));
    })
}

/// Adds the files of a JSON text (UTF-8) as `cpl_unit_to_json` writes it: all of them or none. Rows are
/// written in the standard's form. JSON does not contain the bytes of attachments: each is the file with its
/// name in `folder`, which may be NULL if there are none; it is compared with size and SHA-256 now and read
/// when it is sent.
///
/// The caller frees `*findings` with `cpl_findings_free`. `findings` may be NULL. One thread at a time
/// per `unit`.
///
/// Errors: `CPL_E_JSON_FORM` with file and row, `CPL_E_ATTACHMENT_DIFFERS` where an attachment has other bytes,
/// `CPL_E_FILE_NAME`, `CPL_E_LAYOUT_VERSION`, `CPL_E_UNMAPPABLE`, `CPL_E_FILE_READ`, `CPL_E_TOO_LARGE`,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_add_json(
    unit: *mut cpl_unit,
    json: *const u8,
    json_len: usize,
    folder: *const c_char,
    findings: *mut *mut cpl_findings,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let json = bytes!(json, json_len);
        let folder = maybe_text!(folder);
        let findings = maybe_out(findings);
        let said = unit.0.write()?.add_json(json, folder.map(Path::new))?;
        if let Some(findings) = findings {
            findings.give(cpl_findings::new(said));
        }
    })
}

/// The unit as JSON (UTF-8): the rows of every CSV file under its name, and every attachment's name, media
/// type, size and SHA-256. `spec-fixtures/rows.schema.json` describes the form; no cell is lost.
///
/// The caller frees `*out` with `cpl_bytes_free`. Several threads may read `unit` at once.
///
/// Errors: `CPL_E_FILE_NAME` where a CSV file's name does not show its kind, `CPL_E_ATTACHMENT_KIND` for
/// an attachment that is neither PDF nor JPEG, `CPL_E_FILE_READ`, `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_to_json(
    unit: *const cpl_unit,
    out: *mut *mut cpl_bytes,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let out = out!(out);
        out.give(cpl_bytes(unit.0.read()?.to_json()?));
    })
}

/// The serial.
///
/// The caller frees `*out` with `cpl_bytes_free`. Several threads may read `unit` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_serial(
    unit: *const cpl_unit,
    out: *mut *mut cpl_bytes,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let out = out!(out);
        out.give(cpl_bytes(unit.0.read()?.serial().as_str().into()));
    })
}

/// How many CSV files there are.
///
/// Several threads may read `unit` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_csv_len(unit: *const cpl_unit, count: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let count = out!(count);
        count.put(unit.0.read()?.csv().len());
    })
}

/// The name of a CSV file by 0-based index.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `unit` is changed or freed. Several
/// threads may read `unit` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_csv_name(
    unit: *const cpl_unit,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let text = out_text!(text, len);
        let unit = unit.0.read()?;
        text.put(&unit.csv().get(index).ok_or_else(|| wrong("no such file"))?.name);
    })
}

/// The bytes of a CSV file by 0-based index, exactly as they travel.
///
/// `data` points to `len` bytes, borrowed until `unit` is changed or freed. Several threads may read
/// `unit` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_csv_bytes(
    unit: *const cpl_unit,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let unit = arg!(unit);
        let data = out_bytes!(data, len);
        let unit = unit.0.read()?;
        data.put(&unit.csv().get(index).ok_or_else(|| wrong("no such file"))?.bytes);
    })
}

/// Frees a unit. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_unit_free(unit: *mut cpl_unit) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(unit) }
}
