//! The control address: for test harnesses in any language. Not a part of CPX/1.
//!
//! Plain HTTP with JSON on the loopback only, and off unless asked for. What it offers is described in
//! `control.md`. Whoever reaches it may change everything, so pages of a browser are refused: they send
//! `Origin`.

mod calls;
mod failure;
mod faults;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};

use self::failure::Failure;
use super::options::StartError;
use super::shared::Shared;

/// Listens; anything but the loopback is refused.
pub(crate) fn bind(addr: SocketAddr) -> Result<TcpListener, StartError> {
    if !addr.ip().is_loopback() {
        return Err(StartError::ControlAddress);
    }
    let listener = TcpListener::bind(addr)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves until the relay stops.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let mut stopping = shared.stopping.clone();
    let router = router(shared);
    tokio::select! {
        _ = std::future::IntoFuture::into_future(axum::serve(listener, router)) => {}
        _ = stopping.wait_for(|stop| *stop) => {}
    }
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/faults", get(faults::told).put(faults::play).delete(faults::stop))
        .route("/clock", get(calls::clock).put(calls::set_clock))
        .route("/offices", get(calls::offices).post(calls::add_office))
        .route("/offices/{number}", delete(calls::remove_office).patch(calls::set_licence))
        .route("/offices/{number}/agents/{agent}", put(calls::add_agent).delete(calls::remove_agent))
        .route("/messages", get(calls::messages).delete(calls::clear))
        .route("/messages/{id}", get(calls::container))
        .route("/expire", post(calls::expire))
        .fallback(async || Failure::new(StatusCode::NOT_FOUND, "no such call".to_owned()))
        .layer(middleware::from_fn(no_browser))
        .with_state(shared)
}

async fn no_browser(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if request.headers().contains_key(header::ORIGIN) || !["127.0.0.1", "[::1]", "localhost"].contains(&name) {
        return Failure::new(StatusCode::FORBIDDEN, "not for web pages".to_owned()).into_response();
    }
    next.run(request).await
}
