//! One office's access to a relay: the verbs.

use crate::boundary::{Handle, OutText};
use crate::generated::handles::{
    cpl_acknowledged, cpl_batch, cpl_diagnosis, cpl_inbox, cpl_job, cpl_message, cpl_office, cpl_options, cpl_secret,
    cpl_sent, cpl_sent_list, cpl_sent_results, cpl_signer, cpl_trust, cpl_unit, cpl_unit_report, cpl_units,
};
use crate::job;
use cplink::client::{Client, MessageReference, Outcome, ReceiveOptions, SendOptions, TurnClient, TurnHold};
use cplink::keys::KeySource;
use cplink::progress::Job;
use cplink::relay::ConnectOptions;
use cplink::secret::Secret;
use cplink::{Code, Error, Result};
use cplink_values::capabilities_json;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// One office's access to a relay. Two verbs at a time: one that receives, and one of the others; a further one gets
/// `CPL_E_BUSY`, whether it comes from another thread or from a callback. That of a turn has one line for both.
// Shared, so that a callback may free it while a verb runs.
pub struct cpl_client {
    office_number: String,
    /// Whose certificate acts for that office, where it is another one.
    agent: Option<String>,
    /// For what waits for messages and fetches them.
    receiving: Arc<Handle<Alone>>,
    /// For everything else: it goes on while the other one waits.
    sending: Arc<Handle<Alone>>,
}

/// A transport may move between threads but not be shared by them; the mutex is never locked, it only
/// says so to the compiler: whoever writes the handle is alone.
struct Alone(Mutex<Whose>);

/// Where a line's client is.
enum Whose {
    Own(Box<Client>),
    /// Lent for an office's turn, which ends it.
    Turn(TurnClient),
}

/// A line's client during one verb.
enum Held<'a> {
    Own(&'a mut Client),
    Turn(TurnHold<'a>),
}

impl Held<'_> {
    fn client(&mut self) -> Result<&mut Client> {
        match self {
            Self::Own(client) => Ok(client),
            Self::Turn(hold) => hold.client(),
        }
    }

    /// How long the verb may take.
    fn left(&self) -> Duration {
        match self {
            Self::Own(_) => Duration::MAX,
            Self::Turn(hold) => hold.left(),
        }
    }
}

impl Alone {
    fn hold(&mut self) -> Result<Held<'_>> {
        Ok(match self.0.get_mut().unwrap_or_else(PoisonError::into_inner) {
            Whose::Own(client) => Held::Own(client),
            Whose::Turn(turn) => Held::Turn(turn.hold()?),
        })
    }

    fn run<T>(&mut self, job: &mut Job<'_>, verb: impl FnOnce(&mut Client, &mut Job<'_>) -> Result<T>) -> Result<T> {
        let mut held = self.hold()?;
        let left = held.left();
        verb(held.client()?, &mut job.part(left))
    }
}

impl cpl_client {
    /// Panics in the middle of a verb.
    #[cfg(feature = "test-hooks")]
    #[allow(clippy::panic)]
    pub(crate) fn panic(&self) -> Result<()> {
        let client = Arc::clone(&self.sending);
        let _client = client.write()?;
        panic!("on purpose");
    }

    /// With a client for each of the two lines.
    pub(crate) fn of(mut client: Client, message_memory: Option<u64>) -> Result<Self> {
        if let Some(bytes) = message_memory {
            client.set_message_memory(bytes);
        }
        let another = line_beside(&client)?;
        Ok(Self {
            office_number: client.office_number().to_owned(),
            agent: client.agent().map(str::to_owned),
            receiving: handle(Whose::Own(Box::new(another))),
            sending: handle(Whose::Own(Box::new(client))),
        })
    }

    /// With the one client of a turn.
    pub(crate) fn of_turn(turn: TurnClient) -> Result<Self> {
        let (office_number, agent) = {
            let mut hold = turn.hold()?;
            let client = hold.client()?;
            (client.office_number().to_owned(), client.agent().map(str::to_owned))
        };
        Ok(Self {
            office_number,
            agent,
            receiving: handle(Whose::Turn(turn.clone())),
            sending: handle(Whose::Turn(turn)),
        })
    }

    /// A client of the same office, on a line of its own.
    pub(crate) fn another(&self) -> Result<Client> {
        self.run_either(None, |client, _| line_beside(client))
    }

