//! The certificates of trusted authorities.

use rustls::pki_types::{CertificateDer, TrustAnchor, UnixTime};
use x509_cert::Certificate;

use super::parse::parse;
use super::revocation::Issuer;
use crate::error::{Code, Error, Result};

/// Trusted authorities, as the verifier wants them and as they were given.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors {
    anchors: Vec<TrustAnchor<'static>>,
    certificates: Vec<CertificateDer<'static>>,
    /// Of each of them, its last second.
    ends: Vec<u64>,
}

impl Anchors {
    /// # Errors
    /// [`Code::TrustFile`] where it is malformed.
    pub(super) fn push(&mut self, der: &[u8]) -> Result<()> {
        let certificate = CertificateDer::from(der.to_vec());
        let malformed = |error| Code::TrustFile.with_detail("a trusted certificate is malformed").with_source(error);
        let anchor = webpki::anchor_from_trusted_cert(&certificate).map_err(malformed)?.to_owned();
        let end = |parsed: Certificate| parsed.tbs_certificate.validity.not_after.to_unix_duration().as_secs();
        // What cannot be read to see its end was read by the verifier.
        self.ends.push(parse(&certificate).map_or(u64::MAX, end));
        self.anchors.push(anchor);
        self.certificates.push(certificate);
        Ok(())
    }

    pub(super) fn all(&self) -> &[TrustAnchor<'static>] {
        &self.anchors
    }

    pub(super) fn certificates(&self) -> &[CertificateDer<'static>] {
        &self.certificates
    }

    /// As issuers of lists.
    pub(super) fn issuers(&self) -> impl Iterator<Item = Issuer<'_>> {
        let all = self.anchors.iter().zip(&self.certificates);
        all.filter_map(|(anchor, certificate)| Issuer::of_anchor(anchor, certificate))
    }

    /// The certificate of a trusted authority that has not ended at this time: a renewed one may have the same name
    /// and key. When it began does not count, as a renewed one is trusted for what was signed before.
    ///
    /// # Errors
    /// [`Code::CertIssuerExpired`].
    pub(super) fn valid(&self, anchor: &TrustAnchor<'_>, at: UnixTime) -> Result<&CertificateDer<'static>> {
        let same = |one: &TrustAnchor<'_>| {
            one.subject == anchor.subject && one.subject_public_key_info == anchor.subject_public_key_info
        };
        let is_valid = |place: &usize| same(&self.anchors[*place]) && at.as_secs() <= self.ends[*place];
        let found = (0..self.anchors.len()).find(is_valid);
        found.map(|place| &self.certificates[place]).ok_or_else(|| Error::new(Code::CertIssuerExpired))
    }
}
