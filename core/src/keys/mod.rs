//! Signers and certificates: where an office's key lives, and what its certificate says.

mod anchors;
mod candidate;
mod chain;
pub(crate) mod encoded;
mod explain;
mod external;
mod file;
mod host;
mod identity;
mod judge;
mod key_file;
mod kind;
mod moment;
mod notice;
mod once;
mod parse;
mod pins;
#[cfg(all(feature = "pkcs11", not(all(windows, target_arch = "x86"))))]
mod pkcs11;
mod pkcs12;
mod policy;
mod presented;
mod private;
mod profile;
mod revocation;
mod source;
mod strength;
mod subject;
pub mod tls;
mod trust;
mod usage;
mod verify;
#[cfg(windows)]
mod windows;

pub use candidate::{Candidate, KeyState, Place, choose, in_folder};
pub use chain::certificates_of_pem;
pub use file::FileSigner;
pub use host::HostSigner;
pub use identity::{OfficeIdentity, identify, is_office_number};
pub use kind::CertificateKind;
pub use moment::Moment;
pub(crate) use moment::begins_later;
pub use notice::Notice;
pub use pins::Pins;
#[cfg(all(feature = "pkcs11", not(all(windows, target_arch = "x86"))))]
pub use pkcs11::{Pkcs11Module, Pkcs11Query, Pkcs11Signer, Pkcs11Token};
pub use profile::{NumberPart, SubjectField, SubjectProfile};
pub(crate) use revocation::SignedList;
pub use revocation::UnusableList;
pub use source::{KeySource, TrustSource};

pub(crate) use strength::check_key_of as check_key;

pub use rustls::SignatureScheme;
pub use rustls::pki_types::{CertificateDer, UnixTime};
pub use trust::Trust;
pub(crate) use trust::require_office;
pub use usage::Usage;
pub use verify::Verified;
#[cfg(windows)]
pub use windows::{WindowsSigner, WindowsStore};

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

/// Whether the scheme pads by PKCS#1 v1.5, which TLS 1.3 does not take.
pub(crate) fn is_pkcs1(scheme: SignatureScheme) -> bool {
    matches!(
        scheme,
        SignatureScheme::RSA_PKCS1_SHA256 | SignatureScheme::RSA_PKCS1_SHA384 | SignatureScheme::RSA_PKCS1_SHA512
    )
}
