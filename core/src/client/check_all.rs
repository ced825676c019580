//! Many units are checked at the same time.

use super::helpers::{Begun, Helpers};
use super::keeper::SMALL;
use super::prepare::Prepared;
use super::send::Sent;
use super::send_options::SendOptions;
use super::sending::Sending;
use crate::error::{Code, Result};
use crate::progress::{Job, Step};
use crate::seal::Limits;
use crate::unit::Unit;

/// A unit's place, and its message.
pub(super) type Ready = (usize, Prepared);

/// The check of units before any of them is sent.
pub(super) struct Check<'env> {
    pub(super) office: String,
    pub(super) limits: Limits,
    pub(super) units: &'env [Unit],
    pub(super) options: &'env SendOptions,
}

impl Check<'_> {
    /// The messages of the units that may be sent.
    pub(super) fn all<'env>(
        &'env self,
        order: &[usize],
        helpers: &Helpers<'env>,
        results: &mut [Result<Sent>],
        job: &mut Job<'_>,
    ) -> Vec<Ready> {
        let size = |at: &usize| self.units[*at].csv().iter().map(|file| file.bytes.len() as u64).sum::<u64>();
        let cancel = job.cancel().clone();
        // Of large ones one at a time is in memory with its rows.
        let begin = |at: usize| {
            let cancel = cancel.clone();
            let is_helped = helpers.are_there() && size(&at) <= SMALL;
            is_helped.then(|| helpers.begin(move || self.one(at, &mut Job::new().with_cancel(&cancel))))
        };
        let begun: Vec<_> = order.iter().map(|at| begin(*at)).collect();
        let mut sending = Sending::new(Step::Checking, order.iter().map(size).sum());
        let mut ready = Vec::with_capacity(order.len());
        for (at, begun) in order.iter().zip(begun) {
            let prepare = |job: &mut Job<'_>| begun.map_or_else(|| self.one(*at, job), Begun::wait);
            match sending.part(size(at), job, prepare) {
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

    fn one(&self, at: usize, job: &mut Job<'_>) -> Result<Prepared> {
        let reason = self.options.override_reason.as_deref();
        Prepared::of(&self.units[at], &self.office, reason, &self.limits, job)
    }
}
