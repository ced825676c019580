//! Agents: offices that act for other offices, with certificates of their own.

use rustls::pki_types::CertificateDer;
use serde::{Deserialize, Serialize};

use super::cms::Signature;
use super::hash::sha256;
use super::id::MessageId;

/// Who acted for an office, and by which certificate.
///
/// That it may, the relay's directory says, and a receipt of the relay proves: *accepted* for a sender, *recorded* for a
/// receiver. No other word counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// The agent's own office number.
    pub office: String,
    /// SHA-256 of its certificate.
    #[serde(with = "hex")]
    pub certificate: [u8; 32],
}

impl Agent {
    /// The office of this number by this certificate.
    pub fn new(office: impl Into<String>, certificate: &CertificateDer<'_>) -> Self {
        Self { office: office.into(), certificate: sha256(certificate) }
    }

    /// Whoever has signed.
    pub fn of(signature: &Signature) -> Self {
        Self::new(signature.identity.office_number.as_str(), &signature.certificate)
    }
}

mod hex {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::MessageId;

    // Digests are no ids, but written alike.
    pub(super) fn serialize<S: Serializer>(digest: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
        MessageId(*digest).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
        MessageId::deserialize(from).map(|digest| digest.0)
    }
}
