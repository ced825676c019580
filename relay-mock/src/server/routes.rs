//! The calls of CPX/1 but for `PUT`.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use cplink::keys::is_office_number;
use cplink::relay;
use cplink::relay::cpx::ProblemCode;
use cplink::relay::cpx::wire::{
    CONTAINER_TYPE, InboxEntry, InboxPage, MAX_RECEIPT_BYTES, MessageState, Offices, Problem, SentEntry, SentPage,
};
use cplink::seal::MessageId;
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};

use super::accept::Cut;
use super::answer::{Answer, Refusal};
use super::caller::Office;
use super::{MAX_WAIT, PAGE, Shared, content, receive};
use crate::directory::{self, day_in_japan};
use crate::store::{Acknowledged, Message, Recalled};

pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/v1/capabilities", get(capabilities))
        .route("/v1/offices", get(offices))
        .route("/v1/messages/{id}", get(message).put(receive::put))
        .route("/v1/messages/{id}/ack", post(acknowledge))
        .route("/v1/messages/{id}/recall", post(recall))
        .route("/v1/inbox", get(inbox))
        .route("/v1/sent", get(sent))
        .fallback(async || Refusal::from(ProblemCode::NoEndpoint))
        .method_not_allowed_fallback(async || Refusal::from(ProblemCode::Method))
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), faults))
        .with_state(shared)
}

async fn faults(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let changes = request.method() != Method::GET && request.method() != Method::HEAD;
    let cut = request.extensions().get::<Cut>().cloned();
    tokio::time::sleep(shared.faults.wait()).await;
    if shared.faults.take_refusal() {
        return Refusal::from(ProblemCode::Unavailable).into_response();
    }
    let answer = next.run(request).await;
    match cut {
        Some(cut) if changes && shared.faults.take_lost_answer() => cut.now().await,
        _ => answer,
    }
}

/// A request whose query or path is not as laid down.
fn malformed(detail: &str) -> Refusal {
    Problem::new(ProblemCode::Request).with_detail(detail).into()
}

fn parse_id(text: &str) -> Result<MessageId, Refusal> {
    text.parse().map_err(|_| malformed("not a message id"))
}

/// Runs what blocks on the store.
async fn blocking<T: Send + 'static>(
    shared: &Arc<Shared>,
    f: impl FnOnce(&Shared) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let shared = Arc::clone(shared);
    tokio::task::spawn_blocking(move || {
        let limit = (shared.now)() - time::Duration::days(i64::from(shared.keep_days));
        shared.store.expire(limit)?;
        f(&shared)
    })
    .await?
}

async fn capabilities(State(shared): State<Arc<Shared>>, _: Office) -> Answer {
    Ok(Json(shared.capabilities()).into_response())
}

#[derive(Deserialize)]
struct OfficeQuery {
    number: String,
}

type Parsed<T> = Result<Query<T>, axum::extract::rejection::QueryRejection>;

async fn offices(State(shared): State<Arc<Shared>>, _: Office, query: Parsed<OfficeQuery>) -> Answer {
    let Ok(Query(OfficeQuery { number })) = query else { return Err(malformed("query")) };
    if !is_office_number(&number) {
        return Err(malformed("not a 10-digit office number"));
    }
    let today = day_in_japan((shared.now)());
    let found = blocking(&shared, move |shared| Ok(directory::find(&shared.store, &number)?));
    let offices = found.await?.iter().map(|office| office.on_wire(today)).collect();
    Ok(Json(Offices { offices }).into_response())
}

/// The message, if this office has to do with it.
fn own(shared: &Shared, id: &MessageId, office: &str) -> Result<Message, Refusal> {
    let message = shared.store.message(id)?;
    message
        .filter(|message| message.sender == office || message.receiver == office)
        .ok_or_else(|| ProblemCode::NotFound.into())
}

async fn message(
    State(shared): State<Arc<Shared>>,
    Office(caller): Office,
    Path(id): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Answer {
    let id = parse_id(&id)?;
    let receiver = caller.clone();
    let message = blocking(&shared, move |shared| own(shared, &id, &caller)).await?;
    match (message.state, message.kept) {
        (relay::State::Recalled, _) => return Err(ProblemCode::MessageRecalled.into()),
        (_, false) => return Err(ProblemCode::MessageExpired.into()),
        (_, true) => {}
    }
    let digest: String = message.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    let etag = format!("\"{digest}\"");
    // A range counts only for the same bytes that the client has the beginning of.
    let same = headers.get(header::IF_RANGE).is_none_or(|value| value.as_bytes() == etag.as_bytes());
    let wanted = headers.get(header::RANGE).filter(|_| same);
    let size = message.size;
    let range = match wanted.and_then(|value| range(value, size)) {
        Some(Err(refusal)) => {
            let mut response = refusal.into_response();
            let value = HeaderValue::from_str(&format!("bytes */{size}"));
            if let Ok(value) = value {
                response.headers_mut().insert(header::CONTENT_RANGE, value);
            }
            return Ok(response);
        }
        Some(Ok(range)) => Some(range),
        None => None,
    };
    let (first, last) = range.unwrap_or((0, size.saturating_sub(1)));
    let pick_up = message.receiver == receiver && last + 1 == size;
    let status = if range.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, CONTAINER_TYPE)
        .header(header::ETAG, etag)
        .header(header::ACCEPT_RANGES, "bytes");
    if range.is_some() {
        response = response.header(header::CONTENT_RANGE, format!("bytes {first}-{last}/{size}"));
    }
    let body = match method == Method::HEAD {
        true => {
            response = response.header(header::CONTENT_LENGTH, last - first + 1);
            Body::empty()
        }
        false => content::stream(shared, message, first, last, pick_up),
    };
    response.body(body).map_err(|_| ProblemCode::Internal.into())
}

