//! Connections: TLS, then HTTP/1.1, and an end at which the last word still arrives.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use cplink::relay::cpx::ProblemCode;
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{HttpService, Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::answer::Refusal;
use super::caller::Caller;
use super::cut::{self, Cut};
use super::linger::linger;
use super::log::{Line, print_call};
use super::playing::handshake::{self, Handshake};
use super::room::{self, Knock, Room, Seat};
use super::routes;
use super::shared::Shared;
use super::tls;

/// The longest that a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// The longest pause between requests, with the time of a request's head; longer than clients keep an idle
/// connection.
const IDLE: Duration = Duration::from_secs(90);
/// The same for a caller that has its share already, and only gets to hear that.
const REFUSED: Duration = Duration::from_secs(5);
/// How long a request that is nearly done may go on when the connection has to end.
const LAST_WORD: Duration = Duration::from_millis(500);

pub(super) async fn serve(listener: std::net::TcpListener, tls: tls::Configs, room: Room, shared: Arc<Shared>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let router = routes::router(Arc::clone(&shared));
    let mut stopping = shared.stopping.clone();
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        let Ok((tcp, _)) = accepted else {
            // Out of file handles, most likely: some will come free.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (tls, router, shared) = (tls.clone(), router.clone(), Arc::clone(&shared));
        connections.spawn(connection(tcp, tls, router, shared, room.knock()));
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let _ = timeout(Duration::from_secs(3), async { while connections.join_next().await.is_some() {} }).await;
    connections.shutdown().await;
}

async fn connection(tcp: TcpStream, configs: tls::Configs, router: Router, shared: Arc<Shared>, knock: Knock) {
    let _ = tcp.set_nodelay(true);
    let played = if shared.faults.are_on() {
        tokio::select! {
            played = handshake::play(&shared.faults, tcp) => played,
            () = told(knock.left()) => return,
            () = told(shared.stopping.clone()) => return,
        }
    } else {
        Handshake::Usual(tcp)
    };
    let is_tls12 = matches!(played, Handshake::Tls12(_));
    let (tcp, config) = match played {
        Handshake::Usual(tcp) => (tcp, configs.usual),
        Handshake::Tls12(tcp) => (tcp, configs.tls12),
        Handshake::Ended => return,
    };
    let handshake = timeout(HANDSHAKE, TlsAcceptor::from(config).accept(tcp).into_fallible());
    let shaken = tokio::select! {
        shaken = handshake => shaken,
        () = told(knock.left()) => return,
    };
    let tls = match shaken {
        Ok(Ok(tls)) => tls,
        // The alert is on its way; a reset by unread bytes would overtake it.
        Ok(Err((_, tcp))) => {
            tokio::select! {
                () = linger(tcp) => {}
                () = told(knock.left()) => {}
            }
            return;
        }
        Err(_) => return,
    };
    let caller = Arc::new(Caller::of(tls.get_ref().1.peer_certificates(), &shared));
    match knock.enter(caller.name()) {
        Some(seat) => serve_guest(tls, is_tls12, caller, router, shared, seat).await,
        None => refuse(tls, knock.left()).await,
    }
}

/// Answers the requests of a connection.
async fn serve_guest(
    tls: TlsStream<TcpStream>,
    is_tls12: bool,
    caller: Arc<Caller>,
    router: Router,
    shared: Arc<Shared>,
    seat: Seat,
) {
    let cut = Cut::default();
    let mut ending = None;
    let service = {
        let (cut, shared, seat) = (cut.clone(), Arc::clone(&shared), seat.clone());
        let router = TowerToHyperService::new(router);
        service_fn(move |request: hyper::Request<Incoming>| {
            let busy = seat.busy();
            if is_tls12 {
                shared.faults.tell_tls12();
            }
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(Arc::clone(&caller));
            request.extensions_mut().insert(cut.clone());
            request.extensions_mut().insert(seat.clone());
            let (line, shared) = (Line::begin(&request), Arc::clone(&shared));
            let answer = router.call(request);
            Box::pin(async move {
                let Ok(answer) = answer.await;
                let called = line.end(answer.status().as_u16(), (shared.now)());
                if shared.verbose {
                    print_call(&called);
                }
                shared.calls.note(called);
                Ok::<_, Infallible>(answer.map(|body| Held { body, _busy: busy }))
            })
        })
    };
    let mut http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(tls), service);
    tokio::select! {
        // Its error does not matter: the client has its answer, or is gone.
        _ = std::future::poll_fn(|context| http.poll_without_shutdown(context)) => {}
        asked = cut.asked_for() => ending = Some(asked),
        () = told(shared.stopping.clone()) => return last_word(http).await,
        () = told(seat.left()) => return last_word(http).await,
    }
    let tls = http.into_parts().io.into_inner();
    let left = match ending {
        Some(ending) => cut::end(tls, ending).await,
        None => Some(tls),
    };
    if let Some(tls) = left {
        linger(tls).await;
    }
}

/// Answers that are nearly done may get out.
async fn last_word<S: HttpService<Incoming, ResBody = Held>>(
    mut http: http1::Connection<TokioIo<TlsStream<TcpStream>>, S>,
) where
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    Pin::new(&mut http).graceful_shutdown();
    let _ = timeout(LAST_WORD, http).await;
}

/// Tells a caller that has its share already to come back later.
async fn refuse(tls: TlsStream<TcpStream>, left: watch::Receiver<bool>) {
    let service = service_fn(|_: hyper::Request<Incoming>| {
        let mut answer = Refusal::from(ProblemCode::Unavailable).into_response();
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        std::future::ready(Ok::<_, Infallible>(answer))
    });
    let mut http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(REFUSED)
        .serve_connection(TokioIo::new(tls), service);
    tokio::select! {
        _ = std::future::poll_fn(|context| http.poll_without_shutdown(context)) => {}
        () = told(left.clone()) => return,
    }
    tokio::select! {
        () = linger(http.into_parts().io.into_inner()) => {}
        () = told(left.clone()) => {}
    }
}

/// Done when the flag is set, or nobody is there any more to set it.
async fn told(mut flag: watch::Receiver<bool>) {
    let _ = flag.wait_for(|set| *set).await;
}

/// A body on its way out: until its end the connection has a request.
struct Held {
    body: Body,
    _busy: room::Request,
}

impl http_body::Body for Held {
    type Data = bytes::Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
