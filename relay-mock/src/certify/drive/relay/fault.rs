//! What keeps the relay from its work.

use crate::certify::drive::desk::broken;
use crate::certify::transcript::{Answer, Broken};

pub(super) fn no_relay() -> Answer {
    broken(Broken::NotStarted, "no relay")
}

pub(super) fn not_started(error: &dyn std::fmt::Display) -> Answer {
    broken(Broken::NotStarted, error.to_string())
}
