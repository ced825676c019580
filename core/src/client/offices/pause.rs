//! How long an office pauses after a fault.

use std::time::Duration;

use crate::error::{Error, Retry};

/// How long an office pauses after a fault: twice as long after each further one, up to the longest. After a fault that
/// repeating cannot remove it is the longest at once. Where the relay says when to come again, it is at least that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// After the first fault: 5 s.
    pub first: Duration,
    /// The longest: 15 min.
    pub longest: Duration,
}

impl Default for Pause {
    fn default() -> Self {
        Self { first: Duration::from_secs(5), longest: Duration::from_secs(15 * 60) }
    }
}

/// What a pause depends on: whether repeating may help, and after how many seconds the relay wants to be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The error's advice; [`Retry::Safe`] for a fault of the host's own.
    pub retry: Retry,
    /// 0 where the relay said nothing.
    pub retry_after: u32,
}

impl From<&Error> for Fault {
    fn from(error: &Error) -> Self {
        Self { retry: error.retry(), retry_after: error.retry_after().unwrap_or(0) }
    }
}

impl Pause {
    /// After so many faults in a row, the last of which this is.
    pub(super) fn after(&self, fault: Fault, faults: u32) -> Duration {
        let own = if fault.retry == Retry::Safe {
            let doubled = self.first.saturating_mul(1 << faults.saturating_sub(1).min(20));
            doubled.min(self.longest)
        } else {
            self.longest
        };
        own.max(Duration::from_secs(fault.retry_after.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn a_pause_doubles_up_to_the_longest() {
        let pause = Pause::default();
        let seconds = |error: &Error, faults| pause.after(error.into(), faults).as_secs();
        let timeout = Error::new(Code::Timeout);
        assert_eq!([1, 2, 3, 8, 9, u32::MAX].map(|faults| seconds(&timeout, faults)), [5, 10, 20, 640, 900, 900]);
        assert_eq!(seconds(&Error::new(Code::KeyPlace), 1), 900);
        assert_eq!(seconds(&Error::new(Code::RelayUnavailable).with_retry_after(60), 1), 60);
    }
}
