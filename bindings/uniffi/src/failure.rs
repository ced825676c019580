//! How an error of the core reaches Python.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use cplink::error::{Code, Error};
use cplink_values as values;

use crate::generated;

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// The error of every call.
#[derive(Debug, uniffi::Error)]
pub enum Failure {
    /// The only form: UniFFI wants an enumeration.
    Failed {
        /// All that is known.
        fault: Box<generated::Error>,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Failed { fault } = self;
        f.write_str(&fault.text)
    }
}

impl std::error::Error for Failure {}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Failed { fault: Box::new(values::Error::from(error).into()) }
    }
}

/// A misuse of the package: what is wrong in English and Japanese.
pub(crate) fn misuse(en: impl Into<String>, ja: impl Into<String>) -> Failure {
    Failure::Failed { fault: Box::new(told(Code::InvalidArgument, en.into(), Some(ja.into()))) }
}

/// A fault that says what exactly is wrong, also in Japanese where a text is given.
fn told(code: Code, en: String, ja: Option<String>) -> generated::Error {
    let error: generated::Error = values::Error::from(Error::new(code).with_detail(en)).into();
    match ja {
        Some(message_ja) => generated::Error { message_ja, ..error },
        None => error,
    }
}

/// Holds an object for one operation; nobody waits for another's network.
pub(crate) fn hold<T>(mutex: &Mutex<T>) -> Result<MutexGuard<'_, T>> {
    mutex.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => Error::new(Code::Busy).into(),
        TryLockError::Poisoned(_) => poisoned(),
    })
}

/// For a lock that is held only for short.
pub(crate) fn unpoisoned<T>(held: std::result::Result<T, PoisonError<T>>) -> Result<T> {
    held.map_err(|_| poisoned())
}

fn poisoned() -> Failure {
    Error::new(Code::Poisoned).into()
}

/// The fault of a code, for what the Python half finds out by itself: what exactly is wrong, in English, and
/// in Japanese where there is more to say than the code's own text.
#[uniffi::export]
pub fn fault_of(code: i32, detail: String, message_ja: Option<String>) -> generated::Error {
    let known = Code::ALL.iter().copied().find(|known| *known as i32 == code).unwrap_or(Code::Bug);
    told(known, detail, message_ja)
}
