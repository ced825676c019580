//! `send_all`: many units, each with its own outcome.

use std::collections::{HashMap, VecDeque};
use std::thread;

use super::ahead::{Ahead, MOST};
use super::check_all::{Check, Ready};
use super::helpers::Helpers;
use super::receipts::Receipts;
use super::send::Sent;
use super::send_options::SendOptions;
use super::sending::Sending;
use super::{Client, keep};
use crate::error::{Code, Error, Result};
use crate::progress::{Job, Step};
use crate::relay::Capabilities;
use crate::seal::Draft;
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

impl Client {
    /// Sends units, earlier serials first, and gives the outcome of each in the order given. All are checked before
    /// the first is sent.
    ///
    /// A unit that fails does not stop the others. Two exceptions: what follows it to the same office waits where it
    /// is to be sent again as it is ([`Retry::Safe`](crate::error::Retry::Safe)), or it would be imported in the wrong
    /// order; and once the relay cannot be reached, or refuses our office or key, the rest is not tried. Repeating the
    /// call is safe: what was sent before is the same message. Progress and cancel are over all.
    ///
    /// While one message is on its way, up to 16 that follow are sealed and brought to disk; what is not sent after all
    /// is kept, and the next call sends it as it is. Threads of this call check, write to disk and verify; the signer, the
    /// transport and the progress are called on the caller's.
    pub fn send_all(&mut self, units: &[Unit], options: &SendOptions, job: &mut Job<'_>) -> Vec<SentOutcome> {
        let results = self.results(units, options, job);
        let outcome = |(unit, result): (&Unit, _)| SentOutcome { to: unit.to().clone(), serial: unit.serial(), result };
        units.iter().zip(results).map(outcome).collect()
    }

    fn results(&mut self, units: &[Unit], options: &SendOptions, job: &mut Job<'_>) -> Vec<Result<Sent>> {
        let mut results: Vec<Result<Sent>> = units.iter().map(|_| Err(Error::new(Code::NotSent))).collect();
        let mut order: Vec<usize> = (0..units.len()).collect();
        sort_by_key(&mut order, |at| units[*at].serial());
        let Some(first) = order.first().copied() else { return results };
        if let Err(error) = keep::check(&options.keep) {
            results[first] = Err(error);
            return results;
        }
        self.sweep(&options.keep);
        let keeper = self.keeper().for_many();
        let check = Check { office: self.office.clone(), limits: self.limits.clone(), units, options };
        thread::scope(|scope| {
            let helpers = if units.len() > 1 { Helpers::new(scope) } else { Helpers::none() };
            let checked = check.all(&order, &helpers, &mut results, job);
            let Some((ready, relay)) = self.admit_all(checked, &mut results, job) else { return };
            if !options.all_or_none || ready.len() == units.len() {
                let mut ahead = Ahead::new(&keeper, &helpers, &options.keep);
                let mut receipts = Receipts::new(&keeper.trust, &helpers);
                self.hand_over_all(ready, &relay, &mut ahead, &mut receipts, &mut results, job);
            }
        });
        for sent in results.iter().flatten() {
            self.keep_what_was_accepted(sent, job);
        }
        results
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
        relay: &Capabilities,
        ahead: &mut Ahead<'_, '_>,
        receipts: &mut Receipts<'_, '_>,
        results: &mut [Result<Sent>],
        job: &mut Job<'_>,
    ) {
        let sizes = ready.iter().map(|(_, prepared)| prepared.draft.least_size()).sum();
        let mut sending = Sending::new(Step::Sending, sizes);
        let mut ready: VecDeque<Ready> = ready.into();
        while let (false, Some((at, prepared))) = (sending.is_over(), ready.pop_front()) {
            let (office, size) = (prepared.to.office().to_owned(), prepared.draft.least_size());
            receipts.settle(Some(&office), &mut sending, results);
            if sending.waits(&office) {
                let what = "an earlier unit to the same office has not been sent yet";
                results[at] = Err(Error::new(Code::NotSent).with_detail(what));
                continue;
            }
            let next = ready.iter().filter(|(_, next)| !sending.waits(next.to.office())).map(|(_, next)| &next.draft);
            let next: Vec<&Draft> = next.take(MOST).collect();
            let handed_over = sending.part(size, job, |job| {
                let container = ahead.keep(&prepared.draft, next.into_iter(), job)?;
                self.hand_over(prepared, container, relay, job)
            });
            sending.note(&office, handed_over.as_ref().err());
            match handed_over {
                Ok(handed_over) => receipts.begin(at, office, handed_over),
                Err(error) => results[at] = Err(error),
            }
        }
        receipts.settle(None, &mut sending, results);
    }
}
