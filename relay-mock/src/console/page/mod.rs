//! The pages.

mod certificates;
mod certify;
mod certify_files;
mod certify_new;
mod certify_run;
mod certify_step;
mod certify_verify;
mod compose;
mod connections;
mod entrance;
mod faults;
mod faults_view;
mod given;
mod inspect;
mod layout;
mod licence;
mod list;
mod message;
mod named;
mod office;
mod offices;
mod receipt;
mod received;
mod refused;
mod sent;
mod slip;
mod unit;
mod words;

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
        .merge(sent::router())
        .merge(message::router())
        .merge(offices::router())
        .merge(office::router())
        .merge(connections::router())
        .merge(slip::router())
        .merge(inspect::router())
        .merge(compose::router())
        .merge(certify::router())
        .merge(certify_new::router())
        .merge(certify_run::router())
        .merge(certify_step::router())
        .merge(certify_files::router())
        .merge(certify_verify::router())
        .merge(faults::router())
        .fallback(refused::no_such_page)
}

/// Work that reads and writes files, or draws, away from the workers.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Refused> + Send + 'static) -> Result<T, Refused> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(Refused::interrupted()))
}

/// A page as an answer.
fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => Html(text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
