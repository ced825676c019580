//! Where bytes come from.

use cplink::convert::MAX_FILE;

use crate::failure::Result;
use crate::number::signed;

/// Bytes, or the path of a file.
#[derive(uniffi::Enum)]
pub enum Source {
    /// Bytes.
    Bytes {
        /// The content.
        data: Vec<u8>,
    },
    /// A file, read when it is needed.
    File {
        /// Its path.
        path: String,
    },
}

impl Source {
    /// The bytes themselves.
    pub(crate) fn read(self) -> Result<Vec<u8>> {
        match self {
            Self::Bytes { data } => Ok(data),
            file @ Self::File { .. } => Ok(cplink::file::Source::from(file).read(MAX_FILE)?),
        }
    }
}

impl Source {
    /// Makes something of the bytes; an error names the file.
    pub(crate) fn parse<T>(self, read: impl FnOnce(&[u8]) -> cplink::Result<T>) -> Result<T> {
        let path = match &self {
            Self::File { path } => Some(path.clone()),
            Self::Bytes { .. } => None,
        };
        let named = |error: cplink::Error| match path {
            Some(path) => error.with_at(cplink::error::At::file(path)),
            None => error,
        };
        Ok(read(&self.read()?).map_err(named)?)
    }
}

impl From<Source> for cplink::file::Source {
    fn from(source: Source) -> Self {
        match source {
            Source::Bytes { data } => Self::from(data),
            Source::File { path } => Self::File(path.into()),
        }
    }
}

/// The most bytes of one argument.
#[uniffi::export]
pub fn max_bytes() -> i64 {
    signed(MAX_FILE)
}
