//! Hashes and keys that are too weak to be accepted.

use const_oid::db::rfc5912;
use der::Decode;
use der::asn1::{ObjectIdentifier, UintRef};
use x509_cert::Certificate;

use super::parse::parse;
use crate::error::{Code, Error, Result};

/// sha1WithRSAEncryption, ecdsa-with-SHA1, and the MD families.
const WEAK: &[ObjectIdentifier] = &[
    rfc5912::SHA_1_WITH_RSA_ENCRYPTION,
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.1"),
    rfc5912::MD_2_WITH_RSA_ENCRYPTION,
    rfc5912::MD_5_WITH_RSA_ENCRYPTION,
    ObjectIdentifier::new_unwrap("1.3.14.3.2.29"),
];

/// The bits of an RSA modulus that are enough.
pub(super) const RSA_BITS: usize = 2048;

pub(super) fn has_weak_hash(certificate: &Certificate) -> bool {
    WEAK.contains(&certificate.signature_algorithm.oid)
}

/// RSA from 2048 bits, ECDSA on P-256 or P-384.
pub(super) fn check_key(certificate: &Certificate) -> Result<()> {
    let key = &certificate.tbs_certificate.subject_public_key_info;
    let strong = match key.algorithm.oid {
        rfc5912::RSA_ENCRYPTION => {
            key.subject_public_key.as_bytes().and_then(modulus_bits).is_some_and(|bits| bits >= RSA_BITS)
        }
        rfc5912::ID_EC_PUBLIC_KEY => {
            let curve = key.algorithm.parameters.as_ref().and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
            matches!(curve, Some(rfc5912::SECP_256_R_1 | rfc5912::SECP_384_R_1))
        }
        _ => false,
    };
    if strong { Ok(()) } else { Err(Error::new(Code::CertShortKey)) }
}

/// As [`check_key`], of a certificate that was not parsed yet.
///
/// # Errors
/// [`Code::CertShortKey`], [`Code::CertInvalid`].
pub(crate) fn check_key_of(certificate: &[u8]) -> Result<()> {
    check_key(&parse(certificate)?)
}

/// The length of the modulus of an `RSAPublicKey`.
pub(super) fn modulus_bits(der: &[u8]) -> Option<usize> {
    let any = der::AnyRef::from_der(der).ok()?;
    any.sequence(|reader| {
        let modulus = UintRef::decode(reader)?;
        let _exponent = UintRef::decode(reader)?;
        Ok(bits(modulus.as_bytes()))
    })
    .ok()
}

/// The bits of a big-endian number.
pub(super) fn bits(number: &[u8]) -> usize {
    let leading = number.first().map_or(0, |byte| byte.leading_zeros() as usize);
    (number.len() * 8).saturating_sub(leading)
}
