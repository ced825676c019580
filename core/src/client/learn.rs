//! What the relay can do, learned by the verbs themselves: once per connection, and anew after a while.

use super::Client;
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::relay::Capabilities;
use crate::seal::Limits;

/// With its signature no message is as small as this: a limit below it is a mistake, and would end all exchange.
const LEAST_CONTAINER: u64 = 1 << 10;

impl Client {
    /// What the relay can do. The first verb that needs it asks; the answer is kept until the connection fails, for
    /// ten minutes at most. Limits so small that no message would fit are passed over.
    ///
    /// # Errors
    /// Network errors (4xx) and the relay's refusals (5xx).
    pub fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        match self.learned.get() {
            Some(known) => Ok(known),
            None => self.ask(job),
        }
    }

    /// Asks the relay, whatever is known.
    pub(super) fn ask(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        let answer = self.transport.capabilities(job);
        self.heed(&answer);
        let capabilities = sensible(answer?);
        self.learned.learn(capabilities.clone());
        Ok(capabilities)
    }

    /// After an answer that shows that the connection is gone, or that what is known no longer holds, the relay is
    /// asked again.
    pub(super) fn heed<T>(&mut self, answer: &Result<T>) {
        if answer.as_ref().is_err_and(is_forgetful) {
            self.learned.forget();
        }
    }
}

fn is_forgetful(error: &Error) -> bool {
    matches!(error.code() as i32, 400..=499) || matches!(error.code(), Code::RelayTooLarge | Code::RelayUnavailable)
}

/// Without what cannot be meant: a relay that takes no message at all.
fn sensible(told: Capabilities) -> Capabilities {
    let mut capabilities = told;
    let limits = &mut capabilities.limits;
    if limits.container_bytes < LEAST_CONTAINER {
        limits.container_bytes = u64::MAX;
    }
    if limits.container_entries == 0 {
        limits.container_entries = u32::MAX;
    }
    capabilities.csv_versions = capabilities.csv_versions.filter(|versions| !versions.is_empty());
    capabilities.kinds = capabilities.kinds.filter(|kinds| !kinds.is_empty());
    capabilities.keep_days = capabilities.keep_days.filter(|days| *days > 0);
    capabilities
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::relay::{Abilities, Limits as RelayLimits};

    #[test]
    fn a_limit_of_nothing_is_passed_over() {
        let told = |container_bytes, container_entries, list: &[&str], keep_days| Capabilities {
            protocol: "CPX/1".to_owned(),
            limits: RelayLimits { container_bytes, container_entries, wait: Duration::ZERO },
            csv_versions: Some(list.iter().map(|one| (*one).to_owned()).collect()),
            kinds: Some(list.iter().map(|one| (*one).to_owned()).collect()),
            keep_days: Some(keep_days),
            clock: None,
            abilities: Abilities::default(),
        };
        for bytes in [0, 1, 1023] {
            let capabilities = sensible(told(bytes, 0, &[], 0));
            assert_eq!(
                (capabilities.limits.container_bytes, capabilities.limits.container_entries),
                (u64::MAX, u32::MAX)
            );
            assert_eq!((capabilities.csv_versions, capabilities.kinds, capabilities.keep_days), (None, None, None));
            let own = Limits::default();
            assert_eq!(narrowed(&own, &sensible(told(bytes, 0, &[], 0))), own);
        }
        let meant = told(1 << 20, 1, &["202407"], 90);
        assert_eq!(sensible(meant.clone()), meant);
    }
}
