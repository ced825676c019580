//! A signer from a key file: PKCS#12 or PEM.

use rustls::SignatureScheme;
use rustls::pki_types::{CertificateDer, UnixTime};

use super::Signer;
use super::key_file::{KeyFile, Pair};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;

/// A key and its certificate out of a file. It has no `Debug`, so that no log can hold the key.
///
/// Of several certificates with their keys it is the one that is valid now, and of those the newest:
/// a file may keep what came before a renewal.
pub struct FileSigner(Pair);

impl FileSigner {
    /// Reads a key file, PKCS#12 or PEM as its content says. Without a password an empty one is tried.
    ///
    /// # Errors
    /// [`Code::KeyPassword`], [`Code::KeyDamaged`], [`Code::KeyMismatch`], [`Code::KeyUnsupported`], [`Code::KeyNoPrivate`],
    /// [`Code::KeyNoCertificate`], [`Code::KeyCertificate`], [`Code::KeyEncryption`],
    /// [`Code::KeyOldEncryption`], [`Code::KeyPublicSealed`], [`Code::KeyWork`], [`Code::KeyJava`],
    /// [`Code::KeyOtherFormat`], [`Code::KeyEmpty`], [`Code::PemDamaged`], [`Code::KeyFile`].
    pub fn open(bytes: &[u8], password: Option<&Secret>) -> Result<Self> {
        Self::open_at(bytes, password, UnixTime::now())
    }

    /// As [`FileSigner::open`], with the certificate that is valid at this time.
    ///
    /// # Errors
    /// As [`FileSigner::open`].
    pub fn open_at(bytes: &[u8], password: Option<&Secret>, at: UnixTime) -> Result<Self> {
        let mut file = KeyFile::default();
        file.add(bytes, password)?;
        file.pairs(at)?.into_iter().next().map(Self).ok_or_else(|| Error::new(Code::KeyFile))
    }

    /// Reads a PKCS#12 file (`.p12`, `.pfx`), DER or BER: AES (PBES2), 3DES and RC2 alike. Another
    /// form is read as [`FileSigner::open`] does.
    ///
    /// # Errors
    /// As [`FileSigner::open`].
    pub fn from_pkcs12(bytes: &[u8], password: &Secret) -> Result<Self> {
        Self::open(bytes, Some(password))
    }

    /// Reads a PEM text that holds the key and its certificates, in any order. The key may be
    /// PKCS#8 (plain or encrypted), PKCS#1 or SEC1. Another form is read as [`FileSigner::open`] does.
    ///
    /// # Errors
    /// As [`FileSigner::open`].
    pub fn from_pem(bytes: &[u8], password: Option<&Secret>) -> Result<Self> {
        Self::open(bytes, password)
    }

    pub(super) fn of(pair: Pair) -> Self {
        Self(pair)
    }
}

impl Signer for FileSigner {
    fn chain(&self) -> &[CertificateDer<'static>] {
        &self.0.chain
    }

    fn schemes(&self) -> &[SignatureScheme] {
        self.0.key.schemes()
    }

    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Result<Vec<u8>> {
        self.0.key.sign(scheme, message)
    }
}
