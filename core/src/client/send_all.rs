//! `send_all`: many units, each with its own outcome.

use std::collections::HashMap;
use std::path::PathBuf;
use std::thread;

use super::ahead::Ahead;
use super::prepare::Prepared;
use super::send::Sent;
use super::send_options::SendOptions;
use super::sending::Sending;
use super::{Client, keep};
use crate::error::{Code, Error, Result};
use crate::progress::{Job, Step};
use crate::relay::Capabilities;
use crate::sort::sort_by_key;
use crate::unit::{Address, Serial, Unit};

/// What became of one of many units.
#[derive(Debug)]
pub struct SentOutcome {
    /// The unit's receiver.
    pub to: Address,
    /// The unit's serial.
    pub serial: Serial,
    /// The message, or why it was not sent: [`Code::NotSent`] where it was not tried.
    pub result: Result<Sent>,
}

/// A unit's place, and its message.
type Ready = (usize, Prepared);

impl Client {
    /// Sends units, earlier serials first, and gives the outcome of each in the order given. All are checked before
    /// the first is sent.
    ///
    /// A unit that fails does not stop the others. Two exceptions: what follows it to the same office waits where it
    /// is to be sent again as it is ([`Retry::Safe`](crate::error::Retry::Safe)), or it would be imported in the wrong
    /// order; and once the relay cannot be reached, or refuses our office or key, the rest is not tried. Repeating the
    /// call is safe: what was sent before is the same message. Progress and cancel are over all.
    pub fn send_all(&mut self, units: &[Unit], options: &SendOptions, job: &mut Job<'_>) -> Vec<SentOutcome> {
        let results = self.results(units, options, job);
        let outcome = |(unit, result): (&Unit, _)| SentOutcome { to: unit.to().clone(), serial: unit.serial(), result };
        units.iter().zip(results).map(outcome).collect()
    }

    fn results(&mut self, units: &[Unit], options: &SendOptions, job: &mut Job<'_>) -> Vec<Result<Sent>> {
        let mut results: Vec<Result<Sent>> = units.iter().map(|_| Err(Error::new(Code::NotSent))).collect();
        let mut order: Vec<usize> = (0..units.len()).collect();
        sort_by_key(&mut order, |at| units[*at].serial());
        let (Some(first), Err(error)) = (order.first().copied(), keep::check(&options.keep)) else {
            self.sweep(&options.keep);
            let checked = self.check_all(units, &order, options, &mut results, job);
            let Some((ready, relay)) = self.admit_all(checked, &mut results, job) else { return results };
            if !options.all_or_none || ready.len() == units.len() {
                self.hand_over_all(ready, options, &relay, &mut results, job);
            }
            return results;
        };
        results[first] = Err(error);
        results
    }

    /// The messages of the units that may be sent.
    fn check_all(
        &mut self,
        units: &[Unit],
        order: &[usize],
        options: &SendOptions,
        results: &mut [Result<Sent>],
        job: &mut Job<'_>,
    ) -> Vec<Ready> {
        let size = |at: &usize| units[*at].csv().iter().map(|file| file.bytes.len() as u64).sum();
        let mut sending = Sending::new(Step::Checking, order.iter().map(size).sum());
        let mut ready = Vec::with_capacity(order.len());
        for at in order {
            match sending.part(size(at), job, |job| self.prepare(&units[*at], options, job)) {
                Ok(prepared) => ready.push((*at, prepared)),
                Err(error) => {
                    let is_cancelled = error.code() == Code::Cancelled;
                    results[*at] = Err(error);
                    if is_cancelled {
                        return Vec::new();
                    }
                }
            }
        }
        ready
    }

    /// Those of them that the relay takes, by what it has said and by its directory; `None` where there is nothing to
    /// send.
    fn admit_all(
        &mut self,
        checked: Vec<Ready>,
        results: &mut [Result<Sent>],
        job: &mut Job<'_>,
    ) -> Option<(Vec<Ready>, Capabilities)> {
        let first = checked.first()?.0;
        let relay = self.capabilities(job).map_err(|error| results[first] = Err(error)).ok()?;
        // Each receiver is looked up once.
        let mut known: HashMap<Address, Code> = HashMap::new();
        let mut ready = Vec::with_capacity(checked.len());
        for (at, prepared) in checked {
            let admitted = match known.get(&prepared.to) {
                Some(code) => Err(Error::new(*code)),
                None => prepared.taken_by(&relay).and_then(|()| self.require_service(&prepared.to, job)),
            };
            match admitted {
                Ok(()) => ready.push((at, prepared)),
                Err(error) => {
                    let code = error.code();
                    results[at] = Err(error);
                    if code == Code::RelayReceiverService {
                        known.insert(prepared.to, code);
                    } else if Sending::ends_all(code) {
                        return None;
                    }
                }
            }
        }
        Some((ready, relay))
    }

    fn hand_over_all(
        &mut self,
        ready: Vec<Ready>,
        options: &SendOptions,
        relay: &Capabilities,
        results: &mut [Result<Sent>],
        job: &mut Job<'_>,
    ) {
        let sizes = ready.iter().map(|(_, prepared)| prepared.draft.least_size()).sum();
        let mut sending = Sending::new(Step::Sending, sizes);
        let keeper = self.keeper().for_many();
        let places: Vec<PathBuf> = ready.iter().map(|(_, prepared)| prepared.place(&options.keep)).collect();
        let (mut ready, mut places) = (ready.into_iter(), places.iter());
        thread::scope(|scope| {
            let mut ahead = Ahead::new(scope, &keeper);
            while let (false, Some((at, prepared)), Some(place)) = (sending.is_over(), ready.next(), places.next()) {
                let (office, size) = (prepared.to.office().to_owned(), prepared.draft.least_size());
                if sending.waits(&office) {
                    let what = "an earlier unit to the same office has not been sent yet";
                    results[at] = Err(Error::new(Code::NotSent).with_detail(what));
                    continue;
                }
                let next = ready.as_slice().first().filter(|(_, next)| !sending.waits(next.to.office()));
                let next = next.zip(places.as_slice().first());
                results[at] = sending.part(size, job, |job| {
                    ahead.keep(&prepared.draft, place, job)?;
                    if let Some(((_, next), place)) = next {
                        ahead.begin(&next.draft, place, job);
                    }
                    self.hand_over(prepared, place.clone(), &keeper.trust, relay, job)
                });
                sending.note(office, results[at].as_ref().err());
            }
        });
    }
}
