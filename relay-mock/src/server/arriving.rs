//! Bodies on their way in, as they arrive.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use cplink::relay::cpx::ProblemCode;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout_at};

use super::answer::Refusal;

/// How long a body may take, and how many bytes it must have brought for each second more.
const BODY: Duration = Duration::from_secs(30);
const LEAST_RATE: u64 = 16 * 1024;

/// A body that must be here in time.
pub(super) struct Arriving {
    body: Body,
    until: Instant,
}

impl Arriving {
    pub(super) fn new(body: Body, length: u64) -> Self {
        Self { body, until: Instant::now() + BODY + Duration::from_secs(length / LEAST_RATE) }
    }

    /// What comes next.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Refusal> {
        loop {
            match timeout_at(self.until, self.body.frame()).await {
                Err(_) => return Err(ProblemCode::RequestTimeout.into()),
                Ok(None) => return Ok(None),
                // The client is gone, so nobody reads this.
                Ok(Some(Err(_))) => return Err(ProblemCode::Request.into()),
                Ok(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data() {
                        return Ok(Some(data));
                    }
                }
            }
        }
    }
}
