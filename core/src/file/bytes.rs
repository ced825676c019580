//! A file's bytes in memory.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A file's bytes: owned, or shared with others who hold the same file. Cloning shared bytes copies nothing.
#[derive(Clone)]
pub enum Bytes {
    /// Nobody else holds them.
    Owned(Vec<u8>),
    /// Others may hold them too.
    Shared(Arc<[u8]>),
}

impl Bytes {
    /// Changes the bytes; shared ones are copied first.
    pub(crate) fn change<T>(&mut self, change: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        let mut owned = match std::mem::take(self) {
            Self::Owned(bytes) => bytes,
            Self::Shared(bytes) => bytes.to_vec(),
        };
        let result = change(&mut owned);
        *self = Self::Owned(owned);
        result
    }
}

impl Default for Bytes {
    fn default() -> Self {
        Self::Owned(Vec::new())
    }
}

impl Deref for Bytes {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Owned(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Owned(bytes)
    }
}

impl From<Arc<[u8]>> for Bytes {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::Shared(bytes)
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self::Owned(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Bytes {
    fn from(bytes: &[u8; N]) -> Self {
        Self::Owned(bytes.to_vec())
    }
}

impl From<&str> for Bytes {
    fn from(text: &str) -> Self {
        Self::Owned(text.as_bytes().to_vec())
    }
}

impl From<String> for Bytes {
    fn from(text: String) -> Self {
        Self::Owned(text.into_bytes())
    }
}

impl fmt::Debug for Bytes {
    // Never the bytes: they are health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.len())
    }
}
