//! Who signed a revocation list.

use der::{AnyRef, Decode, Header, Reader, SliceReader};
use rustls::pki_types::{SignatureVerificationAlgorithm, SubjectPublicKeyInfoDer};
use webpki::RawPublicKeyEntity;

/// What is signed of a list, and the signature. Unchanged: what an authority wrote is not always what we would
/// write.
pub(crate) struct SignedList<'a> {
    signed: &'a [u8],
    algorithm: &'a [u8],
    signature: &'a [u8],
}

impl<'a> SignedList<'a> {
    /// `None` where it is no list.
    pub(crate) fn read(der: &'a [u8]) -> Option<Self> {
        let mut reader = SliceReader::new(der).ok()?;
        Header::decode(&mut reader).ok()?;
        let signed = reader.tlv_bytes().ok()?;
        let algorithm = AnyRef::decode(&mut reader).ok()?.value();
        let signature = der::asn1::BitStringRef::decode(&mut reader).ok()?.raw_bytes();
        reader.finish(()).ok()?;
        Some(Self { signed, algorithm, signature })
    }

    /// Whether it is signed in a way that can be verified.
    pub(crate) fn is_verifiable(&self) -> bool {
        webpki::ALL_VERIFICATION_ALGS.iter().any(|known| known.signature_alg_id().as_ref() == self.algorithm)
    }

    /// Whether this key has signed it.
    pub(crate) fn is_by(
        &self,
        key: &SubjectPublicKeyInfoDer<'_>,
        algorithms: &[&dyn SignatureVerificationAlgorithm],
    ) -> bool {
        let Ok(key) = RawPublicKeyEntity::try_from(key) else { return false };
        let mut known = algorithms.iter().filter(|known| known.signature_alg_id().as_ref() == self.algorithm);
        known.any(|known| key.verify_signature(*known, self.signed, self.signature).is_ok())
    }
}
