//! Panics stop here; errors become a code and an object.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cplink::{Code, Error, Result};

use super::panic_hook;
use crate::generated::handles::cpl_error;

/// Runs a body, and on failure writes `*err` where `err` is not NULL.
///
/// # Safety
/// `err` is NULL or can be written.
pub(crate) unsafe fn run(err: *mut *mut cpl_error, body: impl FnOnce() -> Result<()>) -> i32 {
    let _inside = panic_hook::enter_library();
    let error = match caught(body) {
        Ok(()) => return 0,
        Err(error) => error,
    };
    let code = error.code() as i32;
    if !err.is_null()
        && let Ok(object) = catch_unwind(AssertUnwindSafe(|| Box::into_raw(Box::new(cpl_error::from(error)))))
    {
        // SAFETY: not NULL, and writable by the caller's promise.
        unsafe { err.write(object) };
    }
    code
}

/// Runs a body; a panic becomes an error.
pub(crate) fn caught<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    let _inside = panic_hook::enter_library();
    // A handle that was in use is poisoned by its own guard, so nothing half-done is seen afterwards.
    catch_unwind(AssertUnwindSafe(body))
        .unwrap_or_else(|payload| Err(Error::new(Code::Bug).with_detail(words(&*payload))))
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
    let _inside = panic_hook::enter_library();
    // There is nobody to report it to; what could not be freed leaks.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(handle)));
}

fn words(payload: &(dyn Any + Send)) -> String {
    let words = payload.downcast_ref::<&str>().copied();
    words.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("panic").to_owned()
}
