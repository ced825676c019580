//! Keys of the test certificates.

use getrandom::SysRng;
use rcgen::KeyPair;
use rsa::PrivateKey;
use rsa::pkcs8::EncodePrivateKey;
use rustls::pki_types::PrivatePkcs8KeyDer;

use super::error::{PkiError, Result};
use super::office::Algorithm;

pub(super) fn generate(algorithm: Algorithm) -> Result<KeyPair> {
    match algorithm {
        Algorithm::Rsa2048 => rsa_key(2048),
        Algorithm::Rsa3072 => rsa_key(3072),
        Algorithm::Rsa4096 => rsa_key(4096),
        Algorithm::EcdsaP256 => Ok(KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?),
        Algorithm::EcdsaP384 => Ok(KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384)?),
    }
}

/// A key that is there already.
pub(super) fn read(pem: &str, algorithm: Algorithm) -> Result<KeyPair> {
    let scheme = match algorithm {
        Algorithm::Rsa2048 | Algorithm::Rsa3072 | Algorithm::Rsa4096 => &rcgen::PKCS_RSA_SHA256,
        Algorithm::EcdsaP256 => &rcgen::PKCS_ECDSA_P256_SHA256,
        Algorithm::EcdsaP384 => &rcgen::PKCS_ECDSA_P384_SHA384,
    };
    Ok(KeyPair::from_pkcs8_pem_and_sign_algo(pem, scheme)?)
}

/// ring does not make RSA keys; the `rsa` crate makes them here and signs nothing.
fn rsa_key(bits: usize) -> Result<KeyPair> {
    let key = PrivateKey::new(&mut SysRng, bits).map_err(|_| PkiError::Key)?;
    let pkcs8 = key.to_pkcs8_der().map_err(|_| PkiError::Key)?;
    let pkcs8 = PrivatePkcs8KeyDer::from(pkcs8.as_bytes().to_vec());
    Ok(KeyPair::from_pkcs8_der_and_sign_algo(&pkcs8, &rcgen::PKCS_RSA_SHA256)?)
}
