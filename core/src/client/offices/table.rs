//! What offices, rounds and turns share.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::seat::Seat;
use super::seats::Seats;
use crate::error::{Code, Error, Result};
use crate::progress::Job;

/// How long a thread sleeps before it looks at its cancel flag again.
const SLICE: Duration = Duration::from_millis(100);

pub(super) struct Table {
    connections: usize,
    seats: Mutex<Seats>,
    freed: Condvar,
}

impl Table {
    pub(super) fn new(connections: usize) -> Self {
        Self { connections, seats: Mutex::default(), freed: Condvar::new() }
    }

    pub(super) fn seats(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The office that `take` gives, for its turn, once there is room for its connection. Whoever has a turn would wait
    /// for its own end, so it does not wait.
    pub(super) fn begin(
        &self,
        job: &mut Job<'_>,
        mut take: impl FnMut(&mut Seats) -> Result<Option<Seat>>,
    ) -> Result<Option<Seat>> {
        let mut seats = self.seats();
        if seats.has_turn_here() {
            return Err(Error::new(Code::Busy).with_detail("this thread has a turn, which is to end first"));
        }
        loop {
            job.check()?;
            if seats.running() < self.connections {
                let Some(seat) = take(&mut seats)? else { return Ok(None) };
                seats.begin(&seat.number, self.connections);
                return Ok(Some(seat));
            }
            (seats, _) = self.freed.wait_timeout(seats, SLICE).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Puts an office back whose turn is over.
    pub(super) fn put_back(&self, seat: Seat) {
        self.seats().end(seat);
        self.freed.notify_one();
    }
}
