//! TLS of the server: who may connect at all.

use std::sync::Arc;

use cplink::keys::SubjectProfile;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};

use super::options::{RelayOptions, StartError, TlsVersions};
use super::playing::revoke::Revoking;

/// What a connection may be offered.
#[derive(Clone)]
pub(super) struct Configs {
    pub(super) usual: Arc<ServerConfig>,
    /// Where a script of faults says so.
    pub(super) tls12: Arc<ServerConfig>,
}

impl Configs {
    pub(super) fn new(options: &RelayOptions, profile: &SubjectProfile) -> Result<Self, StartError> {
        let verifier = verifier(options, profile)?;
        Ok(Self {
            usual: config(options, options.tls, Arc::clone(&verifier))?,
            tls12: config(options, TlsVersions::Only12, verifier)?,
        })
    }
}

fn wrong(error: impl std::fmt::Display) -> StartError {
    StartError::Tls(error.to_string())
}

fn verifier(options: &RelayOptions, profile: &SubjectProfile) -> Result<Arc<dyn ClientCertVerifier>, StartError> {
    let mut roots = RootCertStore::empty();
    for anchor in &options.anchors {
        roots.add(anchor.clone()).map_err(wrong)?;
    }
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::new(default_provider()))
        .with_crls(options.crls.iter().cloned())
        .allow_unknown_revocation_status()
        .build()
        .map_err(wrong)?;
    Ok(Arc::new(Revoking::new(verifier, options.faults.clone(), profile.clone())))
}

fn config(
    options: &RelayOptions,
    versions: TlsVersions,
    verifier: Arc<dyn ClientCertVerifier>,
) -> Result<Arc<ServerConfig>, StartError> {
    let versions: &[_] = match versions {
        TlsVersions::Only13 => &[&rustls::version::TLS13],
        TlsVersions::From12 => &[&rustls::version::TLS13, &rustls::version::TLS12],
        TlsVersions::Only12 => &[&rustls::version::TLS12],
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(versions)
        .map_err(wrong)?
        .with_client_cert_verifier(verifier)
        .with_single_cert(options.server_chain.clone(), key(options))
        .map_err(wrong)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // A resumed session would pass over the check of the certificate, and so over its revocation.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Arc::new(config))
}

/// What a browser is offered, which has no certificate of an office.
pub(super) fn of_console(options: &RelayOptions) -> Result<Arc<ServerConfig>, StartError> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(wrong)?
        .with_no_client_auth()
        .with_single_cert(options.server_chain.clone(), key(options))
        .map_err(wrong)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn key(options: &RelayOptions) -> PrivateKeyDer<'static> {
    PrivateKeyDer::from(PrivatePkcs8KeyDer::from(options.server_key.clone()))
}
