//! The calls.

use std::sync::Arc;
use std::time::Duration;

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
use super::steered::Control;
use crate::directory::{self, RegisteredOffice, day_in_japan};
use crate::store::StoredMessage;

type Ask = State<Arc<Control>>;
type Body<T> = Result<Json<T>, JsonRejection>;
type Said<T = Value> = Result<Json<T>, Failure>;

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// How many messages are read at a time.
const PAGE: usize = 1000;

fn body<T>(body: Body<T>) -> Result<T, Failure> {
    body.map(|Json(body)| body).map_err(|wrong| Failure(StatusCode::BAD_REQUEST, wrong.body_text()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewFaults {
    lose_answers: Option<u32>,
    refuse: Option<u32>,
    delay_ms: Option<u64>,
}

pub(super) async fn faults(State(control): Ask) -> Said {
    let faults = &control.shared.faults;
    Ok(Json(json!({
        "lose_answers": faults.answers_to_lose(),
        "refuse": faults.refusals_left(),
        "delay_ms": u64::try_from(faults.wait().as_millis()).unwrap_or(u64::MAX),
    })))
}

pub(super) async fn set_faults(State(control): Ask, new: Body<NewFaults>) -> Said {
    let NewFaults { lose_answers, refuse, delay_ms } = body(new)?;
    let faults = &control.shared.faults;
    if let Some(count) = lose_answers {
        faults.lose_answers(count);
    }
    if let Some(count) = refuse {
        faults.refuse(count);
    }
    if let Some(ms) = delay_ms {
        faults.delay(Duration::from_millis(ms));
    }
    self::faults(State(control)).await
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NewClock {
    Now(#[serde(with = "time::serde::rfc3339")] OffsetDateTime),
    AheadSeconds(i64),
    AdvanceSeconds(i64),
}

pub(super) async fn clock(State(control): Ask) -> Said {
    let now = (control.shared.now)().format(&Rfc3339).unwrap_or_default();
    Ok(Json(json!({ "now": now, "ahead_seconds": control.clock.ahead().whole_seconds() })))
}

pub(super) async fn set_clock(State(control): Ask, new: Body<NewClock>) -> Said {
    let seconds = time::Duration::seconds;
    match body(new)? {
        NewClock::Now(to) => control.clock.set((control.shared.now)(), to),
        NewClock::AheadSeconds(ahead) => control.clock.set_ahead(seconds(ahead)),
        NewClock::AdvanceSeconds(more) => control.clock.set_ahead(control.clock.ahead().saturating_add(seconds(more))),
    }
    self::clock(State(control)).await
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
}

impl From<RegisteredOffice> for Office {
    fn from(office: RegisteredOffice) -> Self {
        let RegisteredOffice { number, name, service_types, licence_from, licence_until, .. } = office;
        Self { number, name, service_types, licence_from, licence_until }
    }
}

pub(super) async fn offices(State(control): Ask) -> Said<Vec<Office>> {
    let all = control.shared.store.read(|store, _| store.offices()).await?;
    Ok(Json(all.into_iter().map(Office::from).collect()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewOffice {
    number: String,
    name: String,
    service_types: Vec<String>,
}

pub(super) async fn add_office(State(control): Ask, new: Body<NewOffice>) -> Said<Office> {
    let NewOffice { number, name, service_types } = body(new)?;
    let today = day_in_japan((control.shared.now)());
    let add =
        move |store: &dyn crate::store::Store, _| Ok(directory::add(store, &number, &name, &service_types, today));
    Ok(Json(control.shared.store.change_alone(add).await??.into()))
}

pub(super) async fn remove_office(State(control): Ask, Path(number): Path<String>) -> Result<StatusCode, Failure> {
    control.shared.store.change_alone(move |store, _| Ok(directory::remove(store, &number))).await??;
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
    State(control): Ask,
    Path(number): Path<String>,
    new: Body<NewLicence>,
) -> Result<StatusCode, Failure> {
    let NewLicence { licence_from, licence_until } = body(new)?;
    let set = move |store: &dyn crate::store::Store, _| {
        Ok(directory::set_licence(store, &number, licence_from, licence_until))
    };
    control.shared.store.change_alone(set).await??;
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
}

impl From<StoredMessage> for Message {
    fn from(message: StoredMessage) -> Self {
        let StoredMessage { id, sender, receiver, kind, size, accepted_at, state, kept, .. } = message;
        Self { id: id.to_string(), sender, receiver, kind, size, state: state.token(), accepted_at, held: kept }
    }
}

pub(super) async fn messages(State(control): Ask) -> Said<Vec<Message>> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let page = control.shared.store.read(move |store, since| store.messages(after, PAGE, since)).await?;
        if page.entries.is_empty() {
            return Ok(Json(all));
        }
        after = page.next;
        all.extend(page.entries.into_iter().map(Message::from));
    }
}

pub(super) async fn clear(State(control): Ask) -> Result<StatusCode, Failure> {
    control.shared.store.change_alone(|store, _| store.clear()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn container(State(control): Ask, Path(id): Path<String>) -> Result<Response, Failure> {
    let unknown = || Failure(StatusCode::NOT_FOUND, "no such message, or no longer held".to_owned());
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
    let bytes = control.shared.store.read(read).await?;
    if bytes.is_empty() {
        Err(unknown())
    } else {
        Ok(([(header::CONTENT_TYPE, CONTAINER_TYPE)], bytes).into_response())
    }
}

pub(super) async fn expire(State(control): Ask) -> Result<StatusCode, Failure> {
    control.shared.store.expire().await?;
    Ok(StatusCode::NO_CONTENT)
}
