//! Many offices in one process: each gets its turn, and none stops another.
//!
//! For hosts that work for hundreds of offices, each with its own key. Nothing runs by itself: the host calls
//! [`Offices::each`] from a timer, from as many threads as are to work at the same time.

mod pause;
mod seat;
mod seats;

pub use pause::Pause;

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Client;
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use seat::Seat;
use seats::Seats;

/// How long a thread sleeps before it looks at its cancel flag again.
const SLICE: Duration = Duration::from_millis(100);

/// The clients of many offices, with a bound on their connections.
///
/// ```no_run
/// # use std::time::Duration;
/// # use cplink::client::{Client, Offices, ReceiveOptions};
/// # use cplink::progress::Job;
/// # fn clients() -> Vec<Client> { Vec::new() }
/// # fn main() -> cplink::Result<()> {
/// let offices = Offices::new(16);
/// for client in clients() {
///     offices.add(client)?;
/// }
/// let round = offices.each(Duration::from_secs(30), &mut Job::new(), |number, client, job| {
///     let batch = client.receive("", &ReceiveOptions::new(format!("received/{number}")), job)?;
///     println!("{number}: {} messages", batch.messages.len());
///     Ok(())
/// })?;
/// for (number, error) in &round.failed {
///     eprintln!("{number}: {error}");
/// }
/// # Ok(())
/// # }
/// ```
pub struct Offices {
    connections: usize,
    pause: Pause,
    seats: Mutex<Seats>,
    freed: Condvar,
}

/// What came of going around once.
#[derive(Debug, Default)]
pub struct Round {
    /// How many offices had their turn without an error.
    pub done: usize,
    /// The offices whose turn failed, and why. They pause.
    pub failed: Vec<(String, Error)>,
    /// How many were passed over because they still pause after an earlier fault.
    pub pausing: usize,
}

impl Offices {
    /// None yet. At most so many connections are open at a time (at least one), idle ones included.
    pub fn new(connections: usize) -> Self {
        Self {
            connections: connections.max(1),
            pause: Pause::default(),
            seats: Mutex::default(),
            freed: Condvar::new(),
        }
    }

    /// Sets how long an office pauses after a fault.
    pub fn with_pause(mut self, pause: Pause) -> Self {
        self.pause = pause;
        self
    }

    /// Adds an office by its client. Its turn comes first in the next round.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the office is there already: take it out first.
    pub fn add(&self, client: Client) -> Result<()> {
        let number = client.office_number().to_owned();
        let mut seats = self.seats();
        if seats.has(&number) {
            return Err(Error::new(Code::InvalidArgument).with_detail("the office is there already"));
        }
        seats.put_first(Seat::new(number, client));
        Ok(())
    }

    /// Takes an office out; `None` where it is not there.
    ///
    /// # Errors
    /// [`Code::Busy`] where it has its turn just now.
    pub fn remove(&self, number: &str) -> Result<Option<Client>> {
        Ok(self.seats().take(number)?.map(|seat| seat.client))
    }

    /// How many offices there are.
    pub fn len(&self) -> usize {
        self.seats().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Goes around once: `work` is called for each office that does not pause, the one first whose last turn was longest
    /// ago. A turn ends after `limit` with [`Code::Timeout`]; an office whose turn fails is in [`Round::failed`] and
    /// pauses. Threads that go around at the same time share the offices: each has one turn.
    ///
    /// # Errors
    /// [`Code::Cancelled`] where the job is cancelled or past its own limit: the others come first in the next round.
    pub fn each(
        &self,
        limit: Duration,
        job: &mut Job<'_>,
        mut work: impl FnMut(&str, &mut Client, &mut Job<'_>) -> Result<()>,
    ) -> Result<Round> {
        let began = Instant::now();
        let mut round = Round::default();
        while let Some(mut turn) = self.turn(job, |seats| Ok(seats.take_next(began)))? {
            let done = turn.run(limit, job, &mut work);
            let number = turn.end(&done, job);
            job.check()?;
            match done {
                Ok(()) => round.done += 1,
                Err(error) => round.failed.push((number, error)),
            }
        }
        round.pausing = self.seats().pausing(began);
        Ok(round)
    }

    /// One office's turn out of the order, paused or not: for what a person asks for.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the office is not there, [`Code::Busy`] where it has its turn just now; those of
    /// `work`.
    pub fn one<T>(
        &self,
        number: &str,
        limit: Duration,
        job: &mut Job<'_>,
        work: impl FnOnce(&str, &mut Client, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        let turn = self.turn(job, |seats| seats.take(number))?;
        let mut turn = turn.ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("there is no such office"))?;
        let done = turn.run(limit, job, work);
        turn.end(&done, job);
        done
    }

    /// Begins the turn of the office that `take` gives, once there is room for its connection.
    fn turn(
        &self,
        job: &mut Job<'_>,
        mut take: impl FnMut(&mut Seats) -> Result<Option<Seat>>,
    ) -> Result<Option<Turn<'_>>> {
        let mut seats = self.seats();
        loop {
            job.check()?;
            if seats.running() < self.connections {
                let Some(seat) = take(&mut seats)? else { return Ok(None) };
                seats.begin(&seat.number, self.connections);
                return Ok(Some(Turn { offices: self, seat: Some(seat) }));
            }
            (seats, _) = self.freed.wait_timeout(seats, SLICE).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn seats(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One office's turn. The office is put back however it ends.
struct Turn<'o> {
    offices: &'o Offices,
    seat: Option<Seat>,
}

impl Turn<'_> {
    fn run<T>(
        &mut self,
        limit: Duration,
        job: &mut Job<'_>,
        work: impl FnOnce(&str, &mut Client, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        let Some(seat) = &mut self.seat else { return Err(Error::new(Code::Bug)) };
        work(&seat.number, &mut seat.client, &mut job.part(limit))
    }

    /// Notes how it went; gives the office's number.
    fn end<T>(mut self, done: &Result<T>, job: &Job<'_>) -> String {
        let Some(seat) = &mut self.seat else { return String::new() };
        match done {
            Ok(_) => seat.went_well(),
            // Who is stopped has no fault.
            Err(_) if job.check().is_err() => {}
            Err(error) => seat.failed(error, &self.offices.pause),
        }
        seat.number.clone()
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(seat) = self.seat.take() {
            self.offices.seats().end(seat);
            self.offices.freed.notify_one();
        }
    }
}
