//! Keys of the test certificates.

use rcgen::KeyPair;
use ring::rand::{SecureRandom, SystemRandom};
use rsa::pkcs8::EncodePrivateKey;
use rustls::pki_types::PrivatePkcs8KeyDer;

use super::{Algorithm, PkiError, Result};

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
    let key = rsa::RsaPrivateKey::new(&mut Random, bits).map_err(|_| PkiError::Key)?;
    let pkcs8 = key.to_pkcs8_der().map_err(|_| PkiError::Key)?;
    let pkcs8 = PrivatePkcs8KeyDer::from(pkcs8.as_bytes().to_vec());
    Ok(KeyPair::from_pkcs8_der_and_sign_algo(&pkcs8, &rcgen::PKCS_RSA_SHA256)?)
}

/// ring's random source in the shape that the `rsa` crate takes.
struct Random;

impl rsa::rand_core::CryptoRng for Random {}

impl rsa::rand_core::RngCore for Random {
    fn next_u32(&mut self) -> u32 {
        rsa::rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rsa::rand_core::impls::next_u64_via_fill(self)
    }

    #[allow(clippy::expect_used)] // The trait offers no way to fail; weak keys would be worse.
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        SystemRandom::new().fill(bytes).expect("the system's random source");
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> std::result::Result<(), rsa::rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}
