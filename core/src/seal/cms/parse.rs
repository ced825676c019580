//! Taking a signature apart: strict DER of the one form that is allowed.

use rustls::pki_types::UnixTime;

use super::super::{clock, tlv};
use super::algorithm::Digest;
use super::oid::{
    CONTENT_TYPE, ID_DATA, ID_SIGNED_DATA, ID_TST_INFO, MESSAGE_DIGEST, SIGNATURE_TIME_STAMP, SIGNING_CERTIFICATE,
    SIGNING_CERTIFICATE_V2, SIGNING_TIME, oid,
};
use super::places::Places;

/// A chain and a little air; a list without end would only cost us time.
const MAX_CERTIFICATES: usize = 8;
const MAX_ATTRIBUTES: usize = 16;

/// Which signature it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Of an office or a relay: CAdES.
    Own,
    /// A time stamp token (RFC 3161).
    Stamp,
}

impl Form {
    fn content_type(self) -> Vec<u8> {
        match self {
            Self::Own => oid(&ID_DATA),
            Self::Stamp => oid(&ID_TST_INFO),
        }
    }

    /// The version that belongs to the content type (RFC 5652, 5.1).
    fn version(self) -> u8 {
        match self {
            Self::Own => 1,
            Self::Stamp => 3,
        }
    }
}

/// The pieces of a signature, unverified.
pub(super) struct Parsed<'a> {
    /// The content, where it is inside.
    pub(super) content: Option<&'a [u8]>,
    pub(super) certificates: Vec<&'a [u8]>,
    /// `IssuerAndSerialNumber`, unchanged.
    pub(super) sid: &'a [u8],
    pub(super) digest: Digest,
    pub(super) attributes: Attributes<'a>,
    /// Content of the signature algorithm's identifier.
    pub(super) signature_algorithm: &'a [u8],
    pub(super) signature: &'a [u8],
    /// The time stamp token.
    pub(super) stamp: Option<&'a [u8]>,
}

/// The signed attributes.
pub(super) struct Attributes<'a> {
    /// What was signed: the attributes as a SET.
    pub(super) signed: Vec<u8>,
    pub(super) message_digest: &'a [u8],
    /// Always there in [`Form::Own`].
    pub(super) signing_time: Option<UnixTime>,
    pub(super) certificate: Named<'a>,
}

/// The certificate that the signer names as its own.
pub(super) struct Named<'a> {
    /// `None`: SHA-1, which only the older form has.
    pub(super) digest: Option<Digest>,
    pub(super) hash: &'a [u8],
    pub(super) issuer_serial: Option<&'a [u8]>,
}

/// `None` where anything is not as it must be.
pub(super) fn parse(der: &[u8], form: Form) -> Option<Parsed<'_>> {
    let mut outer = tlv::Reader::new(tlv::Tlv::only(der, tlv::SEQUENCE)?.value);
    named(&mut outer, &oid(&ID_SIGNED_DATA))?;
    let explicit = outer.require(tlv::CONTEXT_0)?;
    end(&outer)?;
    let mut data = tlv::Reader::new(tlv::Tlv::only(explicit.value, tlv::SEQUENCE)?.value);
    version(&mut data, form.version())?;
    let digests = data.require(tlv::SET)?;
    let mut encapsulated = data.enter(tlv::SEQUENCE)?;
    named(&mut encapsulated, &form.content_type())?;
    let content = if encapsulated.is_empty() {
        None
    } else {
        let explicit = encapsulated.require(tlv::CONTEXT_0)?;
        Some(tlv::Tlv::only(explicit.value, tlv::OCTETS)?.value)
    };
    end(&encapsulated)?;
    let certificates = certificates(data.enter(tlv::CONTEXT_0)?)?;
    // Revocation lists would be here as [1] and are refused with the rest.
    let infos = data.require(tlv::SET)?;
    end(&data)?;
    let mut info = tlv::Reader::new(tlv::Tlv::only(infos.value, tlv::SEQUENCE)?.value);
    version(&mut info, 1)?;
    let sid = info.require(tlv::SEQUENCE)?.raw;
    let digest_identifier = info.require(tlv::SEQUENCE)?;
    if tlv::Tlv::only(digests.value, tlv::SEQUENCE)?.raw != digest_identifier.raw {
        return None;
    }
    let digest = Digest::from_identifier(digest_identifier.value)?;
    let attributes = attributes(info.require(tlv::CONTEXT_0)?.value, form)?;
    let signature_algorithm = info.require(tlv::SEQUENCE)?.value;
    let signature = info.require(tlv::OCTETS)?.value;
    let stamp = match form {
        Form::Own if !info.is_empty() => Some(stamp(info.require(tlv::CONTEXT_1)?.value)?),
        _ => None,
    };
    end(&info)?;
    Some(Parsed { content, certificates, sid, digest, attributes, signature_algorithm, signature, stamp })
}

