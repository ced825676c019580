//! The turns of one round.

use crate::generated::handles::{cpl_job, cpl_turn};
use crate::job;
use cplink::Result;
use cplink::client::Turns;

/// The turns of one round.
pub struct cpl_turns(pub(crate) Turns);

pub(crate) fn pausing(turns: &cpl_turns) -> Result<usize> {
    Ok(turns.0.pausing())
}

pub(crate) fn next(turns: &cpl_turns, job: Option<&cpl_job>) -> Result<Option<cpl_turn>> {
    job::run(job, |job| Ok(turns.0.next(job)?.map(cpl_turn)))
}
