//! A [`Signer`] as the client's key of a TLS connection: one key serves both, so one PIN prompt does.

use std::fmt;
use std::sync::Arc;

use rustls::client::ResolvesClientCert;
use rustls::pki_types::SubjectPublicKeyInfoDer;
use rustls::sign::{CertifiedKey, SigningKey};
use rustls::{SignatureAlgorithm, SignatureScheme};

use super::Signer;

/// The signer as rustls wants it: always offered, as CPX/1 names the office by its certificate.
pub fn client_resolver(signer: Arc<dyn Signer>) -> Arc<dyn ResolvesClientCert> {
    let chain = signer.chain().to_vec();
    let key = Arc::new(Key { signer });
    Arc::new(Resolver { key: Arc::new(CertifiedKey::new(chain, key)) })
}

struct Resolver {
    key: Arc<CertifiedKey>,
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resolver")
    }
}

impl ResolvesClientCert for Resolver {
    // The issuers that the server hints at are not asked: a wrong certificate is better refused by
    // the server with its reason than left out by us in silence.
    fn resolve(&self, _hints: &[&[u8]], _schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.key))
    }

    fn has_certs(&self) -> bool {
        true
    }
}

struct Key {
    signer: Arc<dyn Signer>,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl SigningKey for Key {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn rustls::sign::Signer>> {
        let scheme = self.signer.schemes().iter().find(|scheme| offered.contains(scheme))?;
        Some(Box::new(OneSignature { signer: Arc::clone(&self.signer), scheme: *scheme }))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        match self.signer.schemes().first() {
            Some(SignatureScheme::ECDSA_NISTP256_SHA256 | SignatureScheme::ECDSA_NISTP384_SHA384) => {
                SignatureAlgorithm::ECDSA
            }
            _ => SignatureAlgorithm::RSA,
        }
    }

    fn public_key(&self) -> Option<SubjectPublicKeyInfoDer<'_>> {
        None
    }
}

struct OneSignature {
    signer: Arc<dyn Signer>,
    scheme: SignatureScheme,
}

impl fmt::Debug for OneSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OneSignature({:?})", self.scheme)
    }
}

impl rustls::sign::Signer for OneSignature {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        self.signer
            .sign(self.scheme, message)
            .map_err(|error| rustls::Error::Other(rustls::OtherError(Arc::new(error))))
    }

    fn scheme(&self) -> SignatureScheme {
        self.scheme
    }
}
