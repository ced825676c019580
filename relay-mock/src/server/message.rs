//! `GET /v1/messages/{id}`: a container goes out.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cplink::relay;
use cplink::relay::cpx::ProblemCode;
use cplink::relay::cpx::wire::CONTAINER_TYPE;

use super::answer::{Answer, Refusal};
use super::caller::CallerOffice;
use super::content;
use super::request::{own, parse_id};
use super::shared::Shared;

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    CallerOffice(caller): CallerOffice,
    Path(id): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Answer {
    let id = parse_id(&id)?;
    let message = own(&shared, id, &caller.office).await?;
    match (message.state, message.kept) {
        (relay::State::Recalled, _) => return Err(ProblemCode::MessageRecalled.into()),
        (_, false) => return Err(ProblemCode::MessageExpired.into()),
        (_, true) => {}
    }
    let etag = format!("\"{}\"", base16ct::lower::encode_string(&message.sha256));
    // A range counts only for the same bytes that the client has the beginning of.
    let same = headers.get(header::IF_RANGE).is_none_or(|value| value.as_bytes() == etag.as_bytes());
    let wanted = headers.get(header::RANGE).filter(|_| same);
    let size = message.size;
    let range = match wanted.and_then(|value| range(value, size)) {
        Some(Err(refusal)) => {
            let mut response = refusal.into_response();
            if let Ok(value) = HeaderValue::from_str(&format!("bytes */{size}")) {
                response.headers_mut().insert(header::CONTENT_RANGE, value);
            }
            return Ok(response);
        }
        Some(Ok(range)) => Some(range),
        None => None,
    };
    let (first, last) = range.unwrap_or((0, size.saturating_sub(1)));
    let pick_up = message.receiver == caller.office && last + 1 == size;
    let status = if range.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, CONTAINER_TYPE)
        .header(header::ETAG, etag)
        .header(header::ACCEPT_RANGES, "bytes");
    if range.is_some() {
        response = response.header(header::CONTENT_RANGE, format!("bytes {first}-{last}/{size}"));
    }
    let body = if method == Method::HEAD {
        response = response.header(header::CONTENT_LENGTH, last - first + 1);
        Body::empty()
    } else {
        content::body(&shared, message, first, last, pick_up.then_some(caller)).await?
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
