//! Who may come in. Every request but those for style and script passes here:
//!
//! 1. its `Host` is one that this console has, so that no other name leads here (DNS rebinding);
//! 2. it has a session, signed by this process; where a token is wanted, one that has shown it;
//! 3. a POST comes from a page of this console (`Origin`) and carries the session's token; its body is read here,
//!    within limits, and pages get it as [`Posted`].

pub(super) mod headers;
mod host;
mod posted;
mod session;
mod tell;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use self::host::Hosts;
pub(super) use self::posted::{Posted, PostedFile};
pub(super) use self::session::Session;
use self::session::Sessions;
use super::options::ConsoleOptions;
use super::{Console, page};

/// The page where a token is shown.
pub(super) const ENTRANCE: &str = "/enter";

/// What the door knows.
pub(crate) struct Door {
    hosts: Hosts,
    sessions: Sessions,
}

impl Door {
    /// The door of a console that listens there.
    pub(super) fn new(options: &ConsoleOptions, addr: SocketAddr) -> Result<Self, getrandom::Error> {
        let sessions = Sessions::new(options.token.clone(), addr.port())?;
        Ok(Self { hosts: Hosts::new(&options.names, addr), sessions })
    }

    /// The session of who has shown the token; `None` where it is another.
    pub(super) fn admit(&self, session: &Session, token: &str) -> Option<Session> {
        self.sessions.admit(session, token)
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
    let Some(origin) = door.hosts.origin(request.headers()) else {
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
    if !door.sessions.is_admitted(&session) && request.uri().path() != ENTRANCE {
        return Redirect::to(ENTRANCE).into_response();
    }
    if is_post {
        if is_new || request.headers().get(header::ORIGIN).is_none_or(|said| *said != *origin) {
            return tell::refusal(
                StatusCode::FORBIDDEN,
                "この管理画面のページからの操作ではありません。ページを開き直してください。",
            );
        }
        let (head, body) = request.into_parts();
        let posted = match posted::read(console, &session, &head.headers, body).await {
            Ok(posted) => posted,
            Err(refused) => return page::fault(&session, &refused),
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
