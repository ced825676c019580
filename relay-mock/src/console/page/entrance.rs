//! The page where a token is shown.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};

use super::super::Console;
use super::super::door::{ENTRANCE, Posted, Session, Shown};
use super::{Here, Layout, html};

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new().route(ENTRANCE, get(show).post(enter))
}

#[derive(Template)]
#[template(path = "console/entrance.html")]
struct Page {
    layout: Layout,
    wrong: Option<&'static str>,
}

fn page(session: &Session, wrong: Option<&'static str>) -> Response {
    html(&Page { layout: Layout::new(session, Here::Elsewhere, "トークンの入力"), wrong })
}

async fn show(Extension(session): Extension<Session>) -> Response {
    page(&session, None)
}

async fn enter(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    posted: Posted,
) -> Response {
    let (status, wrong) = match console.door.admit(posted.text("token")).await {
        Shown::Right(admitted) => {
            let cookie = console.door.cookie(&admitted);
            return ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response();
        }
        Shown::Wrong => {
            (StatusCode::FORBIDDEN, "トークンが違います。起動したときに表示されたトークンを入力してください。")
        }
        Shown::TooMany => (
            StatusCode::TOO_MANY_REQUESTS,
            "トークンの入力が続いているため、確かめられません。1分ほど待って、もう一度入力してください。",
        ),
    };
    (status, page(&session, Some(wrong))).into_response()
}
