//! CSV versions: their layouts, tables of a version, and rows of one version as rows of another.

use crate::boundary::Handle;
use crate::boundary::{arg, border, bytes, maybe_out, maybe_text, out, out_text, text};
use crate::bytes::cpl_bytes;
use crate::error::cpl_error;
use crate::json;
use crate::layout::{column_of, kind_of, wrong};
use crate::remarks::cpl_remarks;
use crate::table::cpl_table;
use cplink::record::Table;
use cplink::spec::{Layout, Version};
use cplink::translate;
use cplink::unit::FileName;
use cplink::{Code, Error, Result};
use std::ffi::c_char;

fn version_of(value: &str) -> Result<Version> {
    Version::parse(value).ok_or_else(|| Error::new(Code::LayoutVersion))
}

fn layout_of(version: &str, kind: &str) -> Result<&'static Layout> {
    version_of(version)?.layout(kind_of(kind)?).ok_or_else(|| Error::new(Code::LayoutVersion))
}

/// How many CSV versions the library has layouts for.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_version_count(count: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let count = out!(count);
        count.put(Version::ALL.len());
    })
}

/// The value of a CSV version by 0-based index, as `202407`; the last one is the current one.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_version_value(
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let text = out_text!(text, len);
        text.put(Version::ALL.get(index).ok_or_else(|| wrong("no such version"))?.value());
    })
}

/// How many items a row of a kind has in a CSV version. `cpl_layout_fields` is that of the current one.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_LAYOUT_VERSION` where the version is not known or does not have
/// the kind, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_version_fields(
    version: *const c_char,
    kind: *const c_char,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let version = text!(version);
        let kind = text!(kind);
        let count = out!(count);
        count.put(layout_of(version, kind)?.fields.len());
    })
}

/// The id of an item by its 1-based number in a CSV version.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_LAYOUT_VERSION` where the version is not known or does not have
/// the kind, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_version_field_id(
    version: *const c_char,
    kind: *const c_char,
    number: u32,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let version = text!(version);
        let kind = text!(kind);
        let text = out_text!(text, len);
        let layout = layout_of(version, kind)?;
        text.put(layout.fields[column_of(layout, number)?].id);
    })
}

/// The 1-based number of an item by its id in a CSV version: the number may differ in another version.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_LAYOUT_VERSION` where the version is not known or does not have
/// the kind, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_version_item_number(
    version: *const c_char,
    kind: *const c_char,
    field: *const c_char,
    number: *mut u32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let version = text!(version);
        let kind = text!(kind);
        let field = text!(field);
        let number = out!(number);
        let column = layout_of(version, kind)?.index(field).ok_or_else(|| wrong("no such field"))?;
        number.put(column as u32 + 1);
    })
}

/// An empty table of a kind in a CSV version. `cpl_table_new` makes one of the current version.
///
/// The caller frees `*out` with `cpl_table_free`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_LAYOUT_VERSION` where the version is not known or does not have
/// the kind, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_version_table(
    version: *const c_char,
    kind: *const c_char,
    out: *mut *mut cpl_table,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let version = text!(version);
        let kind = text!(kind);
        let out = out!(out);
        out.give(cpl_table(Handle::new(Table::with_version(kind_of(kind)?, version_of(version)?)?)));
    })
}

/// The CSV version whose layout the rows of a table follow, as `202407`: that of the first row, or the
/// current one if that version is not known.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever. Several threads may read `table` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_version(
    table: *const cpl_table,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let text = out_text!(text, len);
        text.put(table.0.read()?.version().value());
    })
}

/// The rows of a table as rows of another CSV version, item by item; the table itself stays. The remarks
/// report what was filled, dropped or shortened, and why; no value is ever cut.
///
/// The caller frees `*out` with `cpl_table_free`. The caller frees `*remarks` with `cpl_remarks_free`.
/// `remarks` may be NULL. Several threads may read `table` at once.
///
/// Errors: `CPL_E_LAYOUT_VERSION` where the version is not known or does not have the table's kind,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_translate(
    table: *const cpl_table,
    version: *const c_char,
    out: *mut *mut cpl_table,
    remarks: *mut *mut cpl_remarks,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let version = text!(version);
        let out = out!(out);
        let remarks = maybe_out(remarks);
        let translated = translate::table(&*table.0.read()?, version_of(version)?)?;
        if let Some(remarks) = remarks {
            remarks.give(cpl_remarks::new(translated.remarks));
        }
        out.give(cpl_table(Handle::new(translated.table)));
    })
}

/// The name of a file in another CSV version. Names of 202208 hold no service types: for a version that has
/// them, give `sender_type` and `receiver_type`; both may be NULL otherwise.
///
/// The caller frees `*out` with `cpl_bytes_free`: UTF-8 without NUL.
///
/// Errors: `CPL_E_FILE_NAME` if the name does not follow the standard, `CPL_E_LAYOUT_VERSION`,
/// `CPL_E_SERVICE_TYPE` where a service type is missing or not well-formed, `CPL_E_NULL_ARGUMENT`,
/// `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_version_file_name(
    version: *const c_char,
    name: *const c_char,
    sender_type: *const c_char,
    receiver_type: *const c_char,
    out: *mut *mut cpl_bytes,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let version = text!(version);
        let name = text!(name);
        let sender_type = maybe_text!(sender_type);
        let receiver_type = maybe_text!(receiver_type);
        let out = out!(out);
        let name = FileName::parse(name).name.ok_or_else(|| Error::new(Code::FileName))?;
        let renamed = translate::file_name(&name, version_of(version)?, sender_type, receiver_type)?;
        out.give(cpl_bytes(renamed.to_string().into_bytes()));
    })
}

/// A table as JSON (UTF-8) with its kind, CSV version and encoding. `spec-fixtures/rows.schema.json`
/// describes the form; nothing is lost.
///
/// The caller frees `*out` with `cpl_bytes_free`. Several threads may read `table` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_to_json(
    table: *const cpl_table,
    out: *mut *mut cpl_bytes,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let out = out!(out);
        out.give(cpl_bytes(json::whole(&*table.0.read()?)));
    })
}

/// The table of a JSON text as `cpl_table_to_json` writes it, UTF-8.
///
/// The caller frees `*out` with `cpl_table_free`.
///
/// Errors: `CPL_E_JSON_FORM` with the row, `CPL_E_LAYOUT_VERSION`, `CPL_E_TOO_LARGE`,
/// `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_from_json(
    json: *const u8,
    json_len: usize,
    out: *mut *mut cpl_table,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let json = bytes!(json, json_len);
        let out = out!(out);
        out.give(cpl_table(Handle::new(cplink::json::read_table(json)?)));
    })
}
