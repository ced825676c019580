//! Connections: TLS, then HTTP/1.1, and an end at which the last word still arrives.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::caller::Caller;
use super::cut::Cut;
use super::log::Line;
use super::routes;
use super::shared::Shared;

/// Connections at one time; more wait in the system's queue.
const MAX_CONNECTIONS: usize = 256;
const HANDSHAKE: Duration = Duration::from_secs(20);
/// The longest pause between requests; longer than clients keep an idle connection.
const IDLE: Duration = Duration::from_secs(90);
/// How long, and how much, a refused client may still talk before the connection is reset.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 16 * 1024 * 1024;

pub(super) async fn serve(listener: std::net::TcpListener, tls: Arc<ServerConfig>, shared: Arc<Shared>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let acceptor = TlsAcceptor::from(tls);
    let router = routes::router(Arc::clone(&shared));
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut stopping = shared.stopping.clone();
    let mut connections = JoinSet::new();
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        let Ok((tcp, _)) = accepted else {
            // Out of file handles, most likely: some will come free.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (acceptor, router, shared) = (acceptor.clone(), router.clone(), Arc::clone(&shared));
        connections.spawn(async move {
            connection(tcp, acceptor, router, shared).await;
            drop(permit);
        });
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let _ = timeout(Duration::from_secs(3), async { while connections.join_next().await.is_some() {} }).await;
    connections.shutdown().await;
}

async fn connection(tcp: TcpStream, acceptor: TlsAcceptor, router: Router, shared: Arc<Shared>) {
    let _ = tcp.set_nodelay(true);
    let tls = match timeout(HANDSHAKE, acceptor.accept(tcp).into_fallible()).await {
        Ok(Ok(tls)) => tls,
        // The alert is on its way; a reset by unread bytes would overtake it.
        Ok(Err((_, tcp))) => return linger(tcp).await,
        Err(_) => return,
    };
    let caller = Arc::new(Caller::of(tls.get_ref().1.peer_certificates(), &shared));
    let cut = Cut::default();
    let service = {
        let (cut, shared) = (cut.clone(), Arc::clone(&shared));
        let router = TowerToHyperService::new(router);
        service_fn(move |request: hyper::Request<Incoming>| {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(Arc::clone(&caller));
            request.extensions_mut().insert(cut.clone());
            let line = shared.verbose.then(|| Line::begin(&request));
            let answer = router.call(request);
            Box::pin(async move {
                let answer = answer.await;
                if let (Some(line), Ok(answer)) = (line, &answer) {
                    line.end(answer.status().as_u16());
                }
                answer
            })
        })
    };
    let mut http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(tls), service);
    let mut stopping = shared.stopping.clone();
    tokio::select! {
        // Its error does not matter: the client has its answer, or is gone.
        _ = std::future::poll_fn(|context| http.poll_without_shutdown(context)) => {}
        () = cut.asked_for() => return,
        _ = async {
            let _ = stopping.wait_for(|stop| *stop).await;
            // Answers that are nearly done may get out.
            tokio::time::sleep(Duration::from_millis(500)).await;
        } => return,
    }
    linger(http.into_parts().io.into_inner()).await;
}

/// Says goodbye and listens on for a moment: with bytes of the client unread, the system would
/// reset the connection, and our last word could be lost with it.
async fn linger(mut io: impl AsyncRead + AsyncWrite + Unpin) {
    let _ = timeout(LINGER, async {
        let _ = io.shutdown().await;
        let mut buffer = vec![0; 16 * 1024];
        let mut left = LINGER_BYTES;
        while let Ok(len @ 1..) = io.read(&mut buffer).await {
            match left.checked_sub(len) {
                Some(rest) => left = rest,
                None => break,
            }
        }
    })
    .await;
}
