//! What the relay can do, learned once per connection by the verbs themselves.

use super::Client;
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::relay::Capabilities;
use crate::seal::Limits;

impl Client {
    /// What the relay can do. The first verb that needs it asks; the answer is kept until the connection fails.
    ///
    /// # Errors
    /// Network errors (4xx) and the relay's refusals (5xx).
    pub fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        match &self.learned {
            Some(known) => Ok(known.clone()),
            None => self.ask(job),
        }
    }

    /// Asks the relay, whatever is known.
    pub(super) fn ask(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        let answer = self.transport.capabilities(job);
        self.heed(&answer);
        let capabilities = answer?;
        self.learned = Some(capabilities.clone());
        Ok(capabilities)
    }

    /// After an answer that shows that the connection is gone, or that what is known no longer holds, the relay is
    /// asked again.
    pub(super) fn heed<T>(&mut self, answer: &Result<T>) {
        if answer.as_ref().is_err_and(is_forgetful) {
            self.learned = None;
        }
    }
}

fn is_forgetful(error: &Error) -> bool {
    matches!(error.code() as i32, 400..=499) || matches!(error.code(), Code::RelayTooLarge | Code::RelayUnavailable)
}

/// The host's limits, and the relay's where they are narrower.
pub(super) fn narrowed(own: &Limits, relay: &Capabilities) -> Limits {
    let entries = usize::try_from(relay.limits.container_entries).unwrap_or(usize::MAX);
    Limits {
        total_bytes: own.total_bytes.min(relay.limits.container_bytes),
        parts: own.parts.min(entries),
        ..own.clone()
    }
}
