//! A part of a message: a file as its exact bytes.

use std::io::Read;

use crate::error::{At, Code, Error, Result};
use crate::file::Source;

/// A part to seal.
#[derive(Clone)]
pub struct Part {
    /// Its plain file name.
    pub name: String,
    /// Its media type, such as `text/csv`.
    pub media_type: String,
    /// Its bytes.
    pub source: Source,
}

impl Part {
    /// A part.
    pub fn new(name: impl Into<String>, media_type: impl Into<String>, source: impl Into<Source>) -> Self {
        Self { name: name.into(), media_type: media_type.into(), source: source.into() }
    }

    pub(super) fn open(&self) -> Result<Box<dyn Read + Send + '_>> {
        self.source.open().map_err(|error| error.with_at(At::file(&self.name)))
    }

    pub(super) fn unreadable(&self, error: std::io::Error) -> Error {
        Error::io(Code::FileRead, error).with_at(At::file(&self.name))
    }
}

/// `type/subtype` in lower case, without parameters.
pub(super) fn is_media_type(text: &str) -> bool {
    let token = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-'))
    };
    text.len() <= 100 && text.split_once('/').is_some_and(|(kind, sub)| token(kind) && token(sub))
}

/// One line of text for people: no control characters, not too long.
pub(crate) fn is_line(text: &str, max_chars: usize) -> bool {
    text.chars().count() <= max_chars && !text.chars().any(char::is_control)
}

/// A line that says something: blanks alone are no reason for anybody.
pub(crate) fn is_reason(text: &str, max_chars: usize) -> bool {
    is_line(text, max_chars) && !text.trim().is_empty()
}
