//! Taking a signature apart: strict DER of the one form that is allowed.

use rustls::pki_types::UnixTime;

use super::super::{clock, tlv};
use super::algorithm::Digest;
use super::{CONTENT_TYPE, ID_DATA, ID_SIGNED_DATA, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2, SIGNING_TIME, oid};

/// A chain and a little air; a list without end would only cost us time.
const MAX_CERTIFICATES: usize = 8;
const MAX_ATTRIBUTES: usize = 16;

/// The pieces of a signature, unverified.
pub(super) struct Parsed<'a> {
    /// The content, where it is inside.
    pub(super) content: Option<&'a [u8]>,
    pub(super) certificates: Vec<&'a [u8]>,
    /// `IssuerAndSerialNumber` as it stands.
    pub(super) sid: &'a [u8],
    pub(super) digest: Digest,
    pub(super) attributes: Attributes<'a>,
    /// Content of the signature algorithm's identifier.
    pub(super) signature_algorithm: &'a [u8],
    pub(super) signature: &'a [u8],
}

/// The signed attributes.
pub(super) struct Attributes<'a> {
    /// What was signed: the attributes as a SET.
    pub(super) signed: Vec<u8>,
    pub(super) message_digest: &'a [u8],
    pub(super) signing_time: UnixTime,
    pub(super) certificate: Named<'a>,
}

/// The certificate that the signer names as its own.
pub(super) struct Named<'a> {
    pub(super) digest: Digest,
    pub(super) hash: &'a [u8],
    pub(super) serial: Option<&'a [u8]>,
}

/// `None` where anything is not as it must be.
pub(super) fn parse(der: &[u8]) -> Option<Parsed<'_>> {
    let mut outer = tlv::Reader::new(tlv::Tlv::only(der, tlv::SEQUENCE)?.value);
    named(&mut outer, &oid(&ID_SIGNED_DATA))?;
    let explicit = outer.require(tlv::CONTEXT_0)?;
    end(&outer)?;
    let mut data = tlv::Reader::new(tlv::Tlv::only(explicit.value, tlv::SEQUENCE)?.value);
    version(&mut data)?;
    let digests = data.require(tlv::SET)?;
    let mut encapsulated = data.enter(tlv::SEQUENCE)?;
    named(&mut encapsulated, &oid(&ID_DATA))?;
    let content = match encapsulated.is_empty() {
        true => None,
        false => {
            let explicit = encapsulated.require(tlv::CONTEXT_0)?;
            Some(tlv::Tlv::only(explicit.value, tlv::OCTETS)?.value)
        }
    };
    end(&encapsulated)?;
    let certificates = certificates(data.enter(tlv::CONTEXT_0)?)?;
    // Revocation lists would stand here as [1] and are refused with the rest.
    let infos = data.require(tlv::SET)?;
    end(&data)?;
    let mut info = tlv::Reader::new(tlv::Tlv::only(infos.value, tlv::SEQUENCE)?.value);
    version(&mut info)?;
    let sid = info.require(tlv::SEQUENCE)?.raw;
    let digest_identifier = info.require(tlv::SEQUENCE)?;
    if tlv::Tlv::only(digests.value, tlv::SEQUENCE)?.raw != digest_identifier.raw {
        return None;
    }
    let digest = Digest::from_identifier(digest_identifier.value)?;
    let attributes = attributes(info.require(tlv::CONTEXT_0)?.value)?;
    let signature_algorithm = info.require(tlv::SEQUENCE)?.value;
    let signature = info.require(tlv::OCTETS)?.value;
    // Unsigned attributes would stand here as [1]: time stamps come with a later form.
    end(&info)?;
    Some(Parsed { content, certificates, sid, digest, attributes, signature_algorithm, signature })
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

fn attributes(content: &[u8]) -> Option<Attributes<'_>> {
    let mut reader = tlv::Reader::new(content);
    let mut all: Vec<(&[u8], &[u8])> = Vec::new();
    let mut last: &[u8] = &[];
    while !reader.is_empty() {
        let attribute = reader.require(tlv::SEQUENCE)?;
        let mut fields = tlv::Reader::new(attribute.value);
        let name = fields.require(tlv::OID)?.raw;
        let values = fields.require(tlv::SET)?.value;
        end(&fields)?;
        // DER sorts a set; an attribute that stands twice could be read in two ways.
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
    if value(&CONTENT_TYPE)? != oid(&ID_DATA) {
        return None;
    }
    let mut time = tlv::Reader::new(value(&SIGNING_TIME)?);
    let signing_time = time.any().and_then(|tlv| clock::from_asn1(tlv.tag, tlv.value))?;
    end(&time)?;
    Some(Attributes {
        signed: tlv::write(tlv::SET, &[content]),
        message_digest: tlv::Tlv::only(value(&MESSAGE_DIGEST)?, tlv::OCTETS)?.value,
        signing_time,
        certificate: signing_certificate(value(&SIGNING_CERTIFICATE_V2)?)?,
    })
}

/// The first certificate that `SigningCertificateV2` names: the signer's own. What may follow, its
/// issuers and policies, is signed and bears on nothing here.
fn signing_certificate(values: &[u8]) -> Option<Named<'_>> {
    let mut outer = tlv::Reader::new(tlv::Tlv::only(values, tlv::SEQUENCE)?.value);
    let mut ids = outer.enter(tlv::SEQUENCE)?;
    let mut id = ids.enter(tlv::SEQUENCE)?;
    let digest = match id.peek()? {
        tlv::SEQUENCE => Digest::from_identifier(id.any()?.value)?,
        _ => Digest::Sha256,
    };
    let hash = id.require(tlv::OCTETS)?.value;
    let serial = match id.is_empty() {
        true => None,
        false => {
            let mut issuer_serial = id.enter(tlv::SEQUENCE)?;
            issuer_serial.require(tlv::SEQUENCE)?;
            let serial = issuer_serial.require(tlv::INTEGER)?.raw;
            end(&issuer_serial)?;
            Some(serial)
        }
    };
    end(&id)?;
    Some(Named { digest, hash, serial })
}

fn named(reader: &mut tlv::Reader<'_>, name: &[u8]) -> Option<()> {
    reader.require(tlv::OID).filter(|tlv| tlv.raw == name).map(|_| ())
}

fn version(reader: &mut tlv::Reader<'_>) -> Option<()> {
    reader.require(tlv::INTEGER).filter(|tlv| tlv.value == [1]).map(|_| ())
}

fn end(reader: &tlv::Reader<'_>) -> Option<()> {
    reader.is_empty().then_some(())
}
