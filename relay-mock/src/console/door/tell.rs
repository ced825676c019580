//! What is said to who is not let in: no page, since a page is for a session.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

pub(super) fn refusal(status: StatusCode, why: &'static str) -> Response {
    (status, why).into_response()
}
