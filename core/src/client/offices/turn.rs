//! One office's turn. Its client is lent for so long, and the office is put back however the turn ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::{Duration, Instant};

use super::pause::Fault;
use super::seat::Seat;
use super::table::Table;
use crate::client::Client;
use crate::error::{Code, Error, Result};
use crate::progress::Job;

/// One office's turn. Dropped without a word it has no fault; where a verb still runs, the office is put back once that
/// has ended.
pub struct Turn {
    number: String,
    client: TurnClient,
}

impl Turn {
    pub(super) fn new(table: Arc<Table>, seat: Seat, limit: Duration) -> Self {
        let number = seat.number.clone();
        let end = Instant::now().checked_add(limit);
        let lent = Lent { seat: Mutex::new(Some(seat)), is_over: AtomicBool::new(false), table, end };
        Self { number, client: TurnClient(Arc::new(lent)) }
    }

    /// The office's number.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Its client, which can be used until the turn ends.
    pub fn client(&self) -> TurnClient {
        self.client.clone()
    }

    /// Ends the turn: it went well.
    ///
    /// # Errors
    /// [`Code::Busy`] while a verb runs, [`Code::InvalidArgument`] where the turn is over.
    pub fn done(&self) -> Result<()> {
        self.client.0.end(None)
    }

    /// Ends the turn with a fault, after which the office pauses.
    ///
    /// # Errors
    /// As [`Turn::done`].
    pub fn failed(&self, fault: impl Into<Fault>) -> Result<()> {
        self.client.0.end(Some(fault.into()))
    }

    /// Works in the turn and ends it by what comes of it. Who is stopped has no fault.
    pub(super) fn run<T>(
        &self,
        job: &mut Job<'_>,
        work: impl FnOnce(&str, &mut Client, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut hold = self.client.hold()?;
        let left = hold.left();
        let done = work(&self.number, hold.client()?, &mut job.part(left));
        drop(hold);
        match &done {
            Ok(_) => self.done()?,
            Err(_) if job.check().is_err() => {}
            Err(error) => self.failed(error)?,
        }
        done
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.client.0.is_over.store(true, Ordering::SeqCst);
        self.client.0.settle();
    }
}

struct Lent {
    seat: Mutex<Option<Seat>>,
    is_over: AtomicBool,
    table: Arc<Table>,
    end: Option<Instant>,
}

impl Lent {
    fn end(&self, fault: Option<Fault>) -> Result<()> {
        let mut seat = self.hold()?.take().ok_or_else(over)?;
        match fault {
            None => seat.went_well(),
            Some(fault) => {
                let pause = self.table.seats().pause;
                seat.failed(fault, pause);
            }
        }
        self.table.put_back(seat);
        Ok(())
    }

    fn hold(&self) -> Result<MutexGuard<'_, Option<Seat>>> {
        self.seat.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => Error::new(Code::Busy),
            TryLockError::Poisoned(_) => Error::new(Code::Poisoned),
        })
    }

    /// Puts the office back where the turn is over and no verb runs; whoever lets go of the client asks once more.
    fn settle(&self) {
        if self.is_over.load(Ordering::SeqCst) {
            let seat = match self.seat.try_lock() {
                Ok(mut seat) => seat.take(),
                Err(TryLockError::Poisoned(seat)) => seat.into_inner().take(),
                Err(TryLockError::WouldBlock) => None,
            };
            if let Some(seat) = seat {
                self.table.put_back(seat);
            }
        }
    }
}

fn over() -> Error {
    Error::new(Code::InvalidArgument).with_detail("the office's turn is over")
}

/// The client of a turn, of which clones are the same one. It may be kept, but not used, longer than the turn.
#[derive(Clone)]
pub struct TurnClient(Arc<Lent>);

impl TurnClient {
    /// Holds it for one verb.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the turn is over, [`Code::Busy`] while a verb runs.
    pub fn hold(&self) -> Result<TurnHold<'_>> {
        if self.0.is_over.load(Ordering::SeqCst) {
            return Err(over());
        }
        Ok(TurnHold { seat: self.0.hold()?, settling: Settling(&self.0) })
    }
}

/// The client of a turn, held for one verb.
pub struct TurnHold<'t> {
    // Let go of before it is settled: fields go in their order.
    seat: MutexGuard<'t, Option<Seat>>,
    settling: Settling<'t>,
}

struct Settling<'t>(&'t Lent);

impl Drop for Settling<'_> {
    fn drop(&mut self) {
        self.0.settle();
    }
}

impl TurnHold<'_> {
    /// How much of the turn's time is left.
    pub fn left(&self) -> Duration {
        self.settling.0.end.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()))
    }

    /// The client.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the turn is over.
    pub fn client(&mut self) -> Result<&mut Client> {
        match &mut *self.seat {
            Some(seat) => Ok(&mut seat.client),
            None => Err(over()),
        }
    }
}
