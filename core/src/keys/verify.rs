//! Verifying a certificate: chain, validity, use, policy, revocation, strength; each fault with its code.

use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use webpki::{EndEntityCert, VerifiedPath};

use super::explain::Refused;
use super::identity::{OfficeIdentity, identify_parsed};
use super::judge::{Judge, Path, Signed, Why};
use super::moment::Moment;
use super::notice::{Notice, of_days_left};
use super::parse::parse;
use super::presented::Presented;
use super::trust::{Trust, require_office};
use super::usage::{self, Purpose, Usage};
use super::{Signer, policy, strength};
use crate::error::{Code, Error, Result};

/// A certificate that was verified.
#[derive(Clone)]
#[non_exhaustive]
pub struct Verified {
    /// What it says about its office; for the caller to compare.
    pub identity: OfficeIdentity,
    /// What should be reported although the certificate is valid.
    pub notices: Vec<Notice>,
    /// The issuing authorities between it and the trusted one.
    pub path: Vec<CertificateDer<'static>>,
}

impl Verified {
    /// Refuses kinds that an office may not use, and every other office's certificate.
    ///
    /// # Errors
    /// [`Code::CertKind`], [`Code::CertKindAgent`], [`Code::CertKindDisability`], [`Code::CertOffice`].
    pub fn require_office(&self, number: &str) -> Result<()> {
        require_office(&self.identity)?;
        if self.identity.office_number == number { Ok(()) } else { Err(Error::new(Code::CertOffice)) }
    }
}

impl Trust {
    /// Verifies a certificate: chain, validity, use, policies, revocation, strength. Whose it is
    /// and of which kind is up to the caller: see [`Trust::verify_office`].
    ///
    /// # Errors
    /// [`Code::CertExpired`], [`Code::CertNotYetValid`], [`Code::CertRevoked`],
    /// [`Code::CertUnknownIssuer`], [`Code::CertChain`], [`Code::CertIssuer`],
    /// [`Code::CertIssuerExpired`], [`Code::CertIssuerRevoked`], [`Code::CertSignature`],
    /// [`Code::CertNameConstraint`], [`Code::CertExtension`], [`Code::CertKeyUsage`],
    /// [`Code::CertPolicy`], [`Code::CertWeakHash`], [`Code::CertShortKey`], [`Code::CrlStale`],
    /// [`Code::CrlMissing`], [`Code::CrlInvalid`], [`Code::CertKind`], [`Code::CertSubject`],
    /// [`Code::CertInvalid`].
    pub fn verify(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        usage: Usage,
        moment: Moment,
    ) -> Result<Verified> {
        let chain = Presented::new(leaf, intermediates, Purpose::Of(usage))?;
        let mut notices = Vec::new();
        let (path, looked_at) = match moment {
            Moment::Now(now) => (self.path(&chain, now, None)?, now),
            Moment::Proven(at) => (self.path(&chain, at, Some(Signed { at, proven: true }))?, at),
            Moment::Claimed { at, now } => (self.claimed(&chain, at, now, &mut notices)?, now),
        };
        usage::check_key_usage(&chain.parsed, usage)?;
        strength::check_key(&chain.parsed)?;
        let issuers = path.issuers.iter().map(|der| parse(der)).collect::<Result<Vec<_>>>()?;
        issuers.iter().try_for_each(usage::check_issuer)?;
        policy::check(&chain.parsed, &issuers, &self.policies)?;
        let identity = identify_parsed(&chain.parsed, self.profile())?;
        let is_present = !matches!(moment, Moment::Proven(_));
        notices.extend(path.notices(looked_at, is_present));
        if moment == Moment::Now(looked_at) {
            notices.extend(of_days_left(identity.days_left(looked_at)));
        }
        crate::sort::sort(&mut notices);
        notices.dedup();
        Ok(Verified { identity, notices, path: path.issuers })
    }

