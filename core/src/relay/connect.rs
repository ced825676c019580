//! From options to a transport: the one place that knows them all.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;

use super::cpx::HttpTransport;
use super::folder::{FolderOptions, FolderTransport};
use super::http::{self, HttpOptions, HttpTimeStamper, Proxy};
use super::{MemoryRelay, Transport};
use crate::error::{Code, Error, Result};
use crate::keys::{Pins, Signer, Trust, identify};
use crate::progress::Job;

/// The names of the transports that [`connect`] knows.
pub const TRANSPORTS: [&str; 3] = ["cpx/1", "folder", "memory"];

/// How to reach a relay. What is `None` or empty is left as the transport has it.
#[derive(Clone)]
pub struct ConnectOptions {
    /// Which transport: `cpx/1` (our own protocol over HTTPS), `folder` (two folders and a person between them), or
    /// `memory` (a relay in this process).
    pub transport: String,
    /// `https://host[:port][/prefix]`.
    pub url: String,
    /// The longest wait for a connection.
    pub connect_timeout: Option<Duration>,
    /// The longest duration of a call without a large body.
    pub call_timeout: Option<Duration>,
    /// The longest duration of a call that moves a container.
    pub body_timeout: Option<Duration>,
    /// The longest standstill within any call.
    pub stall_timeout: Option<Duration>,
    /// An HTTP proxy to go through.
    pub proxy: Option<Proxy>,
    /// The authorities of the relay's TLS certificate; empty: those of the trust.
    pub tls_trust: Vec<CertificateDer<'static>>,
    /// The relay's server certificates that will do, in addition; none: any that leads to an authority.
    pub pins: Pins,
    /// Whether TLS 1.2 will do.
    pub allow_tls12: bool,
    /// The URL of a time stamp authority; empty: messages are not stamped.
    pub time_stamp_url: String,
    /// The folders of the transport `folder`.
    pub folder: FolderOptions,
    /// The relay of the transport `memory`. Clones of the options share it.
    pub memory: MemoryRelay,
}

impl Default for ConnectOptions {
    /// CPX/1, nowhere yet.
    fn default() -> Self {
        Self {
            transport: TRANSPORTS[0].to_owned(),
            url: String::new(),
            connect_timeout: None,
            call_timeout: None,
            body_timeout: None,
            stall_timeout: None,
            proxy: None,
            tls_trust: Vec::new(),
            pins: Pins::default(),
            allow_tls12: false,
            time_stamp_url: String::new(),
            folder: FolderOptions::default(),
            memory: MemoryRelay::new(),
        }
    }
}

impl ConnectOptions {
    /// CPX/1 at this URL.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }

    /// Whether the transport needs a URL.
    pub fn needs_url(&self) -> bool {
        !matches!(self.transport.as_str(), "folder" | "memory")
    }

    /// The time stamp authority, where one is named. Over TLS its server's certificate may lead to any of the
    /// authorities that are set: the relay's, the offices' and those of stamps.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] for an unusable URL, [`Code::CertInvalid`] for an unusable anchor.
    pub fn stamper(&self, trust: &Trust) -> Result<Option<HttpTimeStamper>> {
        if self.time_stamp_url.is_empty() {
            return Ok(None);
        }
        let stamps = trust.stamp_authorities().map(Trust::certificates).unwrap_or_default();
        let anchors = [&self.tls_trust, trust.certificates(), stamps].concat();
        HttpTimeStamper::new(&self.time_stamp_url, &anchors).map(Some)
    }

    /// Sets which transport it is.
    ///
    /// # Errors
    /// [`Code::Setting`] with the names that are known.
    pub fn set_transport(&mut self, name: &str) -> Result<()> {
        if !TRANSPORTS.contains(&name) {
            return Err(unknown());
        }
        name.clone_into(&mut self.transport);
        Ok(())
    }
}

impl From<&str> for ConnectOptions {
    /// CPX/1 at this URL.
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

impl From<&Self> for ConnectOptions {
    fn from(options: &Self) -> Self {
        options.clone()
    }
}

fn unknown() -> Error {
    Error::new(Code::Setting).with_detail(format!("no such transport; known are {}", TRANSPORTS.join(", ")))
}

/// A transport of the office that the signer's certificate names. Nothing is connected yet.
///
/// # Errors
/// [`Code::Setting`] for a transport that is not known, [`Code::Url`] for an unusable URL, [`Code::FolderSetting`] for
/// folders that are not set as they must be; [`Code::CertInvalid`],
/// [`Code::KeyUnsupported`] for a key that cannot sign for TLS 1.3 where nothing else is allowed.
pub fn connect(options: &ConnectOptions, signer: Arc<dyn Signer>, trust: &Trust) -> Result<Box<dyn Transport>> {
    match options.transport.as_str() {
        "cpx/1" => Ok(Box::new(HttpTransport::new(http_options(options, signer, trust))?)),
        "folder" => Ok(Box::new(FolderTransport::new(options.folder.clone(), office(&*signer, trust)?)?)),
        "memory" => {
            // Whoever connects is a part of the simulation.
            options.memory.join(&office(&*signer, trust)?);
            Ok(Box::new(options.memory.transport_of(&*signer, trust)?))
        }
        _ => Err(unknown()),
    }
}

/// The office of a certificate.
fn office(signer: &dyn Signer, trust: &Trust) -> Result<String> {
    let leaf = signer.chain().first().ok_or_else(|| Error::new(Code::CertInvalid))?;
    Ok(identify(leaf, trust.profile())?.office_number)
}

/// Looks whether the relay, or the proxy on the way to it, takes a connection at all. Nothing is said there, so that it
/// needs neither key nor authority.
///
/// # Errors
/// [`Code::Url`] for an unusable URL; [`Code::Resolve`], [`Code::Connect`], [`Code::Proxy`], [`Code::Timeout`],
/// [`Code::Cancelled`].
pub fn reach(options: &ConnectOptions, job: &mut Job<'_>) -> Result<()> {
    if !options.needs_url() {
        return Ok(());
    }
    http::reach(&options.url, options.proxy.as_ref(), options.connect_timeout, job)
}

fn http_options(options: &ConnectOptions, signer: Arc<dyn Signer>, trust: &Trust) -> HttpOptions {
    let anchors = if options.tls_trust.is_empty() { trust.certificates() } else { &options.tls_trust };
    let mut http = HttpOptions::new(options.url.as_str(), anchors.to_vec(), signer);
    for (limit, set) in [
        (&mut http.connect_timeout, options.connect_timeout),
        (&mut http.call_timeout, options.call_timeout),
        (&mut http.body_timeout, options.body_timeout),
        (&mut http.stall_timeout, options.stall_timeout),
    ] {
        *limit = set.unwrap_or(*limit);
    }
    http.proxy.clone_from(&options.proxy);
    http.pins.clone_from(&options.pins);
    http.allow_tls12 = options.allow_tls12;
    http
}
