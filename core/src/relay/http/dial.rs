//! The connection itself, to the relay or to the proxy on the way to it.

use std::time::Duration;

use super::address::Address;
use super::fault::Outcome;
use super::options::{CONNECT_TIMEOUT, Proxy};
use super::proxy::ProxyRoute;
use super::socket::Socket;
use super::watch::Watch;
use crate::error::{Code, Error, Result};
use crate::progress::Job;

/// Names the host and port that did not do what was asked.
pub(super) fn named(error: Error, relay: &Address, proxy: Option<&ProxyRoute>) -> Error {
    match (error.code(), proxy) {
        (Code::Proxy, Some(proxy)) => error.about(&proxy.address.authority()),
        (code, _) if matches!(code as i32, 400..=499) => error.about(&relay.authority()),
        _ => error,
    }
}

/// A connection to the relay, or to the proxy on the way to it.
pub(super) fn dial(
    relay: &Address,
    proxy: Option<&ProxyRoute>,
    within: Duration,
    watch: &mut Watch<'_, '_>,
) -> Outcome<Socket> {
    let Some(proxy) = proxy else { return Socket::connect(&relay.resolve()?, within, watch) };
    let unreachable = |error: Error| match error.code() {
        Code::Resolve | Code::Connect => Error::new(Code::Proxy).with_source(error),
        _ => error,
    };
    let addresses = proxy.address.resolve().map_err(unreachable)?;
    Ok(Socket::connect(&addresses, within, watch).map_err(|fault| unreachable(fault.into_error()))?)
}

/// Looks whether a connection can be made, and closes it.
pub(in crate::relay) fn reach(
    url: &str,
    proxy: Option<&Proxy>,
    within: Option<Duration>,
    job: &mut Job<'_>,
) -> Result<()> {
    let relay = Address::parse(url, "https", 443)?;
    let proxy = proxy.map(ProxyRoute::new).transpose()?;
    let within = within.unwrap_or(CONNECT_TIMEOUT);
    let mut watch = Watch::new(job, within, within);
    let reached = dial(&relay, proxy.as_ref(), within, &mut watch);
    reached.map(drop).map_err(|fault| named(fault.into_error(), &relay, proxy.as_ref()))
}
