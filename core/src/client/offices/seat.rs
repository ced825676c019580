//! One of many offices.

use std::time::Instant;

use super::pause::{Fault, Pause};
use crate::client::Client;

pub(super) struct Seat {
    pub(super) number: String,
    pub(super) client: Client,
    /// When its last turn ended.
    pub(super) last: Option<Instant>,
    /// Whether its connection may be open.
    pub(super) is_open: bool,
    /// Faults in a row.
    faults: u32,
    until: Option<Instant>,
}

impl Seat {
    pub(super) fn new(number: String, client: Client) -> Self {
        Self { number, client, last: None, is_open: false, faults: 0, until: None }
    }

    pub(super) fn is_pausing(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until)
    }

    /// Whether its last turn was before this.
    pub(super) fn waits_since(&self, began: Instant) -> bool {
        self.last.is_none_or(|last| last < began)
    }

    pub(super) fn went_well(&mut self) {
        (self.faults, self.until) = (0, None);
    }

    pub(super) fn failed(&mut self, fault: Fault, pause: Pause) {
        self.faults = self.faults.saturating_add(1);
        self.until = Instant::now().checked_add(pause.after(fault, self.faults));
    }
}
