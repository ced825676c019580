//! `PUT /v1/messages/{id}`: a container comes in.

use std::io::{Seek, SeekFrom, Write};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use cplink::relay;
use cplink::relay::cpx::ProblemCode;
use cplink::seal::MessageId;
use http_body_util::BodyExt;
use tempfile::NamedTempFile;
use tokio::time::timeout;

use super::answer::{Answer, Refusal, receipt};
use super::caller::Office;
use super::{Shared, checks};
use crate::directory::day_in_japan;
use crate::store::{Accept, Accepted, StoreError};

/// How long a client may pause within a body.
const STALL: Duration = Duration::from_secs(60);
/// What is gathered before it goes to the spool file.
const GATHER: usize = 256 * 1024;

pub(super) async fn put(
    State(shared): State<Arc<Shared>>,
    Office(caller): Office,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let id: MessageId = id.parse().map_err(|_| ProblemCode::Request)?;
    let length = length(&headers)?;
    if length > shared.container_bytes {
        return Err(ProblemCode::TooLarge.into());
    }
    let file = spool(&shared, body, length).await?;
    let (status, der) = {
        let shared = Arc::clone(&shared);
        tokio::task::spawn_blocking(move || judge(&shared, &caller, &id, file, length)).await??
    };
    if status == StatusCode::CREATED {
        shared.news.notify_waiters();
    }
    Ok(receipt(status, der))
}

pub(super) fn length(headers: &HeaderMap) -> Result<u64, Refusal> {
    headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .ok_or_else(|| ProblemCode::LengthRequired.into())
}

async fn spool(shared: &Arc<Shared>, mut body: Body, length: u64) -> Result<NamedTempFile, Refusal> {
    let mut file = shared.store.spool_file()?;
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
            (file, gathered) = write(file, gathered).await?;
        }
    }
    if got != length {
        return Err(ProblemCode::Request.into());
    }
    Ok(write(file, gathered).await?.0)
}

async fn write(mut file: NamedTempFile, mut bytes: Vec<u8>) -> Result<(NamedTempFile, Vec<u8>), Refusal> {
    let done = tokio::task::spawn_blocking(move || {
        file.write_all(&bytes)?;
        bytes.clear();
        Ok::<_, std::io::Error>((file, bytes))
    });
    Ok(done.await?.map_err(StoreError::from)?)
}

fn judge(
    shared: &Shared,
    caller: &str,
    id: &MessageId,
    mut file: NamedTempFile,
    size: u64,
) -> Result<(StatusCode, Vec<u8>), Refusal> {
    let now = (shared.now)();
    let opened = shared.sealing.open(file.as_file(), now)?;
    checks::sender(caller, &opened)?;
    if opened.id != *id {
        return Err(match shared.store.message(id)? {
            Some(_) => ProblemCode::MessageConflict.into(),
            None => ProblemCode::MessageId.into(),
        });
    }
    // A repeat is not judged anew: it was accepted under the rules of its day.
    if shared.store.message(id)?.is_none() {
        checks::receiver(&shared.store, &opened, day_in_japan(now))?;
        checks::file_set(&opened.message, &opened.parts)?;
    }
    let accept = Accept {
        id: *id,
        sender: caller.to_owned(),
        receiver: opened.message.to.office.clone(),
        kind: opened.message.kind.clone(),
        size,
        at: now,
    };
    file.as_file_mut().seek(SeekFrom::Start(0)).map_err(StoreError::from)?;
    let make = |link| shared.sealing.accepted(&opened, link, now);
    match shared.store.accept(&accept, file.as_file_mut(), make)? {
        Accepted::New(receipt) => Ok((StatusCode::CREATED, receipt)),
        // To say "accepted" again of what will never be delivered would be a lie.
        Accepted::Before(_, relay::State::Recalled) => Err(ProblemCode::MessageRecalled.into()),
        Accepted::Before(first, _) => Ok((StatusCode::OK, first)),
    }
}
