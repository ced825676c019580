//! A control call that failed.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::directory::DirectoryError;
use crate::server::faults::ScriptError;
use crate::store::StoreError;

/// The status, and what was wrong: in English, for a script of faults in Japanese as well.
pub(super) struct Failure(pub(super) StatusCode, pub(super) String, pub(super) Option<String>);

impl Failure {
    pub(super) fn new(status: StatusCode, text: impl Into<String>) -> Self {
        Self(status, text.into(), None)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut body = json!({ "error": self.1 });
        if let Some(ja) = self.2 {
            body["error_ja"] = ja.into();
        }
        (self.0, Json(body)).into_response()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl From<DirectoryError> for Failure {
    fn from(error: DirectoryError) -> Self {
        let status = match error {
            DirectoryError::Unknown => StatusCode::NOT_FOUND,
            DirectoryError::Exists => StatusCode::CONFLICT,
            DirectoryError::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        };
        Self::new(status, error.to_string())
    }
}

impl From<ScriptError> for Failure {
    fn from(error: ScriptError) -> Self {
        let ja = format!("{}{}", error.message_ja(), error.remedy_ja());
        Self(StatusCode::BAD_REQUEST, format!("{} {}", error.message_en(), error.remedy_en()), Some(ja))
    }
}
