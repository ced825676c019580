//! Many offices in one process.

use std::sync::{Arc, Mutex};

use cplink::client as core;
use cplink::error;

use crate::cancel::{Cancel, Watcher, watched};
use crate::client::{Client, duration};
use crate::failure::{Result, hold, misuse};
use crate::generated::Retry;
use crate::number::{index, signed};

/// The clients of many offices.
#[derive(uniffi::Object)]
pub struct Offices(core::Offices);

#[uniffi::export]
impl Offices {
    /// None yet, with a bound on their connections.
    #[uniffi::constructor]
    pub fn new(connections: i64) -> Arc<Self> {
        Arc::new(Self(core::Offices::new(index(connections))))
    }

    /// How many there are.
    pub fn count(&self) -> i64 {
        signed(self.0.len())
    }

    /// How long an office pauses after a fault.
    pub fn set_pause(&self, first: i64, longest: i64) {
        self.0.set_pause(core::Pause { first: duration(first), longest: duration(longest) });
    }

    /// Adds an office by its client, which stays the caller's.
    pub fn add(&self, client: Arc<Client>) -> Result<()> {
        Ok(self.0.add(client.another()?)?)
    }

    /// Takes an office out.
    pub fn remove(&self, number: String) -> Result<Option<Arc<Client>>> {
        self.0.remove(&number)?.map(|client| Client::of(client, None)).transpose()
    }

    /// The turns of one round.
    pub fn turns(&self, limit: i64) -> Arc<Turns> {
        Arc::new(Turns(self.0.turns(duration(limit))))
    }

    /// One office's turn, out of the order.
    pub fn turn(
        &self,
        number: String,
        limit: i64,
        cancel: Arc<Cancel>,
        watcher: Option<Box<dyn Watcher>>,
    ) -> Result<Arc<Turn>> {
        watched(&cancel, watcher, |job| Ok(Turn::of(self.0.turn(&number, duration(limit), job)?)))
    }
}

/// The turns of one round.
#[derive(uniffi::Object)]
pub struct Turns(core::Turns);

#[uniffi::export]
impl Turns {
    /// The next office's turn.
    pub fn next(&self, cancel: Arc<Cancel>, watcher: Option<Box<dyn Watcher>>) -> Result<Option<Arc<Turn>>> {
        watched(&cancel, watcher, |job| Ok(self.0.next(job)?.map(Turn::of)))
    }

    /// How many had no turn.
    pub fn pausing(&self) -> i64 {
        signed(self.0.pausing())
    }
}

/// One office's turn.
#[derive(uniffi::Object)]
pub struct Turn(Mutex<Option<core::Turn>>);

impl Turn {
    fn of(turn: core::Turn) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(turn))))
    }

    fn with<T>(&self, what: impl FnOnce(&core::Turn) -> Result<T>) -> Result<T> {
        let turn = hold(&self.0)?;
        what(turn.as_ref().ok_or_else(|| misuse("the turn is over", "この事業所の順番はすでに終わっています。"))?)
    }
}

#[uniffi::export]
impl Turn {
    /// The office's number.
    pub fn office_number(&self) -> Result<String> {
        self.with(|turn| Ok(turn.number().to_owned()))
    }

    /// The office's client, until the turn ends.
    pub fn client(&self) -> Result<Arc<Client>> {
        self.with(|turn| Client::of_turn(turn.client()))
    }

    /// It went well.
    pub fn done(&self) -> Result<()> {
        self.with(|turn| Ok(turn.done()?))
    }

    /// It failed, and the office pauses.
    pub fn failed(&self, retry: Retry, retry_after: i64) -> Result<()> {
        let retry = match retry {
            Retry::Never => error::Retry::Never,
            Retry::AfterFix => error::Retry::AfterFix,
            Retry::Safe => error::Retry::Safe,
            Retry::Login => error::Retry::Login,
        };
        let retry_after = u32::try_from(retry_after).unwrap_or(u32::MAX);
        self.with(|turn| Ok(turn.failed(core::Fault { retry, retry_after })?))
    }

    /// Puts the office back, if nothing was said without a fault.
    pub fn close(&self) -> Result<()> {
        *hold(&self.0)? = None;
        Ok(())
    }
}
