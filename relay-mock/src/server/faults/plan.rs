//! Which fault is due when: a script at work.

use std::sync::Arc;

use parking_lot::Mutex;
use time::OffsetDateTime;
use tokio::sync::watch;

use super::call::Call;
use super::chance;
use super::effect::Effect;
use super::fault::Fault;
use super::limits;
use super::place::Place;
use super::script::Script;
use super::told::{Fired, Told, ToldFault};
use super::when::When;

/// A script at work.
#[derive(Debug)]
pub(super) struct Plan {
    script: Script,
    seed: u64,
    counts: Mutex<Counts>,
    changed: watch::Sender<()>,
}

#[derive(Debug)]
struct Counts {
    faults: Vec<Count>,
    fired: Vec<Fired>,
    /// When: beside what is told, so that two runs by one seed tell the same.
    moments: Vec<OffsetDateTime>,
    more: u64,
    tls12: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    met: u64,
    fired: u64,
}

/// A fault that is due in a call, once its place is reached.
#[derive(Clone, Debug)]
pub(crate) struct Armed {
    plan: Arc<Plan>,
    index: usize,
    call: Option<Call>,
    office: Option<String>,
    pub(crate) at: Place,
    pub(crate) effect: Effect,
}

impl Plan {
    pub(super) fn new(script: Script, seed: u64, changed: watch::Sender<()>) -> Self {
        let faults = vec![Count::default(); script.faults.len()];
        let counts = Counts { faults, fired: Vec::new(), moments: Vec::new(), more: 0, tls12: 0 };
        Self { script, seed, counts: Mutex::new(counts), changed }
    }

    /// The faults of the script that are due now, of those that `could_meet` what has come.
    pub(super) fn meet(
        self: &Arc<Self>,
        could_meet: impl Fn(&Fault) -> bool,
        call: Option<Call>,
        office: Option<&str>,
    ) -> Vec<Armed> {
        let mut counts = self.counts.lock();
        let faults = self.script.faults.iter().enumerate();
        let met = faults.filter(|(_, fault)| could_meet(fault)).filter_map(|(index, fault)| {
            let count = &mut counts.faults[index];
            count.met += 1;
            self.is_due(index, fault, *count).then(|| Armed {
                plan: Arc::clone(self),
                index,
                call,
                office: office.map(str::to_owned),
                at: fault.at,
                effect: fault.effect,
            })
        });
        let due = met.collect();
        self.changed.send_replace(());
        due
    }

    fn is_due(&self, index: usize, fault: &Fault, count: Count) -> bool {
        let left = count.fired < fault.times.unwrap_or(u64::MAX);
        match fault.when {
            When::Nth(n) => (n..n.saturating_add(fault.times.unwrap_or(1))).contains(&count.met),
            When::Every(n) => left && count.met.is_multiple_of(n),
            // It is drawn for every call, so that it falls alike whatever was played before.
            When::Chance(chance) => left && chance::fraction(self.seed, index as u64, count.met) < chance,
        }
    }

    pub(super) fn tell_tls12(&self) {
        self.counts.lock().tls12 += 1;
    }

    pub(super) fn moments(&self) -> Vec<OffsetDateTime> {
        self.counts.lock().moments.clone()
    }

    pub(super) fn told(&self) -> Told {
        let counts = self.counts.lock();
        let faults = self.script.faults.iter().zip(&counts.faults);
        Told {
            title_ja: self.script.title_ja.clone(),
            title_en: self.script.title_en.clone(),
            seed: Some(self.seed),
            faults: faults.map(|(fault, count)| ToldFault::of(fault, count.met, count.fired)).collect(),
            fired: counts.fired.clone(),
            more: counts.more,
            tls12: counts.tls12,
        }
    }
}

impl Armed {
    /// Counts it as played; `false` where it was played often enough in the meantime.
    pub(crate) fn fire(&self) -> bool {
        let most = self.plan.script.faults[self.index].times.unwrap_or(u64::MAX);
        let mut counts = self.plan.counts.lock();
        if counts.faults[self.index].fired >= most {
            return false;
        }
        counts.faults[self.index].fired += 1;
        if counts.fired.len() < limits::FIRED {
            counts.fired.push(Fired {
                fault: self.index + 1,
                call: self.call.map(|call| call.id().to_owned()),
                office: self.office.clone(),
                at: self.at.to_string(),
                effect: self.effect.to_string(),
            });
            counts.moments.push(OffsetDateTime::now_utc());
        } else {
            counts.more += 1;
        }
        self.plan.changed.send_replace(());
        true
    }
}
