//! Connections of browsers: with TLS where other machines can reach them, and never more than a few hundred.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::server::linger::linger;

/// A browser has six to a host, and a stream of events for each page that is open.
const CONNECTIONS: usize = 256;
/// The longest that a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// The longest pause between requests, with the time of a request's head.
const IDLE: Duration = Duration::from_secs(60);

/// Serves until the relay stops.
pub(super) async fn serve(
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    router: Router,
    mut stopping: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        let Ok((tcp, _)) = accepted else {
            // Out of file handles, most likely: some will come free.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (tls, router) = (tls.clone(), router.clone());
        connections.spawn(async move {
            let _place = place;
            connection(tcp, tls, router).await;
        });
        while connections.try_join_next().is_some() {}
    }
    connections.shutdown().await;
}

async fn connection(tcp: TcpStream, tls: Option<Arc<ServerConfig>>, router: Router) {
    let _ = tcp.set_nodelay(true);
    match tls {
        None => answer(tcp, router).await,
        Some(config) => {
            if let Ok(Ok(tls)) = timeout(HANDSHAKE, TlsAcceptor::from(config).accept(tcp)).await {
                answer(tls, router).await;
            }
        }
    }
}

async fn answer(stream: impl AsyncRead + AsyncWrite + Unpin, router: Router) {
    let mut http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    // Its error does not matter: the browser has its answer, or is gone.
    let _ = poll_fn(|cx| http.poll_without_shutdown(cx)).await;
    // A browser may still be sending a file that was refused.
    linger(http.into_parts().io.into_inner()).await;
}
