//! The pages.

mod certificates;
mod connections;
mod entrance;
mod html;
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
mod words;

use std::sync::Arc;

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;

use self::html::html;
pub(super) use self::layout::{Here, Layout};
pub(super) use self::refused::{Answer, Refused, fault};
use super::Console;

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
        .fallback(refused::no_such_page)
}
