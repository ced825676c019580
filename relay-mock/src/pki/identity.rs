//! A test certificate with its key.

use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKeyChain};
use rcgen::{Certificate, KeyPair};
use rustls::pki_types::CertificateDer;

use super::error::{PkiError, Result};

/// A certificate with its issuer's, and the key. Test material only: nothing here is kept secret.
#[derive(Clone)]
pub struct CertifiedKey {
    /// Leaf, then the issuing authority.
    pub chain: Vec<CertificateDer<'static>>,
    /// The private key, PKCS#8.
    pub key_pkcs8: Vec<u8>,
    /// The leaf's serial number, big endian.
    pub serial: Vec<u8>,
    pem: String,
}

impl CertifiedKey {
    pub(super) fn new(
        leaf: &Certificate,
        (issuing, issuing_pem): (&CertificateDer<'static>, &str),
        key: &KeyPair,
        serial: Vec<u8>,
    ) -> Self {
        Self {
            chain: vec![leaf.der().clone(), issuing.clone()],
            key_pkcs8: key.serialize_der(),
            serial,
            pem: format!("{}{}{}", leaf.pem(), issuing_pem, key.serialize_pem()),
        }
    }

    /// Leaf, issuing authority and key in one PEM text.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// The certificates and the key as a PKCS#12 file (AES-256, PBKDF2).
    ///
    /// # Errors
    /// The password cannot be written in PKCS#12, or the file could not be made.
    pub fn pkcs12(&self, password: &str) -> Result<Vec<u8>> {
        let wrong = |error: p12_keystore::error::Error| PkiError::Pkcs12(error.to_string());
        let mut chain = Vec::with_capacity(self.chain.len());
        for der in &self.chain {
            chain.push(p12_keystore::Certificate::from_der(der).map_err(wrong)?);
        }
        let mut store = KeyStore::new();
        let entry = PrivateKeyChain::new(&self.key_pkcs8, [1u8], chain);
        store.add_entry("key", KeyStoreEntry::PrivateKeyChain(entry));
        store.writer(password).write().map_err(wrong)
    }
}
