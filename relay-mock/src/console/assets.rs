//! Style and script: the same for everybody, so nobody has to have come in.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::Console;
use super::door::headers;

const STYLE: &str = include_str!("assets/console.css");
const SCRIPT: &str = include_str!("assets/live.js");
const ICON: &str = include_str!("assets/icon.svg");

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new()
        .route("/assets/console.css", get(async || asset("text/css; charset=utf-8", STYLE)))
        .route("/assets/live.js", get(async || asset("text/javascript; charset=utf-8", SCRIPT)))
        .route("/assets/icon.svg", get(async || asset("image/svg+xml", ICON)))
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    headers::secured(([(header::CONTENT_TYPE, kind)], text).into_response())
}
