//! What may be steered from outside: the control address and the console do the same by this.

use serde::Deserialize;
use time::{Duration, OffsetDateTime};

use super::faults::{Script, Told};
use super::shared::Shared;
use crate::store::StoreError;

/// How a clock is set.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NewClock {
    /// It shows this.
    Now(#[serde(with = "time::serde::rfc3339")] OffsetDateTime),
    /// It is so far ahead of the clock it goes by.
    AheadSeconds(i64),
    /// It is so far ahead of what it shows.
    AdvanceSeconds(i64),
}

impl Shared {
    /// Plays a script from its beginning, by the seed that is given, else the script's own, else any.
    pub(crate) fn play(&self, script: Script, seed: Option<u64>) -> Told {
        let seed = script.seed_or_any(seed);
        self.faults.play(script, seed);
        self.faults.told()
    }

    /// Plays nothing any more.
    pub(crate) fn stop_faults(&self) {
        self.faults.stop();
    }

    pub(crate) fn set_clock(&self, new: NewClock) {
        match new {
            NewClock::Now(to) => self.clock.set((self.now)(), to),
            NewClock::AheadSeconds(ahead) => self.clock.set_ahead(Duration::seconds(ahead)),
            NewClock::AdvanceSeconds(more) => self.clock.advance(more),
        }
        self.store.touch();
    }

    /// Lets go now of all messages past their time.
    pub(crate) async fn expire(&self) -> Result<(), StoreError> {
        self.store.expire().await
    }
}
