//! What is told of a script that is played.

use serde::{Deserialize, Serialize};

use super::call::Call;
use super::fault::Fault;
use super::values::split;
use super::when::When;

/// A script, its seed, and what was played of it. No personal data: offices are told by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The script's title in Japanese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_ja: Option<String>,
    /// The same in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    /// What chance went by; nothing where no script is played.
    pub seed: Option<u64>,
    /// The script's faults.
    pub faults: Vec<ToldFault>,
    /// What was played, in order: the first thousand.
    pub fired: Vec<Fired>,
    /// How many more were played.
    pub more: u64,
    /// How many requests came over TLS 1.2 where a fault has offered nothing else: who makes them takes it.
    #[serde(default, skip_serializing_if = "is_none")]
    pub tls12: u64,
}

fn is_none(count: &u64) -> bool {
    *count == 0
}

/// A fault as a script has it, and how often it was played.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToldFault {
    /// Which calls: `any`, an operation's id or a path.
    pub call: String,
    /// Of this office only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// This one of the calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
    /// Every so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// With this probability.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance: Option<f64>,
    /// Where.
    pub at: String,
    /// What.
    #[serde(rename = "do")]
    pub effect: String,
    /// So many times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// How many calls it could have met so far.
    pub met: u64,
    /// How often it was played.
    pub fired: u64,
}

impl Told {
    /// Whether the last call of an operation was left without its answer by a fault of the script that says which call it
    /// meets: who made it does not know what came of it, and has to ask again.
    pub fn is_unanswered(&self, call: Call) -> bool {
        self.faults.iter().filter(|fault| fault.call == call.id()).any(ToldFault::hit_the_last)
    }
}

impl ToldFault {
    fn hit_the_last(&self) -> bool {
        let (name, _) = split(&self.effect);
        let is_lost = ["reset", "close", "no-close-notify", "stall", "truncate", "status"].contains(&name);
        let behind = |nth: u64| nth.saturating_add(self.times.unwrap_or(1));
        is_lost && self.fired > 0 && self.nth.is_some_and(|nth| self.met < behind(nth))
    }

    pub(super) fn of(fault: &Fault, met: u64, fired: u64) -> Self {
        let (nth, every, chance) = match fault.when {
            When::Nth(n) => (Some(n), None, None),
            When::Every(n) => (None, Some(n), None),
            When::Chance(chance) => (None, None, Some(chance)),
        };
        Self {
            call: fault.calls.to_string(),
            office: fault.office.clone(),
            nth,
            every,
            chance,
            at: fault.at.to_string(),
            effect: fault.effect.to_string(),
            times: fault.times,
            met,
            fired,
        }
    }
}

/// A fault that was played.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fired {
    /// Which fault of the script, from 1.
    pub fault: usize,
    /// The call's operation id; nothing at the handshake.
    pub call: Option<String>,
    /// The calling office's number, where it is known.
    pub office: Option<String>,
    /// Where.
    pub at: String,
    /// What.
    #[serde(rename = "do")]
    pub effect: String,
}
