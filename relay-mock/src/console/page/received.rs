//! 受信一覧.

use std::sync::Arc;

use askama::Template;
use axum::routing::get;
use axum::{Extension, Router};

use super::super::Console;
use super::super::door::Session;
use super::{Answer, Here, Layout, html};

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new().route(Here::Received.path(), get(list))
}

#[derive(Template)]
#[template(path = "console/received.html")]
struct Page {
    layout: Layout,
}

async fn list(Extension(session): Extension<Session>) -> Answer {
    Ok(html(&Page { layout: Layout::new(&session, Here::Received, "受信一覧") }))
}
