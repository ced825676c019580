//! What a host may ask of the record layouts.

use crate::boundary::{border, out, out_text, text};
use crate::error::cpl_error;
use cplink::spec::{Field, Kind, Layout, layout, layouts};
use cplink::{Code, Error, Result};
use std::ffi::c_char;

pub(crate) fn kind_of(name: &str) -> Result<Kind> {
    Kind::parse(name).ok_or_else(|| wrong("no such kind of file"))
}

/// The 0-based column of a 1-based item number.
pub(crate) fn column_of(layout: &Layout, number: u32) -> Result<usize> {
    let column = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    column.filter(|column| *column < layout.fields.len()).ok_or_else(|| wrong("no such item number"))
}

fn field_of(kind: &str, number: u32) -> Result<&'static Field> {
    let layout = layout(kind_of(kind)?);
    Ok(&layout.fields[column_of(layout, number)?])
}

pub(crate) fn wrong(what: &'static str) -> Error {
    Error::new(Code::InvalidArgument).with_detail(what)
}

/// How many kinds of file there are.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_layout_count(count: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let count = out!(count);
        count.put(layouts().len());
    })
}

/// The name of a kind by 0-based index: the first part of its file names, as `UPPLAN`.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_layout_kind(
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let text = out_text!(text, len);
        text.put(layouts().get(index).ok_or_else(|| wrong("no such kind of file"))?.kind.name());
    })
}

/// A kind's name in the standard.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_layout_name_ja(
    kind: *const c_char,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let kind = text!(kind);
        let text = out_text!(text, len);
        text.put(layout(kind_of(kind)?).name_ja);
    })
}

/// How many items a row of a kind has.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_layout_fields(kind: *const c_char, count: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let kind = text!(kind);
        let count = out!(count);
        count.put(layout(kind_of(kind)?).fields.len());
    })
}

/// The stable id of an item by its 1-based number.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_layout_field_id(
    kind: *const c_char,
    number: u32,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let kind = text!(kind);
        let text = out_text!(text, len);
        text.put(field_of(kind, number)?.id);
    })
}

/// An item's name in the standard, by its 1-based number.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_layout_field_name_ja(
    kind: *const c_char,
    number: u32,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let kind = text!(kind);
        let text = out_text!(text, len);
        text.put(field_of(kind, number)?.name_ja);
    })
}

/// The 1-based number of an item by its id.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_layout_item_number(
    kind: *const c_char,
    field: *const c_char,
    number: *mut u32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let kind = text!(kind);
        let field = text!(field);
        let number = out!(number);
        let column = layout(kind_of(kind)?).index(field).ok_or_else(|| wrong("no such field"))?;
        number.put(column as u32 + 1);
    })
}
