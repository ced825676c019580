//! The pages.

mod blocking;
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
mod html;
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

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;

use self::blocking::blocking;
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
