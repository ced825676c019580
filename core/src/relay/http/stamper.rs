//! A time stamp authority over HTTP (RFC 3161, 3.4): one POST, one connection.

use std::sync::Arc;
use std::time::Duration;

use http::{Method, Uri};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use super::address::Address;
use super::exchange::{self, Body, Exchange, Track};
use super::fault::Outcome;
use super::socket::Socket;
use super::stream::Stream;
use super::watch::Watch;
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::seal::TimeStamper;

const QUERY_TYPE: &str = "application/timestamp-query";
const REPLY_TYPE: &str = "application/timestamp-reply";
/// The longest wait for a connection, and the longest duration of a call.
const CONNECT: Duration = Duration::from_secs(10);
const CALL: Duration = Duration::from_secs(30);

/// The authority that the host names by its URL. It sees nothing but a hash of the signature.
pub struct HttpTimeStamper {
    address: Address,
    target: String,
    tls: Option<Arc<ClientConfig>>,
}

impl HttpTimeStamper {
    /// An authority at `http://…` or `https://…`. A plain connection will do, as the stamp itself is
    /// signed; over TLS the server's certificate must lead to one of `trust`. No office certificate
    /// is shown.
    ///
    /// # Errors
    /// [`Code::Url`] for an unusable URL, [`Code::CertInvalid`] for an unusable anchor.
    pub fn new(url: &str, trust: &[CertificateDer<'static>]) -> Result<Self> {
        let wrong = || Error::new(Code::Url).with_detail("the authority's URL is not usable");
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let (scheme, port, encrypted) = match uri.scheme_str() {
            Some("http") => ("http", 80, false),
            Some("https") => ("https", 443, true),
            _ => return Err(wrong()),
        };
        let address = Address::parse(url, scheme, port)?;
        // Some authorities tell their services apart by the slash at the end.
        let target = format!("{scheme}://{}{}", address.authority(), uri.path());
        let tls = encrypted.then(|| tls_config(trust)).transpose()?;
        Ok(Self { address, target, tls })
    }

    fn exchange(&self, query: &[u8], watch: &mut Watch<'_, '_>) -> Outcome<exchange::Answer> {
        let stall = watch.set_stall(CONNECT);
        let socket = Socket::connect(&self.address.resolve()?, CONNECT, watch)?;
        let mut stream = match &self.tls {
            Some(tls) => Stream::handshake(socket, tls, self.address.server_name()?, watch)?,
            None => Stream::plain(socket),
        };
        watch.set_stall(stall);
        let mut body = Body::Bytes(query);
        let head = exchange::request(Method::POST, &self.target, REPLY_TYPE, Some(QUERY_TYPE), &body)?;
        let mut track = Track::default();
        Exchange { stream: &mut stream, watch, track: &mut track, waiting: false }.run(head, &mut body, None)
    }
}

impl TimeStamper for HttpTimeStamper {
    fn stamp(&self, request: &[u8], job: &mut Job<'_>) -> Result<Vec<u8>> {
        let mut watch = Watch::new(job, CALL, CALL);
        let named = |error: Error| match error.code() as i32 {
            400..=499 => error.about(&self.address.authority()),
            _ => error,
        };
        let answer = self.exchange(request, &mut watch).map_err(|fault| named(fault.into_error()))?;
        let refused = |detail| Error::new(Code::StampRefused).with_detail(detail).about(&self.address.authority());
        if answer.status != 200 {
            return Err(refused("the authority's answer is not 200"));
        }
        match super::media_type(&answer) {
            Some(REPLY_TYPE) => Ok(answer.body),
            _ => Err(refused("the authority's answer is no time stamp reply")),
        }
    }
}

fn tls_config(trust: &[CertificateDer<'static>]) -> Result<Arc<ClientConfig>> {
    let mut roots = RootCertStore::empty();
    for anchor in trust {
        roots.add(anchor.clone()).map_err(|error| Error::new(Code::CertInvalid).with_source(error))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(|error| Error::new(Code::Bug).with_source(error))?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}
