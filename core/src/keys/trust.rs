//! Whom we believe: authorities, revocation lists and how a subject is read.
//!
//! Chains are checked by rustls-webpki (library name `webpki`); the crate `webpki` itself is no
//! longer maintained.

use std::sync::Arc;

use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, TrustAnchor, UnixTime};
use webpki::{
    BorrowedCertRevocationList, CertRevocationList, EndEntityCert, ExpirationPolicy, ExtendedKeyUsageValidator,
    RevocationCheckDepth, RevocationOptionsBuilder, UnknownStatusPolicy,
};

use super::identity::{CertificateKind, OfficeIdentity, SubjectProfile, identify_parsed};
use super::pem;
use super::usage::{self, Stamping};
use crate::error::{Code, Error, Result};

pub use super::usage::Usage;

/// More than any real chain; a hostile message shall not make us search.
pub(crate) const MAX_CERTIFICATES: usize = 8;

/// Trusted authorities with their revocation lists.
///
/// Where a list of a certificate's issuer is set, a certificate on it is refused, and so is a list
/// whose signature is wrong. Where none is set, the status is unknown and accepted: offices behind
/// closed networks cannot fetch lists at every call. A list past its next update still counts; of
/// two lists of one issuer the newer one does.
#[derive(Clone, Debug)]
pub struct Trust {
    anchors: Vec<TrustAnchor<'static>>,
    certificates: Vec<CertificateDer<'static>>,
    crls: Vec<(u64, Arc<CertRevocationList<'static>>)>,
    crl_ders: Vec<CertificateRevocationListDer<'static>>,
    profile: SubjectProfile,
    stamps: Option<Box<Trust>>,
}

/// A certificate that was verified, and the chain that led to an authority.
pub(crate) struct Verified {
    pub(crate) identity: OfficeIdentity,
    pub(crate) path: Vec<CertificateDer<'static>>,
    /// From when to when the certificate and the whole path are valid.
    pub(crate) validity: (UnixTime, UnixTime),
}

impl Trust {
    /// Trusts the `CERTIFICATE` sections of a PEM text; its `X509 CRL` sections become lists.
    ///
    /// # Errors
    /// [`Code::CertInvalid`] where a section is malformed or no certificate is there.
    pub fn from_pem(bytes: &[u8]) -> Result<Self> {
        let mut trust = Self::empty();
        trust.read_pem(bytes)?;
        if trust.anchors.is_empty() {
            return Err(invalid("the trust file holds no certificate"));
        }
        Ok(trust)
    }

    /// Trusts these certificates.
    ///
    /// # Errors
    /// [`Code::CertInvalid`] where one is malformed.
    pub fn from_der<'a>(certificates: impl IntoIterator<Item = &'a [u8]>) -> Result<Self> {
        let mut trust = Self::empty();
        for der in certificates {
            trust.push_anchor(der)?;
        }
        Ok(trust)
    }

    /// Adds the certificates and lists of a PEM text.
    ///
    /// # Errors
    /// [`Code::CertInvalid`].
    pub fn with_pem(mut self, bytes: &[u8]) -> Result<Self> {
        self.read_pem(bytes)?;
        Ok(self)
    }

    /// Adds a revocation list.
    ///
    /// # Errors
    /// [`Code::CertInvalid`].
    pub fn with_crl_der(mut self, der: &[u8]) -> Result<Self> {
        self.push_crl(der)?;
        Ok(self)
    }

    /// Sets the authorities whose time stamps count. Where none are set, a stamp's own signature is
    /// checked and its time counts for nothing.
    pub fn with_stamp_authorities(mut self, authorities: Trust) -> Self {
        self.stamps = Some(Box::new(authorities));
        self
    }

    /// The authorities whose time stamps count.
    pub fn stamp_authorities(&self) -> Option<&Trust> {
        self.stamps.as_deref()
    }

    /// The revocation lists, in the order they were given.
    pub fn crls(&self) -> &[CertificateRevocationListDer<'static>] {
        &self.crl_ders
    }

    /// Sets how office number and kind are read.
    pub fn with_profile(mut self, profile: SubjectProfile) -> Self {
        self.profile = profile;
        self
    }

    /// How office number and kind are read.
    pub fn profile(&self) -> &SubjectProfile {
        &self.profile
    }

    /// The trusted certificates.
    pub fn certificates(&self) -> &[CertificateDer<'static>] {
        &self.certificates
    }

    /// Verifies a certificate of an office: chain, validity at `at`, revocation, kind.
    ///
    /// # Errors
    /// [`Code::CertExpired`], [`Code::CertNotYetValid`], [`Code::CertRevoked`],
    /// [`Code::CertUnknownIssuer`], [`Code::CertKind`], [`Code::CertInvalid`].
    pub fn verify_office(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        at: UnixTime,
        usage: Usage,
    ) -> Result<OfficeIdentity> {
        let verified = self.verify(leaf, intermediates, at, usage)?;
        require_office(&verified.identity)?;
        Ok(verified.identity)
    }

