//! Signers and certificates: where an office's key lives, and what its certificate says.

mod chain;
mod file;
mod identity;
mod pem;
mod pkcs12;
mod private;
pub mod tls;
mod trust;
mod usage;

pub use file::FileSigner;
pub use identity::{
    CertificateKind, OfficeIdentity, SubjectField, SubjectProfile, identify, is_office_number,
};

pub use rustls::SignatureScheme;
pub use rustls::pki_types::{CertificateDer, UnixTime};
pub use trust::{Trust, Usage};
pub(crate) use trust::{require_office, require_relay};

use crate::error::Result;

/// A private key with its certificate, wherever the key lives. One signer serves the message
/// signature and TLS client authentication alike.
pub trait Signer: Send + Sync {
    /// The certificate and its intermediates, leaf first.
    fn chain(&self) -> &[CertificateDer<'static>];

    /// The schemes the key can sign with, the preferred one first.
    fn schemes(&self) -> &[SignatureScheme];

    /// Signs `message` (not its digest).
    ///
    /// # Errors
    /// [`Code::KeySign`](crate::error::Code::KeySign),
    /// [`Code::KeyUnsupported`](crate::error::Code::KeyUnsupported).
    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Result<Vec<u8>>;
}
