//! Moments, told from the present.

use std::time::Duration;

use cplink::keys::UnixTime;

/// The present.
pub fn now() -> UnixTime {
    UnixTime::now()
}

/// So many seconds from now.
pub fn later(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(now().as_secs() + seconds))
}

/// So many seconds ago.
pub fn earlier(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(now().as_secs() - seconds))
}