    /// Checks a signer's certificate before anything is sent: as [`Trust::verify`] at `now`, the kind, and
    /// that it is this office's.
    ///
    /// # Errors
    /// As [`Trust::verify`] and [`Verified::require_office`](super::Verified::require_office).
    pub fn check(&self, signer: &dyn Signer, office_number: Option<&str>, now: UnixTime) -> Result<OfficeIdentity> {
        let (leaf, others) = signer
            .chain()
            .split_first()
            .ok_or_else(|| Error::new(Code::CertInvalid).with_detail("the signer has no certificate"))?;
        let verified = self.verify(leaf, others, Usage::Signature, Moment::Now(now))?;
        match office_number {
            Some(number) => verified.require_office(number)?,
            None => require_office(&verified.identity)?,
        }
        Ok(verified.identity)
    }

    /// Verifies a certificate of an office as [`Trust::verify`] does, and its kind.
    ///
    /// # Errors
    /// As [`Trust::verify`], and [`Code::CertKind`], [`Code::CertKindAgent`],
    /// [`Code::CertKindDisability`] where the kind may not send.
    pub fn verify_office(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        at: UnixTime,
        usage: Usage,
    ) -> Result<OfficeIdentity> {
        let verified = self.verify(leaf, intermediates, usage, Moment::Now(at))?;
        require_office(&verified.identity)?;
        Ok(verified.identity)
    }

    /// Verifies the certificate by which a relay signs receipts.
    ///
    /// # Errors
    /// As [`Trust::verify`], and [`Code::CertKind`].
    pub fn verify_relay(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<OfficeIdentity> {
        let verified = self.verify(leaf, intermediates, Usage::Signature, Moment::Now(at))?;
        self.require_relay(&verified.identity, leaf)?;
        Ok(verified.identity)
    }

    /// Verifies the certificate of a time stamp authority at the time of its stamp and gives back
    /// the intermediates of its chain.
    pub(crate) fn verify_stamping(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<Vec<CertificateDer<'static>>> {
        let chain = Presented::new(leaf, intermediates, Purpose::Stamping)?;
        // The time is its own word: in other hands its key stamps any.
        let path = self.path(&chain, at, Some(Signed { at, proven: false }))?.issuers;
        usage::check_stamping(&chain.parsed)?;
        strength::check_key(&chain.parsed)?;
        for issuer in &path {
            usage::check_issuer(&parse(issuer)?)?;
        }
        Ok(path)
    }

    /// The chain at the time that the signature claims, and now unless it has expired since.
    fn claimed<'t>(
        &'t self,
        chain: &Presented<'_>,
        at: UnixTime,
        now: UnixTime,
        notices: &mut Vec<Notice>,
    ) -> Result<Path<'t>> {
        // Clocks differ; what claims to come from the future is looked at as of now.
        let at = at.min(now);
        let signed = Some(Signed { at, proven: false });
        let end = chain.parsed.tbs_certificate.validity.not_after.to_unix_duration();
        if now.as_secs() <= end.as_secs() {
            self.path(chain, now, signed)?;
        } else if now.as_secs() - end.as_secs() > self.grace.as_secs() {
            return Err(Error::new(Code::CertExpired).with_detail("too long ago for a signature without proof of time"));
        } else {
            notices.push(Notice::ExpiredSince);
        }
        self.path(chain, at, signed)
    }

    /// The way to a trusted authority. `signed`: a signature whose certificate may have been revoked later.
    fn path<'t>(&'t self, chain: &Presented<'_>, at: UnixTime, signed: Option<Signed>) -> Result<Path<'t>> {
        let algorithms = chain.verified.algorithms(self.remembered.as_deref());
        let algorithms: Vec<&dyn SignatureVerificationAlgorithm> = algorithms.iter().map(|one| one as _).collect();
        let judge = Judge::new(self, chain, at, signed, &algorithms);
        let accept = |path: &VerifiedPath<'_>| judge.accept(path);
        let built = EndEntityCert::try_from(chain.leaf).and_then(|entity| {
            let (anchors, intermediates) = (self.anchors.all(), chain.intermediates);
            let purpose = chain.purpose;
            entity.verify_for_usage(&algorithms, anchors, intermediates, at, purpose, None, Some(&accept)).map(|_| ())
        });
        judge.outcome(built).map_err(|refused| match refused {
            Why::Judged(error) => error,
            Why::Built(error) => Refused { trust: self, chain, at }.explain(error),
        })
    }
}
