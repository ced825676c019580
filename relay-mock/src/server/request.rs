//! What several calls read of their requests alike.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::{HeaderMap, header};
use cplink::relay::cpx::ProblemCode;
use cplink::relay::cpx::wire::Problem;
use cplink::seal::MessageId;

use super::answer::Refusal;
use super::shared::Shared;
use crate::store::StoredMessage;

/// A query as it was laid down, or not.
pub(super) type Parsed<T> = Result<Query<T>, QueryRejection>;

/// A request whose query or path is not as laid down.
pub(super) fn malformed(detail: &str) -> Refusal {
    Problem::new(ProblemCode::Request).with_detail(detail).into()
}

pub(super) fn parse_id(text: &str) -> Result<MessageId, Refusal> {
    text.parse().map_err(|_| malformed("not a message id"))
}

/// The length of the body, which must be given.
pub(super) fn length(headers: &HeaderMap) -> Result<u64, Refusal> {
    headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .ok_or_else(|| ProblemCode::LengthRequired.into())
}

/// The message, if this office has to do with it.
pub(super) async fn own(shared: &Shared, id: MessageId, office: &str) -> Result<StoredMessage, Refusal> {
    let message = shared.store.message(id).await?;
    message
        .filter(|message| message.sender == office || message.receiver == office)
        .ok_or_else(|| ProblemCode::NotFound.into())
}