/// The one unsigned attribute that is allowed, with its one value.
fn stamp(attributes: &[u8]) -> Option<&[u8]> {
    let mut fields = tlv::Reader::new(tlv::Tlv::only(attributes, tlv::SEQUENCE)?.value);
    named(&mut fields, &oid(&SIGNATURE_TIME_STAMP))?;
    let values = fields.require(tlv::SET)?.value;
    end(&fields)?;
    Some(tlv::Tlv::only(values, tlv::SEQUENCE)?.raw)
}

/// The time of signing that an unverified signature names.
pub(in super::super) fn named_time(der: &[u8]) -> Option<UnixTime> {
    parse(der, Form::Own)?.attributes.signing_time
}

impl Parsed<'_> {
    /// Where the pieces are in `der`, which they were parsed from.
    pub(super) fn places(&self, der: &[u8]) -> Places {
        let start = der.as_ptr() as usize;
        let place = |piece: &[u8]| ((piece.as_ptr() as usize).wrapping_sub(start), piece.len());
        Places { value: place(self.signature), token: self.stamp.map(place) }
    }
}

fn certificates(mut set: tlv::Reader<'_>) -> Option<Vec<&[u8]>> {
    let mut all = Vec::new();
    while !set.is_empty() {
        let certificate = set.require(tlv::SEQUENCE)?.raw;
        if all.len() == MAX_CERTIFICATES || all.contains(&certificate) {
            return None;
        }
        all.push(certificate);
    }
    Some(all)
}

fn attributes(content: &[u8], form: Form) -> Option<Attributes<'_>> {
    let mut reader = tlv::Reader::new(content);
    let mut all: Vec<(&[u8], &[u8])> = Vec::new();
    let mut last: &[u8] = &[];
    while !reader.is_empty() {
        let attribute = reader.require(tlv::SEQUENCE)?;
        let mut fields = tlv::Reader::new(attribute.value);
        let name = fields.require(tlv::OID)?.raw;
        let values = fields.require(tlv::SET)?.value;
        end(&fields)?;
        // DER sorts a set; an attribute that is there twice could be read in two ways.
        let twice = all.iter().any(|(other, _)| *other == name);
        if all.len() == MAX_ATTRIBUTES || attribute.raw <= last || twice {
            return None;
        }
        last = attribute.raw;
        all.push((name, values));
    }
    let value = |wanted| {
        let name = oid(wanted);
        all.iter().find(|(other, _)| *other == name).map(|(_, values)| *values)
    };
    if value(&CONTENT_TYPE)? != form.content_type() {
        return None;
    }
    let signing_time = match value(&SIGNING_TIME) {
        Some(values) => Some(time(values)?),
        None if form == Form::Own => return None,
        None => None,
    };
    let certificate = match (value(&SIGNING_CERTIFICATE_V2), form) {
        (Some(values), _) => signing_certificate(values, true)?,
        (None, Form::Stamp) => signing_certificate(value(&SIGNING_CERTIFICATE)?, false)?,
        (None, Form::Own) => return None,
    };
    Some(Attributes {
        signed: tlv::write(tlv::SET, &[content]),
        message_digest: tlv::Tlv::only(value(&MESSAGE_DIGEST)?, tlv::OCTETS)?.value,
        signing_time,
        certificate,
    })
}

fn time(values: &[u8]) -> Option<UnixTime> {
    let mut time = tlv::Reader::new(values);
    let at = time.any().and_then(|tlv| clock::from_asn1(tlv.tag, tlv.value))?;
    end(&time)?;
    Some(at)
}

/// The first certificate that `SigningCertificateV2` names: the signer's own. What may follow, its
/// issuers and policies, is signed and bears on nothing here.
fn signing_certificate(values: &[u8], v2: bool) -> Option<Named<'_>> {
    let mut outer = tlv::Reader::new(tlv::Tlv::only(values, tlv::SEQUENCE)?.value);
    let mut ids = outer.enter(tlv::SEQUENCE)?;
    let mut id = ids.enter(tlv::SEQUENCE)?;
    let digest = match id.peek()? {
        _ if !v2 => None,
        tlv::SEQUENCE => Some(Digest::from_identifier(id.any()?.value)?),
        _ => Some(Digest::Sha256),
    };
    let hash = id.require(tlv::OCTETS)?.value;
    let issuer_serial = if id.is_empty() { None } else { Some(id.require(tlv::SEQUENCE)?.raw) };
    end(&id)?;
    Some(Named { digest, hash, issuer_serial })
}

fn named(reader: &mut tlv::Reader<'_>, name: &[u8]) -> Option<()> {
    reader.require(tlv::OID).filter(|tlv| tlv.raw == name).map(|_| ())
}

fn version(reader: &mut tlv::Reader<'_>, version: u8) -> Option<()> {
    reader.require(tlv::INTEGER).filter(|tlv| tlv.value == [version]).map(|_| ())
}

fn end(reader: &tlv::Reader<'_>) -> Option<()> {
    reader.is_empty().then_some(())
}
