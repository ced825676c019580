//! What can go wrong when certificates are made.

/// Why no certificate was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PkiError {
    /// The certificate library refused.
    #[error("certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// No key could be made.
    #[error("key generation failed")]
    Key,
    /// The PKCS#12 file could not be made.
    #[error("pkcs12: {0}")]
    Pkcs12(String),
    /// The folder holds no test authority with its keys.
    #[error("the folder holds no test authority with its keys")]
    Folder,
    /// A file could not be written.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
}

/// What every fallible call here returns.
pub type Result<T> = std::result::Result<T, PkiError>;
