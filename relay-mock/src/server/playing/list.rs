//! A list that comes with an entry twice, or the other way round.

use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cplink::relay::cpx::ProblemCode;
use serde_json::Value;

use crate::server::answer::Refusal;
use crate::server::faults::{Armed, Effect};

/// The longest list: a page of the sent list with all its receipts is far shorter.
const MOST: usize = 64 * 1024 * 1024;

/// The answer with its list changed. One that is too short for that stays as it is, and the fault is not played.
pub(super) async fn changed(answer: Response, armed: &Armed) -> Response {
    if answer.status() != StatusCode::OK {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, MOST).await else {
        return Refusal::from(ProblemCode::Internal).into_response();
    };
    let mut page: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let entries = page.get_mut("entries").and_then(Value::as_array_mut);
    let enough = if armed.effect == Effect::Duplicate { 1 } else { 2 };
    match entries {
        Some(entries) if entries.len() >= enough && armed.fire() => {
            if armed.effect == Effect::Duplicate {
                entries.insert(1, entries[0].clone());
            } else {
                entries.reverse();
            }
        }
        _ => return Response::from_parts(parts, Body::from(bytes)),
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(page.to_string()))
}
