//! A folder that keeps what is to be sent and what was received.

use crate::boundary::{Handle, OutText};
use crate::delivery::cpl_delivery;
use crate::generated::handles::{cpl_client, cpl_job, cpl_mailbox_entries, cpl_pumped, cpl_queued, cpl_unit};
use crate::job;
use cplink::Result;
use cplink::client::Outcome;
use cplink::mailbox::{Mailbox, QueueOptions};
use cplink_values::{EntryState, Side, moment};
use std::time::Duration;

/// A folder that keeps what is to be sent and what was received.
pub struct cpl_mailbox(Handle<Mailbox>);

impl cpl_mailbox {
    /// The same mailbox, which outlives the handle: a callback may free it, and nobody waits for a verb.
    fn mailbox(&self) -> Result<Mailbox> {
        Ok(self.0.read()?.clone())
    }
}

pub(crate) fn folder(mailbox: &cpl_mailbox, text: OutText<'_>) -> Result<()> {
    text.put(&mailbox.0.read()?.folder().to_string_lossy());
    Ok(())
}

pub(crate) fn office_number(mailbox: &cpl_mailbox, text: OutText<'_>) -> Result<()> {
    text.put(mailbox.0.read()?.office());
    Ok(())
}

pub(crate) fn open(folder: &str, office_number: Option<&str>) -> Result<cpl_mailbox> {
    let mailbox = match office_number {
        Some(office) => Mailbox::open(folder, office)?,
        None => Mailbox::open_existing(folder)?,
    };
    Ok(cpl_mailbox(Handle::new(mailbox)))
}

pub(crate) fn set_lease(mailbox: &cpl_mailbox, lease_ms: u32) -> Result<()> {
    mailbox.0.write()?.set_lease(Duration::from_millis(lease_ms.into()))
}

pub(crate) fn queue(
    mailbox: &cpl_mailbox,
    unit: &cpl_unit,
    is_draft: bool,
    override_reason: Option<&str>,
    job: Option<&cpl_job>,
) -> Result<cpl_queued> {
    let mailbox = mailbox.mailbox()?;
    let mut options = QueueOptions::new();
    if is_draft {
        options = options.as_draft();
    }
    if let Some(reason) = override_reason {
        options = options.with_override(reason);
    }
    let unit = unit.share();
    let unit = unit.read()?;
    job::run(job, |job| Ok(mailbox.queue(&unit, &options, job)?.into()))
}

pub(crate) fn release(mailbox: &cpl_mailbox, message_id: &str) -> Result<()> {
    mailbox.mailbox()?.release(&message_id.parse()?).map(|_| ())
}

pub(crate) fn cancel(mailbox: &cpl_mailbox, message_id: &str) -> Result<()> {
    mailbox.mailbox()?.cancel(&message_id.parse()?).map(|_| ())
}

pub(crate) fn retry(mailbox: &cpl_mailbox, message_id: &str) -> Result<()> {
    mailbox.mailbox()?.retry(&message_id.parse()?).map(|_| ())
}

pub(crate) fn retry_all(mailbox: &cpl_mailbox, job: Option<&cpl_job>) -> Result<()> {
    let mailbox = mailbox.mailbox()?;
    job::run(job, |job| mailbox.retry_all(job).map(|_| ()))
}

pub(crate) fn refuse(mailbox: &cpl_mailbox, message_id: &str, reason: &str) -> Result<()> {
    mailbox.mailbox()?.refuse(&message_id.parse()?, reason).map(|_| ())
}

pub(crate) fn confirm_uploaded(
    mailbox: &cpl_mailbox,
    client: &cpl_client,
    message_id: &str,
    job: Option<&cpl_job>,
) -> Result<()> {
    let (mailbox, id) = (mailbox.mailbox()?, message_id.parse()?);
    client.run(job, |client, job| mailbox.confirm_uploaded(client, &id, job).map(|_| ()))
}

pub(crate) fn pump(
    mailbox: &cpl_mailbox,
    client: &cpl_client,
    limit: usize,
    job: Option<&cpl_job>,
) -> Result<cpl_pumped> {
    let mailbox = mailbox.mailbox()?;
    // More than can be is as good as no limit, which 0 says.
    let limit = u32::try_from(limit).unwrap_or(0);
    client.run(job, |client, job| Ok(mailbox.pump(client, limit, job)?.into()))
}

pub(crate) fn next(mailbox: &cpl_mailbox, client: &cpl_client, job: Option<&cpl_job>) -> Result<Option<cpl_delivery>> {
    let mailbox = mailbox.mailbox()?;
    client.run_either(job, |client, job| Ok(mailbox.next(client, job)?.map(cpl_delivery::of)))
}

pub(crate) fn conclude(mailbox: &cpl_mailbox, ticket: &str, refused_reason: Option<&str>) -> Result<()> {
    let outcome = refused_reason.map_or(Outcome::Imported, |reason| Outcome::Refused(reason.to_owned()));
    mailbox.mailbox()?.conclude(&ticket.parse()?, &outcome)
}

pub(crate) fn put_back(mailbox: &cpl_mailbox, ticket: &str, wait_ms: u32) -> Result<()> {
    mailbox.mailbox()?.put_back(&ticket.parse()?, Duration::from_millis(wait_ms.into()))
}

pub(crate) fn list(
    mailbox: &cpl_mailbox,
    sides: &[i32],
    states: &[i32],
    office_number: Option<&str>,
    with_archive: bool,
    job: Option<&cpl_job>,
) -> Result<cpl_mailbox_entries> {
    let mailbox = mailbox.mailbox()?;
    let (sides, states) = (Side::of_numbers(sides)?, EntryState::of_numbers(states)?);
    let filter = cplink_values::filter(&sides, &states, office_number, with_archive);
    job::run(job, |job| Ok(mailbox.list(&filter, job)?.into_iter().collect()))
}

pub(crate) fn entry(mailbox: &cpl_mailbox, message_id: &str) -> Result<cpl_mailbox_entries> {
    Ok(mailbox.mailbox()?.entry(&message_id.parse()?)?.into_iter().collect())
}

pub(crate) fn clear(mailbox: &cpl_mailbox, before: i64, keep_evidence: bool, job: Option<&cpl_job>) -> Result<()> {
    let (mailbox, before) = (mailbox.mailbox()?, moment(before)?);
    job::run(job, |job| mailbox.clear(before, keep_evidence, job).map(|_| ()))
}
