//! The rows of one file.

use crate::boundary::Handle;
use crate::boundary::{arg, border, bytes, free, maybe_out, out, out_text, text};
use crate::bytes::cpl_bytes;
use crate::error::cpl_error;
use crate::findings::cpl_findings;
use crate::json;
use crate::layout::{column_of, kind_of, wrong};
use crate::row::cpl_row;
use crate::texts::{cpl_texts, row_of};
use cplink::convert::{CsvStyle, read, write};
use cplink::record::Table;
use std::ffi::c_char;

/// The rows of one file.
pub struct cpl_table(pub(crate) Handle<Table>);

/// An empty table of a kind, as `UPPLAN`.
///
/// The caller frees `*out` with `cpl_table_free`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_new(kind: *const c_char, out: *mut *mut cpl_table, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let kind = text!(kind);
        let out = out!(out);
        out.give(cpl_table(Handle::new(Table::new(kind_of(kind)?))));
    })
}

/// Reads a CSV file leniently: no row is dropped, and the findings report what is wrong.
///
/// The caller frees `*out` with `cpl_table_free`. The caller frees `*findings` with
/// `cpl_findings_free`. `findings` may be NULL.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_read(
    kind: *const c_char,
    csv: *const u8,
    csv_len: usize,
    out: *mut *mut cpl_table,
    findings: *mut *mut cpl_findings,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let kind = text!(kind);
        let csv = bytes!(csv, csv_len);
        let out = out!(out);
        let findings = maybe_out(findings);
        let read = read(kind_of(kind)?, csv)?;
        if let Some(findings) = findings {
            findings.give(cpl_findings::new(read.findings));
        }
        out.give(cpl_table(Handle::new(read.table)));
    })
}

/// The kind, as `UPPLAN`.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `table` is changed or freed. Several
/// threads may read `table` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_kind(
    table: *const cpl_table,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let text = out_text!(text, len);
        text.put(table.0.read()?.kind().name());
    })
}

/// How many rows there are.
///
/// Several threads may read `table` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_len(table: *const cpl_table, count: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let table = arg!(table);
        let count = out!(count);
        count.put(table.0.read()?.len());
    })
}

/// Decodes a row, by 0-based index, into `row` and replaces its content, so that one `cpl_row` can be used
/// for a whole table.
///
/// One thread at a time per `row`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_row(
    table: *const cpl_table,
    index: usize,
    row: *mut cpl_row,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let row = arg!(row);
        let table = table.0.read()?;
        let read = table.row(index).ok_or_else(|| wrong("no such row"))?;
        row.0.write()?.fill(table.layout(), read);
    })
}

/// All cells of `count` rows from the 0-based row `first` on in one piece, fewer at the end of the table:
/// typed rows are made from them. `kind` is the kind that the caller expects; the cells are in the order of
/// the table's CSV version (`cpl_table_version`).
///
/// The caller frees `*out` with `cpl_texts_free`. Several threads may read `table` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the table is of another kind, `CPL_E_LAYOUT_VERSION` where the
/// CSV version that a row names has other columns than the table's, `CPL_E_TOO_LARGE` over 4 GiB of text: ask for fewer rows,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_texts(
    table: *const cpl_table,
    kind: *const c_char,
    first: usize,
    count: usize,
    out: *mut *mut cpl_texts,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let kind = text!(kind);
        let out = out!(out);
        let rows = first..first.saturating_add(count);
        out.give(cpl_texts(table.0.read()?.texts(kind_of(kind)?, rows)?));
    })
}

/// Adds a row of cells as a file has them, however many; `*index` is its 0-based index. Cell `i`
/// (0-based) is the bytes `text[offsets[i]]` to `text[offsets[i + 1]]`, UTF-8: one cell fewer than
/// offsets.
///
/// One thread at a time per `table`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` for a row without a cell and for offsets that do not fit the text,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_TOO_LARGE`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_add_row(
    table: *mut cpl_table,
    text: *const u8,
    text_len: usize,
    offsets: *const u32,
    offsets_len: usize,
    index: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let index = out!(index);
        let cells = row_of(text, text_len, offsets, offsets_len)?;
        index.put(table.0.write()?.push_texts(&cells)?);
    })
}

