//! The states of a message at the relay.

#[rustfmt::skip]
mod generated;

pub use generated::State;

impl State {
    /// The state of this name.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.token() == token)
    }
}
