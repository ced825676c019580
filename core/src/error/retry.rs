//! Advice on repeating.

/// Whether and how a failed call may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Repeating cannot help.
    Never,
    /// Once the named cause is removed.
    AfterFix,
    /// At any time; nothing is done twice.
    Safe,
    /// After a new login.
    Login,
}
