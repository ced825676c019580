//! Places that results go to: checked before the work begins, written after it succeeded.

use std::ffi::c_char;
use std::marker::PhantomData;

use crate::bytes::cpl_bytes;
use cplink::{Code, Error, Result};

/// Where a value goes.
pub(crate) struct Out<'a, T>(*mut T, PhantomData<&'a mut T>);

/// A place that must be given.
///
/// # Safety
/// `place` is NULL or can be written during the call.
pub(crate) unsafe fn place<'a, T>(place: *mut T, name: &'static str) -> Result<Out<'a, T>> {
    if place.is_null() {
        return Err(Error::new(Code::NullArgument).with_detail(name));
    }
    Ok(Out(place, PhantomData))
}

/// A place that may be NULL where the caller does not want the result.
///
/// # Safety
/// As [`place`].
pub(crate) unsafe fn maybe_out<'a, T>(place: *mut T) -> Option<Out<'a, T>> {
    (!place.is_null()).then_some(Out(place, PhantomData))
}

impl<T> Out<'_, T> {
    pub(crate) fn put(self, value: T) {
        // SAFETY: made by `place` only: not NULL, writable by the caller's promise. For 32-bit C a number of 64 bits may
        // be at any place that 4 divides, for Rust only where 8 does.
        unsafe { self.0.write_unaligned(value) };
    }
}

impl<T> Out<'_, *mut T> {
    /// Hands a handle over; the caller frees it.
    pub(crate) fn give(self, value: T) {
        self.put(Box::into_raw(Box::new(value)));
    }
}

impl<T> Out<'_, *mut T> {
    /// As [`Out::give`]; NULL where there is none.
    pub(crate) fn give_maybe(self, value: Option<T>) {
        self.put(value.map_or(std::ptr::null_mut(), |value| Box::into_raw(Box::new(value))));
    }
}

impl Out<'_, *mut cpl_bytes> {
    /// Hands bytes over; the caller frees them.
    pub(crate) fn give_bytes(self, bytes: impl Into<Vec<u8>>) {
        self.give(cpl_bytes(bytes.into()));
    }
}

impl<T> Out<'_, *const T> {
    /// Lends a handle that its owner frees.
    pub(crate) fn lend(self, value: &T) {
        self.put(value);
    }

    /// As [`Out::lend`]; NULL where there is none.
    pub(crate) fn lend_maybe(self, value: Option<&T>) {
        self.put(value.map_or(std::ptr::null(), std::ptr::from_ref));
    }
}

/// Where a borrowed text goes.
pub(crate) struct OutText<'a>(Out<'a, *const c_char>, Out<'a, usize>);

/// # Safety
/// As [`place`].
pub(crate) unsafe fn place_text<'a>(text: *mut *const c_char, len: *mut usize) -> Result<OutText<'a>> {
    // SAFETY: the same promise.
    unsafe { Ok(OutText(place(text, "text")?, place(len, "len")?)) }
}

impl OutText<'_> {
    /// Lends a text that lives as long as its owner.
    pub(crate) fn put(self, text: &str) {
        self.0.put(text.as_ptr().cast());
        self.1.put(text.len());
    }

    /// Nothing is an empty text.
    pub(crate) fn put_maybe(self, text: Option<&str>) {
        self.put(text.unwrap_or_default());
    }
}

/// Where borrowed bytes go.
pub(crate) struct OutBytes<'a>(Out<'a, *const u8>, Out<'a, usize>);

/// # Safety
/// As [`place`].
pub(crate) unsafe fn place_bytes<'a>(data: *mut *const u8, len: *mut usize) -> Result<OutBytes<'a>> {
    // SAFETY: the same promise.
    unsafe { Ok(OutBytes(place(data, "data")?, place(len, "len")?)) }
}

impl OutBytes<'_> {
    /// Lends bytes that live as long as their owner.
    pub(crate) fn put(self, bytes: &[u8]) {
        self.0.put(bytes.as_ptr());
        self.1.put(bytes.len());
    }
}

/// Where borrowed numbers go.
pub(crate) struct OutNumbers<'a>(Out<'a, *const u32>, Out<'a, usize>);

/// # Safety
/// As [`place`].
pub(crate) unsafe fn place_numbers<'a>(
    numbers: *mut *const u32,
    count: *mut usize,
    name: &'static str,
) -> Result<OutNumbers<'a>> {
    // SAFETY: the same promise.
    unsafe { Ok(OutNumbers(place(numbers, name)?, place(count, "count")?)) }
}

impl OutNumbers<'_> {
    /// Lends numbers that live as long as their owner.
    pub(crate) fn put(self, numbers: &[u32]) {
        self.0.put(numbers.as_ptr());
        self.1.put(numbers.len());
    }

    /// Lends the ends of things, of which there is one fewer than numbers.
    pub(crate) fn put_ends(self, numbers: &[u32]) {
        self.0.put(numbers.as_ptr());
        self.1.put(numbers.len().saturating_sub(1));
    }
}

/// An item by its place, which counts from 0.
pub(crate) fn at<'a, T>(items: &'a [T], index: usize, name: &str) -> Result<&'a T> {
    items.get(index).ok_or_else(|| Error::new(Code::InvalidArgument).with_detail(format!("no such {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_may_lie_where_rust_would_not_put_it() {
        let mut space = [0_u8; 24];
        for at in 0..8 {
            // SAFETY: 8 bytes from there are in `space`.
            let place = unsafe { place(space.as_mut_ptr().add(at).cast::<i64>(), "value") };
            place.unwrap().put(i64::from_ne_bytes([7; 8]));
            assert_eq!(space[at..at + 8], [7; 8]);
        }
    }
}
