//! Where bytes come from.

use cplink::error::{Code, Error};

use crate::failure::Result;

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
            Self::File { path } => Ok(std::fs::read(path).map_err(|error| Error::io(Code::FileRead, error))?),
        }
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