    /// Verifies the certificate by which a relay signs receipts.
    ///
    /// # Errors
    /// As [`Trust::verify_office`].
    pub fn verify_relay(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<OfficeIdentity> {
        let verified = self.verify(leaf, intermediates, at, Usage::Signature)?;
        require_relay(&verified.identity)?;
        Ok(verified.identity)
    }

    /// Chain, validity and revocation; the kind is up to the caller.
    pub(crate) fn verify(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        at: UnixTime,
        usage: Usage,
    ) -> Result<Verified> {
        let path = self.chain(leaf, intermediates, at, usage)?;
        let parsed = usage::parse(leaf)?;
        usage::check_key_usage(&parsed, usage)?;
        let identity = identify_parsed(&parsed, &self.profile)?;
        let mut validity = (identity.not_before, identity.not_after);
        for certificate in &path {
            let (from, to) = usage::validity(&usage::parse(certificate)?);
            validity = (validity.0.max(from), validity.1.min(to));
        }
        Ok(Verified { identity, path, validity })
    }

    /// Verifies the certificate of a time stamp authority at the time of its stamp and gives back
    /// the intermediates of its chain.
    pub(crate) fn verify_stamping(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<Vec<CertificateDer<'static>>> {
        let path = self.chain(leaf, intermediates, at, Stamping)?;
        usage::check_stamping(&usage::parse(leaf)?)?;
        Ok(path)
    }

    /// Chain, validity and revocation for this purpose; gives back the intermediates of the chain.
    fn chain(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        at: UnixTime,
        purpose: impl ExtendedKeyUsageValidator,
    ) -> Result<Vec<CertificateDer<'static>>> {
        if intermediates.len() > MAX_CERTIFICATES {
            return Err(invalid("the chain is too long"));
        }
        let entity = EndEntityCert::try_from(leaf).map_err(refused)?;
        let crls: Vec<&CertRevocationList<'_>> = self.crls.iter().map(|(_, crl)| &**crl).collect();
        let revocation = RevocationOptionsBuilder::new(&crls).ok().map(|options| {
            options
                .with_depth(RevocationCheckDepth::Chain)
                .with_status_policy(UnknownStatusPolicy::Allow)
                .with_expiration_policy(ExpirationPolicy::Ignore)
                .build()
        });
        let path = entity
            .verify_for_usage(
                webpki::ALL_VERIFICATION_ALGS,
                &self.anchors,
                intermediates,
                at,
                purpose,
                revocation,
                None,
            )
            .map_err(refused)?;
        Ok(path.intermediate_certificates().map(|c| c.der().into_owned()).collect())
    }

    fn empty() -> Self {
        Self {
            anchors: Vec::new(),
            certificates: Vec::new(),
            crls: Vec::new(),
            crl_ders: Vec::new(),
            profile: SubjectProfile::default(),
            stamps: None,
        }
    }

    fn read_pem(&mut self, bytes: &[u8]) -> Result<()> {
        let sections = pem::sections(bytes).map_err(|error| invalid("the trust file is not PEM").with_source(error))?;
        for section in sections {
            match section.label.as_str() {
                "CERTIFICATE" => self.push_anchor(&section.der)?,
                "X509 CRL" => self.push_crl(&section.der)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn push_anchor(&mut self, der: &[u8]) -> Result<()> {
        let certificate = CertificateDer::from(der.to_vec());
        let anchor = webpki::anchor_from_trusted_cert(&certificate).map_err(refused)?.to_owned();
        self.anchors.push(anchor);
        self.certificates.push(certificate);
        Ok(())
    }

    fn push_crl(&mut self, der: &[u8]) -> Result<()> {
        let crl = BorrowedCertRevocationList::from_der(der)
            .and_then(|crl| crl.to_owned())
            .map_err(|error| invalid("a revocation list is malformed").with_source(error))?;
        let issued = usage::crl_issued(der)?;
        // The verifier takes the first list of an issuer, so the newest has to stand first.
        let place = self.crls.partition_point(|(other, _)| *other > issued);
        self.crls.insert(place, (issued, Arc::new(CertRevocationList::Owned(crl))));
        self.crl_ders.push(CertificateRevocationListDer::from(der.to_vec()));
        Ok(())
    }
}

/// Refuses kinds that an office may not use.
pub(crate) fn require_office(identity: &OfficeIdentity) -> Result<()> {
    match identity.kind.may_send() {
        true => Ok(()),
        false => Err(Error::new(Code::CertKind)),
    }
}

/// Refuses everything but a relay's kind.
pub(crate) fn require_relay(identity: &OfficeIdentity) -> Result<()> {
    match identity.kind {
        CertificateKind::Relay => Ok(()),
        _ => Err(Error::new(Code::CertKind).with_detail("not the certificate of a relay")),
    }
}

fn invalid(detail: &'static str) -> Error {
    Error::new(Code::CertInvalid).with_detail(detail)
}

fn refused(error: webpki::Error) -> Error {
    let code = match &error {
        webpki::Error::CertExpired { .. } => Code::CertExpired,
        webpki::Error::CertNotValidYet { .. } => Code::CertNotYetValid,
        webpki::Error::CertRevoked => Code::CertRevoked,
        // A stranger may bear our authority's name: then only the signature is wrong.
        webpki::Error::UnknownIssuer | webpki::Error::InvalidSignatureForPublicKey => Code::CertUnknownIssuer,
        _ => Code::CertInvalid,
    };
    Error::new(code).with_source(error)
}
