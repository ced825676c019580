//! A certificate authority and those whom it knows.

use cplink::keys::{CertificateKind, FileSigner, Trust};
use relay_mock::pki::{Algorithm, CertifiedKey, Pki};
use time::OffsetDateTime;

use crate::office::{RECEIVER, SENDER, office};

/// An authority, two offices and a relay.
pub struct World {
    /// The authority.
    pub pki: Pki,
    /// Trust in the authority, with its revocation lists.
    pub trust: Trust,
    /// The key of [`SENDER`].
    pub sender: FileSigner,
    /// The key of [`RECEIVER`].
    pub receiver: FileSigner,
    /// The key with which the relay signs receipts.
    pub relay: FileSigner,
}

impl World {
    /// One whose offices have keys that are quick to make.
    #[allow(clippy::new_without_default)] // No two are the same.
    pub fn new() -> Self {
        Self::with(Algorithm::EcdsaP256)
    }

    /// One whose offices have keys of this algorithm.
    pub fn with(algorithm: Algorithm) -> Self {
        let pki = pki();
        let key = |number: &str, kind| signer(&pki.office(&office(number, algorithm).kind(kind)).unwrap());
        Self {
            trust: trust(&pki),
            sender: key(SENDER, CertificateKind::CareInsurance),
            receiver: key(RECEIVER, CertificateKind::CareDx),
            relay: signer(&pki.relay_seal().unwrap()),
            pki,
        }
    }
}

/// A new authority.
pub fn pki() -> Pki {
    Pki::new(OffsetDateTime::now_utc()).unwrap()
}

/// Trust in an authority, with its revocation lists.
pub fn trust(pki: &Pki) -> Trust {
    Trust::from_pem(pki.ca_pem().as_bytes()).unwrap().with_pem(pki.crls_pem().unwrap().as_bytes()).unwrap()
}

/// A certificate's key.
pub fn signer(identity: &CertifiedKey) -> FileSigner {
    FileSigner::from_pem(identity.pem().as_bytes(), None).unwrap()
}
