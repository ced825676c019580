//! One office's access to a relay: the verbs.

use crate::boundary::{Handle, OutText};
use crate::generated::handles::{
    cpl_acknowledged, cpl_batch, cpl_diagnosis, cpl_inbox, cpl_job, cpl_message, cpl_office, cpl_options, cpl_sent,
    cpl_sent_list, cpl_sent_results, cpl_signer, cpl_trust, cpl_unit, cpl_unit_report, cpl_units,
};
use crate::job;
use cplink::Result;
use cplink::client::{Client, MessageReference, Outcome, ReceiveOptions, SendOptions};
use cplink::progress::Job;
use cplink::relay::connect;
use cplink_values::capabilities_json;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// One office's access to a relay. One verb at a time; a second one gets `CPL_E_BUSY`, whether it comes from
/// another thread or from a callback.
// Shared, so that a callback may free it while a verb runs.
pub struct cpl_client {
    office_number: String,
    client: Arc<Handle<Alone>>,
}

/// A transport may move between threads but not be shared by them; the mutex is never locked, it only
/// says so to the compiler: whoever writes the handle is alone.
struct Alone(Mutex<Client>);

impl Alone {
    fn client(&mut self) -> &mut Client {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

impl cpl_client {
    /// Panics in the middle of a verb.
    #[cfg(feature = "test-hooks")]
    #[allow(clippy::panic)]
    pub(crate) fn panic(&self) -> Result<()> {
        let client = self.share();
        let _client = client.write()?;
        panic!("on purpose");
    }

    /// A share that outlives the handle.
    fn share(&self) -> Arc<Handle<Alone>> {
        Arc::clone(&self.client)
    }

    /// Runs a verb, alone.
    pub(crate) fn run<T>(
        &self,
        job: Option<&cpl_job>,
        verb: impl FnOnce(&mut Client, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        let client = self.share();
        let mut client = client.write()?;
        job::run(job, |job| verb(client.client(), job))
    }
}

pub(crate) fn new(options: &cpl_options, signer: &cpl_signer, trust: &cpl_trust) -> Result<cpl_client> {
    let trust = trust.0.read()?.clone();
    let settings = options.0.read()?;
    let options = settings.connect()?;
    let transport = connect(&options, Arc::clone(&signer.0), &trust)?;
    let stamper = options.stamper(&trust)?;
    let mut client = Client::new(transport, Arc::clone(&signer.0), trust)?;
    if let Some(bytes) = settings.message_memory {
        client.set_message_memory(bytes);
    }
    if let Some(stamper) = stamper {
        client.set_time_stamper(Arc::new(stamper));
    }
    Ok(cpl_client {
        office_number: client.office_number().to_owned(),
        client: Arc::new(Handle::new(Alone(Mutex::new(client)))),
    })
}

pub(crate) fn office_number(client: &cpl_client, text: OutText<'_>) -> Result<()> {
    text.put(&client.office_number);
    Ok(())
}

pub(crate) fn check(client: &cpl_client, unit: &cpl_unit, job: Option<&cpl_job>) -> Result<cpl_unit_report> {
    let unit = unit.share();
    let unit = unit.read()?;
    client.run(job, |client, job| Ok(cpl_unit_report::new(client.check(&unit, job)?)))
}

pub(crate) fn send(
    client: &cpl_client,
    unit: &cpl_unit,
    keep_folder: &str,
    override_reason: Option<&str>,
    job: Option<&cpl_job>,
) -> Result<cpl_sent> {
    let options = sending(keep_folder, override_reason);
    let unit = unit.share();
    let unit = unit.read()?;
    client.run(job, |client, job| Ok(client.send(&unit, &options, job)?.into()))
}

pub(crate) fn send_all(
    client: &cpl_client,
    units: &cpl_units,
    keep_folder: &str,
    all_or_none: bool,
    override_reason: Option<&str>,
    job: Option<&cpl_job>,
) -> Result<cpl_sent_results> {
    let mut options = sending(keep_folder, override_reason);
    if all_or_none {
        options = options.with_all_or_none();
    }
    let units = units.share();
    let units = units.read()?;
    client.run(job, |client, job| Ok(client.send_all(units.units(), &options, job).into()))
}

fn sending(keep_folder: &str, override_reason: Option<&str>) -> SendOptions {
    let options = SendOptions::new(keep_folder);
    match override_reason {
        Some(reason) => options.with_override(reason),
        None => options,
    }
}

pub(crate) fn inbox(
    client: &cpl_client,
    cursor: &str,
    keep_folder: &str,
    wait_ms: u32,
    job: Option<&cpl_job>,
) -> Result<cpl_inbox> {
    let options = receiving(keep_folder, wait_ms);
    client.run(job, |client, job| Ok(cpl_inbox::new(client.inbox(cursor, &options, job)?)))
}

pub(crate) fn next_message(
    client: &cpl_client,
    inbox: &cpl_inbox,
    job: Option<&cpl_job>,
) -> Result<Option<cpl_message>> {
    let inbox = inbox.share();
    let mut inbox = inbox.write()?;
    client.run(job, |client, job| Ok(client.next_message(&mut inbox, job)?.map(cpl_message::of)))
}

pub(crate) fn receive(
    client: &cpl_client,
    cursor: &str,
    keep_folder: &str,
    wait_ms: u32,
    job: Option<&cpl_job>,
) -> Result<cpl_batch> {
    let options = receiving(keep_folder, wait_ms);
    client.run(job, |client, job| Ok(cpl_batch::new(client.receive(cursor, &options, job)?)))
}

pub(crate) fn receive_all(
    client: &cpl_client,
    cursor: &str,
    keep_folder: &str,
    wait_ms: u32,
    job: Option<&cpl_job>,
) -> Result<cpl_batch> {
    let options = receiving(keep_folder, wait_ms);
    client.run(job, |client, job| Ok(cpl_batch::new(client.receive_all(cursor, &options, job)?)))
}

fn receiving(keep_folder: &str, wait_ms: u32) -> ReceiveOptions {
    ReceiveOptions::new(keep_folder).with_wait(Duration::from_millis(wait_ms.into()))
}

pub(crate) fn open(client: &cpl_client, message_id: &str, path: &str, job: Option<&cpl_job>) -> Result<cpl_message> {
    let id = message_id.parse()?;
    client.run(job, |client, job| Ok(cpl_message::opened(client.open_received(&id, Path::new(path), job)?)))
}

pub(crate) fn acknowledge(
    client: &cpl_client,
    message_id: &str,
    from_office: &str,
    to_office: &str,
    refused_reason: Option<&str>,
    job: Option<&cpl_job>,
) -> Result<cpl_acknowledged> {
    let (from, to) = (from_office.to_owned(), to_office.to_owned());
    let reference = MessageReference { id: message_id.parse()?, from, to };
    let outcome = refused_reason.map_or(Outcome::Imported, |reason| Outcome::Refused(reason.to_owned()));
    client.run(job, |client, job| Ok(client.acknowledge(&reference, &outcome, job)?.into()))
}

pub(crate) fn sent(client: &cpl_client, cursor: &str, job: Option<&cpl_job>) -> Result<cpl_sent_list> {
    client.run(job, |client, job| Ok(client.sent(cursor, job)?.into()))
}

pub(crate) fn recall(client: &cpl_client, message_id: &str, job: Option<&cpl_job>) -> Result<()> {
    let id = message_id.parse()?;
    client.run(job, |client, job| client.recall(&id, job))
}

pub(crate) fn office(client: &cpl_client, number: &str, job: Option<&cpl_job>) -> Result<Option<cpl_office>> {
    client.run(job, |client, job| Ok(client.office(number, job)?.map(cpl_office::from)))
}

pub(crate) fn capabilities(client: &cpl_client, job: Option<&cpl_job>) -> Result<Vec<u8>> {
    client.run(job, |client, job| Ok(capabilities_json(&client.capabilities(job)?)))
}

pub(crate) fn doctor(client: &cpl_client, job: Option<&cpl_job>) -> Result<cpl_diagnosis> {
    client.run(job, |client, job| Ok(client.doctor(job)?.into()))
}
