//! Units to import: what to remove, what to insert, and what remains.

use std::ffi::c_char;

use crate::boundary::Handle;
use crate::boundary::{arg, border, free, out, out_text, text};
use crate::error::cpl_error;
use crate::interpret::cpl_rows;
use crate::layout::wrong;
use crate::table::cpl_table;
use cplink::Result;
use cplink::interpret::{ImportStep, Reason, ReceivedTable, import_steps, remaining_rows};
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::unit::Serial;

/// A step: insert the rows of the table.
pub const CPL_IMPORT_INSERT: i32 = 1;
/// A step: remove the rows that the table, a withdrawal, names.
pub const CPL_IMPORT_WITHDRAW: i32 = 2;
/// A step: remove the rows that the table replaces.
pub const CPL_IMPORT_REPLACE: i32 = 3;

/// Units to import.
pub struct cpl_import(Handle<Vec<(Serial, Table)>>);

impl cpl_import {
    fn with<T>(&self, use_of: impl FnOnce(&[ReceivedTable<'_>]) -> T) -> Result<T> {
        let tables = self.0.read()?;
        let received: Vec<_> = tables.iter().map(|(serial, table)| ReceivedTable { serial: *serial, table }).collect();
        Ok(use_of(&received))
    }
}

/// An import without tables.
///
/// The caller frees `*out` with `cpl_import_free`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_import_new(out: *mut *mut cpl_import, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let out = out!(out);
        out.give(cpl_import(Handle::new(Vec::new())));
    })
}

/// Adds a copy of a table of the unit with this serial. The order of the calls does not matter.
///
/// One thread at a time per `import`.
///
/// Errors: `CPL_E_SERIAL` where the serial is not 14 digits, `CPL_E_NULL_ARGUMENT`,
/// `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_import_add(
    import: *mut cpl_import,
    serial: *const c_char,
    table: *const cpl_table,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let import = arg!(import);
        let serial = text!(serial);
        let table = arg!(table);
        let serial = Serial::new(serial)?;
        let table = table.0.read()?.clone();
        import.0.write()?.push((serial, table));
    })
}

/// The rows that remain when all units have been imported by their serials, with every replacement and the
/// cascade of every withdrawal: pairs of the table's place in the order of `cpl_import_add` and the 0-based
/// row, in the order of import.
///
/// The caller frees `*out` with `cpl_rows_free`. Several threads may read `import` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_import_remaining_rows(
    import: *const cpl_import,
    out: *mut *mut cpl_rows,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let import = arg!(import);
        let out = out!(out);
        let remaining_rows = import.with(remaining_rows)?.into_iter();
        out.give(cpl_rows(remaining_rows.flat_map(|(table, row)| [table as u32, row as u32]).collect()));
    })
}

/// The steps that import the units into the host's data: in the order of their serials; in a unit, the base
/// file first; before a base row, the removal of what it replaces; with every withdrawal, its cascade.
///
/// The caller frees `*out` with `cpl_steps_free`. Several threads may read `import` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_import_steps(
    import: *const cpl_import,
    out: *mut *mut cpl_steps,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let import = arg!(import);
        let out = out!(out);
        out.give(cpl_steps(import.with(import_steps)?));
    })
}

/// Frees an import. NULL is fine; twice is not. Not while another thread uses it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_import_free(import: *mut cpl_import) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(import) }
}

/// The steps of an import. Never change: any number of threads may read them.
pub struct cpl_steps(Vec<ImportStep>);

impl cpl_steps {
    fn item(&self, index: usize) -> Result<&ImportStep> {
        self.0.get(index).ok_or_else(|| wrong("no such step"))
    }

    fn kinds(&self, index: usize) -> Result<&[Kind]> {
        Ok(match self.item(index)? {
            ImportStep::Remove { kinds, .. } => kinds,
            ImportStep::Insert { kind, .. } => std::slice::from_ref(kind),
        })
    }

    fn keys(&self, index: usize) -> Result<&[(&'static str, String)]> {
        Ok(match self.item(index)? {
            ImportStep::Remove { keys, .. } => keys,
            ImportStep::Insert { .. } => &[],
        })
    }
}

/// How many steps there are.
///
/// Several threads may read `steps` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_steps_len(steps: *const cpl_steps, count: *mut usize, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let steps = arg!(steps);
        let count = out!(count);
        count.put(steps.0.len());
    })
}

/// A step: `*what` is one of `CPL_STEP_...`, `*table` the table's place in the order of `cpl_import_add`.
/// `*kinds` is how many kinds of rows the step concerns; `*keys` how many items select the rows to remove, 0
/// if the step inserts a table.
///
/// Several threads may read `steps` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_steps_at(
    steps: *const cpl_steps,
    index: usize,
    what: *mut i32,
    table: *mut usize,
    kinds: *mut usize,
    keys: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let steps = arg!(steps);
        let what = out!(what);
        let table = out!(table);
        let kinds = out!(kinds);
        let keys = out!(keys);
        let (step, place) = match *steps.item(index)? {
            ImportStep::Insert { table, .. } => (CPL_IMPORT_INSERT, table),
            ImportStep::Remove { table, reason: Reason::Withdrawn, .. } => (CPL_IMPORT_WITHDRAW, table),
            ImportStep::Remove { table, reason: Reason::Replaced, .. } => (CPL_IMPORT_REPLACE, table),
        };
        what.put(step);
        table.put(place);
        kinds.put(steps.kinds(index)?.len());
        keys.put(steps.keys(index)?.len());
    })
}

/// A kind of rows that a step concerns, as `UPPLAN`, by 0-based index, the base first.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever. Several threads may read `steps` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_steps_kind(
    steps: *const cpl_steps,
    index: usize,
    kind: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let steps = arg!(steps);
        let text = out_text!(text, len);
        text.put(steps.kinds(index)?.get(kind).ok_or_else(|| wrong("no such kind"))?.name());
    })
}

/// The id of an item that selects the rows to remove, by 0-based index: rows with its value
/// (`cpl_steps_value`) in this and in every other such item.
///
/// `text` is UTF-8 of `len` bytes without NUL, valid for ever. Several threads may read `steps` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_steps_field(
    steps: *const cpl_steps,
    index: usize,
    key: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let steps = arg!(steps);
        let text = out_text!(text, len);
        text.put(steps.keys(index)?.get(key).ok_or_else(|| wrong("no such key"))?.0);
    })
}

/// The value of that item. A `service_code` only has to begin with it: a withdrawal of results names the
/// service type.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `steps` is freed. Several threads may read
/// `steps` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_steps_value(
    steps: *const cpl_steps,
    index: usize,
    key: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let steps = arg!(steps);
        let text = out_text!(text, len);
        text.put(&steps.keys(index)?.get(key).ok_or_else(|| wrong("no such key"))?.1);
    })
}

/// Frees steps. NULL is fine; twice is not. Not while another thread uses them or data borrowed from them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_steps_free(steps: *mut cpl_steps) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(steps) }
}
