//! The signer that a signature names, and whether the signature is its own.

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use rustls::pki_types::CertificateDer;
use webpki::EndEntityCert;

use super::algorithm::signature_identifier;
use super::issuer::IssuerAndSerial;
use super::parse::Parsed;
use crate::error::{Code, Error, Result};
use crate::keys::{Trust, check_key};

/// The certificates beside the signer's own.
pub(super) fn others<'a>(parsed: &Parsed<'a>, leaf: &CertificateDer<'_>) -> Vec<CertificateDer<'a>> {
    let others = parsed.certificates.iter().filter(|certificate| **certificate != leaf.as_ref());
    others.map(|certificate| CertificateDer::from(*certificate)).collect()
}

/// Bytes that nobody signed have no place in evidence.
pub(super) fn check_surplus(
    others: &[CertificateDer<'_>],
    path: &[CertificateDer<'static>],
    trust: &Trust,
) -> Result<()> {
    let of_chain = |other: &CertificateDer<'_>| {
        path.iter().chain(trust.certificates()).any(|known| known.as_ref() == other.as_ref())
    };
    if others.iter().all(of_chain) { Ok(()) } else { Err(malformed("a certificate is not of the signer's chain")) }
}

/// The signer's certificate: by issuer and serial number, and as the signer itself names it.
pub(super) fn leaf_of<'a>(parsed: &Parsed<'a>) -> Result<CertificateDer<'a>> {
    let mut ids = parsed.certificates.iter().filter_map(|certificate| {
        let id = IssuerAndSerial::of(certificate)?;
        (id.der() == parsed.sid).then_some((*certificate, id))
    });
    let (leaf, id) = ids.next_back().ok_or_else(|| malformed("the signer's certificate is missing"))?;
    let named = &parsed.attributes.certificate;
    let hash = match named.digest {
        Some(digest) => digest.of(leaf),
        None => digest(&SHA1_FOR_LEGACY_USE_ONLY, leaf),
    };
    if hash.as_ref() != named.hash || named.issuer_serial.is_some_and(|named| named != id.named()) {
        return Err(invalid("the signer names another certificate"));
    }
    Ok(CertificateDer::from(leaf))
}

/// The content's digest, and the signature over the signed attributes.
pub(super) fn check_signature(parsed: &Parsed<'_>, leaf: &CertificateDer<'_>, content: &[u8]) -> Result<()> {
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
    if signed {
        return Ok(());
    }
    // The verifier knows no short keys: their signatures are not wrong, but worth nothing.
    check_key(leaf)?;
    Err(Error::new(Code::SignatureInvalid))
}

fn malformed(detail: &'static str) -> Error {
    Error::new(Code::SignatureFormat).with_detail(detail)
}

fn invalid(detail: &'static str) -> Error {
    Error::new(Code::SignatureInvalid).with_detail(detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::pki_types::UnixTime;

    use crate::keys::{FileSigner, Signer};
    use crate::progress::Job;
    use crate::seal::cms::parse::{Form, parse};
    use crate::seal::cms::{Content, How, sign};

    #[test]
    fn the_signer_is_named_by_hash_issuer_and_serial() {
        let pki = relay_mock::pki::Pki::new(time::OffsetDateTime::now_utc()).unwrap();
        let signer = FileSigner::from_pem(pki.relay_seal().unwrap().pem().as_bytes(), None).unwrap();
        let der = sign(&signer, b"x", Content::Detached, How::at(UnixTime::now()), &mut Job::new()).unwrap();
        let mut parsed = parse(&der, Form::Own).unwrap();
        assert!(leaf_of(&parsed).is_ok());
        let id = IssuerAndSerial::of(&signer.chain()[0]).unwrap();
        let issuer = IssuerAndSerial::of(&signer.chain()[1]).unwrap();
        let mut refused = |issuer_serial: &[u8]| {
            let named = issuer_serial.to_vec();
            parsed.attributes.certificate.issuer_serial = Some(Box::leak(named.into_boxed_slice()));
            leaf_of(&parsed).unwrap_err().code()
        };
        let other_issuer = IssuerAndSerial { issuer: issuer.issuer, serial: id.serial }.named();
        let other_serial = IssuerAndSerial { issuer: id.issuer, serial: issuer.serial }.named();
        assert_ne!(id.issuer, issuer.issuer);
        for wrong in [other_issuer, other_serial, id.der(), Vec::new()] {
            assert_eq!(refused(&wrong), Code::SignatureInvalid);
        }
        assert_eq!(refused(&[&id.named()[..], &[0]].concat()), Code::SignatureInvalid);
    }
}
