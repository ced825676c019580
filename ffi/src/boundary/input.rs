//! Arguments that come in.

use std::ffi::{CStr, c_char};

use cplink::{Code, Error, Result};

/// The most bytes that an argument may hold: what a CSV file may hold too. Larger attachments go by
/// path.
const MAX_BYTES: usize = cplink::convert::MAX_FILE;

fn null(name: &'static str) -> Error {
    Error::new(Code::NullArgument).with_detail(name)
}

/// A handle that must be given.
///
/// # Safety
/// `handle` is NULL or a live handle of its type.
pub(crate) unsafe fn given<'a, T>(handle: *const T, name: &'static str) -> Result<&'a T> {
    // SAFETY: live by the caller's promise; whatever changes does so behind a lock.
    unsafe { handle.as_ref() }.ok_or_else(|| null(name))
}

/// A handle that may be NULL.
///
/// # Safety
/// As [`given`].
pub(crate) unsafe fn maybe<'a, T>(handle: *const T) -> Option<&'a T> {
    // SAFETY: as above.
    unsafe { handle.as_ref() }
}

/// A function of the host that must be given.
pub(crate) fn function_of<F>(function: Option<F>, name: &'static str) -> Result<F> {
    function.ok_or_else(|| null(name))
}

/// A text that must be given.
///
/// # Safety
/// `text` is NULL or ends with NUL, and stays as it is during the call.
pub(crate) unsafe fn text_of<'a>(text: *const c_char, name: &'static str) -> Result<&'a str> {
    // SAFETY: the same promise.
    unsafe { maybe_text_of(text, name) }?.ok_or_else(|| null(name))
}

/// A text that may be NULL.
///
/// # Safety
/// As [`text_of`].
pub(crate) unsafe fn maybe_text_of<'a>(text: *const c_char, name: &'static str) -> Result<Option<&'a str>> {
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: not NULL, and NUL-ended by the caller's promise.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_str().map(Some).map_err(|_| Error::new(Code::NotUtf8).with_detail(name))
}

/// Bytes by pointer and length; NULL with length 0 is no bytes.
///
/// # Safety
/// `data` is NULL or `len` bytes can be read there during the call.
pub(crate) unsafe fn bytes_of<'a>(data: *const u8, len: usize, name: &'static str) -> Result<&'a [u8]> {
    // SAFETY: the same promise.
    unsafe { items_of(data, len, name) }
}

/// Numbers by pointer and count.
///
/// # Safety
/// As [`bytes_of`].
pub(crate) unsafe fn numbers_of<'a, T: Number>(data: *const T, len: usize, name: &'static str) -> Result<&'a [T]> {
    // SAFETY: the same promise.
    unsafe { items_of(data, len, name) }
}

/// Texts by pointer and count.
///
/// # Safety
/// As [`bytes_of`] and [`text_of`].
pub(crate) unsafe fn texts_of<'a>(
    texts: *const *const c_char,
    count: usize,
    name: &'static str,
) -> Result<Vec<&'a str>> {
    // SAFETY: the same promise.
    let texts = unsafe { items_of(texts, count, name) }?;
    // SAFETY: each is NULL or NUL-ended by the same promise.
    texts.iter().map(|text| unsafe { text_of(*text, name) }).collect()
}

/// What may come in as an array: any bytes are one.
pub(crate) trait Number {}
impl Number for u16 {}
impl Number for u32 {}
impl Number for i32 {}

unsafe fn items_of<'a, T>(data: *const T, count: usize, name: &'static str) -> Result<&'a [T]> {
    if count == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(null(name));
    }
    // A wrong length (a negative one, say) is refused before a byte is read.
    if count > MAX_BYTES / size_of::<T>() {
        return Err(Error::new(Code::TooLarge).with_detail(name));
    }
    if !data.is_aligned() {
        return Err(Error::new(Code::InvalidArgument).with_detail(name));
    }
    // SAFETY: not NULL, aligned, readable by the caller's promise, below the largest size of an object.
    Ok(unsafe { std::slice::from_raw_parts(data, count) })
}
