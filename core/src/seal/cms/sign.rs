//! Making a signature.

use rustls::pki_types::UnixTime;

use super::super::{clock, tlv};
use super::algorithm::{Digest, Method};
use super::{
    CONTENT_TYPE, ID_DATA, ID_SIGNED_DATA, IssuerAndSerial, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2,
    SIGNING_TIME, oid,
};
use crate::error::{Code, Error, Result};
use crate::keys::Signer;

/// Whether the content is inside the signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Content {
    Detached,
    Inside,
}

/// Signs `content`. With an RSA key, the same input gives the same bytes.
pub(in super::super) fn sign(
    signer: &dyn Signer,
    content: &[u8],
    place: Content,
    at: UnixTime,
) -> Result<Vec<u8>> {
    let chain = signer.chain();
    let leaf = chain.first().ok_or_else(|| Error::new(Code::KeyFile))?;
    let sid = IssuerAndSerial::of(leaf).ok_or_else(|| Error::new(Code::CertInvalid))?.der();
    let method = Method::choose(signer)?;
    let attributes = [
        attribute(&oid(&CONTENT_TYPE), &oid(&ID_DATA)),
        attribute(&oid(&SIGNING_TIME), &time(at)?),
        attribute(
            &oid(&MESSAGE_DIGEST),
            &tlv::write(tlv::OCTETS, &[method.digest.of(content).as_ref()]),
        ),
        attribute(&oid(&SIGNING_CERTIFICATE_V2), &signing_certificate(leaf, &sid)?),
    ];
    let signed = tlv::write_set(tlv::SET, attributes.to_vec());
    let signature = signer.sign(method.scheme, &signed)?;
    // Signed as a SET, written as [0]: the same content under another tag.
    let attributes = tlv::write_set(tlv::CONTEXT_0, attributes.to_vec());
    let digest = method.digest.identifier();
    let version = tlv::write(tlv::INTEGER, &[&[1]]);
    let signature = tlv::write(tlv::OCTETS, &[&signature]);
    let signer_info = tlv::write(
        tlv::SEQUENCE,
        &[&version, &sid, &digest, &attributes, &method.identifier, &signature],
    );
    let certificates = chain.iter().map(|certificate| certificate.to_vec()).collect();
    let inside = match place {
        Content::Detached => Vec::new(),
        Content::Inside => tlv::write(tlv::CONTEXT_0, &[&tlv::write(tlv::OCTETS, &[content])]),
    };
    let signed_data = tlv::write(
        tlv::SEQUENCE,
        &[
            &version,
            &tlv::write(tlv::SET, &[&digest]),
            &tlv::write(tlv::SEQUENCE, &[&oid(&ID_DATA), &inside]),
            &tlv::write_set(tlv::CONTEXT_0, certificates),
            &tlv::write(tlv::SET, &[&signer_info]),
        ],
    );
    let content = tlv::write(tlv::CONTEXT_0, &[&signed_data]);
    Ok(tlv::write(tlv::SEQUENCE, &[&oid(&ID_SIGNED_DATA), &content]))
}

fn attribute(name: &[u8], value: &[u8]) -> Vec<u8> {
    tlv::write(tlv::SEQUENCE, &[name, &tlv::write(tlv::SET, &[value])])
}

fn time(at: UnixTime) -> Result<Vec<u8>> {
    let (tag, text) = clock::asn1(at)?;
    Ok(tlv::write(tag, &[text.as_bytes()]))
}

/// `SigningCertificateV2` (RFC 5035) with the SHA-256, which is the default and not named.
fn signing_certificate(leaf: &[u8], sid: &[u8]) -> Result<Vec<u8>> {
    let digest = Digest::Sha256.of(leaf);
    let hash = tlv::write(tlv::OCTETS, &[digest.as_ref()]);
    let sid = tlv::Tlv::only(sid, tlv::SEQUENCE).ok_or_else(|| Error::new(Code::CertInvalid))?;
    let mut fields = tlv::Reader::new(sid.value);
    let (Some(issuer), Some(serial)) = (fields.any(), fields.any()) else {
        return Err(Error::new(Code::CertInvalid));
    };
    // GeneralNames with one directoryName, whose CHOICE makes the tag explicit.
    let directory = tlv::write(0xa4, &[issuer.raw]);
    let names = tlv::write(tlv::SEQUENCE, &[&directory]);
    let issuer_serial = tlv::write(tlv::SEQUENCE, &[&names, serial.raw]);
    let id = tlv::write(tlv::SEQUENCE, &[&hash, &issuer_serial]);
    Ok(tlv::write(tlv::SEQUENCE, &[&tlv::write(tlv::SEQUENCE, &[&id])]))
}
