//! Verifying a certificate: chain, validity, use, policy, revocation, strength; each fault with its code.

use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use webpki::{
    CertRevocationList, EndEntityCert, ExpirationPolicy, RevocationCheckDepth, RevocationOptionsBuilder,
    UnknownStatusPolicy,
};

use super::explain::Refused;
use super::identity::{OfficeIdentity, identify_parsed};
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
            Moment::Now(now) => (self.path(&chain, now, None, &mut notices)?, now),
            Moment::Proven(at) => (self.path(&chain, at, Some((at, true)), &mut notices)?, at),
            Moment::Claimed { at, now } => (self.claimed(&chain, at, now, &mut notices)?, now),
        };
        usage::check_key_usage(&chain.parsed, usage)?;
        strength::check_key(&chain.parsed)?;
        let issuers = path.iter().map(|der| parse(der)).collect::<Result<Vec<_>>>()?;
        issuers.iter().try_for_each(usage::check_issuer)?;
        policy::check(&chain.parsed, &issuers, &self.policies)?;
        let identity = identify_parsed(&chain.parsed, self.profile())?;
        let is_present = !matches!(moment, Moment::Proven(_));
        let certificates = [&chain.parsed].into_iter().chain(&issuers);
        notices.extend(certificates.flat_map(|one| self.lists.notices(one, looked_at, is_present)));
        if moment == Moment::Now(looked_at) {
            notices.extend(of_days_left(identity.days_left(looked_at)));
        }
        notices.sort();
        notices.dedup();
        Ok(Verified { identity, notices, path })
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
        let path = self.path(&chain, at, Some((at, true)), &mut Vec::new())?;
        usage::check_stamping(&chain.parsed)?;
        strength::check_key(&chain.parsed)?;
        for issuer in &path {
            usage::check_issuer(&parse(issuer)?)?;
        }
        Ok(path)
    }

    /// The chain at the time that the signature claims, and now unless it has expired since.
    fn claimed(
        &self,
        chain: &Presented<'_>,
        at: UnixTime,
        now: UnixTime,
        notices: &mut Vec<Notice>,
    ) -> Result<Vec<CertificateDer<'static>>> {
        // Clocks differ; what claims to come from the future is looked at as of now.
        let at = at.min(now);
        let revoked_since = Some((at, false));
        let end = chain.parsed.tbs_certificate.validity.not_after.to_unix_duration();
        if now.as_secs() <= end.as_secs() {
            self.path(chain, now, revoked_since, notices)?;
        } else if now.as_secs() - end.as_secs() > self.grace.as_secs() {
            return Err(Error::new(Code::CertExpired).with_detail("too long ago for a signature without proof of time"));
        } else {
            notices.push(Notice::ExpiredSince);
        }
        self.path(chain, at, revoked_since, notices)
    }

    /// The way to a trusted authority. `signed` is the time of a signature whose certificate may
    /// have been revoked later, and whether that time is proven.
    fn path(
        &self,
        chain: &Presented<'_>,
        at: UnixTime,
        signed: Option<(UnixTime, bool)>,
        notices: &mut Vec<Notice>,
    ) -> Result<Vec<CertificateDer<'static>>> {
        match self.build(chain, at, &self.lists.all(), RevocationCheckDepth::Chain) {
            Ok(path) => Ok(path),
            Err(webpki::Error::CertRevoked) if self.revoked_later(chain, at, signed) => {
                notices.push(Notice::RevokedSince);
                // The authorities above it still have to be valid.
                let others = self.lists.of_others(&chain.parsed);
                self.build_lenient(chain, at, &others).map_err(|error| self.refused(chain, at, error))
            }
            Err(error) if is_of_list(&error) => match self.sound_lists(chain, at) {
                Some(lists) => {
                    notices.push(Notice::CrlUnusable);
                    let outcome = self.build(chain, at, &lists, RevocationCheckDepth::Chain);
                    outcome.map_err(|error| self.refused(chain, at, error))
                }
                None => Err(self.refused(chain, at, error)),
            },
            Err(error) => Err(self.refused(chain, at, error)),
        }
    }

    /// The lists whose signatures hold, where each issuer with one that does not has another one.
    fn sound_lists(&self, chain: &Presented<'_>, at: UnixTime) -> Option<Vec<&CertRevocationList<'_>>> {
        let is_bad = |list: &&CertRevocationList<'_>| {
            self.build_lenient(chain, at, &[list]).is_err_and(|error| is_of_list(&error))
        };
        let (bad, sound): (Vec<_>, Vec<_>) = self.lists.all().into_iter().partition(is_bad);
        let has_another = |one: &&CertRevocationList<'_>| sound.iter().any(|other| other.issuer() == one.issuer());
        bad.iter().all(has_another).then_some(sound)
    }

    /// Whether the leaf alone is revoked, by a list that holds, and only after it had signed.
    fn revoked_later(&self, chain: &Presented<'_>, at: UnixTime, signed: Option<(UnixTime, bool)>) -> bool {
        let Some((signed, proven)) = signed else { return false };
        // At this depth the list of the leaf is verified and found to name it.
        let leaf_only = self.build(chain, at, &self.lists.all(), RevocationCheckDepth::EndEntity);
        matches!(leaf_only, Err(webpki::Error::CertRevoked)) && self.lists.stood_at(&chain.parsed, signed, proven)
    }

    fn build(
        &self,
        chain: &Presented<'_>,
        at: UnixTime,
        lists: &[&CertRevocationList<'_>],
        depth: RevocationCheckDepth,
    ) -> std::result::Result<Vec<CertificateDer<'static>>, webpki::Error> {
        let strict = self.lists_required;
        build(self, chain, at, lists, depth, strict)
    }

    /// Verifies with these lists, which lack the leaf's own; a missing list is not an error here.
    fn build_lenient(
        &self,
        chain: &Presented<'_>,
        at: UnixTime,
        lists: &[&CertRevocationList<'_>],
    ) -> std::result::Result<Vec<CertificateDer<'static>>, webpki::Error> {
        build(self, chain, at, lists, RevocationCheckDepth::Chain, false)
    }

    fn refused(&self, chain: &Presented<'_>, at: UnixTime, error: webpki::Error) -> Error {
        Refused { trust: self, chain, at }.explain(error)
    }
}

