//! What keys outside of our memory have in common: schemes, digests, and a look at what they signed.

use der::Encode;
use der::asn1::UintRef;
use ring::digest::{self, Digest};
use rustls::SignatureScheme;
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use webpki::EndEntityCert;
use x509_cert::Certificate;

use super::parse::parse;
use super::{private, strength};
use crate::error::{Code, Error, Result};

/// The schemes of the key of a certificate.
///
/// # Errors
/// [`Code::KeyUnsupported`] where it is neither RSA from 2048 bits nor ECDSA on P-256 or P-384.
pub(super) fn schemes_of(leaf: &CertificateDer<'_>) -> Result<&'static [SignatureScheme]> {
    let certificate = parse(leaf)?;
    strength::check_key(&certificate)
        .map_err(|_| Error::new(Code::KeyUnsupported).with_detail("neither RSA from 2048 bits nor P-256 or P-384"))?;
    Ok(schemes_of_key(&certificate))
}

fn schemes_of_key(certificate: &Certificate) -> &'static [SignatureScheme] {
    use const_oid::db::rfc5912;
    let algorithm = &certificate.tbs_certificate.subject_public_key_info.algorithm;
    let curve = algorithm.parameters.as_ref().and_then(|any| any.decode_as().ok());
    match (algorithm.oid, curve) {
        (rfc5912::ID_EC_PUBLIC_KEY, Some(rfc5912::SECP_384_R_1)) => private::P384,
        (rfc5912::ID_EC_PUBLIC_KEY, _) => private::P256,
        _ => private::RSA,
    }
}

/// The digest that a scheme signs.
pub(super) fn digest(scheme: SignatureScheme, message: &[u8]) -> Result<Digest> {
    let algorithm = match scheme {
        SignatureScheme::RSA_PKCS1_SHA256
        | SignatureScheme::RSA_PSS_SHA256
        | SignatureScheme::ECDSA_NISTP256_SHA256 => &digest::SHA256,
        SignatureScheme::RSA_PKCS1_SHA384
        | SignatureScheme::RSA_PSS_SHA384
        | SignatureScheme::ECDSA_NISTP384_SHA384 => &digest::SHA384,
        SignatureScheme::RSA_PKCS1_SHA512 | SignatureScheme::RSA_PSS_SHA512 => &digest::SHA512,
        _ => return Err(unknown()),
    };
    Ok(digest::digest(algorithm, message))
}

/// The `DigestInfo` (RFC 8017, 9.2) that PKCS#1 v1.5 pads.
#[cfg(all(feature = "pkcs11", not(all(windows, target_arch = "x86"))))]
pub(super) fn digest_info(digest: &Digest) -> Vec<u8> {
    // The object identifiers of the SHA-2 family differ in their last byte only.
    let algorithm: u8 = match digest.as_ref().len() {
        48 => 2,
        64 => 3,
        _ => 1,
    };
    // A digest has at most 64 bytes.
    let length = digest.as_ref().len() as u8;
    let head = [0x30, length + 17, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, algorithm, 5, 0, 4, length];
    [&head, digest.as_ref()].concat()
}

/// Gives the signature back where the certificate's key made it over the message; ECDSA as DER,
/// whichever of its two forms came. A key that signs something else would only be refused later, by
/// somebody who cannot say why.
///
/// # Errors
/// [`Code::KeyMismatch`].
pub(super) fn checked(
    leaf: &CertificateDer<'_>,
    scheme: SignatureScheme,
    message: &[u8],
    signature: Vec<u8>,
) -> Result<Vec<u8>> {
    let entity = EndEntityCert::try_from(leaf).map_err(|error| Error::new(Code::CertInvalid).with_source(error))?;
    let algorithm = algorithm(scheme)?;
    let holds = |signature: &[u8]| entity.verify_signature(algorithm, message, signature).is_ok();
    if holds(&signature) {
        return Ok(signature);
    }
    match as_der(scheme, &signature).filter(|der| holds(der)) {
        Some(der) => Ok(der),
        None => Err(Error::new(Code::KeyMismatch).with_detail("the signature is not one of the certificate's key")),
    }
}

fn algorithm(scheme: SignatureScheme) -> Result<&'static dyn SignatureVerificationAlgorithm> {
    use webpki::ring as known;
    Ok(match scheme {
        SignatureScheme::RSA_PKCS1_SHA256 => known::RSA_PKCS1_2048_8192_SHA256,
        SignatureScheme::RSA_PKCS1_SHA384 => known::RSA_PKCS1_2048_8192_SHA384,
        SignatureScheme::RSA_PKCS1_SHA512 => known::RSA_PKCS1_2048_8192_SHA512,
        SignatureScheme::RSA_PSS_SHA256 => known::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
        SignatureScheme::RSA_PSS_SHA384 => known::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
        SignatureScheme::RSA_PSS_SHA512 => known::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
        SignatureScheme::ECDSA_NISTP256_SHA256 => known::ECDSA_P256_SHA256,
        SignatureScheme::ECDSA_NISTP384_SHA384 => known::ECDSA_P384_SHA384,
        _ => return Err(unknown()),
    })
}

/// Tokens, CNG and .NET give the two numbers of an ECDSA signature side by side; TLS and CMS want DER.
fn as_der(scheme: SignatureScheme, signature: &[u8]) -> Option<Vec<u8>> {
    let length = match scheme {
        SignatureScheme::ECDSA_NISTP256_SHA256 => 64,
        SignatureScheme::ECDSA_NISTP384_SHA384 => 96,
        _ => return None,
    };
    if signature.len() != length {
        return None;
    }
    let (r, s) = signature.split_at(length / 2);
    let number = |bytes| UintRef::new(bytes).ok()?.to_der().ok();
    let body = [number(r)?, number(s)?].concat();
    let any = der::AnyRef::new(der::Tag::Sequence, &body).ok()?;
    any.to_der().ok()
}

fn unknown() -> Error {
    Error::new(Code::KeyUnsupported).with_detail("the key does not sign in this scheme")
}
