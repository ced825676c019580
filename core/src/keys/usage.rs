//! What a certificate may be used for.

use der::Decode;
use rustls::pki_types::UnixTime;
use webpki::{ExtendedKeyUsageValidator, KeyPurposeId, KeyPurposeIdIter};
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage, KeyUsages};

use crate::error::{Code, Error, Result};

/// What the certificate's key was used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// As client of a TLS connection.
    TlsClient,
    /// For a signature over a message or a receipt.
    Signature,
}

const CLIENT_AUTH: KeyPurposeId<'static> = KeyPurposeId::new(&[43, 6, 1, 5, 5, 7, 3, 2]);
const EMAIL: KeyPurposeId<'static> = KeyPurposeId::new(&[43, 6, 1, 5, 5, 7, 3, 4]);
const DOCUMENT: KeyPurposeId<'static> = KeyPurposeId::new(&[43, 6, 1, 5, 5, 7, 3, 36]);
const TIME_STAMPING: KeyPurposeId<'static> = KeyPurposeId::new(&[43, 6, 1, 5, 5, 7, 3, 8]);
const ANY: KeyPurposeId<'static> = KeyPurposeId::new(&[85, 29, 37, 0]);

// The one office certificate serves both, so client authentication is good for signatures too; a
// server's certificate is not.
impl ExtendedKeyUsageValidator for Usage {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> std::result::Result<(), webpki::Error> {
        let allowed: &[KeyPurposeId<'_>] = match self {
            Self::TlsClient => &[CLIENT_AUTH, ANY],
            Self::Signature => &[CLIENT_AUTH, EMAIL, DOCUMENT, ANY],
        };
        allow(purposes, allowed)
    }
}

/// The purpose of the certificates that lead to a time stamp. The leaf is asked for more:
/// [`check_stamping`].
pub(super) struct Stamping;

impl ExtendedKeyUsageValidator for Stamping {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> std::result::Result<(), webpki::Error> {
        allow(purposes, &[TIME_STAMPING, ANY])
    }
}

fn allow(purposes: KeyPurposeIdIter<'_, '_>, allowed: &[KeyPurposeId<'_>]) -> std::result::Result<(), webpki::Error> {
    let mut restricted = false;
    for purpose in purposes {
        let purpose = purpose?;
        if allowed.contains(&purpose) {
            return Ok(());
        }
        restricted = true;
    }
    match restricted {
        true => Err(webpki::Error::ExtensionValueInvalid),
        false => Ok(()),
    }
}

/// The certificate of a time stamp authority has this one purpose and no other (RFC 3161, 2.3).
pub(super) fn check_stamping(certificate: &Certificate) -> Result<()> {
    check_key_usage(certificate, Usage::Signature)?;
    let purposes = certificate
        .tbs_certificate
        .get::<ExtendedKeyUsage>()
        .map_err(|error| Error::new(Code::CertInvalid).with_source(error))?;
    match purposes {
        Some((true, purposes)) if purposes.0 == [const_oid::db::rfc5280::ID_KP_TIME_STAMPING] => Ok(()),
        _ => Err(Error::new(Code::CertInvalid).with_detail("not the certificate of a time stamp authority")),
    }
}

pub(super) fn parse(der: &[u8]) -> Result<Certificate> {
    Certificate::from_der(der).map_err(|error| Error::new(Code::CertInvalid).with_source(error))
}

/// From when to when a certificate is valid.
pub(super) fn validity(certificate: &Certificate) -> (UnixTime, UnixTime) {
    let validity = &certificate.tbs_certificate.validity;
    let time = |time: x509_cert::time::Time| UnixTime::since_unix_epoch(time.to_unix_duration());
    (time(validity.not_before), time(validity.not_after))
}

/// The verifier leaves the key usage of the leaf to us.
pub(super) fn check_key_usage(certificate: &Certificate, usage: Usage) -> Result<()> {
    let present = certificate
        .tbs_certificate
        .get::<KeyUsage>()
        .map_err(|error| Error::new(Code::CertInvalid).with_source(error))?;
    let Some((_, bits)) = present else { return Ok(()) };
    let signs = bits.0.contains(KeyUsages::DigitalSignature)
        || usage == Usage::Signature && bits.0.contains(KeyUsages::NonRepudiation);
    match signs {
        true => Ok(()),
        false => Err(Error::new(Code::CertInvalid).with_detail("the key may not sign")),
    }
}

/// When a revocation list was issued, in seconds.
pub(super) fn crl_issued(der: &[u8]) -> Result<u64> {
    let list = CertificateList::from_der(der).map_err(|error| Error::new(Code::CertInvalid).with_source(error))?;
    Ok(list.tbs_cert_list.this_update.to_unix_duration().as_secs())
}
