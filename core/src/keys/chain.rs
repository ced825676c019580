//! Certificates of a key file in the order of a chain, whatever order the file has.

use std::time::Duration;

use der::Encode;
use rustls::pki_types::{CertificateDer, UnixTime};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, SubjectKeyIdentifier};

use super::encoded;
use super::parse::parse;
use super::usage;
use crate::error::Result;

/// Chains are short; a longer one is a loop or an attack.
const MAX_LENGTH: usize = super::presented::MAX_CERTIFICATES;

/// The certificates of a file, PEM, DER or PKCS#7 (`.p7b`), in its order; none where it holds none.
///
/// # Errors
/// [`Code::PemDamaged`](crate::error::Code::PemDamaged), and
/// [`Code::CertInvalid`](crate::error::Code::CertInvalid) where a `.p7b` cannot be read.
pub fn certificates_of_pem(bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    encoded::certificates(&encoded::blocks(bytes)?)
}

/// The certificates of a key file, parsed once.
pub(super) struct Certificates<'a> {
    ders: &'a [CertificateDer<'static>],
    /// Those that could be parsed, with their places.
    parsed: Vec<(usize, Certificate)>,
}

/// How good a certificate is to sign with; the greater the better.
type Rank = (bool, bool, bool, Duration, Duration);

impl<'a> Certificates<'a> {
    pub(super) fn parse(ders: &'a [CertificateDer<'static>]) -> Self {
        let parse = |(index, der): (usize, &CertificateDer<'_>)| Some((index, parse(der).ok()?));
        Self { ders, parsed: ders.iter().enumerate().filter_map(parse).collect() }
    }

    /// Whether one of them could not be parsed.
    pub(super) fn unreadable(&self) -> bool {
        self.parsed.len() < self.ders.len()
    }

    /// Their public keys, each once.
    pub(super) fn publics(&self) -> Vec<&[u8]> {
        let mut found: Vec<&[u8]> = self.parsed.iter().filter_map(|(_, certificate)| public_key(certificate)).collect();
        crate::sort::sort(&mut found);
        found.dedup();
        found
    }

    /// The places of those with this public key.
    pub(super) fn with_key(&self, public: &[u8]) -> impl Iterator<Item = usize> {
        self.parsed
            .iter()
            .enumerate()
            .filter_map(move |(place, (_, certificate))| (public_key(certificate) == Some(public)).then_some(place))
    }

    /// Whose key signs messages rather than certificates, valid at this time rather than later rather
    /// than before, and then the newest.
    pub(super) fn rank(&self, place: usize, now: UnixTime) -> Rank {
        let certificate = &self.parsed[place].1;
        let validity = &certificate.tbs_certificate.validity;
        let (from, to) = (validity.not_before.to_unix_duration(), validity.not_after.to_unix_duration());
        let now = Duration::from_secs(now.as_secs());
        (!usage::is_authority(certificate), (from..=to).contains(&now), now < from, from, to)
    }

    /// The chain of the certificate at this place of those that were parsed, leaf first and without the
    /// self-signed root, which the verifier has to know by itself. Empty where there is none.
    pub(super) fn chain(&self, place: usize) -> Vec<CertificateDer<'static>> {
        let Some((index, mut last)) = self.parsed.get(place).map(|(index, one)| (*index, one)) else {
            return Vec::new();
        };
        let mut order = vec![index];
        while order.len() < MAX_LENGTH {
            let mut issuers = self.parsed.iter().filter(|(index, candidate)| {
                !order.contains(index) && !is_root(candidate) && names_issuer(last, candidate)
            });
            let first = issuers.next();
            // A renewed authority keeps its name: its key identifier shows which one issued.
            let by_key = first.into_iter().chain(issuers).find(|(_, issuer)| keys_match(last, issuer));
            let Some((index, issuer)) = by_key.or(first) else { break };
            order.push(*index);
            last = issuer;
        }
        order.into_iter().map(|index| self.ders[index].clone()).collect()
    }
}

fn public_key(certificate: &Certificate) -> Option<&[u8]> {
    certificate.tbs_certificate.subject_public_key_info.subject_public_key.as_bytes()
}

fn names_issuer(certificate: &Certificate, issuer: &Certificate) -> bool {
    let wanted = certificate.tbs_certificate.issuer.to_der();
    let name = issuer.tbs_certificate.subject.to_der();
    matches!((wanted, name), (Ok(wanted), Ok(name)) if wanted == name)
}

fn is_root(certificate: &Certificate) -> bool {
    names_issuer(certificate, certificate)
}

/// Whether the certificate names the issuer's key.
pub(super) fn keys_match(certificate: &Certificate, issuer: &Certificate) -> bool {
    let wanted = certificate.tbs_certificate.get::<AuthorityKeyIdentifier>().ok().flatten();
    match (wanted.and_then(|(_, wanted)| wanted.key_identifier), key_id(issuer)) {
        (Some(wanted), Some(own)) => wanted.as_bytes() == own,
        _ => false,
    }
}

/// The identifier of a certificate's key.
pub(super) fn key_id(certificate: &Certificate) -> Option<Vec<u8>> {
    let own = certificate.tbs_certificate.get::<SubjectKeyIdentifier>().ok().flatten();
    own.map(|(_, own)| own.0.into_bytes())
}
