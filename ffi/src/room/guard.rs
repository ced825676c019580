//! Panics stop here; errors become a code and an object.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cplink::{Code, Error, Result};

use super::quiet;
use crate::error::cpl_error;

/// Runs a body, and on failure writes `*err` where `err` is not NULL.
///
/// # Safety
/// `err` is NULL or can be written.
pub(crate) unsafe fn run(err: *mut *mut cpl_error, body: impl FnOnce() -> Result<()>) -> i32 {
    // A handle that was in use is poisoned by its own guard, so nothing half-done is seen afterwards.
    let inside = quiet::enter();
    let error = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => return 0,
        Ok(Err(error)) => error,
        Err(payload) => Error::new(Code::Bug).with_detail(words(&*payload)),
    };
    let code = error.code() as i32;
    if !err.is_null()
        && let Ok(object) = catch_unwind(AssertUnwindSafe(|| Box::into_raw(Box::new(cpl_error::new(error)))))
    {
        // SAFETY: not NULL, and writable by the caller's promise.
        unsafe { err.write(object) };
    }
    drop(inside);
    code
}

/// Frees a handle; NULL is fine.
///
/// # Safety
/// `handle` is NULL or came from this library and was not freed before.
pub(crate) unsafe fn free<T>(handle: *mut T) {
    if handle.is_null() {
        return;
    }
    // SAFETY: handles come from `Box::into_raw`, by the caller's promise this one once only.
    let handle = unsafe { Box::from_raw(handle) };
    let _inside = quiet::enter();
    // There is nobody to tell; what could not be freed leaks.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(handle)));
}

fn words(payload: &(dyn Any + Send)) -> String {
    let words = payload.downcast_ref::<&str>().copied();
    words.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("panic").to_owned()
}
