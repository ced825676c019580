//! The way in, which every request takes.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tokio::time::timeout;

use super::super::{Console, page};
use super::keeper::Door;
use super::{ENTRANCE, headers, posted, tell};

/// How long what is sent along may take; and of who has not shown the token.
const BODY: Duration = Duration::from_secs(600);
const SHORT: Duration = Duration::from_secs(10);

/// The middleware.
pub(in super::super) async fn pass(State(console): State<Arc<Console>>, request: Request, next: Next) -> Response {
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
        if is_new {
            return tell::refusal(
                StatusCode::FORBIDDEN,
                "ブラウザーが、この管理画面のクッキーを送ってきませんでした。ページを開き直してから、操作してください。\
                 同じことが続くときは、ブラウザーのクッキーを有効にしてください。SafariではなくChrome、Edge、Firefoxを\
                 お使いください（Safariは、httpのページのクッキーを保存しないことがあります）。",
            );
        }
        if !is_from_here(door, &request, &host) {
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
    request.extensions_mut().insert(session.clone());
    let mut response = next.run(request).await;
    if let Some(refused) = response.extensions_mut().remove::<Arc<page::Refused>>() {
        response = page::fault(&session, &refused);
    }
    if is_new && !response.headers().contains_key(header::SET_COOKIE) {
        response.headers_mut().insert(header::SET_COOKIE, door.cookie(&session));
    }
    response
}

/// Whether the request says one origin, and it is the console's.
fn is_from_here(door: &Door, request: &Request, host: &str) -> bool {
    let mut said = request.headers().get_all(header::ORIGIN).iter();
    let (Some(origin), None) = (said.next(), said.next()) else { return false };
    door.hosts.is_origin(origin, host)
}
