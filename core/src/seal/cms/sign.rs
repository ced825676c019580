//! Making a signature.

use rustls::pki_types::UnixTime;

use super::super::{clock, tlv};
use super::algorithm::{Digest, Method, RsaPadding};
use super::issuer::IssuerAndSerial;
use super::oid::{
    CONTENT_TYPE, ID_DATA, ID_SIGNED_DATA, MESSAGE_DIGEST, SIGNATURE_TIME_STAMP, SIGNING_CERTIFICATE_V2, SIGNING_TIME,
    oid,
};
use super::stamp::{self, Stamping};
use crate::error::{Code, Error, Result};
use crate::keys::Signer;
use crate::progress::Job;

/// Whether the content is inside the signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Content {
    Detached,
    Inside,
}

/// How to sign, whatever the content.
#[derive(Clone, Copy)]
pub(in super::super) struct How<'a> {
    pub(in super::super) at: UnixTime,
    pub(in super::super) padding: RsaPadding,
    pub(in super::super) stamping: Option<Stamping<'a>>,
}

impl How<'_> {
    /// Level B-B at this time.
    pub(in super::super) fn at(at: UnixTime) -> Self {
        Self { at, padding: RsaPadding::default(), stamping: None }
    }
}

/// Signs `content`. With an RSA key by PKCS#1 and without a stamp, the same input gives the same
/// bytes.
pub(in super::super) fn sign(
    signer: &dyn Signer,
    content: &[u8],
    place: Content,
    how: How<'_>,
    job: &mut Job<'_>,
) -> Result<Vec<u8>> {
    let chain = signer.chain();
    let leaf = chain.first().ok_or_else(|| Error::new(Code::KeyFile))?;
    let id = IssuerAndSerial::of(leaf).ok_or_else(|| Error::new(Code::CertInvalid))?;
    let sid = id.der();
    let method = Method::choose(signer, how.padding)?;
    let attributes = [
        attribute(&oid(&CONTENT_TYPE), &oid(&ID_DATA)),
        attribute(&oid(&SIGNING_TIME), &time(how.at)?),
        attribute(&oid(&MESSAGE_DIGEST), &tlv::write(tlv::OCTETS, &[method.digest.of(content).as_ref()])),
        attribute(&oid(&SIGNING_CERTIFICATE_V2), &signing_certificate(leaf, &id)),
    ];
    let signed = tlv::write_set(tlv::SET, attributes.to_vec());
    let signature = signer.sign(method.scheme, &signed)?;
    // Signed as a SET, written as [0]: the same content under another tag.
    let attributes = tlv::write_set(tlv::CONTEXT_0, attributes.to_vec());
    let digest = method.digest.identifier();
    let version = tlv::write(tlv::INTEGER, &[&[1]]);
    let stamp = match how.stamping {
        Some(stamping) => unsigned(&stamp::obtain(stamping, &signature, how.at, job)?),
        None => Vec::new(),
    };
    let signature = tlv::write(tlv::OCTETS, &[&signature]);
    let signer_info =
        tlv::write(tlv::SEQUENCE, &[&version, &sid, &digest, &attributes, &method.identifier, &signature, &stamp]);
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

/// The unsigned attributes: the one time stamp.
fn unsigned(token: &[u8]) -> Vec<u8> {
    tlv::write(tlv::CONTEXT_1, &[&attribute(&oid(&SIGNATURE_TIME_STAMP), token)])
}

fn attribute(name: &[u8], value: &[u8]) -> Vec<u8> {
    tlv::write(tlv::SEQUENCE, &[name, &tlv::write(tlv::SET, &[value])])
}

fn time(at: UnixTime) -> Result<Vec<u8>> {
    let (tag, text) = clock::asn1(at)?;
    Ok(tlv::write(tag, &[text.as_bytes()]))
}

/// `SigningCertificateV2` (RFC 5035) with the SHA-256, which is the default and not named.
fn signing_certificate(leaf: &[u8], id: &IssuerAndSerial<'_>) -> Vec<u8> {
    let digest = Digest::Sha256.of(leaf);
    let hash = tlv::write(tlv::OCTETS, &[digest.as_ref()]);
    let id = tlv::write(tlv::SEQUENCE, &[&hash, &id.named()]);
    tlv::write(tlv::SEQUENCE, &[&tlv::write(tlv::SEQUENCE, &[&id])])
}
