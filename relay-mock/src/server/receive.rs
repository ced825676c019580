//! `PUT /v1/messages/{id}`: a container comes in.

use std::io::Seek;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use cplink::relay;
use cplink::relay::cpx::ProblemCode;
use cplink::seal::MessageId;
use http_body_util::BodyExt;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::answer::{Answer, Refusal, receipt};
use super::caller::CallerOffice;
use super::checks;
use super::request::length;
use super::sealing::Opened;
use super::shared::Shared;
use super::spool::SpoolFile;
use crate::directory::day_in_japan;
use crate::store::{Accepted, NewMessage, StoreError};

/// How long a client may pause within a body.
const STALL: Duration = Duration::from_secs(60);
/// What is gathered before it goes to the spool file.
const GATHER: usize = 256 * 1024;

pub(super) async fn put(
    State(shared): State<Arc<Shared>>,
    CallerOffice(caller): CallerOffice,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let id: MessageId = id.parse().map_err(|_| ProblemCode::Request)?;
    let length = length(&headers)?;
    if length > shared.container_bytes {
        return Err(ProblemCode::TooLarge.into());
    }
    // On its own task: where the client goes away, what was begun still ends in order. The file is
    // removed, and whoever waits for an accepted message hears of it.
    tokio::spawn(async move {
        let file = shared.spool.file().await.map_err(StoreError::from)?;
        let outcome = take_in(&shared, caller, id, &file, body, length).await;
        file.remove().await;
        outcome
    })
    .await?
}

async fn take_in(
    shared: &Arc<Shared>,
    caller: String,
    id: MessageId,
    file: &SpoolFile,
    body: Body,
    length: u64,
) -> Result<Response, Refusal> {
    fill(file, body, length).await?;
    let opened = judge(shared, &caller, id, file).await?;
    accept(shared, caller, file, opened, length).await
}

/// Writes the body to its file.
async fn fill(file: &SpoolFile, mut body: Body, length: u64) -> Result<(), Refusal> {
    let mut gathered = Vec::with_capacity(GATHER);
    let mut got = 0u64;
    loop {
        let frame = match timeout(STALL, body.frame()).await {
            Err(_) => return Err(ProblemCode::RequestTimeout.into()),
            Ok(None) => break,
            // The client is gone, so nobody reads this.
            Ok(Some(Err(_))) => return Err(ProblemCode::Request.into()),
            Ok(Some(Ok(frame))) => frame,
        };
        if let Ok(data) = frame.into_data() {
            got += data.len() as u64;
            gathered.extend_from_slice(&data);
        }
        if gathered.len() >= GATHER {
            gathered = file.append(gathered).await.map_err(StoreError::from)?;
        }
    }
    if got != length {
        return Err(ProblemCode::Request.into());
    }
    file.append(gathered).await.map_err(StoreError::from)?;
    Ok(())
}

/// Opens the container and checks what it is, from whom and for whom.
async fn judge(shared: &Arc<Shared>, caller: &str, id: MessageId, file: &SpoolFile) -> Result<Opened, Refusal> {
    let now = (shared.now)();
    let opened = {
        let (shared, file) = (Arc::clone(shared), file.clone());
        spawn_blocking(move || shared.sealing.open(file, now)).await??
    };
    checks::sender(caller, &opened)?;
    let before = shared.store.message(id).await?;
    if opened.id != id {
        let conflict = before.is_some();
        return Err(if conflict { ProblemCode::MessageConflict } else { ProblemCode::MessageId }.into());
    }
    // A repeat is not judged anew: it was accepted under the rules of its day.
    if before.is_none() {
        let office = shared.store.office(&opened.message.to.office).await?;
        checks::receiver(&opened.message, office.as_ref(), day_in_japan(now))?;
        checks::file_set(&opened.message, &opened.parts)?;
    }
    Ok(opened)
}

/// Stores the container and wakes the receivers that wait for it.
async fn accept(shared: &Arc<Shared>, caller: String, file: &SpoolFile, opened: Opened, size: u64) -> Answer {
    let now = (shared.now)();
    let receiver = opened.message.to.office.clone();
    let new = NewMessage {
        id: opened.id,
        sender: caller,
        receiver: receiver.clone(),
        kind: opened.message.kind.clone(),
        size,
        at: now,
    };
    let sign = {
        let shared = Arc::clone(shared);
        move |link| shared.sealing.accepted(&opened, link, now)
    };
    let mut container = file.clone();
    container.rewind().map_err(StoreError::from)?;
    match shared.store.accept(new, container, sign).await? {
        Accepted::New(der) => {
            shared.news.wake(&receiver);
            Ok(receipt(StatusCode::CREATED, der))
        }
        // To say "accepted" again of what will never be delivered would be a lie.
        Accepted::Before(_, relay::State::Recalled) => Err(ProblemCode::MessageRecalled.into()),
        Accepted::Before(first, _) => Ok(receipt(StatusCode::OK, first)),
    }
}
