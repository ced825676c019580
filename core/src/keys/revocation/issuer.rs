//! An authority as the issuer of certificates and lists.

use std::borrow::Cow;

use der::{AnyRef, Encode, Tag};
use rustls::pki_types::{CertificateDer, SubjectPublicKeyInfoDer, TrustAnchor};
use webpki::{Cert, EndEntityCert};

use crate::keys::parse::parse;
use crate::keys::{chain, usage};

/// A name with a key.
pub(in super::super) struct Issuer<'a> {
    /// Without its outer tag.
    name: Cow<'a, [u8]>,
    key: SubjectPublicKeyInfoDer<'static>,
    certificate: CertificateDer<'a>,
    is_trusted: bool,
}

impl<'a> Issuer<'a> {
    /// A trusted authority. What its certificate says of its use does not count.
    pub(in super::super) fn of_anchor(
        anchor: &'a TrustAnchor<'_>,
        certificate: &'a CertificateDer<'_>,
    ) -> Option<Self> {
        let key = AnyRef::new(Tag::Sequence, &anchor.subject_public_key_info).ok()?.to_der().ok()?;
        Some(Self {
            name: Cow::Borrowed(&anchor.subject),
            key: SubjectPublicKeyInfoDer::from(key),
            certificate: CertificateDer::from(certificate.as_ref()),
            is_trusted: true,
        })
    }

    /// An authority of a chain.
    pub(in super::super) fn of_certificate(certificate: &Cert<'a>) -> Self {
        Self {
            name: Cow::Owned(certificate.subject().to_vec()),
            key: certificate.subject_public_key_info(),
            certificate: certificate.der(),
            is_trusted: false,
        }
    }

    /// The same, `None` where it is no certificate.
    pub(in super::super) fn of_der(certificate: &'a CertificateDer<'_>) -> Option<Self> {
        EndEntityCert::try_from(certificate).ok().map(|certificate| Self::of_certificate(&certificate))
    }

    pub(in super::super) fn name(&self) -> &[u8] {
        &self.name
    }

    pub(super) fn key(&self) -> &SubjectPublicKeyInfoDer<'static> {
        &self.key
    }

    /// The identifier of its key.
    pub(super) fn key_id(&self) -> Option<Vec<u8>> {
        chain::key_id(&parse(&self.certificate).ok()?)
    }

    pub(super) fn may_sign_lists(&self) -> bool {
        self.is_trusted || parse(&self.certificate).is_ok_and(|certificate| usage::may_sign_lists(&certificate))
    }
}
