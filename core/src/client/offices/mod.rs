//! Many offices in one process: each gets its turn, and none stops another.
//!
//! For hosts that work for hundreds of offices, each with its own key. Nothing runs by itself: the host calls
//! [`Offices::each`] from a timer, from as many threads as are to work at the same time.

mod pause;
mod seat;
mod seats;
mod table;
mod turn;

pub use pause::{Fault, Pause};
pub use turn::{Turn, TurnClient, TurnHold};

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Client;
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use seat::Seat;
use table::Table;

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
pub struct Offices(Arc<Table>);

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
        Self(Arc::new(Table::new(connections.max(1))))
    }

    /// Sets how long an office pauses after a fault.
    pub fn with_pause(self, pause: Pause) -> Self {
        self.set_pause(pause);
        self
    }

    /// Sets how long an office pauses after its next fault.
    pub fn set_pause(&self, pause: Pause) {
        self.0.seats().pause = pause;
    }

    /// Adds an office by its client. Its turn comes first in the next round.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the office is there already: take it out first.
    pub fn add(&self, client: Client) -> Result<()> {
        let number = client.office_number().to_owned();
        let mut seats = self.0.seats();
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
        Ok(self.0.seats().take(number)?.map(|seat| seat.client))
    }

    /// How many offices there are.
    pub fn len(&self) -> usize {
        self.0.seats().len()
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
    /// [`Code::Busy`] within a turn: a thread has one turn at a time.
    pub fn each(
        &self,
        limit: Duration,
        job: &mut Job<'_>,
        mut work: impl FnMut(&str, &mut Client, &mut Job<'_>) -> Result<()>,
    ) -> Result<Round> {
        let turns = self.turns(limit);
        let mut round = Round::default();
        while let Some(turn) = turns.next(job)? {
            let done = turn.run(job, &mut work);
            job.check()?;
            match done {
                Ok(()) => round.done += 1,
                Err(error) => round.failed.push((turn.number().to_owned(), error)),
            }
        }
        round.pausing = turns.pausing();
        Ok(round)
    }

    /// One office's turn out of the order, paused or not: for what a person asks for.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the office is not there, [`Code::Busy`] where it has its turn just now, or within
    /// another's turn; those of `work`.
    pub fn one<T>(
        &self,
        number: &str,
        limit: Duration,
        job: &mut Job<'_>,
        work: impl FnOnce(&str, &mut Client, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        self.turn(number, limit, job)?.run(job, work)
    }

    /// Goes around once, as [`Offices::each`] does, for a host that takes the turns itself.
    pub fn turns(&self, limit: Duration) -> Turns {
        Turns { table: Arc::clone(&self.0), began: Instant::now(), limit }
    }

    /// One office's turn, as [`Offices::one`] has it, for a host that ends it itself.
    ///
    /// # Errors
    /// Those of [`Offices::one`].
    pub fn turn(&self, number: &str, limit: Duration, job: &mut Job<'_>) -> Result<Turn> {
        let seat = self.0.begin(job, |seats| seats.take(number))?;
        let seat = seat.ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("there is no such office"))?;
        Ok(Turn::new(Arc::clone(&self.0), seat, limit))
    }
}

/// The turns of one round.
pub struct Turns {
    table: Arc<Table>,
    began: Instant,
    limit: Duration,
}

impl Turns {
    /// The next office's turn; `None` where each that does not pause has had it. It waits for room for a connection.
    ///
    /// # Errors
    /// [`Code::Cancelled`] where the job is cancelled or past its own limit; [`Code::Busy`] where this thread has a turn
    /// already.
    pub fn next(&self, job: &mut Job<'_>) -> Result<Option<Turn>> {
        let seat = self.table.begin(job, |seats| Ok(seats.take_next(self.began)))?;
        Ok(seat.map(|seat| Turn::new(Arc::clone(&self.table), seat, self.limit)))
    }

    /// How many had no turn in this round: once it is done, those that pause.
    pub fn pausing(&self) -> usize {
        self.table.seats().pausing(self.began)
    }
}
