//! A valid certificate that is refused as revoked.

use std::sync::Arc;

use cplink::keys::{SubjectProfile, identify};
use rustls::client::danger::HandshakeSignatureValid;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

use crate::server::faults::{Faults, Seen};

/// Verifies as the one inside does, and then plays what is due.
#[derive(Debug)]
pub(in crate::server) struct Revoking {
    inner: Arc<dyn ClientCertVerifier>,
    faults: Faults,
    profile: SubjectProfile,
}

impl Revoking {
    pub(in crate::server) fn new(inner: Arc<dyn ClientCertVerifier>, faults: Faults, profile: SubjectProfile) -> Self {
        Self { inner, faults, profile }
    }

    /// Whether a script has this certificate revoked.
    fn revokes(&self, certificate: &CertificateDer<'_>) -> bool {
        if !self.faults.are_on() {
            return false;
        }
        let office = identify(certificate, &self.profile).map(|identity| identity.office_number).unwrap_or_default();
        self.faults.meet(Seen::Certificate(&office)).iter().any(|armed| armed.fire())
    }
}

impl ClientCertVerifier for Revoking {
    fn offer_client_auth(&self) -> bool {
        self.inner.offer_client_auth()
    }

    fn client_auth_mandatory(&self) -> bool {
        self.inner.client_auth_mandatory()
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.inner.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let verified = self.inner.verify_client_cert(certificate, intermediates, now)?;
        if self.revokes(certificate) { Err(CertificateError::Revoked.into()) } else { Ok(verified) }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}
