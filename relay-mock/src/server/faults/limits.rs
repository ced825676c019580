//! What a script may ask for at most.

use std::time::Duration;

/// The longest text of a script.
pub(super) const SCRIPT_BYTES: usize = 64 * 1024;
/// The most faults of a script.
pub(super) const FAULTS: usize = 100;
/// The largest of `nth`, `every` and `times`.
pub(super) const COUNT: u64 = 1_000_000;
/// The longest delay.
pub(super) const DELAY: Duration = Duration::from_secs(60 * 60);
/// The farthest that the clock is moved: a hundred years.
pub(super) const CLOCK_SECONDS: i64 = 100 * 366 * 86_400;
/// How many faults that were played are told one by one.
pub(super) const FIRED: usize = 1_000;
