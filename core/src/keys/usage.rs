//! What a certificate may be used for.

use webpki::{ExtendedKeyUsageValidator, KeyPurposeId, KeyPurposeIdIter};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages};

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

/// What a chain is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// An office's or a relay's certificate.
    Of(Usage),
    /// A time stamp. The leaf is asked for more: [`check_stamping`].
    Stamping,
}

impl ExtendedKeyUsageValidator for Purpose {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> std::result::Result<(), webpki::Error> {
        match self {
            Self::Of(usage) => usage.validate(purposes),
            Self::Stamping => allow(purposes, &[TIME_STAMPING, ANY]),
        }
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
    if restricted { Err(webpki::Error::ExtensionValueInvalid) } else { Ok(()) }
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
        _ => Err(Error::new(Code::CertKeyUsage).with_detail("not the certificate of a time stamp authority")),
    }
}

/// The verifier leaves the key usage of the leaf to us.
pub(super) fn check_key_usage(certificate: &Certificate, usage: Usage) -> Result<()> {
    let Some(bits) = key_usage(certificate)? else { return Ok(()) };
    let signs = bits.0.contains(KeyUsages::DigitalSignature)
        || usage == Usage::Signature && bits.0.contains(KeyUsages::NonRepudiation);
    if signs { Ok(()) } else { Err(Error::new(Code::CertKeyUsage).with_detail("the key may not sign")) }
}

/// Whether it is an authority's certificate.
pub(super) fn is_authority(certificate: &Certificate) -> bool {
    matches!(certificate.tbs_certificate.get::<BasicConstraints>(), Ok(Some((_, BasicConstraints { ca: true, .. }))))
}

/// An authority that says what its key is for must name certificates, which the verifier leaves to us.
pub(super) fn check_issuer(certificate: &Certificate) -> Result<()> {
    match key_usage(certificate)? {
        Some(bits) if !bits.0.contains(KeyUsages::KeyCertSign) => {
            Err(Error::new(Code::CertIssuer).with_detail("the issuer's key may not sign certificates"))
        }
        _ => Ok(()),
    }
}

/// Whether an authority's key may sign revocation lists, as far as it says.
pub(super) fn may_sign_lists(certificate: &Certificate) -> bool {
    key_usage(certificate).is_ok_and(|bits| bits.is_none_or(|bits| bits.0.contains(KeyUsages::CRLSign)))
}

fn key_usage(certificate: &Certificate) -> Result<Option<KeyUsage>> {
    let found = certificate.tbs_certificate.get::<KeyUsage>();
    let found = found.map_err(|error| Error::new(Code::CertInvalid).with_source(error))?;
    Ok(found.map(|(_, bits)| bits))
}
