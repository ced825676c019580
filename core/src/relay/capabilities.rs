//! What a relay can do.

use std::time::Duration;

use time::OffsetDateTime;

/// What a relay can do, as far as the verbs go by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The protocol's name and version, for people: `CPX/1`.
    pub protocol: String,
    /// The limits.
    pub limits: Limits,
    /// The CSV versions whose files it takes; `None` where it does not say.
    pub csv_versions: Option<Vec<String>>,
    /// The kinds of message it takes; `None` where it does not say.
    pub kinds: Option<Vec<String>>,
    /// How many days a message is kept; `None` where it does not say.
    pub keep_days: Option<u32>,
    /// Its clock; `None` where it does not say.
    pub clock: Option<OffsetDateTime>,
    /// Which of the optional abilities it has.
    pub abilities: Abilities,
}

/// A relay's limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest container, in bytes.
    pub container_bytes: u64,
    /// The most files of a container.
    pub container_entries: u32,
    /// The longest time that it waits for news; zero where it answers at once.
    pub wait: Duration,
}

impl Default for Limits {
    /// No limits, no waiting.
    fn default() -> Self {
        Self { container_bytes: u64::MAX, container_entries: u32::MAX, wait: Duration::ZERO }
    }
}

/// What not every relay can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// It signs what it says about a message, and carries the receivers' signed receipts. Without it, everything
    /// it says is the relay's word only.
    pub receipts: bool,
    /// It has a directory of offices.
    pub directory: bool,
    /// A message can be recalled before it is picked up.
    pub recall: bool,
}
