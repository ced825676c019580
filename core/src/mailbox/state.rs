//! The states of an entry.

#[rustfmt::skip]
mod generated;

pub use generated::EntryState;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

impl EntryState {
    /// The state of this name.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.token() == token)
    }
}

impl Serialize for EntryState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.token())
    }
}

impl<'de> Deserialize<'de> for EntryState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let token = String::deserialize(deserializer)?;
        Self::from_token(&token).ok_or_else(|| serde::de::Error::custom("not a state of an entry"))
    }
}