    /// Runs a verb that receives.
    fn receive<T>(
        &self,
        job: Option<&cpl_job>,
        verb: impl FnOnce(&mut Client, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        run_on(Arc::clone(&self.receiving), job, verb)
    }

    /// Runs a verb that does not receive.
    pub(crate) fn run<T>(
        &self,
        job: Option<&cpl_job>,
        verb: impl FnOnce(&mut Client, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        run_on(Arc::clone(&self.sending), job, verb)
    }

    /// Runs a verb that belongs to a received message: whoever receives calls it, and so may another thread while that
    /// one waits.
    pub(crate) fn run_either<T>(
        &self,
        job: Option<&cpl_job>,
        verb: impl FnOnce(&mut Client, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        let receiving = Arc::clone(&self.receiving);
        match receiving.write() {
            Ok(mut client) => job::run(job, |job| client.run(job, verb)),
            Err(error) if error.code() == Code::Busy => self.run(job, verb),
            Err(error) => Err(error),
        }
    }
}

/// Runs a verb alone on one of the lines, which lives as long even where the client is freed meanwhile.
fn run_on<T>(
    line: Arc<Handle<Alone>>,
    job: Option<&cpl_job>,
    verb: impl FnOnce(&mut Client, &mut Job<'_>) -> Result<T>,
) -> Result<T> {
    let mut client = line.write()?;
    job::run(job, |job| client.run(job, verb))
}

fn handle(client: Whose) -> Arc<Handle<Alone>> {
    Arc::new(Handle::new(Alone(Mutex::new(client))))
}

fn line_beside(client: &Client) -> Result<Client> {
    client.another().ok_or_else(|| Error::new(Code::Bug).with_detail("a transport of one line"))
}

pub(crate) fn new(options: &cpl_options, signer: &cpl_signer, trust: &cpl_trust) -> Result<cpl_client> {
    let trust = trust.0.read()?.clone();
    let settings = options.0.read()?;
    cpl_client::of(Client::of(&settings.connect()?, Arc::clone(&signer.0), trust)?, settings.message_memory)
}

/// The settings of the options, which may be left out, at this URL.
fn settings_at(url: &str, options: Option<&cpl_options>) -> Result<(ConnectOptions, Option<u64>)> {
    let Some(options) = options else { return Ok((ConnectOptions::new(url), None)) };
    let settings = options.0.read()?;
    Ok((settings.connect_to(url), settings.message_memory))
}

/// The key that the text names, with a copy of its password.
fn key_source(key: &str, password: Option<&cpl_secret>) -> KeySource {
    let source = KeySource::new(key);
    match password {
        Some(password) => source.with_password(Secret::new(password.0.expose().to_vec())),
        None => source,
    }
}

pub(crate) fn connect(
    url: &str,
    key: &str,
    trust: &str,
    password: Option<&cpl_secret>,
    options: Option<&cpl_options>,
    job: Option<&cpl_job>,
) -> Result<cpl_client> {
    let (options, message_memory) = settings_at(url, options)?;
    let key = key_source(key, password);
    cpl_client::of(job::run(job, |job| Client::connect(options, key, trust, job))?, message_memory)
}

pub(crate) fn diagnose(
    url: &str,
    key: &str,
    trust: &str,
    password: Option<&cpl_secret>,
    options: Option<&cpl_options>,
    job: Option<&cpl_job>,
) -> Result<cpl_diagnosis> {
    let (options, _) = settings_at(url, options)?;
    let key = key_source(key, password);
    job::run(job, |job| Ok(Client::diagnose(options, key, trust, job)?.into()))
}

pub(crate) fn for_office(client: &cpl_client, number: &str) -> Result<cpl_client> {
    client.run_either(None, |client, _| cpl_client::of(client.for_office(number)?, None))
}

pub(crate) fn rest(client: &cpl_client) -> Result<()> {
    // A line in use is not idle.
    for line in [&client.receiving, &client.sending] {
        let rested = run_on(Arc::clone(line), None, |client, _| {
            client.rest();
            Ok(())
        });
        match rested {
            Err(error) if error.code() != Code::Busy => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

pub(crate) fn office_number(client: &cpl_client, text: OutText<'_>) -> Result<()> {
    text.put(&client.office_number);
    Ok(())
}

pub(crate) fn agent(client: &cpl_client, text: OutText<'_>) -> Result<()> {
    text.put(client.agent.as_deref().unwrap_or_default());
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
    client.receive(job, |client, job| Ok(cpl_inbox::new(client.inbox(cursor, &options, job)?)))
}

pub(crate) fn next_message(
    client: &cpl_client,
    inbox: &cpl_inbox,
    job: Option<&cpl_job>,
) -> Result<Option<cpl_message>> {
    let inbox = inbox.share();
    let mut inbox = inbox.write()?;
    client.receive(job, |client, job| Ok(client.next_message(&mut inbox, job)?.map(cpl_message::of)))
}

pub(crate) fn receive(
    client: &cpl_client,
    cursor: &str,
    keep_folder: &str,
    wait_ms: u32,
    job: Option<&cpl_job>,
) -> Result<cpl_batch> {
    let options = receiving(keep_folder, wait_ms);
    client.receive(job, |client, job| Ok(cpl_batch::new(client.receive(cursor, &options, job)?)))
}

pub(crate) fn receive_all(
    client: &cpl_client,
    cursor: &str,
    keep_folder: &str,
    wait_ms: u32,
    job: Option<&cpl_job>,
) -> Result<cpl_batch> {
    let options = receiving(keep_folder, wait_ms);
    client.receive(job, |client, job| Ok(cpl_batch::new(client.receive_all(cursor, &options, job)?)))
}

fn receiving(keep_folder: &str, wait_ms: u32) -> ReceiveOptions {
    ReceiveOptions::new(keep_folder).with_wait(Duration::from_millis(wait_ms.into()))
}

pub(crate) fn open(client: &cpl_client, message_id: &str, path: &str, job: Option<&cpl_job>) -> Result<cpl_message> {
    let id = message_id.parse()?;
    client.run_either(job, |client, job| Ok(cpl_message::opened(client.open_received(&id, Path::new(path), job)?)))
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
    client.run_either(job, |client, job| Ok(client.acknowledge(&reference, &outcome, job)?.into()))
}

pub(crate) fn sent(client: &cpl_client, cursor: &str, job: Option<&cpl_job>) -> Result<cpl_sent_list> {
    client.run(job, |client, job| Ok(client.sent(cursor, job)?.into()))
}

pub(crate) fn recall(client: &cpl_client, message_id: &str, job: Option<&cpl_job>) -> Result<()> {
    let id = message_id.parse()?;
    client.run(job, |client, job| client.recall(&id, job))
}

pub(crate) fn confirm_uploaded(client: &cpl_client, message_id: &str, job: Option<&cpl_job>) -> Result<()> {
    let id = message_id.parse()?;
    client.run(job, |client, job| client.confirm_uploaded(&id, job))
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
