//! When something that failed is tried again.

use ring::rand::{SecureRandom, SystemRandom};
use time::{Duration, OffsetDateTime};

use super::records::Tries;
use crate::error::{Code, Error, Retry};

/// The first wait, in seconds; each further one is twice as long.
const FIRST: i64 = 5;
/// The longest wait.
const LONGEST: i64 = 900;
/// So many seconds the clocks of terminals may differ.
const AHEAD: i64 = 300;

/// What is to be done after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Try again, after a while.
    Later,
    /// Only a person can help.
    Person,
}

impl Tries {
    /// Notes a failure: what is to be done now.
    pub(super) fn failed(&mut self, error: &Error, now: OffsetDateTime) -> Next {
        self.count = self.count.saturating_add(1);
        self.not_before = None;
        match error.retry() {
            _ if error.code() == Code::Cancelled => return Next::Later,
            Retry::Safe => {}
            // A login may be tried once; more would lock the account.
            Retry::Login if self.logins == 0 => self.logins = 1,
            Retry::Login | Retry::AfterFix | Retry::Never => return Next::Person,
        }
        let asked = i64::from(error.retry_after().unwrap_or(0));
        self.put_off(now, Duration::seconds(wait(self.count).max(asked)));
        Next::Later
    }

    /// Has it wait so long from now on.
    pub(super) fn put_off(&mut self, now: OffsetDateTime, wait: Duration) {
        (self.put_off_at, self.not_before) = (Some(now), Some(now + wait));
    }

    /// Whether it may be tried now. Where the wait began later than now, the clock was ahead and was set back, or is
    /// another terminal's: nobody knows when it ends in our time.
    pub(super) fn is_due(&self, now: OffsetDateTime) -> bool {
        let was_ahead = self.put_off_at.is_some_and(|at| at > now + Duration::seconds(AHEAD));
        was_ahead || self.not_before.is_none_or(|at| at <= now)
    }
}

/// The wait after so many failures, half of it by chance: those who failed together do not come back together.
fn wait(failures: u32) -> i64 {
    let longest = (FIRST << failures.saturating_sub(1).min(16)).min(LONGEST);
    let mut chance = [0; 4];
    // Without chance the wait is the longest.
    let part = SystemRandom::new().fill(&mut chance).map_or(u32::MAX, |()| u32::from_le_bytes(chance));
    longest / 2 + longest * i64::from(part) / (2 * i64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_bound_and_are_not_alike() {
        let waits: Vec<i64> = (1..=40).map(wait).collect();
        for (at, wait) in waits.iter().enumerate() {
            let longest = (FIRST << at.min(16)).min(LONGEST);
            assert!((longest / 2..=longest).contains(wait), "{at}: {wait}");
        }
        let same: std::collections::BTreeSet<i64> = (0..50).map(|_| wait(20)).collect();
        assert!(same.len() > 10, "{same:?}");
    }

    #[test]
    fn what_is_done_follows_the_error() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let after = |code: Code, times: usize| {
            let mut tries = Tries::default();
            let next = (0..times).map(|_| tries.failed(&Error::new(code), now)).last();
            (next.unwrap(), tries.not_before.is_some())
        };
        assert_eq!(after(Code::Connect, 1), (Next::Later, true));
        assert_eq!(after(Code::Connect, 30), (Next::Later, true));
        assert_eq!(after(Code::RelayReceiverUnknown, 1), (Next::Person, false));
        assert_eq!(after(Code::RelayConflict, 1), (Next::Person, false));
        assert_eq!(after(Code::Cancelled, 3), (Next::Later, false));
        let login = || Error::new(Code::RelayUnavailable).with_retry(Retry::Login);
        let mut tries = Tries::default();
        assert_eq!(tries.failed(&login(), now), Next::Later);
        assert_eq!(tries.failed(&login(), now), Next::Person, "one attempt at a login");
        let mut tries = Tries::default();
        tries.failed(&Error::new(Code::RelayUnavailable).with_retry_after(3600), now);
        assert!(!tries.is_due(now + Duration::seconds(3599)) && tries.is_due(now + Duration::seconds(3600)));
        assert!(!tries.is_due(now - Duration::minutes(5)), "another terminal's clock is behind");
        assert!(tries.is_due(now - Duration::minutes(6)), "the clock was set back");
    }
}
