//! Who may come in. Every request but those for style and script passes here:
//!
//! 1. its `Host` is one that this console has, so that no other name leads here (DNS rebinding);
//! 2. it has a session, signed by this process; where a token is wanted, one that has shown it;
//! 3. a POST comes from a page of this console (`Origin`) and carries the session's token; its body is read here,
//!    within limits, and pages get it as [`Posted`].

mod guesses;
pub(super) mod headers;
mod host;
mod posted;
mod session;
mod tell;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use rustls::pki_types::CertificateDer;
use tokio::time::timeout;

use self::guesses::Guesses;
use self::host::Hosts;
pub(super) use self::posted::{Posted, PostedFile};
pub(super) use self::session::Session;
use self::session::Sessions;
use super::options::ConsoleOptions;
use super::{Console, page};

/// The page where a token is shown.
pub(super) const ENTRANCE: &str = "/enter";

/// How long what is sent along may take; and of who has not shown the token.
const BODY: Duration = Duration::from_secs(600);
const SHORT: Duration = Duration::from_secs(10);

/// What the door knows.
pub(crate) struct Door {
    hosts: Hosts,
    sessions: Sessions,
    guesses: Guesses,
}

/// What comes of a token that was shown.
pub(super) enum Shown {
    /// A session that is let in.
    Right(Session),
    /// It is another.
    Wrong,
    /// Too many are being shown: none was looked at.
    TooMany,
}

impl Door {
    /// The door of a console that listens there; with TLS by this certificate, if any.
    pub(super) fn new(
        options: &ConsoleOptions,
        addr: SocketAddr,
        certificate: Option<CertificateDer<'static>>,
    ) -> Result<Self, getrandom::Error> {
        let sessions = Sessions::new(options.token.clone(), addr.port())?;
        Ok(Self { hosts: Hosts::new(&options.names, addr, certificate), sessions, guesses: Guesses::default() })
    }

    /// Looks at a token that was shown; the slower, the more wrong ones came before.
    pub(super) async fn admit(&self, token: &str) -> Shown {
        match self.guesses.slowly(|| self.sessions.admit(token)).await {
            Some(Some(session)) => Shown::Right(session),
            Some(None) => Shown::Wrong,
            None => Shown::TooMany,
        }
    }

    /// What a browser keeps of a session.
    pub(super) fn cookie(&self, session: &Session) -> HeaderValue {
        self.sessions.cookie(session)
    }
}

/// The middleware.
pub(super) async fn pass(State(console): State<Arc<Console>>, request: Request, next: Next) -> Response {
    headers::secured(let_in(&console, request, next).await)
}

async fn let_in(console: &Arc<Console>, mut request: Request, next: Next) -> Response {
    let door = &console.door;
    let Some(host) = door.hosts.called(request.headers()) else {
        return tell::refusal(StatusCode::MISDIRECTED_REQUEST, "このアドレスの管理画面ではありません。");
    };
    let known = door.sessions.of(request.headers());
    let is_new = known.is_none();
    let session = match known.map_or_else(|| door.sessions.new_session(), Ok) {
        Ok(session) => session,
        Err(_) => return tell::refusal(StatusCode::INTERNAL_SERVER_ERROR, "乱数を取得できません。"),
    };
    let is_post = match *request.method() {
        Method::GET | Method::HEAD => false,
        Method::POST => true,
        _ => return tell::refusal(StatusCode::METHOD_NOT_ALLOWED, "この操作はできません。"),
    };
    let is_admitted = door.sessions.is_admitted(&session);
    if !is_admitted && request.uri().path() != ENTRANCE {
        return Redirect::to(ENTRANCE).into_response();
    }
    if is_post {
        if is_new || !is_from_here(door, &request, &host) {
            return tell::refusal(
                StatusCode::FORBIDDEN,
                "この管理画面のページからの操作ではありません。ページを開き直してください。",
            );
        }
        let (head, body) = request.into_parts();
        let reading = posted::read(console, &session, is_admitted, &head.headers, body);
        let posted = match timeout(if is_admitted { BODY } else { SHORT }, reading).await {
            Ok(Ok(posted)) => posted,
            Ok(Err(refused)) => return page::fault(&session, &refused),
            Err(_) => return tell::refusal(StatusCode::REQUEST_TIMEOUT, "送信に時間がかかりすぎました。"),
        };
        request = Request::from_parts(head, axum::body::Body::empty());
        request.extensions_mut().insert(Arc::new(posted));
    }
    let cookie = door.cookie(&session);
    request.extensions_mut().insert(session.clone());
    let mut response = next.run(request).await;
    if let Some(refused) = response.extensions_mut().remove::<Arc<page::Refused>>() {
        response = page::fault(&session, &refused);
    }
    if is_new && !response.headers().contains_key(header::SET_COOKIE) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Whether the request says one origin, and it is the console's.
fn is_from_here(door: &Door, request: &Request, host: &str) -> bool {
    let mut said = request.headers().get_all(header::ORIGIN).iter();
    let (Some(origin), None) = (said.next(), said.next()) else { return false };
    door.hosts.is_origin(origin, host)
}