/// The one range asked for; `None` where the header is to be passed over (RFC 9110, 14.2).
fn range(value: &HeaderValue, size: u64) -> Option<Result<(u64, u64), Refusal>> {
    let (first, last) = value.to_str().ok()?.strip_prefix("bytes=")?.split_once('-')?;
    let bounds = match (first.trim(), last.trim()) {
        ("", suffix) => {
            let suffix: u64 = suffix.parse().ok()?;
            (suffix > 0).then(|| (size.saturating_sub(suffix), size.checked_sub(1)))
        }
        (first, "") => Some((first.parse().ok()?, size.checked_sub(1))),
        (first, last) => {
            let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
            if last < first {
                return None;
            }
            Some((first, size.checked_sub(1).map(|end| end.min(last))))
        }
    };
    Some(match bounds {
        Some((first, Some(last))) if first <= last => Ok((first, last)),
        _ => Err(ProblemCode::Range.into()),
    })
}

#[derive(Deserialize)]
struct ListQuery {
    #[serde(default)]
    after: String,
    #[serde(default)]
    wait: u64,
}

/// A cursor is the place in the list, in a form that invites nobody to calculate with it.
fn cursor(place: i64) -> String {
    format!("c{place:016x}")
}

fn place(cursor: &str) -> Result<i64, Refusal> {
    if cursor.is_empty() {
        return Ok(0);
    }
    cursor
        .strip_prefix('c')
        .filter(|digits| digits.len() == 16)
        .and_then(|digits| i64::from_str_radix(digits, 16).ok())
        .filter(|place| *place >= 0)
        .ok_or_else(|| malformed("not a cursor"))
}

async fn inbox(State(shared): State<Arc<Shared>>, Office(caller): Office, query: Parsed<ListQuery>) -> Answer {
    let Ok(Query(ListQuery { after, wait })) = query else { return Err(malformed("query")) };
    let after = place(&after)?;
    let until = Instant::now() + Duration::from_secs(wait).min(MAX_WAIT);
    let mut stopping = shared.stopping.clone();
    loop {
        // Listens before it looks, so that nothing slips through in between.
        let news = shared.news.notified();
        tokio::pin!(news);
        news.as_mut().enable();
        let receiver = caller.clone();
        let page = blocking(&shared, move |shared| Ok(shared.store.inbox(&receiver, after, PAGE)?)).await?;
        let waited = page.entries.is_empty() && Instant::now() < until;
        if waited && !*stopping.borrow() {
            let either = async {
                tokio::select! {
                    () = news => {}
                    _ = stopping.wait_for(|stop| *stop) => {}
                }
            };
            let _ = timeout_at(until, either).await;
            continue;
        }
        let entries = page.entries.into_iter().map(|message| InboxEntry {
            id: message.id,
            from: message.sender,
            kind: message.kind,
            size: message.size,
            accepted_at: message.accepted_at,
        });
        let page = InboxPage { entries: entries.collect(), next: cursor(page.next) };
        return Ok(Json(page).into_response());
    }
}

async fn sent(State(shared): State<Arc<Shared>>, Office(caller): Office, query: Parsed<ListQuery>) -> Answer {
    let Ok(Query(ListQuery { after, .. })) = query else { return Err(malformed("query")) };
    let after = place(&after)?;
    let page = blocking(&shared, move |shared| Ok(shared.store.sent(&caller, after, PAGE)?)).await?;
    let entries = page.entries.into_iter().map(|listed| SentEntry {
        id: listed.message.id,
        to: listed.message.receiver,
        kind: listed.message.kind,
        state: listed.message.state,
        accepted_at: listed.message.accepted_at,
        receipts: listed.receipts,
    });
    Ok(Json(SentPage { entries: entries.collect(), next: cursor(page.next) }).into_response())
}

async fn acknowledge(
    State(shared): State<Arc<Shared>>,
    Office(caller): Office,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let id = parse_id(&id)?;
    if receive::length(&headers)? > MAX_RECEIPT_BYTES as u64 {
        return Err(ProblemCode::TooLarge.into());
    }
    let body = axum::body::to_bytes(body, MAX_RECEIPT_BYTES);
    let body = tokio::time::timeout(Duration::from_secs(60), body)
        .await
        .map_err(|_| ProblemCode::RequestTimeout)?
        .map_err(|_| ProblemCode::Request)?;
    let state = blocking(&shared, move |shared| {
        let message = own(shared, &id, &caller)?;
        if message.receiver != caller {
            return Err(ProblemCode::NotFound.into());
        }
        let known = shared.store.receipts(&message)?;
        let state = shared.sealing.acknowledgement(&body, &message, &known, (shared.now)())?;
        let recorded = |link| shared.sealing.recorded(&message, &body, link, (shared.now)());
        match shared.store.acknowledge(&message, state, &body, recorded)? {
            Acknowledged::Done => Ok(state),
            Acknowledged::Refused(_) => Err(ProblemCode::State.into()),
        }
    })
    .await?;
    Ok(Json(MessageState { id, state }).into_response())
}

async fn recall(State(shared): State<Arc<Shared>>, Office(caller): Office, Path(id): Path<String>) -> Answer {
    let id = parse_id(&id)?;
    blocking(&shared, move |shared| {
        let message = own(shared, &id, &caller)?;
        if message.sender != caller {
            return Err(ProblemCode::NotFound.into());
        }
        match shared.store.recall(&message)? {
            Recalled::Done => Ok(()),
            Recalled::TooLate(relay::State::Expired) => Err(ProblemCode::MessageExpired.into()),
            Recalled::TooLate(_) => Err(ProblemCode::State.into()),
        }
    })
    .await?;
    Ok(Json(MessageState { id, state: relay::State::Recalled }).into_response())
}