/// Replaces the cells of the row with this 0-based index; they are given as for `cpl_table_add_row`. Cells
/// whose text does not change keep the bytes that were read, as do cells that are not valid text (U+FFFD) and
/// a row in which nothing changes.
///
/// One thread at a time per `table`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_TOO_LARGE`,
/// `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_set_row(
    table: *mut cpl_table,
    index: usize,
    text: *const u8,
    text_len: usize,
    offsets: *const u32,
    offsets_len: usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let cells = row_of(text, text_len, offsets, offsets_len)?;
        table.0.write()?.set_texts(index, &cells)?;
    })
}

/// Adds an empty row of the layout's width with its CSV version and constants set; `*index` is its
/// 0-based index.
///
/// One thread at a time per `table`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_push(table: *mut cpl_table, index: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let table = arg!(table);
        let index = out!(index);
        index.put(table.0.write()?.push());
    })
}

/// Sets an item, by its id, of the row with this 0-based index. The other items stay as they were read.
///
/// One thread at a time per `table`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`,
/// `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_set(
    table: *mut cpl_table,
    index: usize,
    field: *const c_char,
    value: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let field = text!(field);
        let value = text!(value);
        table.0.write()?.set(index, field, value)?;
    })
}

/// Sets an item, by its 1-based number, of the row with this 0-based index. The other items stay as
/// they were read.
///
/// One thread at a time per `table`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`,
/// `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_set_number(
    table: *mut cpl_table,
    index: usize,
    number: u32,
    value: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let value = text!(value);
        let mut table = table.0.write()?;
        let layout = table.layout();
        table.set(index, layout.fields[column_of(layout, number)?].id, value)?;
    })
}

/// Removes the row with this 0-based index.
///
/// One thread at a time per `table`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_remove(table: *mut cpl_table, index: usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let table = arg!(table);
        table.0.write()?.remove(index)?;
    })
}

/// Writes the table as CSV (CP932). With `as_read` 1, rows that were read and not changed keep their
/// bytes, and a table that is unchanged is its whole file; with 0 all rows are written in the standard's form.
///
/// The caller frees `*out` with `cpl_bytes_free`. The caller frees `*findings` with
/// `cpl_findings_free`. `findings` may be NULL. Several threads may read `table` at once.
///
/// Errors: `CPL_E_UNMAPPABLE` with the findings of every character that cannot be written,
/// `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_write(
    table: *const cpl_table,
    as_read: i32,
    out: *mut *mut cpl_bytes,
    findings: *mut *mut cpl_findings,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let out = out!(out);
        let findings = maybe_out(findings);
        let form = if as_read == 0 { CsvStyle::Canonical } else { CsvStyle::AsRead };
        let (bytes, said) = write(&*table.0.read()?, form)?;
        if let Some(findings) = findings {
            findings.give(cpl_findings::new(said));
        }
        out.give(cpl_bytes(bytes));
    })
}

/// All rows as JSON (UTF-8): an array of objects, item id to text; columns beyond the layout in `surplus`,
/// bytes that are not valid text as hexadecimal digits. `spec-fixtures/rows.schema.json` describes the form.
///
/// The caller frees `*out` with `cpl_bytes_free`. Several threads may read `table` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_json(
    table: *const cpl_table,
    out: *mut *mut cpl_bytes,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let out = out!(out);
        out.give(cpl_bytes(json::table(&*table.0.read()?)));
    })
}

/// Adds the rows of a JSON text: an object or an array of objects as `cpl_table_json` writes them.
/// Items that are left out are empty or have their fixed value. If one is wrong, no row is added.
///
/// One thread at a time per `table`.
///
/// Errors: `CPL_E_JSON_FORM` with the row, `CPL_E_TOO_LARGE`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`,
/// `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_add_json(
    table: *mut cpl_table,
    json: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let table = arg!(table);
        let json = text!(json);
        json::add(&mut *table.0.write()?, json)?;
    })
}

/// Frees a table that you own, not a borrowed one. NULL is fine; twice is not. Not while another thread uses
/// it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_table_free(table: *mut cpl_table) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(table) }
}
