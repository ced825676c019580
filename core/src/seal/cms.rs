//! CAdES-B signatures (ETSI EN 319 122-1 on CMS, RFC 5652): SignedData with one signer and the
//! signed attributes content-type, message-digest, signing-time and signing-certificate-v2.

mod algorithm;
mod parse;
mod sign;
mod verify;

pub(super) use sign::{Content, sign};
pub(super) use verify::verify;

use const_oid::ObjectIdentifier;
use rustls::pki_types::{CertificateDer, UnixTime};

use super::tlv;
use crate::keys::OfficeIdentity;

/// Who signed, by which certificate and when by the signer's clock.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Signature {
    /// What the certificate says of its owner; verified.
    pub identity: OfficeIdentity,
    /// The certificate.
    pub certificate: CertificateDer<'static>,
    /// When, by the signer's own clock.
    pub signing_time: UnixTime,
}

const ID_DATA: ObjectIdentifier = const_oid::db::rfc5911::ID_DATA;
const ID_SIGNED_DATA: ObjectIdentifier = const_oid::db::rfc5911::ID_SIGNED_DATA;
const CONTENT_TYPE: ObjectIdentifier = const_oid::db::rfc5911::ID_CONTENT_TYPE;
const MESSAGE_DIGEST: ObjectIdentifier = const_oid::db::rfc5911::ID_MESSAGE_DIGEST;
const SIGNING_TIME: ObjectIdentifier = const_oid::db::rfc5911::ID_SIGNING_TIME;
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

fn oid(oid: &ObjectIdentifier) -> Vec<u8> {
    tlv::write(tlv::OID, &[oid.as_bytes()])
}

/// Issuer and serial number as the certificate has them, to the byte.
struct IssuerAndSerial<'a> {
    issuer: &'a [u8],
    serial: &'a [u8],
}

impl<'a> IssuerAndSerial<'a> {
    fn of(certificate: &'a [u8]) -> Option<Self> {
        let mut outer = tlv::Reader::new(certificate).enter(tlv::SEQUENCE)?;
        let mut tbs = outer.enter(tlv::SEQUENCE)?;
        if tbs.peek() == Some(tlv::CONTEXT_0) {
            tbs.any()?; // version
        }
        let serial = tbs.require(tlv::INTEGER)?.raw;
        tbs.require(tlv::SEQUENCE)?; // signature algorithm
        let issuer = tbs.require(tlv::SEQUENCE)?.raw;
        Some(Self { issuer, serial })
    }

    fn der(&self) -> Vec<u8> {
        tlv::write(tlv::SEQUENCE, &[self.issuer, self.serial])
    }
}
