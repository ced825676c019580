//! The offices in the order of their turns.

use std::collections::VecDeque;
use std::thread::{self, ThreadId};
use std::time::Instant;

use super::pause::Pause;
use super::seat::Seat;
use crate::error::{Code, Error, Result};

#[derive(Default)]
pub(super) struct Seats {
    /// The one first whose last turn was longest ago.
    waiting: VecDeque<Seat>,
    /// The numbers of those that have their turn, and the threads that asked for it.
    running: Vec<(String, ThreadId)>,
    pub(super) pause: Pause,
}

impl Seats {
    pub(super) fn len(&self) -> usize {
        self.waiting.len() + self.running.len()
    }

    pub(super) fn running(&self) -> usize {
        self.running.len()
    }

    pub(super) fn has(&self, number: &str) -> bool {
        self.is_running(number) || self.waiting.iter().any(|seat| seat.number == number)
    }

    fn is_running(&self, number: &str) -> bool {
        self.running.iter().any(|(running, _)| running == number)
    }

    /// Whether an office has its turn on this thread: whoever has one does not wait for another's end.
    pub(super) fn has_turn_here(&self) -> bool {
        let here = thread::current().id();
        self.running.iter().any(|(_, thread)| *thread == here)
    }

    pub(super) fn put_first(&mut self, seat: Seat) {
        self.waiting.push_front(seat);
    }

    /// The office of this number, out of the order.
    pub(super) fn take(&mut self, number: &str) -> Result<Option<Seat>> {
        if self.is_running(number) {
            return Err(Error::new(Code::Busy).with_detail("the office has its turn just now"));
        }
        let place = self.waiting.iter().position(|seat| seat.number == number);
        Ok(place.and_then(|place| self.waiting.remove(place)))
    }

    /// The next that had no turn since then and does not pause.
    pub(super) fn take_next(&mut self, began: Instant) -> Option<Seat> {
        let now = Instant::now();
        let mut unserved = self.waiting.iter().take_while(|seat| seat.waits_since(began));
        let place = unserved.position(|seat| !seat.is_pausing(now))?;
        self.waiting.remove(place)
    }

    /// How many had no turn since then: they pause.
    pub(super) fn pausing(&self, began: Instant) -> usize {
        self.waiting.iter().filter(|seat| seat.waits_since(began)).count()
    }

    /// Notes that this office has its turn, and closes idle connections until there is room for its own. Of those the
    /// one goes first whose office comes last.
    pub(super) fn begin(&mut self, number: &str, connections: usize) {
        self.running.push((number.to_owned(), thread::current().id()));
        let mut room = connections.saturating_sub(self.running.len());
        for seat in self.waiting.iter_mut().filter(|seat| seat.is_open) {
            if room == 0 {
                seat.client.rest();
                seat.is_open = false;
            } else {
                room -= 1;
            }
        }
    }

    /// Puts an office back behind all others.
    pub(super) fn end(&mut self, mut seat: Seat) {
        self.running.retain(|(running, _)| *running != seat.number);
        (seat.last, seat.is_open) = (Some(Instant::now()), true);
        self.waiting.push_back(seat);
    }
}
