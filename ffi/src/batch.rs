//! A page of the inbox.

use crate::boundary::{Handle, OutText};
use crate::generated::handles::{cpl_error, cpl_message, cpl_obstacles};
use crate::layout::wrong;
use cplink::Result;
use cplink::client::{Batch, Incoming};

/// A page of the inbox.
pub struct cpl_batch {
    messages: Handle<Vec<Option<Incoming>>>,
    next: String,
    fault: Option<cpl_error>,
    obstacles: cpl_obstacles,
}

impl cpl_batch {
    pub(crate) fn new(batch: Batch) -> Self {
        Self {
            messages: Handle::new(batch.messages.into_iter().map(Some).collect()),
            next: batch.next,
            fault: batch.fault.map(cpl_error::from),
            obstacles: batch.obstacles.iter().collect(),
        }
    }
}

pub(crate) fn len(batch: &cpl_batch) -> Result<usize> {
    Ok(batch.messages.read()?.len())
}

pub(crate) fn next(batch: &cpl_batch, text: OutText<'_>) -> Result<()> {
    text.put(&batch.next);
    Ok(())
}

pub(crate) fn error(batch: &cpl_batch) -> Result<Option<&cpl_error>> {
    Ok(batch.fault.as_ref())
}

pub(crate) fn obstacles(batch: &cpl_batch) -> Result<&cpl_obstacles> {
    Ok(&batch.obstacles)
}

pub(crate) fn take(batch: &cpl_batch, index: usize) -> Result<cpl_message> {
    let mut messages = batch.messages.write()?;
    let message =
        messages.get_mut(index).and_then(Option::take).ok_or_else(|| wrong("no such message, or taken already"))?;
    Ok(cpl_message::of(message))
}
