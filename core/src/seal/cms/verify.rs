//! Verifying a signature.

use std::time::Duration;

use rustls::pki_types::{CertificateDer, UnixTime};
use webpki::EndEntityCert;

use super::super::limits::SIGNATURE_BYTES;
use super::algorithm::signature_identifier;
use super::parse::{Parsed, parse};
use super::{IssuerAndSerial, Signature};
use crate::error::{Code, Error, Result};
use crate::keys::{Moment, Trust, Usage};

/// A signer's clock may be wrong by so much before we say that the signature lies about its time.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(24 * 3600);

/// A signature that holds.
pub(in super::super) struct Verified {
    pub(in super::super) signature: Signature,
    /// The content, where it was inside.
    pub(in super::super) content: Option<Vec<u8>>,
}

/// Verifies signature, chain, validity and revocation. The kind of certificate and the office
/// number are up to the caller.
///
/// The chain must hold at the time of signing and now: see [`Moment::Claimed`]. Evidence that outlives
/// its certificate takes a receipt or a time stamp.
pub(in super::super) fn verify(der: &[u8], detached: Option<&[u8]>, trust: &Trust, now: UnixTime) -> Result<Verified> {
    if der.len() as u64 > SIGNATURE_BYTES {
        return Err(malformed("the signature is too large"));
    }
    let parsed = parse(der).ok_or_else(|| malformed("not a CAdES signature of the known form"))?;
    let content = match (parsed.content, detached) {
        (Some(content), None) | (None, Some(content)) => content,
        _ => return Err(malformed("the content stands where it must not")),
    };
    let leaf = leaf_of(&parsed)?;
    check_signature(&parsed, &leaf, content)?;

    let others: Vec<CertificateDer<'_>> = parsed
        .certificates
        .iter()
        .filter(|certificate| **certificate != leaf.as_ref())
        .map(|certificate| CertificateDer::from(*certificate))
        .collect();
    let signing_time = parsed.attributes.signing_time;
    let chain = trust.verify(&leaf, &others, Usage::Signature, Moment::Claimed { at: signing_time, now })?;
    // Bytes that nobody signed have no place in evidence.
    let of_chain = |other: &CertificateDer<'_>| {
        chain.path.iter().chain(trust.certificates()).any(|known| known.as_ref() == other.as_ref())
    };
    if !others.iter().all(of_chain) {
        return Err(malformed("a certificate is not of the signer's chain"));
    }
    if signing_time.as_secs() > now.as_secs().saturating_add(CLOCK_TOLERANCE.as_secs()) {
        return Err(invalid("the time of signing is in the future"));
    }
    Ok(Verified {
        signature: Signature { identity: chain.identity, certificate: leaf.into_owned(), signing_time },
        content: parsed.content.map(<[u8]>::to_vec),
    })
}

fn leaf_of<'a>(parsed: &Parsed<'a>) -> Result<CertificateDer<'a>> {
    let leaf = parsed
        .certificates
        .iter()
        .find(|certificate| IssuerAndSerial::of(certificate).is_some_and(|id| id.der() == parsed.sid));
    let leaf = *leaf.ok_or_else(|| malformed("the signer's certificate is missing"))?;
    let named = &parsed.attributes.certificate;
    let own = IssuerAndSerial::of(leaf).map(|id| id.serial);
    if named.digest.of(leaf).as_ref() != named.hash || named.serial.is_some_and(|serial| own != Some(serial)) {
        return Err(invalid("the signer names another certificate"));
    }
    Ok(CertificateDer::from(leaf))
}

fn check_signature(parsed: &Parsed<'_>, leaf: &CertificateDer<'_>, content: &[u8]) -> Result<()> {
    if parsed.digest.of(content).as_ref() != parsed.attributes.message_digest {
        return Err(invalid("the content is not what was signed"));
    }
    let identifier = signature_identifier(parsed.signature_algorithm, parsed.digest)
        .ok_or_else(|| malformed("the signature's algorithm is not known"))?;
    let entity = EndEntityCert::try_from(leaf).map_err(|error| Error::new(Code::CertInvalid).with_source(error))?;
    let signed = webpki::ALL_VERIFICATION_ALGS
        .iter()
        .filter(|algorithm| algorithm.signature_alg_id().as_ref() == identifier)
        .any(|algorithm| entity.verify_signature(*algorithm, &parsed.attributes.signed, parsed.signature).is_ok());
    match signed {
        true => Ok(()),
        false => Err(Error::new(Code::SignatureInvalid)),
    }
}

fn malformed(detail: &'static str) -> Error {
    Error::new(Code::SignatureFormat).with_detail(detail)
}

fn invalid(detail: &'static str) -> Error {
    Error::new(Code::SignatureInvalid).with_detail(detail)
}
