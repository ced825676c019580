//! One exchange over HTTPS, whatever the protocol on top: blocking, on the calling thread, in slices of at most 200 ms between two looks
//! at the cancel flag (the system's name lookup alone cannot be cut).
//!
//! HTTP/1.1 is done by `ureq-proto`, a state machine without sockets: so that cancel, time limits,
//! progress, early answers and the question "may it have arrived?" are in our hands.

mod address;
mod content;
mod dial;
mod exchange;
mod fault;
mod head;
mod options;
mod proxy;
mod request;
mod socket;
mod stamper;
mod stream;
mod verifier;
mod watch;

pub(super) use dial::reach;
pub use options::{HttpOptions, Proxy};
pub use stamper::HttpTimeStamper;

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Method, header};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};

use crate::error::{Code, Error, Result};
use crate::keys::tls::client_resolver;
use crate::keys::{Signer, UnixTime, begins_later, is_pkcs1};
use crate::progress::Job;

use self::address::Address;
pub(super) use self::content::BodyTarget;
use self::content::End;
use self::dial::{dial, named};
pub(super) use self::exchange::Answer;
use self::exchange::{Exchange, Track};
use self::fault::{Fault, Outcome};
use self::proxy::ProxyRoute;
pub(super) use self::request::Body;
use self::stream::Stream;
use self::verifier::Verifier;
use self::watch::Watch;
use super::Connection;

/// How long an idle connection is kept for the next call.
const KEEP: Duration = Duration::from_secs(60);

/// A client of one server with an office's certificate. It keeps one connection open between calls.
pub(super) struct HttpClient {
    setup: Arc<Setup>,
    idle: Option<(Stream, Instant)>,
    /// A header of every request, beside those that each has.
    header: Option<(&'static str, String)>,
    /// The TLS of the last connection.
    tls_version: Option<&'static str>,
}

/// What several lines of one office to one server share.
struct Setup {
    relay: Address,
    name: ServerName<'static>,
    proxy: Option<ProxyRoute>,
    tls: Arc<ClientConfig>,
    signer: Arc<dyn Signer>,
    connect_timeout: Duration,
    call_timeout: Duration,
    body_timeout: Duration,
    stall_timeout: Duration,
}

/// One request.
pub(super) struct Request<'a> {
    pub(super) method: Method,
    /// Path and query behind the base URL.
    pub(super) path: String,
    pub(super) accept: &'a str,
    /// The body's media type.
    pub(super) content: Option<&'a str>,
    /// Whether the relay may keep something of it: then a lost answer leaves it in doubt.
    pub(super) changes: bool,
    /// Waits for news: reports that it waits.
    pub(super) waits: Duration,
    /// The longest answer that is kept in memory.
    pub(super) max_answer: u64,
}

impl HttpClient {
    /// Nothing is connected yet.
    pub(super) fn new(options: HttpOptions) -> Result<Self> {
        let relay = Address::parse(&options.base_url, "https", 443)?;
        let name = relay.server_name()?;
        let proxy = options.proxy.as_ref().map(ProxyRoute::new).transpose()?;
        let tls = Arc::new(tls_config(&options)?);
        let setup = Setup {
            relay,
            name,
            proxy,
            tls,
            signer: options.signer,
            connect_timeout: options.connect_timeout,
            call_timeout: options.call_timeout,
            body_timeout: options.body_timeout,
            stall_timeout: options.stall_timeout,
        };
        Ok(Self { setup: Arc::new(setup), idle: None, header: None, tls_version: None })
    }

    /// One that connects in the same way, by a connection of its own.
    pub(super) fn another(&self) -> Self {
        Self { setup: Arc::clone(&self.setup), idle: None, header: self.header.clone(), tls_version: None }
    }

    /// The same with a header of every request.
    pub(super) fn with_header(self, name: &'static str, value: impl Into<String>) -> Self {
        Self { header: Some((name, value.into())), ..self }
    }

    /// Closes the connection that is kept.
    pub(super) fn rest(&mut self) {
        self.idle = None;
    }

    /// How the last call was connected.
    pub(super) fn connection(&self) -> Option<Connection> {
        Some(Connection { tls: self.tls_version?, proxy: self.setup.proxy.is_some() })
    }

