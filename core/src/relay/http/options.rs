//! How to reach a relay.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;

use crate::keys::{Pins, Signer};
use crate::secret::Secret;

/// The longest wait for a connection, where nothing else is set.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How to reach a relay and who calls.
pub struct HttpOptions {
    /// `https://host[:port][/prefix]`.
    pub base_url: String,
    /// The authorities that the relay's server certificate must lead to.
    pub trust: Vec<CertificateDer<'static>>,
    /// The relay's server certificates that will do, in addition; none: any that leads to an authority.
    pub pins: Pins,
    /// The office's key.
    pub signer: Arc<dyn Signer>,
    /// The longest wait for a connection, and then for proxy and TLS together: 10 s. Time in which the key's owner is
    /// asked for a PIN does not count.
    pub connect_timeout: Duration,
    /// The longest duration of a call without a large body: 60 s.
    pub call_timeout: Duration,
    /// The longest duration of a call that moves a container: 1 h.
    pub body_timeout: Duration,
    /// The longest standstill within any call: 60 s. Only bytes of bodies move a call on, not heads, interim answers
    /// and the like.
    pub stall_timeout: Duration,
    /// An HTTP proxy to go through.
    pub proxy: Option<Proxy>,
    /// Whether TLS 1.2 will do. Only for keys that cannot sign for TLS 1.3.
    pub allow_tls12: bool,
}

impl HttpOptions {
    /// The usual limits, no proxy, TLS 1.3 only.
    pub fn new(base_url: impl Into<String>, trust: Vec<CertificateDer<'static>>, signer: Arc<dyn Signer>) -> Self {
        Self {
            base_url: base_url.into(),
            trust,
            pins: Pins::default(),
            signer,
            connect_timeout: CONNECT_TIMEOUT,
            call_timeout: Duration::from_secs(60),
            body_timeout: Duration::from_secs(3600),
            stall_timeout: Duration::from_secs(60),
            proxy: None,
            allow_tls12: false,
        }
    }
}

impl Clone for Proxy {
    fn clone(&self) -> Self {
        let login = self.login.as_ref();
        Self {
            url: self.url.clone(),
            login: login.map(|(user, password)| (user.clone(), Secret::new(password.expose().to_vec()))),
        }
    }
}

/// An HTTP proxy, asked to CONNECT.
pub struct Proxy {
    /// `http://host[:port]`.
    pub url: String,
    /// User and password for Basic authentication.
    pub login: Option<(String, Secret)>,
}

impl Proxy {
    /// A proxy that asks for no password.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), login: None }
    }
}
