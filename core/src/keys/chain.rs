//! Certificates of a key file in the order of a chain, whatever order the file has.

use der::{Decode, Encode};
use rustls::pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, SubjectKeyIdentifier};

use super::encoded::{self, BlockKind};
use crate::error::Result;

/// Chains are short; a longer one is a loop or an attack.
const MAX_LENGTH: usize = super::presented::MAX_CERTIFICATES;

/// The certificates of a file, PEM or DER, in its order; none where it holds none.
///
/// # Errors
/// [`Code::PemDamaged`].
pub fn certificates_of_pem(bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    let blocks = encoded::blocks(bytes)?;
    let certificates = blocks.iter().filter(|block| block.kind == BlockKind::Certificate);
    Ok(certificates.map(|block| CertificateDer::from(block.der.to_vec())).collect())
}

/// The chain of the certificate with this public key, leaf first and without the self-signed root,
/// which the verifier has to know by itself. `None` where no certificate has the key.
pub(super) fn sort(certificates: &[CertificateDer<'static>], public: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let parsed: Vec<(usize, Certificate)> = certificates
        .iter()
        .enumerate()
        .filter_map(|(index, der)| Some((index, Certificate::from_der(der).ok()?)))
        .collect();
    let (index, leaf) = parsed.iter().find(|(_, certificate)| {
        let key = &certificate.tbs_certificate.subject_public_key_info.subject_public_key;
        key.as_bytes() == Some(public)
    })?;
    let (mut order, mut last) = (vec![*index], leaf);
    while order.len() < MAX_LENGTH {
        let mut issuers = parsed.iter().filter(|(index, candidate)| {
            !order.contains(index) && !is_root(candidate) && names_issuer(last, candidate)
        });
        let first = issuers.next();
        // A renewed authority keeps its name: its key identifier shows which one issued.
        let by_key = first.into_iter().chain(issuers).find(|(_, issuer)| keys_match(last, issuer));
        let Some((index, issuer)) = by_key.or(first) else { break };
        order.push(*index);
        last = issuer;
    }
    order.into_iter().map(|index| certificates.get(index).cloned()).collect()
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
    let own = issuer.tbs_certificate.get::<SubjectKeyIdentifier>().ok().flatten();
    match (wanted.and_then(|(_, wanted)| wanted.key_identifier), own) {
        (Some(wanted), Some((_, own))) => wanted == own.0,
        _ => false,
    }
}
