//! One fault of a script.

use cplink::keys::is_office_number;

use super::call::{Call, Calls};
use super::effect::Effect;
use super::limits;
use super::place::Place;
use super::problem::Problem;
use super::when::When;

/// One fault of a script: for which calls, which of them, where and what.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub(super) calls: Calls,
    pub(super) office: Option<String>,
    pub(super) when: When,
    pub(super) at: Place,
    pub(super) effect: Effect,
    pub(super) times: Option<u64>,
}

impl Fault {
    /// A fault of the first of all calls.
    pub fn new(at: Place, effect: Effect) -> Self {
        Self { calls: Calls::Any, office: None, when: When::Nth(1), at, effect, times: None }
    }

    /// For this call only.
    pub fn call(mut self, call: Call) -> Self {
        self.calls = Calls::One(call);
        self
    }

    /// For calls of this office only.
    pub fn office(mut self, number: impl Into<String>) -> Self {
        self.office = Some(number.into());
        self
    }

    /// For these of the calls.
    pub fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }

    /// So many times.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// The field that makes no sense, and why.
    pub(super) fn check(&self) -> Result<(), (&'static str, Problem)> {
        let count = |number: u64| (1..=limits::COUNT).contains(&number);
        match self.when {
            When::Nth(n) if !count(n) => return Err(("nth", Problem::Count)),
            When::Every(n) if !count(n) => return Err(("every", Problem::Count)),
            When::Chance(chance) if !(chance > 0.0 && chance <= 1.0) => return Err(("chance", Problem::Chance)),
            _ => {}
        }
        if self.times.is_some_and(|times| !count(times)) {
            return Err(("times", Problem::Count));
        }
        if !self.effect.goes_at(self.at) {
            return Err(("do", Problem::Pair { at: self.at, effect: self.effect }));
        }
        if self.at == Place::Handshake && self.calls != Calls::Any {
            return Err(("call", Problem::CallAtHandshake));
        }
        if !self.calls.all().any(|call| self.effect.goes_with(self.at, call)) {
            let goes = Call::ALL.into_iter().filter(|call| self.effect.goes_with(self.at, *call)).collect();
            return Err(("call", Problem::NotForCall { at: self.at, effect: self.effect, goes }));
        }
        if let Some(office) = &self.office {
            if !is_office_number(office) {
                return Err(("office", Problem::Office));
            }
            if self.at == Place::Handshake && self.effect != Effect::Revoke {
                return Err(("office", Problem::OfficeAtHandshake));
            }
        }
        Ok(())
    }

    /// Whether this request is one that it could meet.
    pub(super) fn could_meet(&self, call: Call, path: &str, office: &str) -> bool {
        self.at != Place::Handshake
            && self.calls.include(call, path)
            && self.effect.goes_with(self.at, call)
            && self.is_of(office)
    }

    /// Whether it is for this office.
    pub(super) fn is_of(&self, office: &str) -> bool {
        self.office.as_deref().is_none_or(|one| one == office)
    }
}