    /// Makes one exchange, twice where a kept connection turns out dead. The answer may have any status.
    pub(super) fn call(
        &mut self,
        request: &Request<'_>,
        mut body: Body<'_>,
        mut sink: Option<BodyTarget<'_>>,
        job: &mut Job<'_>,
    ) -> Result<Answer> {
        let large = sink.is_some() || matches!(body, Body::Stream { .. });
        let total = if large { self.setup.body_timeout } else { self.setup.call_timeout };
        let total = total.saturating_add(request.waits);
        let mut watch = Watch::new(job, total, self.setup.stall_timeout.saturating_add(request.waits));
        loop {
            watch.slice()?;
            let idle = self.idle.take().filter(|(_, since)| since.elapsed() < KEEP);
            let idle = idle.map(|kept| kept.0).and_then(|mut stream| stream.is_idle().then_some(stream));
            let reused = idle.is_some();
            let mut track = Track::default();
            let outcome = match idle {
                Some(stream) => Ok(stream),
                None => self.connect(&mut watch),
            }
            .and_then(|mut stream| {
                let head = request::head(
                    request.method.clone(),
                    &format!("https://{}{}{}", self.setup.relay.authority(), self.setup.relay.prefix, request.path),
                    request.accept,
                    request.content,
                    self.header.as_ref().map(|(name, value)| (*name, value.as_str())),
                    &body,
                )?;
                let mut exchange = Exchange {
                    stream: &mut stream,
                    watch: &mut watch,
                    track: &mut track,
                    waiting: !request.waits.is_zero(),
                    max_answer: request.max_answer,
                    end: End::Told,
                };
                let answer = exchange.run(head, &mut body, sink.as_mut())?;
                Ok((answer, stream))
            });
            match outcome {
                Ok((answer, stream)) => {
                    if answer.reusable {
                        self.idle = Some((stream, Instant::now()));
                    }
                    return Ok(answer);
                }
                // The relay had closed a connection that we kept: that is no event for the caller.
                Err(Fault::Lost(_)) if reused && !track.answered && body.can_repeat() => {}
                Err(fault) => {
                    return Err(in_doubt(
                        named(self.told(fault), &self.setup.relay, self.setup.proxy.as_ref()),
                        request.changes && track.sent,
                    ));
                }
            }
        }
    }

    /// The error for the caller. The relay's alert is the same for a certificate that has ended and one that has
    /// not begun.
    fn told(&self, fault: Fault) -> Error {
        let error = fault.into_error();
        if error.code() == Code::TlsClientExpired && begins_later(self.setup.signer.chain(), UnixTime::now()) {
            return Error::new(Code::CertNotYetValid).with_detail("refused by the relay").with_source(error);
        }
        error
    }

    fn connect(&mut self, watch: &mut Watch<'_, '_>) -> Outcome<Stream> {
        let setup = &self.setup;
        let mut socket = dial(&setup.relay, setup.proxy.as_ref(), setup.connect_timeout, watch)?;
        watch.begin_part(self.setup.connect_timeout);
        if let Some(proxy) = &self.setup.proxy {
            proxy.open(&mut socket, &self.setup.relay, watch)?;
        }
        let stream = Stream::handshake(socket, &self.setup.tls, self.setup.name.clone(), watch)?;
        watch.end_part();
        watch.moved();
        self.tls_version = stream.tls_version();
        Ok(stream)
    }
}

fn tls_config(options: &HttpOptions) -> Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    for anchor in &options.trust {
        roots.add(anchor.clone()).map_err(|error| Error::new(Code::CertInvalid).with_source(error))?;
    }
    // By TLS 1.3 such a client would connect without its certificate and be sent away.
    let old_key = options.signer.schemes().iter().all(|scheme| is_pkcs1(*scheme));
    let versions: &[_] = match (options.allow_tls12, old_key) {
        (true, true) => &[&rustls::version::TLS12],
        (true, false) => &[&rustls::version::TLS13, &rustls::version::TLS12],
        (false, false) => &[&rustls::version::TLS13],
        (false, true) => {
            let detail = "the key signs by PKCS#1 v1.5 only: TLS 1.3 takes RSA-PSS; allow TLS 1.2 for it";
            return Err(Error::new(Code::KeyUnsupported).with_detail(detail));
        }
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new(roots, Arc::clone(&provider), options.pins.clone())?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .map_err(|error| Error::new(Code::Bug).with_source(error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_client_cert_resolver(client_resolver(Arc::clone(&options.signer)));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Marks an error where the relay may already have done what was asked.
pub(super) fn in_doubt(error: Error, doubt: bool) -> Error {
    let refused_at_the_door = matches!(
        error.code(),
        Code::TlsClientExpired
            | Code::TlsClientRevoked
            | Code::TlsClientUnknownIssuer
            | Code::TlsClientRefused
            | Code::CertNotYetValid
            | Code::SourceChanged
    );
    if doubt && !refused_at_the_door { error.with_in_doubt() } else { error }
}

/// The answer's media type without its parameters.
pub(super) fn media_type(answer: &Answer) -> Option<&str> {
    let value = answer.headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    value.split(';').next().map(str::trim)
}
