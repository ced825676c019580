//! Which path is which call; capabilities and offices.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Query, State};
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use cplink::keys::is_office_number;
use cplink::relay::cpx::ProblemCode;
use cplink::relay::cpx::wire::{self, Offices};
use serde::Deserialize;
use time::Date;

use super::answer::{Answer, Refusal};
use super::caller::CallerOffice;
use super::playing;
use super::request::{Parsed, malformed};
use super::shared::Shared;
use super::{acknowledge, lists, message, receive};
use crate::directory::day_in_japan;
use crate::store;

pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/v1/capabilities", get(capabilities))
        .route("/v1/offices", get(offices))
        .route("/v1/messages/{id}", get(message::get).put(receive::put))
        .route("/v1/messages/{id}/ack", post(acknowledge::acknowledge))
        .route("/v1/messages/{id}/recall", post(acknowledge::recall))
        .route("/v1/inbox", get(lists::inbox))
        .route("/v1/sent", get(lists::sent))
        .fallback(async || Refusal::from(ProblemCode::NoEndpoint))
        .method_not_allowed_fallback(async || Refusal::from(ProblemCode::Method))
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), playing::request::play))
        .with_state(shared)
}

async fn capabilities(State(shared): State<Arc<Shared>>, _: CallerOffice) -> Answer {
    Ok(Json(shared.capabilities()).into_response())
}

#[derive(Deserialize)]
struct OfficeQuery {
    number: String,
}

async fn offices(State(shared): State<Arc<Shared>>, _: CallerOffice, query: Parsed<OfficeQuery>) -> Answer {
    let Ok(Query(OfficeQuery { number })) = query else { return Err(malformed("query")) };
    if !is_office_number(&number) {
        return Err(malformed("not a 10-digit office number"));
    }
    let today = day_in_japan((shared.now)());
    let found = shared.store.office(&number).await?;
    let offices = found.into_iter().map(|office| on_wire(office, today)).collect();
    Ok(Json(Offices { offices }).into_response())
}

fn on_wire(office: store::RegisteredOffice, day: Date) -> wire::Office {
    wire::Office {
        licensed: office.licensed(day),
        number: office.number,
        name: office.name,
        registered: true,
        csv_versions: office.csv_versions,
        service_types: office.service_types,
        licence_until: Some(office.licence_until),
        agents: office.agents,
    }
}
