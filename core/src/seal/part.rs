//! A part of a message: a file as its exact bytes.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use crate::error::{At, Code, Error, Result};

/// Where a part's bytes come from.
#[derive(Clone)]
pub enum Source {
    /// Memory.
    Bytes(Arc<[u8]>),
    /// A file, which is read in blocks, twice: once for the digest, once for the container.
    File(PathBuf),
}

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
    /// A part from memory.
    pub fn bytes(
        name: impl Into<String>,
        media_type: impl Into<String>,
        bytes: impl Into<Arc<[u8]>>,
    ) -> Self {
        let source = Source::Bytes(bytes.into());
        Self { name: name.into(), media_type: media_type.into(), source }
    }

    /// A part from a file.
    pub fn file(
        name: impl Into<String>,
        media_type: impl Into<String>,
        path: impl Into<PathBuf>,
    ) -> Self {
        let source = Source::File(path.into());
        Self { name: name.into(), media_type: media_type.into(), source }
    }

    pub(super) fn open(&self) -> Result<Box<dyn Read + '_>> {
        match &self.source {
            Source::Bytes(bytes) => Ok(Box::new(&**bytes)),
            Source::File(path) => {
                let file = File::open(path).map_err(|error| self.unreadable(error))?;
                Ok(Box::new(file))
            }
        }
    }

    pub(super) fn unreadable(&self, error: std::io::Error) -> Error {
        Error::io(Code::FileRead, error).with_at(At::file(&self.name))
    }
}

/// `type/subtype` in lower case, without parameters.
pub(super) fn is_media_type(text: &str) -> bool {
    let token = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|b| {
                b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-')
            })
    };
    text.len() <= 100 && text.split_once('/').is_some_and(|(kind, sub)| token(kind) && token(sub))
}

/// One line of text for people: no control characters, not too long.
pub(super) fn is_line(text: &str, max_chars: usize) -> bool {
    text.chars().count() <= max_chars && !text.chars().any(char::is_control)
}
