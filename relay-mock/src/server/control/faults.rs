//! Faults on order.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;
use serde::Deserialize;

use super::failure::Failure;
use crate::server::faults::{Script, Told};
use crate::server::shared::Shared;

/// What errors call a script that came in a request.
const NAME: &str = "script";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Play {
    seed: Option<u64>,
}

pub(super) async fn told(State(shared): State<Arc<Shared>>) -> Json<Told> {
    Json(shared.faults.told())
}

pub(super) async fn play(
    State(shared): State<Arc<Shared>>,
    query: Result<Query<Play>, QueryRejection>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Told>, Failure> {
    let wrong = |why: String| Failure::new(StatusCode::BAD_REQUEST, why);
    let Query(Play { seed }) = query.map_err(|rejected| wrong(rejected.body_text()))?;
    let text = std::str::from_utf8(&body).map_err(|_| wrong("the script is not UTF-8".to_owned()))?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let script = match kind.split(';').next().unwrap_or_default().trim() {
        "application/json" => Script::read_json(text, NAME)?,
        "application/toml" => Script::read(text, NAME)?,
        _ => {
            let wanted = "a script is application/json or application/toml";
            return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, wanted));
        }
    };
    Ok(Json(shared.play(script, seed)))
}

pub(super) async fn stop(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.stop_faults();
    StatusCode::NO_CONTENT
}
