//! Where a server product is.

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;

use hyper::Uri;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};

/// A URL that may be asked, and how its server is known.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) host: String,
    pub(super) port: u16,
    /// `HOST[:PORT]`, as in the URL.
    pub(super) authority: String,
    /// Path and query.
    pub(super) target: String,
    pub(super) tls: Option<(ServerName<'static>, Arc<ClientConfig>)>,
}

/// Why a URL cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum UrlFault {
    /// It is no URL of a server, or has a name and password in it.
    #[error("it is no http or https URL")]
    NotUrl,
    /// It is not encrypted and leads to another machine.
    #[error("http is for this machine alone")]
    NotLoopback,
    /// The authority of the server's certificate is not named, or is named for a URL that is not encrypted.
    #[error("https goes with the certificate of the authority, and http without")]
    Authority,
    /// The authority's file has no certificate.
    #[error("{0}")]
    Certificate(String),
    /// The system has no room for the work.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

impl Address {
    /// A URL, with the certificates (PEM) of the authorities that a server may have for https.
    pub(super) fn read(url: &str, authorities: Option<&[u8]>) -> Result<Self, UrlFault> {
        let uri: Uri = url.parse().map_err(|_| UrlFault::NotUrl)?;
        let (scheme, authority) = uri.scheme_str().zip(uri.authority()).ok_or(UrlFault::NotUrl)?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() || authority.as_str().contains('@') {
            return Err(UrlFault::NotUrl);
        }
        let (tls, port) = match (scheme, authorities) {
            ("http", None) => (None, 80),
            ("https", Some(pem)) => (Some(tls(&host, pem)?), 443),
            ("http" | "https", _) => return Err(UrlFault::Authority),
            _ => return Err(UrlFault::NotUrl),
        };
        let address = Self {
            port: authority.port_u16().unwrap_or(port),
            authority: authority.as_str().to_owned(),
            target: uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
            host,
            tls,
        };
        // A name that leads nowhere yet is told when the product is asked.
        if address.tls.is_none() && address.resolve().is_ok_and(|all| all.iter().any(|one| !one.ip().is_loopback())) {
            return Err(UrlFault::NotLoopback);
        }
        Ok(address)
    }

    /// Where to connect. What is not encrypted stays on this machine, whatever its name leads to by now.
    pub(super) fn resolve(&self) -> std::io::Result<Vec<SocketAddr>> {
        Ok((self.host.as_str(), self.port).to_socket_addrs()?.collect())
    }
}

fn tls(host: &str, pem: &[u8]) -> Result<(ServerName<'static>, Arc<ClientConfig>), UrlFault> {
    let wrong = |error: &dyn std::fmt::Display| UrlFault::Certificate(error.to_string());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        roots.add(certificate.map_err(|error| wrong(&error))?).map_err(|error| wrong(&error))?;
    }
    if roots.is_empty() {
        return Err(wrong(&"the file has no certificate"));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| wrong(&error))?.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|_| UrlFault::NotUrl)?;
    Ok((name, Arc::new(config)))
}
