//! A sending unit.

use crate::bytes::cpl_bytes;
use crate::error::cpl_error;
use crate::findings::cpl_findings;
use crate::layout::wrong;
use crate::room::{Handle, texts_of};
use crate::room::{arg, border, bytes, free, maybe_out, maybe_text, out, out_bytes, out_text, text};
use crate::table::cpl_table;
use cplink::bundle::{Address, Bundle, Serial};
use cplink::file::Source;
use std::ffi::c_char;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// A sending unit: what one message carries.
// Shared, so that a callback may free it while a verb runs.
pub struct cpl_bundle(pub(crate) Arc<Handle<Bundle>>);

impl cpl_bundle {
    fn new(bundle: Bundle) -> Self {
        Self(Arc::new(Handle::new(bundle)))
    }

    pub(crate) fn share(&self) -> Arc<Handle<Bundle>> {
        Arc::clone(&self.0)
    }
}

/// A new serial (ファイル連番) from the clock: 14 digits, Japanese time. Keep it with the unit: the same
/// serial and files are the same message.
///
/// The caller frees `*out` with `cpl_bytes_free`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_serial_now(out: *mut *mut cpl_bytes, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let out = out!(out);
        out.give(cpl_bytes(Serial::at(SystemTime::now().into())?.as_str().into()));
    })
}

/// An empty unit between two offices (number of 10 and service type of 2 characters) under a serial (14
/// digits).
///
/// The caller frees `*out` with `cpl_bundle_free`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_new(
    from_office: *const c_char,
    from_service_type: *const c_char,
    to_office: *const c_char,
    to_service_type: *const c_char,
    serial: *const c_char,
    out: *mut *mut cpl_bundle,
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
        out.give(cpl_bundle::new(Bundle::new(from, to, Serial::new(serial)?)));
    })
}

/// A unit of files on disk: CSV files and attachments. Offices and serial are those of the first CSV
/// file's name. CSV files are read now, attachments when they are sent.
///
/// The caller frees `*out` with `cpl_bundle_free`.
///
/// Errors: `CPL_E_FILE_NAME`, `CPL_E_FILE_READ`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_from_files(
    paths: *const *const c_char,
    count: usize,
    out: *mut *mut cpl_bundle,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let out = out!(out);
        let paths = texts_of(paths, count, "paths")?;
        let named = paths.iter().map(|path| {
            let path = PathBuf::from(path);
            let name =
                path.file_name().and_then(|name| name.to_str()).ok_or_else(|| wrong("a path without a file name"))?;
            Ok((name.to_owned(), Source::File(path)))
        });
        out.give(cpl_bundle::new(Bundle::from_files(named.collect::<cplink::Result<Vec<_>>>()?)?));
    })
}

/// Sets the subject line. The relay can read it: do not put names of users into it.
///
/// One thread at a time per `bundle`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_set_subject(
    bundle: *mut cpl_bundle,
    subject: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let subject = text!(subject);
        bundle.0.write()?.set_subject(subject);
    })
}

/// Names the message (64 hexadecimal digits) that this one replaces.
///
/// One thread at a time per `bundle`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_set_supersedes(
    bundle: *mut cpl_bundle,
    message_id: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let message_id = text!(message_id);
        bundle.0.write()?.set_supersedes(message_id);
    })
}

/// Adds a CSV file as it is; the bytes are copied.
///
/// One thread at a time per `bundle`.
///
/// Errors: `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_add_csv(
    bundle: *mut cpl_bundle,
    name: *const c_char,
    csv: *const u8,
    csv_len: usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let name = text!(name);
        let csv = bytes!(csv, csv_len);
        bundle.0.write()?.add_csv(name, csv);
    })
}

/// Writes a table in the standard's form and adds it under its standard name.
///
/// The caller frees `*findings` with `cpl_findings_free`. `findings` may be NULL. One thread at a time
/// per `bundle`.
///
/// Errors: `CPL_E_UNMAPPABLE`, `CPL_E_INVALID_ARGUMENT` where the first row lacks the month of the
/// name, `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_add_table(
    bundle: *mut cpl_bundle,
    table: *const cpl_table,
    findings: *mut *mut cpl_findings,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let table = arg!(table);
        let findings = maybe_out(findings);
        let said = bundle.0.write()?.add_table(&*table.0.read()?)?;
        if let Some(findings) = findings {
            findings.give(cpl_findings::new(said));
        }
    })
}

/// Adds a PDF or JPEG; the bytes are copied.
///
/// One thread at a time per `bundle`.
///
/// Errors: `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_add_attachment(
    bundle: *mut cpl_bundle,
    name: *const c_char,
    content: *const u8,
    content_len: usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let name = text!(name);
        let content = bytes!(content, content_len);
        bundle.0.write()?.add_attachment(name, content.to_vec());
    })
}

