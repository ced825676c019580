//! One request to a server, one answer: a connection for each.

use std::error::Error as _;
use std::io;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::address::Address;
use crate::certify::drive::desk::broken;
use crate::certify::drive::exchange::MAX_TOTAL;
use crate::certify::transcript::{Answer, Broken};

/// The longest answer: the files in Base64, and what is around them.
const MAX_ANSWER: usize = MAX_TOTAL as usize / 3 * 4 + (4 << 20);

/// Asks.
pub(super) async fn post(address: &Address, request: &Value) -> Result<Value, Answer> {
    let stream = connect(address).await.map_err(|error| broken(Broken::NotStarted, error.to_string()))?;
    match &address.tls {
        None => exchange(address, request, stream).await,
        Some((name, config)) => {
            let connector = TlsConnector::from(config.clone());
            let stream = connector.connect(name.clone(), stream).await;
            exchange(address, request, stream.map_err(|error| broken(Broken::NotStarted, error.to_string()))?).await
        }
    }
}

async fn connect(address: &Address) -> io::Result<TcpStream> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name leads nowhere");
    for one in tokio::net::lookup_host((address.host.as_str(), address.port)).await? {
        if address.tls.is_none() && !one.ip().is_loopback() {
            last = io::Error::other("http is for this machine alone");
            continue;
        }
        match TcpStream::connect(one).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

async fn exchange(
    address: &Address,
    request: &Value,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) -> Result<Value, Answer> {
    let ended = |error: hyper::Error| broken(Broken::Ended, chain(&error));
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(ended)?;
    // It moves the bytes, and ends with the exchange.
    let moving = tokio::spawn(connection);
    let request = Request::post(&address.target)
        .header(HOST, &address.authority)
        .header(CONNECTION, "close")
        .header(USER_AGENT, concat!("relay-mock/", env!("CARGO_PKG_VERSION")))
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .body(Full::new(Bytes::from(request.to_string())))
        .map_err(|error| broken(Broken::NotStarted, error.to_string()))?;
    let answer = sender.send_request(request).await.map_err(ended)?;
    let status = answer.status();
    // A redirect could lead to another machine.
    if status != StatusCode::OK {
        moving.abort();
        return Err(broken(Broken::Garbled, format!("the status is {}", status.as_u16())));
    }
    let body = Limited::new(answer.into_body(), MAX_ANSWER).collect().await;
    moving.abort();
    let body = body.map_err(|error| {
        if error.is::<LengthLimitError>() {
            broken(Broken::TooLarge, format!("more than {} MiB", MAX_ANSWER >> 20))
        } else {
            broken(Broken::Ended, error.to_string())
        }
    })?;
    let value: Value =
        serde_json::from_slice(&body.to_bytes()).map_err(|error| broken(Broken::Garbled, error.to_string()))?;
    if value.is_object() { Ok(value) } else { Err(broken(Broken::Garbled, "the answer is no JSON object")) }
}

/// An error with what is behind it.
fn chain(error: &hyper::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
