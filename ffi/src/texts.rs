//! Many rows as texts in one piece.

use crate::boundary::{arg, border, bytes_of, free, numbers_of, out, out_text};
use crate::error::cpl_error;
use crate::layout::wrong;
use cplink::typed::Texts;
use cplink::{Code, Error, Result};
use std::ffi::c_char;

/// The cells of some rows, each as the number of its text, and the texts: what typed rows are made from
/// in any language, a whole table in a few calls. Never changes: any number of threads may read it.
///
/// Cell `c` (0-based, row after row) is text `t = cells[c]`, the bytes `text[offsets[t]]` to
/// `text[offsets[t + 1]]`. Row `r` has the cells `starts[r]` to `starts[r + 1]`. Text 0 is the empty one;
/// a text that many rows have is listed once or a few times. Bytes that are not valid text appear as U+FFFD;
/// `cpl_row_texts` shows which.
pub struct cpl_texts(pub(crate) Texts);

/// The texts, one after the other; there are `count` of them and `count + 1` offsets.
///
/// `offsets` is borrowed like the text.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `texts` is changed or freed. Several
/// threads may read `texts` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_texts_text(
    texts: *const cpl_texts,
    text: *mut *const c_char,
    len: *mut usize,
    offsets: *mut *const u32,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let texts = arg!(texts);
        let text = out_text!(text, len);
        let offsets = out!(offsets);
        let count = out!(count);
        let (all, begins) = texts.0.text();
        text.put(all);
        offsets.put(begins.as_ptr());
        count.put(begins.len() - 1);
    })
}

/// The number of each cell's text, row after row: `count` cells.
///
/// `cells` is borrowed until `texts` is freed. Several threads may read `texts` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_texts_cells(
    texts: *const cpl_texts,
    cells: *mut *const u32,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let texts = arg!(texts);
        let cells = out!(cells);
        let count = out!(count);
        cells.put(texts.0.cells().as_ptr());
        count.put(texts.0.cells().len());
    })
}

/// Where each row's cells begin; there are `count` rows and `count + 1` starts.
///
/// `starts` is borrowed until `texts` is freed. Several threads may read `texts` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_texts_rows(
    texts: *const cpl_texts,
    starts: *mut *const u32,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let texts = arg!(texts);
        let starts = out!(starts);
        let count = out!(count);
        starts.put(texts.0.starts().as_ptr());
        count.put(texts.0.starts().len() - 1);
    })
}

/// Frees texts. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_texts_free(texts: *mut cpl_texts) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(texts) }
}

/// The cells of a row that comes in: text and offsets, as `cpl_row_texts` gives them.
///
/// # Safety
/// As [`bytes_of`].
pub(crate) unsafe fn row_of<'a>(
    text: *const u8,
    len: usize,
    offsets: *const u32,
    offsets_len: usize,
) -> Result<Vec<&'a str>> {
    // SAFETY: the same promise.
    let (text, offsets) = unsafe { (bytes_of(text, len, "text")?, numbers_of(offsets, offsets_len, "offsets")?) };
    let text = std::str::from_utf8(text).map_err(|_| Error::new(Code::NotUtf8).with_detail("text"))?;
    let cell = |pair: &[u32]| text.get(pair[0] as usize..pair[1] as usize).ok_or_else(|| wrong("offsets"));
    offsets.windows(2).map(cell).collect()
}
