//! What a certificate says about its office: number and kind.

use std::fmt;

use der::{Decode, Encode};
use rustls::pki_types::UnixTime;
use x509_cert::Certificate;
use x509_cert::name::Name;

use super::kind::CertificateKind;
use super::policy;
use super::profile::{SubjectField, SubjectProfile};
use crate::error::{Code, Error, Result};

/// Who a certificate belongs to. Reading it proves nothing: see [`Trust`](super::Trust).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OfficeIdentity {
    /// The 10-digit office number; of a relay's certificate, its name.
    pub office_number: String,
    /// The kind.
    pub kind: CertificateKind,
    /// The name in O, which may be missing.
    pub organization: Option<String>,
    /// The certificate's serial number, big endian.
    pub serial: Vec<u8>,
    /// Valid from.
    pub not_before: UnixTime,
    /// Valid to.
    pub not_after: UnixTime,
}

// Without number and name: they have no place in a log.
impl fmt::Debug for OfficeIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OfficeIdentity").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl OfficeIdentity {
    /// Whole days until the certificate expires, negative once it has.
    pub fn days_left(&self, now: UnixTime) -> i64 {
        let end = i64::try_from(self.not_after.as_secs()).unwrap_or(i64::MAX);
        let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        end.saturating_sub(now).div_euclid(86_400)
    }
}

/// Reads the identity out of a certificate.
///
/// # Errors
/// [`Code::CertInvalid`] where the certificate is malformed, [`Code::CertSubject`] where its subject
/// holds no office number, [`Code::CertKind`] where the kind is not one of the table.
pub fn identify(certificate: &[u8], profile: &SubjectProfile) -> Result<OfficeIdentity> {
    let certificate =
        Certificate::from_der(certificate).map_err(|error| Error::new(Code::CertInvalid).with_source(error))?;
    identify_parsed(&certificate, profile)
}

pub(crate) fn identify_parsed(certificate: &Certificate, profile: &SubjectProfile) -> Result<OfficeIdentity> {
    let tbs = &certificate.tbs_certificate;
    let kind = profile
        .kind_of(one(&tbs.subject, profile.kind)?.as_deref(), &policy::of(certificate)?)
        .ok_or_else(|| Error::new(Code::CertKind).with_detail("the subject names no known kind"))?;
    let number = one(&tbs.subject, profile.office_number)?
        .and_then(|text| profile.number_of(&text).map(str::to_owned))
        .ok_or_else(|| unreadable("the subject holds no office number"))?;
    let well_formed = match kind {
        CertificateKind::Relay => (1..=64).contains(&number.len()),
        _ => is_office_number(&number),
    };
    if !well_formed {
        return Err(unreadable("the office number in the subject is not 10 digits"));
    }
    Ok(OfficeIdentity {
        office_number: number,
        kind,
        organization: one(&tbs.subject, SubjectField::Organization)?,
        serial: tbs.serial_number.as_bytes().to_vec(),
        not_before: UnixTime::since_unix_epoch(tbs.validity.not_before.to_unix_duration()),
        not_after: UnixTime::since_unix_epoch(tbs.validity.not_after.to_unix_duration()),
    })
}

/// Whether the text is an office number: 10 digits, or capitals among them, as offices of the
/// municipalities' own services have.
pub fn is_office_number(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

fn unreadable(detail: &'static str) -> Error {
    Error::new(Code::CertSubject).with_detail(detail)
}

/// The attribute's text; two attributes of one type are refused, as they could be read in two ways.
fn one(name: &Name, field: SubjectField) -> Result<Option<String>> {
    let mut found = None;
    for attribute in name.0.iter().flat_map(|rdn| rdn.0.iter()) {
        if attribute.oid != field.oid() {
            continue;
        }
        let text = text_of(attribute)?;
        if found.replace(text).is_some() {
            return Err(unreadable("the subject holds an attribute twice"));
        }
    }
    Ok(found)
}

fn text_of(attribute: &x509_cert::attr::AttributeTypeAndValue) -> Result<String> {
    use der::asn1::{BmpString, Ia5StringRef, PrintableStringRef, Utf8StringRef};
    use der::{Tag, Tagged};
    let value = &attribute.value;
    let malformed = |error: der::Error| unreadable("the subject holds malformed text").with_source(error);
    match value.tag() {
        Tag::Utf8String => value.decode_as::<Utf8StringRef<'_>>().map(|text| text.as_str().to_owned()),
        Tag::PrintableString => value.decode_as::<PrintableStringRef<'_>>().map(|text| text.as_str().to_owned()),
        Tag::Ia5String => value.decode_as::<Ia5StringRef<'_>>().map(|text| text.as_str().to_owned()),
        Tag::BmpString => value.to_der().and_then(|der| BmpString::from_der(&der)).map(|text| text.to_string()),
        _ => return Err(unreadable("the subject holds text of an unknown type")),
    }
    .map_err(malformed)
}
