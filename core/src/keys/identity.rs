//! What a certificate says about its office: number and kind.

use std::fmt;

use rustls::pki_types::UnixTime;
use x509_cert::Certificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::Name;

use super::kind::CertificateKind;
use super::parse::parse;
use super::policy;
use super::profile::{SubjectField, SubjectProfile};
use super::subject;
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
    identify_parsed(&parse(certificate)?, profile)
}

pub(crate) fn identify_parsed(certificate: &Certificate, profile: &SubjectProfile) -> Result<OfficeIdentity> {
    let tbs = &certificate.tbs_certificate;
    let kind = kind(certificate, profile)?;
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
        organization: all(&tbs.subject, SubjectField::Organization).next().map(subject::display_of),
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

/// The attributes of this type.
fn all(name: &Name, field: SubjectField) -> impl Iterator<Item = &AttributeTypeAndValue> {
    name.0.iter().flat_map(|set| set.0.iter()).filter(move |attribute| attribute.oid == field.oid())
}

/// The attribute's text; two attributes of one type are refused, as they could be read in two ways.
fn one(name: &Name, field: SubjectField) -> Result<Option<String>> {
    let mut found = all(name, field);
    let first = found
        .next()
        .map(|attribute| subject::text_of(attribute).ok_or_else(|| unreadable("the subject holds malformed text")));
    match found.next() {
        Some(_) => Err(unreadable("the subject holds an attribute twice")),
        None => first.transpose(),
    }
}

/// The kind that the subject or the policies name. A subject may have further units of an organisation
/// beside the one that is a kind, but not two kinds.
fn kind(certificate: &Certificate, profile: &SubjectProfile) -> Result<CertificateKind> {
    let policies = policy::of(certificate)?;
    let texts = all(&certificate.tbs_certificate.subject, profile.kind).filter_map(subject::text_of);
    let mut kinds: Vec<_> = texts.filter_map(|text| profile.kind_of(Some(&text), &policies)).collect();
    kinds.extend(profile.kind_of(None, &policies));
    kinds.dedup();
    let told = |detail: &'static str| Error::new(Code::CertKind).with_detail(detail);
    match kinds[..] {
        [kind] => Ok(kind),
        [] => Err(told("the subject names no known kind")),
        _ => Err(told("the subject names several kinds")),
    }
}
