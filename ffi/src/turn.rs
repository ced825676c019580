//! One office's turn.

use crate::boundary::OutText;
use crate::generated::handles::cpl_client;
use cplink::Result;
use cplink::client::{Fault, Turn};
use cplink_values::Retry;

/// One office's turn.
pub struct cpl_turn(pub(crate) Turn);

pub(crate) fn office_number(turn: &cpl_turn, text: OutText<'_>) -> Result<()> {
    text.put(turn.0.number());
    Ok(())
}

pub(crate) fn client(turn: &cpl_turn) -> Result<cpl_client> {
    cpl_client::of_turn(turn.0.client())
}

pub(crate) fn done(turn: &cpl_turn) -> Result<()> {
    turn.0.done()
}

pub(crate) fn failed(turn: &cpl_turn, retry: i32, retry_after: usize) -> Result<()> {
    let retry = Retry::of_number(retry)?;
    turn.0.failed(Fault { retry, retry_after: u32::try_from(retry_after).unwrap_or(u32::MAX) })
}
