//! TLS of the server: who may connect at all.

use std::sync::Arc;

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};

use super::options::{RelayOptions, StartError, TlsVersions};

pub(super) fn config(options: &RelayOptions) -> Result<Arc<ServerConfig>, StartError> {
    let wrong = |error: &dyn std::fmt::Display| StartError::Tls(error.to_string());
    let mut roots = RootCertStore::empty();
    for anchor in &options.anchors {
        roots.add(anchor.clone()).map_err(|error| wrong(&error))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .with_crls(options.crls.iter().cloned())
        .allow_unknown_revocation_status()
        .build()
        .map_err(|error| wrong(&error))?;
    let versions: &[_] = match options.tls {
        TlsVersions::Only13 => &[&rustls::version::TLS13],
        TlsVersions::From12 => &[&rustls::version::TLS13, &rustls::version::TLS12],
        TlsVersions::Only12 => &[&rustls::version::TLS12],
    };
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(options.server_key.clone()));
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .map_err(|error| wrong(&error))?
        .with_client_cert_verifier(verifier)
        .with_single_cert(options.server_chain.clone(), key)
        .map_err(|error| wrong(&error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // A resumed session would pass over the check of the certificate, and so over its revocation.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Arc::new(config))
}
