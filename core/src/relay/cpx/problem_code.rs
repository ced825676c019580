//! The problems of CPX/1 and their advice on repeating, as they are named on the wire.

#[rustfmt::skip]
mod generated;

pub use generated::ProblemCode;

use crate::error::Retry;

impl ProblemCode {
    /// The problem of this code.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.token() == token)
    }
}

/// The name of the advice on the wire.
pub(crate) fn retry_token(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "never",
        Retry::AfterFix => "after-fix",
        Retry::Safe => "safe",
        Retry::Login => "login",
    }
}

pub(super) fn retry_from_token(token: &str) -> Option<Retry> {
    [Retry::Never, Retry::AfterFix, Retry::Safe, Retry::Login].into_iter().find(|retry| retry_token(*retry) == token)
}
