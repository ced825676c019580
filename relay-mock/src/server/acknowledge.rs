//! `POST /v1/messages/{id}/ack` and `…/recall`: what the two offices do with a message.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use cplink::relay;
use cplink::relay::cpx::ProblemCode;
use cplink::relay::cpx::wire::{MAX_RECEIPT_BYTES, MessageState};
use tokio::task::spawn_blocking;

use super::answer::Answer;
use super::caller::CallerOffice;
use super::request::{length, own, parse_id};
use super::shared::Shared;
use crate::store::{Acknowledged, Recalled};

/// The place of the receiver's receipt among those of a message: behind *accepted* and *picked up*.
const RECEIVERS: usize = 2;
/// The place of the relay's receipt that has recorded it.
const RECORDED: usize = 3;

pub(super) async fn acknowledge(
    State(shared): State<Arc<Shared>>,
    CallerOffice(caller): CallerOffice,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let id = parse_id(&id)?;
    if length(&headers)? > MAX_RECEIPT_BYTES as u64 {
        return Err(ProblemCode::TooLarge.into());
    }
    let body = axum::body::to_bytes(body, MAX_RECEIPT_BYTES);
    let body = tokio::time::timeout(Duration::from_secs(60), body)
        .await
        .map_err(|_| ProblemCode::RequestTimeout)?
        .map_err(|_| ProblemCode::Request)?;
    let message = own(&shared, id, &caller.office).await?;
    if message.receiver != caller.office {
        return Err(ProblemCode::NotFound.into());
    }
    let known = shared.store.receipts(id).await?;
    let repeat = known.len() > RECEIVERS;
    if known.get(RECEIVERS).is_some_and(|first| *first == body) {
        // It was judged when it came first.
        let state = own(&shared, id, &caller.office).await?.state;
        let recorded = known.into_iter().nth(RECORDED);
        return Ok(Json(MessageState { id, state, repeat, receipt: Some(body.to_vec()), recorded }).into_response());
    }
    let (state, agent) = {
        let (shared, body, message) = (Arc::clone(&shared), body.clone(), message.clone());
        let agent = caller.agent;
        let verify = move || shared.sealing.acknowledgement(&body, &message, agent, &known, (shared.now)());
        spawn_blocking(verify).await??
    };
    let sign = {
        let (shared, body) = (Arc::clone(&shared), body.clone());
        move |link| shared.sealing.recorded(&message, agent.clone(), &body, link, (shared.now)())
    };
    // The first outcome is valid, whichever it was.
    let state = match shared.store.acknowledge(id, state, body, sign).await? {
        Acknowledged::Done => state,
        Acknowledged::Refused(first @ (relay::State::Imported | relay::State::Refused)) => first,
        Acknowledged::Refused(_) => return Err(ProblemCode::State.into()),
    };
    let mut receipts = shared.store.receipts(id).await?.into_iter().skip(RECEIVERS);
    let (receipt, recorded) = (receipts.next(), receipts.next());
    Ok(Json(MessageState { id, state, repeat, receipt, recorded }).into_response())
}

pub(super) async fn recall(
    State(shared): State<Arc<Shared>>,
    CallerOffice(caller): CallerOffice,
    Path(id): Path<String>,
) -> Answer {
    let id = parse_id(&id)?;
    let message = own(&shared, id, &caller.office).await?;
    if message.sender != caller.office {
        return Err(ProblemCode::NotFound.into());
    }
    match shared.store.recall(id).await? {
        Recalled::Done => {
            let state = relay::State::Recalled;
            Ok(Json(MessageState { id, state, repeat: false, receipt: None, recorded: None }).into_response())
        }
        Recalled::TooLate(relay::State::Expired) => Err(ProblemCode::MessageExpired.into()),
        Recalled::TooLate(_) => Err(ProblemCode::State.into()),
    }
}