/// Adds a PDF or JPEG on disk; it is read when it is sent and never held in memory as a whole.
///
/// One thread at a time per `bundle`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_add_attachment_file(
    bundle: *mut cpl_bundle,
    name: *const c_char,
    path: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let name = text!(name);
        let path = text!(path);
        bundle.0.write()?.add_attachment(name, PathBuf::from(path));
    })
}

/// Adds a family image (JPEG) with its branch number (0 to 9999) under its standard name, which item 62 of
/// 利用者基本情報 must repeat; `*out` is the name.
///
/// The caller frees `*out` with `cpl_bytes_free`. One thread at a time per `bundle`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_add_image(
    bundle: *mut cpl_bundle,
    branch: u32,
    content: *const u8,
    content_len: usize,
    out: *mut *mut cpl_bytes,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let content = bytes!(content, content_len);
        let out = out!(out);
        let branch = u16::try_from(branch).ok().filter(|branch| *branch < 10_000);
        let branch = branch.ok_or_else(|| wrong("a branch number has 4 digits"))?;
        let name = bundle.0.write()?.add_image(branch, content.to_vec());
        out.give(cpl_bytes(name.into_bytes()));
    })
}

/// Adds the files of a JSON text (UTF-8) as `cpl_bundle_to_json` writes it: all of them or none. Rows are
/// written in the standard's form. JSON does not contain the bytes of attachments: each is the file with its
/// name in `folder`, which may be NULL if there are none; it is compared with size and SHA-256 now and read
/// when it is sent.
///
/// The caller frees `*findings` with `cpl_findings_free`. `findings` may be NULL. One thread at a time
/// per `bundle`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` with file and row, also where an attachment has other bytes,
/// `CPL_E_FILE_NAME`, `CPL_E_LAYOUT_VERSION`, `CPL_E_UNMAPPABLE`, `CPL_E_FILE_READ`, `CPL_E_TOO_LARGE`,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_add_json(
    bundle: *mut cpl_bundle,
    json: *const u8,
    json_len: usize,
    folder: *const c_char,
    findings: *mut *mut cpl_findings,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let json = bytes!(json, json_len);
        let folder = maybe_text!(folder);
        let findings = maybe_out(findings);
        let said = bundle.0.write()?.add_json(json, folder.map(Path::new))?;
        if let Some(findings) = findings {
            findings.give(cpl_findings::new(said));
        }
    })
}

/// The unit as JSON (UTF-8): the rows of every CSV file under its name, and every attachment's name, media
/// type, size and SHA-256. `spec-fixtures/rows.schema.json` describes the form; no cell is lost.
///
/// The caller frees `*out` with `cpl_bytes_free`. Several threads may read `bundle` at once.
///
/// Errors: `CPL_E_FILE_NAME` where a CSV file's name does not tell its kind, `CPL_E_INVALID_ARGUMENT` for
/// an attachment that is neither PDF nor JPEG, `CPL_E_FILE_READ`, `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_to_json(
    bundle: *const cpl_bundle,
    out: *mut *mut cpl_bytes,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let out = out!(out);
        out.give(cpl_bytes(bundle.0.read()?.to_json()?));
    })
}

/// The serial.
///
/// The caller frees `*out` with `cpl_bytes_free`. Several threads may read `bundle` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_serial(
    bundle: *const cpl_bundle,
    out: *mut *mut cpl_bytes,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let out = out!(out);
        out.give(cpl_bytes(bundle.0.read()?.serial().as_str().into()));
    })
}

/// How many CSV files there are.
///
/// Several threads may read `bundle` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_csv_len(
    bundle: *const cpl_bundle,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let count = out!(count);
        count.put(bundle.0.read()?.csv().len());
    })
}

/// The name of a CSV file by 0-based index.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `bundle` is changed or freed. Several
/// threads may read `bundle` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_csv_name(
    bundle: *const cpl_bundle,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let text = out_text!(text, len);
        let bundle = bundle.0.read()?;
        text.put(&bundle.csv().get(index).ok_or_else(|| wrong("no such file"))?.name);
    })
}

/// The bytes of a CSV file by 0-based index, exactly as they travel.
///
/// `data` points to `len` bytes, borrowed until `bundle` is changed or freed. Several threads may read
/// `bundle` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_csv_bytes(
    bundle: *const cpl_bundle,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let bundle = arg!(bundle);
        let data = out_bytes!(data, len);
        let bundle = bundle.0.read()?;
        data.put(&bundle.csv().get(index).ok_or_else(|| wrong("no such file"))?.bytes);
    })
}

/// Frees a unit. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_bundle_free(bundle: *mut cpl_bundle) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(bundle) }
}
