//! CAdES signatures (ETSI EN 319 122-1 on CMS, RFC 5652), levels B-B and B-T: SignedData with one
//! signer and the signed attributes content-type, message-digest, signing-time and
//! signing-certificate-v2 (hash, issuer and serial number); at B-T one unsigned attribute more, a
//! signature-time-stamp (RFC 3161).

mod algorithm;
mod parse;
mod sign;
mod stamp;
mod verify;

pub use algorithm::RsaPadding;
pub(super) use parse::named_time;
pub(super) use sign::{Content, How, sign};
pub use stamp::{TimeStamp, TimeStamper};
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
    /// The certificates that led from it to a trusted authority, without either end.
    pub intermediates: Vec<CertificateDer<'static>>,
    /// When at the latest, by a time stamp authority's clock: level B-T.
    pub time_stamp: Option<TimeStamp>,
    pub(crate) places: Places,
}

/// Where in the signature's file its value and the time stamp token stand, offset and length: for
/// programs that cut them out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    pub(crate) value: (usize, usize),
    pub(crate) token: Option<(usize, usize)>,
}

const ID_DATA: ObjectIdentifier = const_oid::db::rfc5911::ID_DATA;
const ID_SIGNED_DATA: ObjectIdentifier = const_oid::db::rfc5911::ID_SIGNED_DATA;
const ID_TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = const_oid::db::rfc5911::ID_CONTENT_TYPE;
const MESSAGE_DIGEST: ObjectIdentifier = const_oid::db::rfc5911::ID_MESSAGE_DIGEST;
const SIGNING_TIME: ObjectIdentifier = const_oid::db::rfc5911::ID_SIGNING_TIME;
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
/// The older form (RFC 2634), which some time stamp authorities still write.
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNATURE_TIME_STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

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

    /// As `SigningCertificateV2` has it: the issuer as GeneralNames with one directoryName, whose
    /// CHOICE makes the tag explicit.
    fn named(&self) -> Vec<u8> {
        let names = tlv::write(tlv::SEQUENCE, &[&tlv::write(tlv::CONTEXT_4, &[self.issuer])]);
        tlv::write(tlv::SEQUENCE, &[&names, self.serial])
    }
}
