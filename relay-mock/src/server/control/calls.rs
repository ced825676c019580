//! The calls.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cplink::relay::cpx::wire::CONTAINER_TYPE;
use cplink::seal::MessageId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime};

use super::failure::Failure;
use crate::directory::{self, RegisteredOffice, day_in_japan};
use crate::server::shared::Shared;
use crate::server::steering::NewClock;
use crate::store::StoredMessage;

type Ask = State<Arc<Shared>>;
type Body<T> = Result<Json<T>, JsonRejection>;
type Said<T = Value> = Result<Json<T>, Failure>;

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// How many messages are read at a time.
const PAGE: usize = 1000;

fn body<T>(body: Body<T>) -> Result<T, Failure> {
    body.map(|Json(body)| body).map_err(|wrong| Failure::new(StatusCode::BAD_REQUEST, wrong.body_text()))
}

pub(super) async fn clock(State(shared): Ask) -> Said {
    let now = (shared.now)().format(&Rfc3339).unwrap_or_default();
    Ok(Json(json!({ "now": now, "ahead_seconds": shared.clock.ahead().whole_seconds() })))
}

pub(super) async fn set_clock(State(shared): Ask, new: Body<NewClock>) -> Said {
    shared.set_clock(body(new)?);
    self::clock(State(shared)).await
}

#[derive(Serialize)]
pub(super) struct Office {
    number: String,
    name: String,
    service_types: Vec<String>,
    #[serde(with = "day")]
    licence_from: Date,
    #[serde(with = "day")]
    licence_until: Date,
    agents: Vec<String>,
}

impl From<RegisteredOffice> for Office {
    fn from(office: RegisteredOffice) -> Self {
        let RegisteredOffice { number, name, service_types, licence_from, licence_until, agents, .. } = office;
        Self { number, name, service_types, licence_from, licence_until, agents }
    }
}

pub(super) async fn offices(State(shared): Ask) -> Said<Vec<Office>> {
    let all = shared.store.read(|store, _| store.offices()).await?;
    Ok(Json(all.into_iter().map(Office::from).collect()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewOffice {
    number: String,
    name: String,
    service_types: Vec<String>,
}

pub(super) async fn add_office(State(shared): Ask, new: Body<NewOffice>) -> Said<Office> {
    let NewOffice { number, name, service_types } = body(new)?;
    let today = day_in_japan((shared.now)());
    let add =
        move |store: &dyn crate::store::Store, _| Ok(directory::add(store, &number, &name, &service_types, today));
    Ok(Json(shared.store.change_alone(add).await??.into()))
}

pub(super) async fn remove_office(State(shared): Ask, Path(number): Path<String>) -> Result<StatusCode, Failure> {
    shared.store.change_alone(move |store, _| Ok(directory::remove(store, &number))).await??;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLicence {
    #[serde(with = "day")]
    licence_from: Date,
    #[serde(with = "day")]
    licence_until: Date,
}

pub(super) async fn set_licence(
    State(shared): Ask,
    Path(number): Path<String>,
    new: Body<NewLicence>,
) -> Result<StatusCode, Failure> {
    let NewLicence { licence_from, licence_until } = body(new)?;
    let set = move |store: &dyn crate::store::Store, _| {
        Ok(directory::set_licence(store, &number, licence_from, licence_until))
    };
    shared.store.change_alone(set).await??;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn add_agent(State(shared): Ask, Path((number, agent)): Path<(String, String)>) -> Said<Office> {
    let add = move |store: &dyn crate::store::Store, _| Ok(directory::add_agent(store, &number, &agent));
    Ok(Json(shared.store.change_alone(add).await??.into()))
}

pub(super) async fn remove_agent(
    State(shared): Ask,
    Path((number, agent)): Path<(String, String)>,
) -> Result<StatusCode, Failure> {
    let remove = move |store: &dyn crate::store::Store, _| Ok(directory::remove_agent(store, &number, &agent));
    shared.store.change_alone(remove).await??;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize)]
pub(super) struct Message {
    id: String,
    sender: String,
    receiver: String,
    kind: String,
    size: u64,
    state: &'static str,
    #[serde(with = "time::serde::rfc3339")]
    accepted_at: OffsetDateTime,
    /// Whether the relay still has the container.
    held: bool,
    /// The office that sent it for the sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
}

impl From<StoredMessage> for Message {
    fn from(message: StoredMessage) -> Self {
        let StoredMessage { id, sender, receiver, kind, size, accepted_at, state, kept, agent, .. } = message;
        let (id, state) = (id.to_string(), state.token());
        Self { id, sender, receiver, kind, size, state, accepted_at, held: kept, agent }
    }
}

pub(super) async fn messages(State(shared): Ask) -> Said<Vec<Message>> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let page = shared.store.read(move |store, since| store.messages(after, PAGE, since)).await?;
        if page.entries.is_empty() {
            return Ok(Json(all));
        }
        after = page.next;
        all.extend(page.entries.into_iter().map(Message::from));
    }
}

pub(super) async fn clear(State(shared): Ask) -> Result<StatusCode, Failure> {
    shared.store.change_alone(|store, _| store.clear()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn container(State(shared): Ask, Path(id): Path<String>) -> Result<Response, Failure> {
    let unknown = || Failure::new(StatusCode::NOT_FOUND, "no such message, or no longer held".to_owned());
    let id: MessageId = id.parse().map_err(|_| unknown())?;
    let read = move |store: &dyn crate::store::Store, since| {
        let mut bytes = Vec::new();
        let mut n = 0;
        while let Some(piece) = store.piece(&id, n, since)? {
            bytes.extend(piece);
            n += 1;
        }
        Ok(bytes)
    };
    let bytes = shared.store.read(read).await?;
    if bytes.is_empty() {
        Err(unknown())
    } else {
        Ok(([(header::CONTENT_TYPE, CONTAINER_TYPE)], bytes).into_response())
    }
}

pub(super) async fn expire(State(shared): Ask) -> Result<StatusCode, Failure> {
    shared.expire().await?;
    Ok(StatusCode::NO_CONTENT)
}
