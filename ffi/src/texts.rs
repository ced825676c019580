//! Many rows as texts in one piece.

use crate::boundary::{OutNumbers, arg, border, out, out_text};
use crate::generated::handles::cpl_error;
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

/// Documented in `ffi/api/texts.toml`.
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

pub(crate) fn cells(texts: &cpl_texts, numbers: OutNumbers<'_>) -> Result<()> {
    numbers.put(texts.0.cells());
    Ok(())
}

/// The cells of a row that comes in: text and offsets, as `cpl_row_texts` gives them.
pub(crate) fn row_of<'a>(text: &'a [u8], offsets: &[u32]) -> Result<Vec<&'a str>> {
    let text = std::str::from_utf8(text).map_err(|_| Error::new(Code::NotUtf8).with_detail("text"))?;
    let cell = |pair: &[u32]| text.get(pair[0] as usize..pair[1] as usize).ok_or_else(|| wrong("offsets"));
    offsets.windows(2).map(cell).collect()
}

/// Documented in `ffi/api/texts.toml`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_texts_rows(
    texts: *const cpl_texts,
    numbers: *mut *const u32,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let texts = arg!(texts);
        let numbers = out!(numbers);
        let count = out!(count);
        numbers.put(texts.0.starts().as_ptr());
        count.put(texts.0.starts().len() - 1);
    })
}
