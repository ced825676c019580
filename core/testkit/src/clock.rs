//! Moments, relative to the present.

use std::time::{Duration, Instant};

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

/// Waits until something has happened: for as long as a busy machine may take, and no longer than it takes.
///
/// # Panics
/// It did not happen.
pub fn wait_until(mut happened: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !happened() {
        assert!(begin.elapsed() < Duration::from_secs(30), "it did not happen");
        std::thread::sleep(Duration::from_millis(5));
    }
}
