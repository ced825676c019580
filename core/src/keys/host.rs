//! A key that the host keeps: remote signing, an HSM of its own, another store.

use rustls::SignatureScheme;
use rustls::pki_types::CertificateDer;

use super::{Signer, external};
use crate::error::{Code, Error, Result};

/// Signs with the host's key: the scheme and the bytes come in, the signature goes back.
type Sign = dyn Fn(SignatureScheme, &[u8]) -> Result<Vec<u8>> + Send + Sync;

/// What the host's function is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Message,
    Digest,
}

/// A signer over a function of the host. ECDSA signatures may be DER or the two numbers side by side;
/// every signature is checked against the certificate before it is used.
pub struct HostSigner {
    chain: Vec<CertificateDer<'static>>,
    schemes: Vec<SignatureScheme>,
    takes: Takes,
    sign: Box<Sign>,
}

impl HostSigner {
    /// `sign` gets the message, and hashes it as the scheme says. `chain` is the certificate with its
    /// intermediates, leaf first; `schemes` what the key signs with, the preferred one first.
    ///
    /// For TLS 1.3, an RSA key must be able to sign with RSA-PSS.
    ///
    /// # Errors
    /// [`Code::CertInvalid`], [`Code::KeyUnsupported`] where the certificate's key is of another kind
    /// or a scheme is not one of its schemes, [`Code::InvalidArgument`] where there is none.
    pub fn of_messages(
        chain: Vec<CertificateDer<'static>>,
        schemes: &[SignatureScheme],
        sign: impl Fn(SignatureScheme, &[u8]) -> Result<Vec<u8>> + Send + Sync + 'static,
    ) -> Result<Self> {
        Self::new(chain, schemes, Takes::Message, Box::new(sign))
    }

    /// As [`HostSigner::of_messages`], but `sign` gets the digest (SHA-256, SHA-384 or SHA-512, as the
    /// scheme says), for HSMs and services that sign digests.
    ///
    /// # Errors
    /// As [`HostSigner::of_messages`].
    pub fn of_digests(
        chain: Vec<CertificateDer<'static>>,
        schemes: &[SignatureScheme],
        sign: impl Fn(SignatureScheme, &[u8]) -> Result<Vec<u8>> + Send + Sync + 'static,
    ) -> Result<Self> {
        Self::new(chain, schemes, Takes::Digest, Box::new(sign))
    }

    fn new(
        chain: Vec<CertificateDer<'static>>,
        schemes: &[SignatureScheme],
        takes: Takes,
        sign: Box<Sign>,
    ) -> Result<Self> {
        let leaf = chain.first().ok_or_else(|| Error::new(Code::CertInvalid).with_detail("no certificate"))?;
        let possible = external::schemes_of(leaf)?;
        if schemes.is_empty() {
            return Err(Error::new(Code::InvalidArgument).with_detail("a signer needs a scheme"));
        }
        if !schemes.iter().all(|scheme| possible.contains(scheme)) {
            return Err(Error::new(Code::KeyUnsupported).with_detail("a scheme is not one of the certificate's key"));
        }
        Ok(Self { chain, schemes: schemes.to_vec(), takes, sign })
    }
}

impl Signer for HostSigner {
    fn chain(&self) -> &[CertificateDer<'static>] {
        &self.chain
    }

    fn schemes(&self) -> &[SignatureScheme] {
        &self.schemes
    }

    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Result<Vec<u8>> {
        let (true, Some(leaf)) = (self.schemes.contains(&scheme), self.chain.first()) else {
            return Err(Error::new(Code::KeyUnsupported).with_detail("the key does not sign in this scheme"));
        };
        let signature = match self.takes {
            Takes::Message => (self.sign)(scheme, message)?,
            Takes::Digest => (self.sign)(scheme, external::digest(scheme, message)?.as_ref())?,
        };
        external::checked(leaf, scheme, message, signature)
    }
}
