//! A file of a case.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A file that was given or taken: kept in the run's folder below `files/CASE/STEP/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptFile {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// The bytes; empty until they are read from the run's folder.
    #[serde(skip)]
    pub bytes: Arc<[u8]>,
}

impl KeptFile {
    /// A file of these bytes.
    pub fn new(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        let sha256 = Self::sum(&bytes);
        Self { name: name.into(), size: bytes.len() as u64, sha256, bytes }
    }

    /// SHA-256 in hexadecimal digits.
    pub fn sum(bytes: &[u8]) -> String {
        base16ct::lower::encode_string(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref())
    }
}
