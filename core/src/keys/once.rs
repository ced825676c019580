//! Signatures on certificates and lists that are looked at for two moments, or for many messages: each is
//! verified once. Whether a signature is good does not depend on the time; everything that does is looked at anew.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use ring::digest::{Context, SHA256};
use rustls::pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// What one verification has found good so far: digests of algorithm, key, message and signature.
#[derive(Debug, Default)]
pub(super) struct Verified(Mutex<Vec<[u8; 32]>>);

impl Verified {
    /// Every algorithm that chains may use, remembering here, and in `longer` for verifications to come.
    pub(super) fn algorithms<'a>(&'a self, longer: Option<&'a Remembered>) -> Vec<Once<'a>> {
        let once = |algorithm: &&'static _| Once { algorithm: *algorithm, verified: self, longer };
        webpki::ALL_VERIFICATION_ALGS.iter().map(once).collect()
    }
}

/// What many verifications have found good.
#[derive(Debug, Default)]
pub(super) struct Remembered(Mutex<HashSet<[u8; 32]>>);

impl Remembered {
    /// More than the certificates that a relay sees in a day; 32 bytes each.
    const MOST: usize = 16 * 1024;

    fn knows(&self, digest: &[u8; 32]) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(digest)
    }

    fn add(&self, digest: [u8; 32]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= Self::MOST {
            // To begin again costs a verification each.
            known.clear();
        }
        known.insert(digest);
    }
}

/// An algorithm that does not verify the same signature twice.
#[derive(Debug)]
pub(super) struct Once<'a> {
    algorithm: &'static dyn SignatureVerificationAlgorithm,
    verified: &'a Verified,
    longer: Option<&'a Remembered>,
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
            if !self.longer.is_some_and(|longer| longer.knows(&digest)) {
                self.algorithm.verify_signature(public_key, message, signature)?;
                if let Some(longer) = self.longer {
                    longer.add(digest);
                }
            }
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
