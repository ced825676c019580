//! What was received, read as the standard means it: own rows, monthly add-ons, blanks from above, what
//! changed.

use std::ffi::c_char;

use crate::boundary::Handle;
use crate::boundary::{arg, border, free, maybe_text, out, out_text, text, texts_of};
use crate::error::cpl_error;
use crate::layout::{kind_of, wrong};
use crate::table::cpl_table;
use cplink::Result;
use cplink::interpret::{self, Difference};
use cplink::spec::{Field, layout};

/// A difference: only the new table has the row.
pub const CPL_DIFFERENCE_ADDED: i32 = 1;
/// A difference: only the old table has the row.
pub const CPL_DIFFERENCE_REMOVED: i32 = 2;
/// A difference: both have the row, with other values.
pub const CPL_DIFFERENCE_CHANGED: i32 = 3;

/// Places of rows. Never changes: any number of threads may read it.
pub struct cpl_rows(pub(crate) Vec<u32>);

fn rows(found: Vec<usize>) -> cpl_rows {
    // A file is shorter than 256 MiB, so its rows can be counted.
    cpl_rows(found.into_iter().map(|row| row as u32).collect())
}

/// The rows of an office: 第6表 and 第7表 contain the rows of all providers of the user, whoever the file is sent
/// to. With `service_type`, which may be NULL, only the rows of that type.
///
/// The caller frees `*out` with `cpl_rows_free`. Several threads may read `table` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the kind's records name no provider, `CPL_E_NULL_ARGUMENT`,
/// `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_own_rows(
    table: *const cpl_table,
    office: *const c_char,
    service_type: *const c_char,
    out: *mut *mut cpl_rows,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let office = text!(office);
        let service_type = maybe_text!(service_type);
        let out = out!(out);
        out.give(rows(interpret::own_rows(&*table.0.read()?, office, service_type)?));
    })
}

/// The rows of 第6表 that count: a monthly add-on may be on many days, and only the first row counts. `codes`
/// are the service codes that are monthly, from the host's benefit code table; `?` is any one character.
///
/// The caller frees `*out` with `cpl_rows_free`. Several threads may read `table` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` for another kind, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_monthly_once(
    table: *const cpl_table,
    codes: *const *const c_char,
    codes_len: usize,
    out: *mut *mut cpl_rows,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let codes = texts_of(codes, codes_len, "codes")?;
        let out = out!(out);
        out.give(rows(interpret::monthly_once(&*table.0.read()?, &codes)?));
    })
}

/// 第2表 or the annex of the prevention plan with every blank that means "as above" filled in, as a new table.
///
/// The caller frees `*out` with `cpl_table_free`. Several threads may read `table` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` for another kind, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_fill_down(
    table: *const cpl_table,
    out: *mut *mut cpl_table,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let out = out!(out);
        let (filled, _) = interpret::fill_down(&*table.0.read()?)?;
        out.give(cpl_table(Handle::new(filled)));
    })
}

/// The 0-based places.
///
/// `rows` points to `count` numbers, borrowed until `handle` is freed. Several threads may read `handle` at
/// once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_rows_places(
    handle: *const cpl_rows,
    rows: *mut *const u32,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let handle = arg!(handle);
        let rows = out!(rows);
        let count = out!(count);
        rows.put(handle.0.as_ptr());
        count.put(handle.0.len());
    })
}

/// Frees places of rows. NULL is fine; twice is not. Not while another thread uses them or data borrowed from
/// them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_rows_free(rows: *mut cpl_rows) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(rows) }
}

/// 1 where two texts of an item mean the same (an empty number and 0, zero-filled numbers, `N` and a blank
/// in 保険対象区分, full-width characters in codes, line ends), else 0.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_layout_same_meaning(
    kind: *const c_char,
    field: *const c_char,
    one: *const c_char,
    other: *const c_char,
    same: *mut i32,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let kind = text!(kind);
        let field = text!(field);
        let one = text!(one);
        let other = text!(other);
        let same = out!(same);
        let field = layout(kind_of(kind)?).field(field).ok_or_else(|| wrong("no such field"))?;
        same.put(i32::from(interpret::means_the_same(field, one, other)));
    })
}

/// How two tables differ. Never changes: any number of threads may read it.
pub struct cpl_differences(Vec<Difference>);

impl cpl_differences {
    fn item(&self, index: usize) -> Result<&Difference> {
        self.0.get(index).ok_or_else(|| wrong("no such difference"))
    }

    fn fields(&self, index: usize) -> Result<&[&'static Field]> {
        Ok(match self.item(index)? {
            Difference::Changed { fields, .. } => fields,
            _ => &[],
        })
    }
}

/// Compares two tables of a kind by meaning, whatever their CSV versions. When and by whom a row was made is
/// not compared.
///
/// The caller frees `*out` with `cpl_differences_free`. Several threads may read the tables at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` for tables of two kinds, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_compare(
    old_table: *const cpl_table,
    new_table: *const cpl_table,
    out: *mut *mut cpl_differences,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let old = arg!(old_table);
        let new = arg!(new_table);
        let out = out!(out);
        let compared = interpret::compare(&*old.0.read()?, &*new.0.read()?)?;
        out.give(cpl_differences(compared.differences));
    })
}

/// How many differences there are.
///
/// Several threads may read `differences` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_differences_len(
    differences: *const cpl_differences,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let differences = arg!(differences);
        let count = out!(count);
        count.put(differences.0.len());
    })
}

/// A difference: `*what` is one of `CPL_DIFFERENCE_...`, `*old_row` and `*new_row` are 1-based, 0 where the
/// table does not have the row; `*fields` is how many items of a changed row differ.
///
/// Several threads may read `differences` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_differences_at(
    differences: *const cpl_differences,
    index: usize,
    what: *mut i32,
    old_row: *mut u32,
    new_row: *mut u32,
    fields: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let differences = arg!(differences);
        let what = out!(what);
        let old_row = out!(old_row);
        let new_row = out!(new_row);
        let fields = out!(fields);
        let (kind, old, new) = match *differences.item(index)? {
            Difference::Added { row } => (CPL_DIFFERENCE_ADDED, 0, row + 1),
            Difference::Removed { row } => (CPL_DIFFERENCE_REMOVED, row + 1, 0),
            Difference::Changed { old, new, .. } => (CPL_DIFFERENCE_CHANGED, old + 1, new + 1),
        };
        what.put(kind);
        old_row.put(old as u32);
        new_row.put(new as u32);
        fields.put(differences.fields(index)?.len());
    })
}

/// The id of an item of a changed row, by 0-based index among those that differ.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever. Several threads may read `differences` at
/// once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_differences_field(
    differences: *const cpl_differences,
    index: usize,
    field: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let differences = arg!(differences);
        let text = out_text!(text, len);
        let fields = differences.fields(index)?;
        text.put(fields.get(field).ok_or_else(|| wrong("no such field"))?.id);
    })
}

/// Frees differences. NULL is fine; twice is not. Not while another thread uses them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_differences_free(differences: *mut cpl_differences) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(differences) }
}
