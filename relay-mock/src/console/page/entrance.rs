//! The page where a token is shown.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};

use super::super::Console;
use super::super::door::{ENTRANCE, Posted, Session};
use super::{Here, Layout, html};

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new().route(ENTRANCE, get(show).post(enter))
}

#[derive(Template)]
#[template(path = "console/entrance.html")]
struct Page {
    layout: Layout,
    is_wrong: bool,
}

fn page(session: &Session, is_wrong: bool) -> Response {
    html(&Page { layout: Layout::new(session, Here::Elsewhere, "トークンの入力"), is_wrong })
}

async fn show(Extension(session): Extension<Session>) -> Response {
    page(&session, false)
}

async fn enter(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    posted: Posted,
) -> Response {
    match console.door.admit(&session, posted.text("token")) {
        Some(admitted) => {
            let cookie = console.door.cookie(&admitted);
            ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()
        }
        None => (StatusCode::FORBIDDEN, page(&session, true)).into_response(),
    }
}
