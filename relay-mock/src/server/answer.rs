//! Answers: JSON, receipts and problems.

use axum::Json;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cplink::relay::cpx::ProblemCode;
use cplink::relay::cpx::wire::{PROBLEM_TYPE, Problem, RECEIPT_TYPE};
use tokio::task::JoinError;

use crate::store::StoreError;

/// A refusal: a problem on its way out.
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) Box<Problem>);

/// Seconds after which to come back to a relay that is busy.
pub(super) const RETRY_AFTER: &str = "5";

/// What every handler gives back.
pub(crate) type Answer = Result<Response, Refusal>;

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => ProblemCode::StorageFull.into(),
            other => {
                super::log::print_line(&format!("store: {other}"));
                ProblemCode::Internal.into()
            }
        }
    }
}

impl From<JoinError> for Refusal {
    fn from(_: JoinError) -> Self {
        ProblemCode::Internal.into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&*self.0)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_TYPE));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        }
        response
    }
}

/// A receipt as the body.
pub(crate) fn receipt(status: StatusCode, der: Vec<u8>) -> Response {
    (status, [(header::CONTENT_TYPE, RECEIPT_TYPE)], Body::from(der)).into_response()
}
