//! The pages.

mod compose;
mod entrance;
mod given;
mod inspect;
mod layout;
mod received;
mod refused;
mod slip;
mod unit;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;

pub(super) use self::layout::{Here, Layout};
pub(super) use self::refused::{Refused, fault};
use super::Console;

/// What a page answers.
pub(super) type Answer = Result<Response, Refused>;

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new()
        .route("/", get(async || Redirect::to("/received")))
        .merge(entrance::router())
        .merge(received::router())
        .merge(slip::router())
        .merge(inspect::router())
        .merge(compose::router())
        .fallback(refused::no_such_page)
}

/// A page as an answer.
fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => Html(text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
