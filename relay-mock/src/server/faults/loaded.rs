//! The faults that a relay plays.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use time::OffsetDateTime;
use tokio::sync::watch;

use super::call::Call;
use super::effect::Effect;
use super::place::Place;
use super::plan::{Armed, Plan};
use super::script::Script;
use super::told::Told;

/// The faults that a relay plays: those of one script, or none. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Loaded>);

#[derive(Debug, Default)]
struct Loaded {
    /// All that a relay without a script looks at.
    on: AtomicBool,
    plan: Mutex<Option<Arc<Plan>>>,
    changed: watch::Sender<()>,
}

/// What a fault may meet.
#[derive(Clone, Copy)]
pub(crate) enum Seen<'a> {
    /// A connection that begins.
    Connection,
    /// A certificate that is valid, with its office.
    Certificate(&'a str),
    /// A request of an office.
    Request(Call, &'a str, &'a str),
}

impl Faults {
    /// Plays a script from its beginning, instead of the one before. Chance goes by the seed: the same calls meet
    /// the same faults.
    pub fn play(&self, script: Script, seed: u64) {
        *self.0.plan.lock() = Some(Arc::new(Plan::new(script, seed, self.0.changed.clone())));
        self.0.on.store(true, Ordering::Release);
        self.0.changed.send_replace(());
    }

    /// Plays nothing any more.
    pub fn stop(&self) {
        self.0.on.store(false, Ordering::Release);
        *self.0.plan.lock() = None;
        self.0.changed.send_replace(());
    }

    /// Tells when a script was loaded or taken away, and when something of it was met or played.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.0.changed.subscribe()
    }

    /// When each of what [`told`](Self::told) tells one by one was played, by the system's clock.
    pub(crate) fn moments(&self) -> Vec<OffsetDateTime> {
        self.0.plan.lock().as_ref().map_or_else(Vec::new, |plan| plan.moments())
    }

    /// The script, and what was played of it.
    pub fn told(&self) -> Told {
        self.0.plan.lock().as_ref().map_or_else(Told::default, |plan| plan.told())
    }

    /// A request came over TLS 1.2, where a fault has offered nothing else.
    pub(crate) fn tell_tls12(&self) {
        if let Some(plan) = self.0.plan.lock().as_ref() {
            plan.tell_tls12();
        }
    }

    /// Whether there is a script.
    pub(crate) fn are_on(&self) -> bool {
        self.0.on.load(Ordering::Acquire)
    }

    /// The faults that are due, in the script's order.
    pub(crate) fn meet(&self, seen: Seen<'_>) -> Vec<Armed> {
        if !self.are_on() {
            return Vec::new();
        }
        let Some(plan) = self.0.plan.lock().clone() else { return Vec::new() };
        match seen {
            Seen::Connection => {
                plan.meet(|fault| fault.at == Place::Handshake && fault.effect != Effect::Revoke, None, None)
            }
            Seen::Certificate(office) => {
                plan.meet(|fault| fault.effect == Effect::Revoke && fault.is_of(office), None, known(office))
            }
            Seen::Request(call, path, office) => {
                plan.meet(|fault| fault.could_meet(call, path, office), Some(call), known(office))
            }
        }
    }
}

/// An office's number; a certificate may name none.
fn known(office: &str) -> Option<&str> {
    (!office.is_empty()).then_some(office)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::faults::{Fault, When};

    fn faults(all: impl IntoIterator<Item = Fault>, seed: u64) -> Faults {
        let faults = Faults::default();
        if let Ok(script) = Script::of(all) {
            faults.play(script, seed);
        }
        faults
    }

    /// Which of the first calls are met.
    fn met(faults: &Faults, calls: usize) -> Vec<usize> {
        let seen = Seen::Request(Call::Inbox, "/v1/inbox", "1370000011");
        (1..=calls).filter(|_| faults.meet(seen).iter().any(Armed::fire)).collect()
    }

    fn fault() -> Fault {
        Fault::new(Place::Before, Effect::Status(503))
    }

    #[test]
    fn nth_is_that_call_and_with_times_those_after_it() {
        assert_eq!(met(&faults([fault().when(When::Nth(2))], 0), 5), [2]);
        assert_eq!(met(&faults([fault().when(When::Nth(2)).times(3)], 0), 6), [2, 3, 4]);
    }

    #[test]
    fn every_goes_on_until_times_are_up() {
        assert_eq!(met(&faults([fault().when(When::Every(3))], 0), 10), [3, 6, 9]);
        assert_eq!(met(&faults([fault().when(When::Every(3)).times(2)], 0), 12), [3, 6]);
    }

    #[test]
    fn chance_falls_alike_with_the_same_seed() {
        let script = || [fault().when(When::Chance(0.3))];
        let first = met(&faults(script(), 7), 100);
        assert!((15..45).contains(&first.len()), "{first:?}");
        assert_eq!(first, met(&faults(script(), 7), 100));
        assert_ne!(first, met(&faults(script(), 8), 100));
        assert_eq!(met(&faults([fault().when(When::Chance(1.0)).times(2)], 7), 9), [1, 2]);
    }

    #[test]
    fn calls_and_offices_are_told_apart() {
        let faults = faults([fault().call(Call::Sent), fault().office("1370000029")], 0);
        let seen = |call, path, office| faults.meet(Seen::Request(call, path, office)).len();
        assert_eq!(seen(Call::Inbox, "/v1/inbox", "1370000011"), 0);
        assert_eq!(seen(Call::Inbox, "/v1/inbox", "1370000029"), 1);
        assert_eq!(seen(Call::Sent, "/v1/sent", "1370000011"), 1);
        assert_eq!(seen(Call::Sent, "/v1/sent", "1370000029"), 0, "both had their first");
        let told = faults.told();
        assert_eq!(told.faults.iter().map(|fault| (fault.met, fault.fired)).collect::<Vec<_>>(), [(2, 0), (2, 0)]);
    }

    #[test]
    fn a_call_without_its_answer_is_told_until_it_is_made_again() {
        let lost = Fault::new(Place::AfterCommit, Effect::Status(504)).call(Call::PutMessage).when(When::Nth(2));
        let slow = Fault::new(Place::AfterCommit, Effect::Duplicate).call(Call::PutMessage);
        let faults = faults([lost, slow], 0);
        let seen = Seen::Request(Call::PutMessage, "/v1/messages/1", "1370000011");
        let unanswered = [1, 2, 3].map(|_| {
            assert!(faults.meet(seen).iter().all(Armed::fire));
            faults.told().is_unanswered(Call::PutMessage)
        });
        assert_eq!(unanswered, [false, true, false]);
        assert!(!faults.told().is_unanswered(Call::Acknowledge));
    }

    #[test]
    fn what_was_played_is_told_up_to_a_bound() {
        let faults = faults([fault().when(When::Every(1))], 5);
        assert_eq!(met(&faults, 1_100).len(), 1_100);
        let told = faults.told();
        assert_eq!((told.seed, told.faults[0].fired, told.fired.len(), told.more), (Some(5), 1_100, 1_000, 100));
        assert_eq!(told.fired[0].call.as_deref(), Some("inbox"));
        assert_eq!(told.fired[0].office.as_deref(), Some("1370000011"));
        faults.stop();
        assert_eq!(faults.told(), Told::default());
        assert!(met(&faults, 3).is_empty());
    }
}
