//! 送信済一覧.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Extension, Router};

use super::super::Console;
use super::super::door::Session;
use super::list::{self, Asked, Side};
use super::{Answer, Here};

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new().route(Here::Sent.path(), get(show))
}

async fn show(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Answer {
    list::show(Side::Sent, &console, &session, asked).await
}
