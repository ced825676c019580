//! A time stamp authority over HTTP (RFC 3161, 3.4): one POST, one connection.

use std::sync::Arc;
use std::time::Duration;

use http::{Method, Uri};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use super::address::Address;
use super::content::End;
use super::exchange::{Answer, Exchange, Track};
use super::fault::Outcome;
use super::request::{self, Body};
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
/// The longest reply: a token with its certificates, and room.
const MAX_REPLY: u64 = 64 * 1024;

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

    /// A fault on the way to the authority, told as the authority's: the codes of the network speak of the relay.
    fn told(&self, error: Error) -> Error {
        if !matches!(error.code() as i32, 400..=499) {
            return error;
        }
        let why = error.detail().map_or_else(|| error.code().name().to_owned(), str::to_owned);
        Error::new(Code::StampUnreachable)
            .with_detail(why)
            .about(&self.address.authority())
            .with_retry(error.retry())
            .with_source(error)
    }

    fn exchange(&self, query: &[u8], watch: &mut Watch<'_, '_>) -> Outcome<Answer> {
        let socket = Socket::connect(&self.address.resolve()?, CONNECT, watch)?;
        watch.begin_part(CONNECT);
        let mut stream = match &self.tls {
            Some(tls) => Stream::handshake(socket, tls, self.address.server_name()?, watch)?,
            None => Stream::plain(socket),
        };
        watch.end_part();
        watch.moved();
        let mut body = Body::Bytes(query);
        let head = request::head(Method::POST, &self.target, REPLY_TYPE, Some(QUERY_TYPE), None, &body)?;
        let mut track = Track::default();
        Exchange {
            stream: &mut stream,
            watch,
            track: &mut track,
            waiting: false,
            max_answer: MAX_REPLY,
            end: End::OrClose,
        }
        .run(head, &mut body, None)
    }
}

impl TimeStamper for HttpTimeStamper {
    fn stamp(&self, request: &[u8], job: &mut Job<'_>) -> Result<Vec<u8>> {
        let mut watch = Watch::new(job, CALL, CALL);
        let answer = self.exchange(request, &mut watch).map_err(|fault| self.told(fault.into_error()))?;
        let refused = |detail| Error::new(Code::StampRefused).with_detail(detail).about(&self.address.authority());
        if answer.status != 200 {
            return Err(refused(format!("HTTP status {}", answer.status)));
        }
        match super::media_type(&answer) {
            Some(REPLY_TYPE) => Ok(answer.body),
            _ => Err(refused("the answer is no time stamp reply".to_owned())),
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
