//! Many offices in one process.

use crate::generated::handles::{cpl_client, cpl_job, cpl_turn, cpl_turns};
use crate::job;
use cplink::Result;
use cplink::client::{Offices, Pause};
use std::time::Duration;

/// The clients of many offices.
pub struct cpl_offices(Offices);

pub(crate) fn len(offices: &cpl_offices) -> Result<usize> {
    Ok(offices.0.len())
}

pub(crate) fn new(connections: usize) -> Result<cpl_offices> {
    Ok(cpl_offices(Offices::new(connections)))
}

pub(crate) fn set_pause(offices: &cpl_offices, first_ms: u32, longest_ms: u32) -> Result<()> {
    offices.0.set_pause(Pause { first: milliseconds(first_ms), longest: milliseconds(longest_ms) });
    Ok(())
}

pub(crate) fn add(offices: &cpl_offices, client: &cpl_client) -> Result<()> {
    offices.0.add(client.another()?)
}

pub(crate) fn remove(offices: &cpl_offices, number: &str) -> Result<Option<cpl_client>> {
    offices.0.remove(number)?.map(|client| cpl_client::of(client, None)).transpose()
}

pub(crate) fn turns(offices: &cpl_offices, limit_ms: u32) -> Result<cpl_turns> {
    Ok(cpl_turns(offices.0.turns(milliseconds(limit_ms))))
}

pub(crate) fn turn(offices: &cpl_offices, number: &str, limit_ms: u32, job: Option<&cpl_job>) -> Result<cpl_turn> {
    job::run(job, |job| offices.0.turn(number, milliseconds(limit_ms), job).map(cpl_turn))
}

fn milliseconds(count: u32) -> Duration {
    Duration::from_millis(count.into())
}