/// Whether the fault is that of a list: it was signed by somebody else, or in a way that is not known.
fn is_of_list(error: &webpki::Error) -> bool {
    matches!(
        error,
        webpki::Error::InvalidCrlSignatureForPublicKey
            | webpki::Error::IssuerNotCrlSigner
            | webpki::Error::UnsupportedCrlSignatureAlgorithmContext(_)
            | webpki::Error::UnsupportedCrlSignatureAlgorithmForPublicKeyContext(_)
    )
}

fn build(
    trust: &Trust,
    chain: &Presented<'_>,
    at: UnixTime,
    lists: &[&CertRevocationList<'_>],
    depth: RevocationCheckDepth,
    strict: bool,
) -> std::result::Result<Vec<CertificateDer<'static>>, webpki::Error> {
    let entity = EndEntityCert::try_from(chain.leaf)?;
    let (status, expiration) = if strict {
        (UnknownStatusPolicy::Deny, ExpirationPolicy::Enforce)
    } else {
        (UnknownStatusPolicy::Allow, ExpirationPolicy::Ignore)
    };
    let revocation = match RevocationOptionsBuilder::new(lists) {
        Ok(options) => {
            Some(options.with_depth(depth).with_status_policy(status).with_expiration_policy(expiration).build())
        }
        Err(_) if strict => return Err(webpki::Error::UnknownRevocationStatus),
        Err(_) => None,
    };
    let algorithms = chain.verified.algorithms(trust.remembered.as_deref());
    let algorithms: Vec<&dyn SignatureVerificationAlgorithm> = algorithms.iter().map(|one| one as _).collect();
    let (anchors, intermediates) = (&trust.anchors, chain.intermediates);
    let path = entity.verify_for_usage(&algorithms, anchors, intermediates, at, chain.purpose, revocation, None)?;
    Ok(path.intermediate_certificates().map(|one| one.der().into_owned()).collect())
}
