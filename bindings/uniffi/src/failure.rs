//! How an error of the core reaches Python.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use cplink::error::{Code, Error, Retry};

use crate::finding::{Finding, findings};

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// All that is known of an error.
#[derive(Debug, uniffi::Record)]
pub struct Fault {
    /// The number.
    pub code: i32,
    /// The number's name.
    pub name: String,
    /// `never`, `after_fix`, `safe` or `login`.
    pub retry: String,
    /// Whether the other side may already have done what was asked.
    pub in_doubt: bool,
    /// One line in English for a log: code, text, detail, place and cause.
    pub summary: String,
    /// What happened, in Japanese.
    pub message_ja: String,
    /// What happened, in English.
    pub message_en: String,
    /// What to do, in Japanese.
    pub remedy_ja: String,
    /// What to do, in English.
    pub remedy_en: String,
    /// What exactly was wrong.
    pub detail: Option<String>,
    /// The file.
    pub file: Option<String>,
    /// The 1-based row.
    pub row: Option<u64>,
    /// The layout's item number.
    pub item_number: Option<u16>,
    /// The byte offset.
    pub offset: Option<u64>,
    /// The operating system's error number.
    pub os_code: Option<i32>,
    /// The relay's own code.
    pub relay_code: Option<String>,
    /// The findings that led to the refusal.
    pub findings: Vec<Finding>,
}

/// The error of every call.
#[derive(Debug, uniffi::Error)]
pub enum Failure {
    /// The only form: UniFFI wants an enumeration.
    Failed {
        /// All that is known.
        fault: Box<Fault>,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Failed { fault } = self;
        f.write_str(&fault.summary)
    }
}

impl std::error::Error for Failure {}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let (code, at) = (error.code(), error.at());
        let fault = Fault {
            code: code as i32,
            name: code.name().to_owned(),
            retry: retry(error.retry()).to_owned(),
            in_doubt: error.in_doubt(),
            // With what the system said, as the C ABI has it.
            summary: format!("{error:?}"),
            message_ja: code.message_ja().to_owned(),
            message_en: code.message_en().to_owned(),
            remedy_ja: code.remedy_ja().to_owned(),
            remedy_en: code.remedy_en().to_owned(),
            detail: error.detail().map(str::to_owned),
            file: at.file.clone(),
            row: at.row,
            item_number: at.item_number,
            offset: at.offset,
            os_code: error.os_code(),
            relay_code: error.relay_code().map(str::to_owned),
            findings: findings(error.findings()),
        };
        Self::Failed { fault: Box::new(fault) }
    }
}

fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "never",
        Retry::AfterFix => "after_fix",
        Retry::Safe => "safe",
        Retry::Login => "login",
    }
}

/// A misuse of the package: what is wrong in English and Japanese.
pub(crate) fn misuse(en: impl Into<String>, ja: impl Into<String>) -> Failure {
    Failure::Failed { fault: Box::new(told(Code::InvalidArgument, en.into(), Some(ja.into()))) }
}

/// A fault that says what exactly is wrong, also in Japanese where a text is given.
fn told(code: Code, en: String, ja: Option<String>) -> Fault {
    let Failure::Failed { fault } = Error::new(code).with_detail(en).into();
    let said = ja.unwrap_or_else(|| fault.message_ja.clone());
    Fault { message_ja: said, ..*fault }
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
pub fn fault_of(code: i32, detail: String, message_ja: Option<String>) -> Fault {
    let known = Code::ALL.iter().copied().find(|known| *known as i32 == code).unwrap_or(Code::Bug);
    told(known, detail, message_ja)
}

/// All that is known of an error that is a value.
pub(crate) fn fault(error: Error) -> Fault {
    let Failure::Failed { fault } = error.into();
    *fault
}
