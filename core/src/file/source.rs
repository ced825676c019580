//! Where a file's bytes come from.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

use crate::error::{Code, Error, Result};

/// Bytes in memory, or a file that is read when needed and never held whole.
#[derive(Clone)]
pub enum Source {
    /// Bytes.
    Bytes(Arc<[u8]>),
    /// A file's path.
    File(PathBuf),
}

impl Source {
    /// Opens the source for one reading.
    ///
    /// # Errors
    /// [`Code::FileRead`].
    pub fn open(&self) -> Result<Box<dyn Read + Send + '_>> {
        match self {
            Self::Bytes(bytes) => Ok(Box::new(Cursor::new(bytes))),
            Self::File(path) => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(Error::path(Code::FileRead, path, error)),
            },
        }
    }

    /// All bytes, at most `max`, to be shared: what is in memory already is not copied.
    ///
    /// # Errors
    /// [`Code::TooLarge`], [`Code::FileRead`].
    pub fn share(&self, max: usize) -> Result<Arc<[u8]>> {
        match self {
            Self::Bytes(bytes) if bytes.len() <= max => Ok(Arc::clone(bytes)),
            _ => self.read(max).map(Arc::from),
        }
    }

    /// All bytes, at most `max`.
    ///
    /// # Errors
    /// [`Code::TooLarge`], [`Code::FileRead`].
    pub fn read(&self, max: usize) -> Result<Vec<u8>> {
        let bytes = self.head(max as u64 + 1)?;
        if bytes.len() <= max {
            return Ok(bytes);
        }
        Err(match self {
            Self::Bytes(_) => Error::new(Code::TooLarge),
            Self::File(path) => Error::new(Code::TooLarge).in_file(path.display().to_string()),
        })
    }

    /// The error of a reading that failed: with the file's path, where there is one.
    pub(crate) fn unreadable(&self, error: std::io::Error) -> Error {
        match self {
            Self::Bytes(_) => Error::io(Code::FileRead, error),
            Self::File(path) => Error::path(Code::FileRead, path, error),
        }
    }

    /// The first `count` bytes, or fewer where the source is shorter.
    ///
    /// # Errors
    /// [`Code::FileRead`].
    pub fn head(&self, count: u64) -> Result<Vec<u8>> {
        let mut head = Vec::new();
        self.open()?.take(count).read_to_end(&mut head).map_err(|error| self.unreadable(error))?;
        Ok(head)
    }
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<Arc<[u8]>> for Source {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<PathBuf> for Source {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}
