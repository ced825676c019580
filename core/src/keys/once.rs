//! Signatures of a chain that is looked at for two moments: each is verified once.

use std::sync::{Mutex, PoisonError};

use ring::digest::{Context, SHA256};
use rustls::pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// What one verification has found good so far: digests of algorithm, key, message and signature.
#[derive(Debug, Default)]
pub(super) struct Verified(Mutex<Vec<[u8; 32]>>);

impl Verified {
    /// Every algorithm that chains may use, remembering here.
    pub(super) fn algorithms(&self) -> Vec<Once<'_>> {
        webpki::ALL_VERIFICATION_ALGS.iter().map(|algorithm| Once { algorithm: *algorithm, verified: self }).collect()
    }
}

/// An algorithm that does not verify the same signature twice.
#[derive(Debug)]
pub(super) struct Once<'a> {
    algorithm: &'static dyn SignatureVerificationAlgorithm,
    verified: &'a Verified,
}

impl SignatureVerificationAlgorithm for Once<'_> {
    fn verify_signature(&self, public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        let mut context = Context::new(&SHA256);
        let (key, scheme) = (self.public_key_alg_id(), self.signature_alg_id());
        for part in [key.as_ref(), scheme.as_ref(), public_key, message, signature] {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(context.finish().as_ref());
        let known = || self.verified.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !known().contains(&digest) {
            self.algorithm.verify_signature(public_key, message, signature)?;
            known().push(digest);
        }
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.signature_alg_id()
    }

    fn fips(&self) -> bool {
        self.algorithm.fips()
    }
}
