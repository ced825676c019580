//! Why a chain does not hold: the verifier's word made one of our codes.

use std::time::Duration;

use rustls::pki_types::{CertificateDer, UnixTime};
use x509_cert::Certificate;

use super::chain::keys_match;
use super::parse::parse;
use super::presented::{MAX_CERTIFICATES, Presented};
use super::strength;
use super::trust::Trust;
use crate::error::{Code, Error};

/// A chain that was refused.
pub(super) struct Refused<'a, 'b> {
    pub(super) trust: &'a Trust,
    pub(super) chain: &'a Presented<'b>,
    pub(super) at: UnixTime,
}

impl Refused<'_, '_> {
    pub(super) fn explain(&self, error: webpki::Error) -> Error {
        Error::new(self.code(&error)).with_source(error)
    }

    fn code(&self, error: &webpki::Error) -> Code {
        use webpki::Error as E;
        match error {
            E::CertExpired { .. } | E::CertNotValidYet { .. } => self.validity(),
            E::UnknownIssuer => self.unknown_issuer(),
            E::InvalidSignatureForPublicKey => self.wrong_signature(),
            E::UnsupportedSignatureAlgorithmContext(_)
            | E::UnsupportedSignatureAlgorithmForPublicKeyContext(_)
            | E::SignatureAlgorithmMismatch => self.weakness().unwrap_or(Code::CertInvalid),
            E::NameConstraintViolation | E::MalformedNameConstraint | E::UnsupportedNameType => {
                Code::CertNameConstraint
            }
            E::PathLenConstraintViolated | E::EndEntityUsedAsCa => Code::CertIssuer,
            E::CaUsedAsEndEntity | E::RequiredEkuNotFoundContext(_) | E::ExtensionValueInvalid => Code::CertKeyUsage,
            E::UnsupportedCriticalExtension => Code::CertExtension,
            _ => Code::CertInvalid,
        }
    }

    fn validity(&self) -> Code {
        let validity = &self.chain.parsed.tbs_certificate.validity;
        let at = Duration::from_secs(self.at.as_secs());
        if at > validity.not_after.to_unix_duration() {
            Code::CertExpired
        } else if at < validity.not_before.to_unix_duration() {
            Code::CertNotYetValid
        } else {
            Code::CertIssuerExpired
        }
    }

    /// A chain that ends before it reaches an authority is short of a certificate; one that reaches
    /// an authority of its own comes from somebody else.
    fn unknown_issuer(&self) -> Code {
        let leaf = &self.chain.parsed.tbs_certificate;
        if leaf.issuer == leaf.subject || self.issuer_is_known() { Code::CertUnknownIssuer } else { Code::CertChain }
    }

    /// A stranger may bear our authority's name: then its key is another.
    fn wrong_signature(&self) -> Code {
        if let Some(code) = self.weakness() {
            return code;
        }
        if self.leads_by_keys() { Code::CertSignature } else { Code::CertUnknownIssuer }
    }

    /// Whether the key identifiers lead from the leaf to a trusted certificate.
    fn leads_by_keys(&self) -> bool {
        let (mut last, trusted) = (self.chain.parsed.clone(), parsed(self.trust.certificates()));
        for _ in 0..MAX_CERTIFICATES {
            let issues = |one: &&Certificate| is_named(&last, one) && keys_match(&last, one);
            if trusted.iter().any(|one| issues(&one)) {
                return true;
            }
            match parsed(self.chain.intermediates).iter().find(issues) {
                Some(next) => last = next.clone(),
                None => return false,
            }
        }
        false
    }

    /// Whether a certificate with the name of the leaf's issuer was given or is trusted.
    fn issuer_is_known(&self) -> bool {
        let mut known = parsed(self.chain.intermediates);
        known.extend(parsed(self.trust.certificates()));
        known.iter().any(|one| is_named(&self.chain.parsed, one))
    }

    /// A weak hash or a short key anywhere in the chain as it was handed in.
    fn weakness(&self) -> Option<Code> {
        let mut all = parsed(self.chain.intermediates).into_iter().chain([self.chain.parsed.clone()]);
        all.find_map(|one| {
            if strength::has_weak_hash(&one) {
                Some(Code::CertWeakHash)
            } else {
                strength::check_key(&one).err().map(|error| error.code())
            }
        })
    }
}

fn parsed(certificates: &[CertificateDer<'_>]) -> Vec<Certificate> {
    certificates.iter().filter_map(|der| parse(der).ok()).collect()
}

/// Whether the certificate names this issuer.
fn is_named(certificate: &Certificate, issuer: &Certificate) -> bool {
    certificate.tbs_certificate.issuer == issuer.tbs_certificate.subject
}
