//! A call that is done twice, as a proxy that sends a request again would have it.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cplink::relay::cpx::ProblemCode;

use crate::server::answer::Refusal;
use crate::server::faults::Armed;

/// Does the call, does it again, and gives the second answer. The body is in memory meanwhile.
pub(super) async fn run(request: Request, next: Next, armed: &Armed, most: u64) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, usize::try_from(most).unwrap_or(usize::MAX)).await else {
        return Refusal::from(ProblemCode::Request).into_response();
    };
    let request = || Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let first = next.clone().run(request()).await;
    if !armed.fire() {
        return first;
    }
    next.run(request()).await
}
