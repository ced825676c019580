//! The verbs.

use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use cplink::client::{Client as Verbs, MessageReference, Outcome, ReceiveOptions, SendOptions, TurnClient};
use cplink::keys::KeySource;
use cplink::progress::Job;
use cplink::relay::ConnectOptions;
use cplink::relay::folder::FolderOptions;
use cplink::relay::http::Proxy;
use cplink::seal::MessageId;
use cplink::secret::Secret;
use cplink::{Code, Error};
use cplink_values as values;

use crate::cancel::{Cancel, Watcher, watched};
use crate::failure::{Failure, Result, hold, misuse};
use crate::generated::{Acknowledged, Diagnosis, Office, Sent, SentList, SentResult, UnitReport, sent_results};
use crate::inbox::{Batch, Inbox};
use crate::keys::{Signer, Trust};
use crate::message::Message;
use crate::unit::Unit;
use crate::units::Units;

/// How to reach a relay. What is `None` is left as the core has it.
#[derive(uniffi::Record)]
pub struct Options {
    /// Which transport: `cpx/1`, `folder`, or `memory` for tests.
    pub transport: Option<String>,
    /// Where files are laid ready for a person to upload.
    pub folder_out: Option<String>,
    /// Where a person downloads to.
    pub folder_in: Option<String>,
    /// For how many seconds no file of a unit must have changed.
    pub folder_settle_seconds: Option<i64>,
    /// Whether files stay once their message was acknowledged.
    pub folder_leave: bool,
    /// Whether a unit of which a file is missing is handed over as it is.
    pub folder_take_incomplete: bool,
    /// `https://host[:port][/prefix]`.
    pub base_url: String,
    /// The longest wait for a connection, in milliseconds.
    pub connect_timeout: Option<i64>,
    /// The longest duration of a call without a large body, in milliseconds.
    pub call_timeout: Option<i64>,
    /// The longest duration of a call that moves a container, in milliseconds.
    pub body_timeout: Option<i64>,
    /// `http://host[:port]` of a proxy.
    pub proxy_url: Option<String>,
    /// The proxy's user.
    pub proxy_user: Option<String>,
    /// The proxy's password.
    pub proxy_password: Option<String>,
    /// The longest standstill within any call, in milliseconds.
    pub stall_timeout: Option<i64>,
    /// The authorities of the relay's TLS certificate, where they are not those of the trust.
    pub tls_ca_pem: Option<String>,
    /// Whether TLS 1.2 will do.
    pub allow_tls12: bool,
    /// The relay's TLS certificates that will do: digests or names.
    pub relay_pin: Option<String>,
    /// The URL of a time stamp authority.
    pub time_stamp_url: Option<String>,
    /// How much memory the rows of one received message may take, in mebibytes.
    pub message_memory_mib: Option<i64>,
}

/// One office's access to a relay; one verb that receives and one other at a time.
#[derive(uniffi::Object)]
pub struct Client {
    office_number: String,
    /// Whose certificate acts for that office, where it is another one.
    agent: Option<String>,
    /// For what waits for messages and fetches them.
    receiving: Mutex<Option<Whose>>,
    /// For everything else: it goes on while the other one waits.
    sending: Mutex<Option<Whose>>,
}

/// Where a line's client is.
enum Whose {
    Own(Box<Verbs>),
    /// Lent for an office's turn, which ends it: the same one for both lines.
    Turn(TurnClient),
}

type Watch = Option<Box<dyn Watcher>>;

pub(crate) fn duration(milliseconds: i64) -> Duration {
    Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0))
}

fn sending(keep: String, override_reason: Option<String>) -> SendOptions {
    let options = SendOptions::new(keep);
    match override_reason {
        Some(reason) => options.with_override(reason),
        None => options,
    }
}

impl Options {
    /// What the core needs to connect, and the memory of a message.
    fn connecting(self) -> Result<(ConnectOptions, Option<u64>)> {
        let mut connecting = ConnectOptions::new(self.base_url);
        if let Some(name) = self.transport {
            connecting.set_transport(&name)?;
        }
        let folder = &mut connecting.folder;
        folder.out = self.folder_out.unwrap_or_default().into();
        folder.inward = self.folder_in.unwrap_or_default().into();
        folder.leave = self.folder_leave;
        folder.take_incomplete = self.folder_take_incomplete;
        if let Some(seconds) = self.folder_settle_seconds {
            // What is no number of the core's is outside of the bounds, too.
            folder.settle = FolderOptions::settle_of_seconds(u64::try_from(seconds).unwrap_or(0))?;
        }
        connecting.connect_timeout = self.connect_timeout.map(duration);
        connecting.call_timeout = self.call_timeout.map(duration);
        connecting.body_timeout = self.body_timeout.map(duration);
        connecting.stall_timeout = self.stall_timeout.map(duration);
        if let Some(pem) = self.tls_ca_pem {
            connecting.tls_trust = cplink::keys::Trust::from_pem(pem.as_bytes())?.certificates().to_vec();
        }
        connecting.allow_tls12 = self.allow_tls12;
        connecting.pins = self.relay_pin.unwrap_or_default().parse()?;
        connecting.time_stamp_url = self.time_stamp_url.unwrap_or_default();
        connecting.proxy = self.proxy_url.map(|url| {
            let mut proxy = Proxy::new(url);
            let password = self.proxy_password.unwrap_or_default();
            proxy.login = self.proxy_user.map(|user| (user, Secret::new(password.into_bytes())));
            proxy
        });
        // What is no number of the core's is outside of the bounds, too.
        let memory = |mebibytes| Verbs::message_memory_of_mib(u64::try_from(mebibytes).unwrap_or(0));
        Ok((connecting, self.message_memory_mib.map(memory).transpose()?))
    }
}

/// The key that the text names.
fn key_source(key: String, password: Option<String>) -> KeySource {
    let source = KeySource::new(key);
    match password {
        Some(password) => source.with_password(Secret::new(password.into_bytes())),
        None => source,
    }
}

impl Client {
    /// With a client for each of the two lines.
    pub(crate) fn of(mut verbs: Verbs, message_memory: Option<u64>) -> Result<Arc<Self>> {
        if let Some(bytes) = message_memory {
            verbs.set_message_memory(bytes);
        }
        let another = line_beside(&verbs)?;
        Ok(Arc::new(Self {
            office_number: verbs.office_number().to_owned(),
            agent: verbs.agent().map(str::to_owned),
            receiving: Mutex::new(Some(Whose::Own(Box::new(another)))),
            sending: Mutex::new(Some(Whose::Own(Box::new(verbs)))),
        }))
    }

    /// With the one client of a turn.
    pub(crate) fn of_turn(turn: TurnClient) -> Result<Arc<Self>> {
        let (office_number, agent) = {
            let mut held = turn.hold()?;
            let verbs = held.client()?;
            (verbs.office_number().to_owned(), verbs.agent().map(str::to_owned))
        };
        let receiving = Mutex::new(Some(Whose::Turn(turn.clone())));
        Ok(Arc::new(Self { office_number, agent, receiving, sending: Mutex::new(Some(Whose::Turn(turn))) }))
    }

    /// A client of the same office, on a line of its own.
    pub(crate) fn another(&self) -> Result<Verbs> {
        self.either(&Cancel::default(), None, |verbs, _| line_beside(verbs))
    }

    /// Runs a verb that does not receive.
    pub(crate) fn verb<T>(
        &self,
        cancel: &Cancel,
        watcher: Watch,
        verb: impl FnOnce(&mut Verbs, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        run_on(hold(&self.sending)?, cancel, watcher, verb)
    }

    /// Runs a verb that receives.
    fn receive_verb<T>(
        &self,
        cancel: &Cancel,
        watcher: Watch,
        verb: impl FnOnce(&mut Verbs, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        run_on(hold(&self.receiving)?, cancel, watcher, verb)
    }

    /// Runs a verb that belongs to a received message: whoever receives calls it, and so may another thread while that
    /// one waits.
    pub(crate) fn either<T>(
        &self,
        cancel: &Cancel,
        watcher: Watch,
        verb: impl FnOnce(&mut Verbs, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        let line = match self.receiving.try_lock() {
            Ok(receiving) => receiving,
            Err(TryLockError::WouldBlock) => hold(&self.sending)?,
            Err(TryLockError::Poisoned(_)) => hold(&self.receiving)?,
        };
        run_on(line, cancel, watcher, verb)
    }
}

fn line_beside(verbs: &Verbs) -> Result<Verbs> {
    Ok(verbs.another().ok_or_else(|| Error::new(Code::Bug).with_detail("a transport of one line"))?)
}

fn run_on<T>(
    mut line: MutexGuard<'_, Option<Whose>>,
    cancel: &Cancel,
    watcher: Watch,
    verb: impl FnOnce(&mut Verbs, &mut Job<'_>) -> Result<T>,
) -> Result<T> {
    let whose = line.as_mut().ok_or_else(|| {
        misuse("the client is closed", "この Client はすでに閉じられています。新しい Client を作ってください。")
    })?;
    let mut held;
    let (verbs, limit) = match whose {
        Whose::Own(verbs) => (&mut **verbs, Duration::MAX),
        Whose::Turn(turn) => {
            held = turn.hold()?;
            let left = held.left();
            (held.client()?, left)
        }
    };
    watched(cancel, watcher, |job| verb(verbs, &mut job.part(limit)))
}

/// The self-check with what `connect` takes.
#[uniffi::export]
pub fn diagnose(
    options: Options,
    key: String,
    trust: String,
    password: Option<String>,
    cancel: Arc<Cancel>,
    watcher: Watch,
) -> Result<Diagnosis> {
    let (options, _) = options.connecting()?;
    let key = key_source(key, password);
    watched(&cancel, watcher, |job| Ok(values::Diagnosis::from(Verbs::diagnose(options, key, &*trust, job)?).into()))
}

#[uniffi::export]
impl Client {
    /// A client of the office that the signer's certificate names.
    #[uniffi::constructor]
    pub fn new(options: Options, signer: Arc<Signer>, trust: Arc<Trust>) -> Result<Arc<Self>> {
        let (options, message_memory) = options.connecting()?;
        Self::of(Verbs::of(&options, Arc::clone(&signer.0), trust.0.clone())?, message_memory)
    }

    /// A client, connected, by where key and authorities are.
    #[uniffi::constructor]
    pub fn connect(
        options: Options,
        key: String,
        trust: String,
        password: Option<String>,
        cancel: Arc<Cancel>,
        watcher: Watch,
    ) -> Result<Arc<Self>> {
        let (options, message_memory) = options.connecting()?;
        let key = key_source(key, password);
        Self::of(watched(&cancel, watcher, |job| Ok(Verbs::connect(options, key, &*trust, job)?))?, message_memory)
    }

    /// The number of the office that the calls are for.
    pub fn office_number(&self) -> String {
        self.office_number.clone()
    }

    /// The number of the office whose certificate acts for it.
    pub fn agent(&self) -> Option<String> {
        self.agent.clone()
    }

    /// A client whose calls are for another office.
    pub fn for_office(&self, number: String) -> Result<Arc<Self>> {
        self.either(&Cancel::default(), None, |verbs, _| Self::of(verbs.for_office(&number)?, None))
    }

    /// Closes the connections that are kept open for the next call; one in use stays.
    pub fn rest(&self) -> Result<()> {
        for line in [&self.receiving, &self.sending] {
            let rest = |verbs: &mut Verbs, _: &mut Job<'_>| {
                verbs.rest();
                Ok(())
            };
            match hold(line).and_then(|line| run_on(line, &Cancel::default(), None, rest)) {
                Err(Failure::Failed { fault }) if fault.code == Code::Busy as i32 => {}
                rested => rested?,
            }
        }
        Ok(())
    }

    /// Ends the client; refused while a verb runs.
    pub fn close(&self) -> Result<()> {
        let (mut receiving, mut sending) = (hold(&self.receiving)?, hold(&self.sending)?);
        (*receiving, *sending) = (None, None);
        Ok(())
    }

    /// Checks a unit as `send` does.
    pub fn check(&self, unit: Arc<Unit>, cancel: Arc<Cancel>, watcher: Watch) -> Result<UnitReport> {
        self.verb(&cancel, watcher, |verbs, job| unit.with(|unit| Ok(verbs.check(unit, job)?.into())))
    }

    /// Sends a unit.
    pub fn send(
        &self,
        unit: Arc<Unit>,
        keep: String,
        override_reason: Option<String>,
        cancel: Arc<Cancel>,
        watcher: Watch,
    ) -> Result<Sent> {
        let options = sending(keep, override_reason);
        self.verb(&cancel, watcher, |verbs, job| {
            unit.with(|unit| Ok(values::Sent::from(verbs.send(unit, &options, job)?).into()))
        })
    }

    /// Sends units, each with its own result.
    pub fn send_all(
        &self,
        units: Arc<Units>,
        keep: String,
        override_reason: Option<String>,
        all_or_none: bool,
        cancel: Arc<Cancel>,
        watcher: Watch,
    ) -> Result<Vec<SentResult>> {
        let mut options = sending(keep, override_reason);
        if all_or_none {
            options = options.with_all_or_none();
        }
        self.verb(&cancel, watcher, |verbs, job| {
            units
                .with(|units| Ok(sent_results(values::SentResults::from(verbs.send_all(units.units(), &options, job)))))
        })
    }

    /// Asks for a page of the inbox; nothing is fetched yet.
    pub fn inbox(
        &self,
        cursor: String,
        keep: String,
        wait_milliseconds: i64,
        cancel: Arc<Cancel>,
        watcher: Watch,
    ) -> Result<Arc<Inbox>> {
        let options = ReceiveOptions::new(keep).with_wait(duration(wait_milliseconds));
        self.receive_verb(&cancel, watcher, |verbs, job| {
            Ok(Arc::new(Inbox(Mutex::new(verbs.inbox(&cursor, &options, job)?))))
        })
    }

    /// Fetches the next message of a page.
    pub fn next_message(&self, inbox: Arc<Inbox>, cancel: Arc<Cancel>, watcher: Watch) -> Result<Option<Arc<Message>>> {
        let mut inbox = hold(&inbox.0)?;
        self.receive_verb(&cancel, watcher, |verbs, job| Ok(verbs.next_message(&mut inbox, job)?.map(Message::of)))
    }

    /// Fetches a page of the inbox.
    pub fn receive(
        &self,
        cursor: String,
        keep: String,
        wait_milliseconds: i64,
        cancel: Arc<Cancel>,
        watcher: Watch,
    ) -> Result<Batch> {
        let options = ReceiveOptions::new(keep).with_wait(duration(wait_milliseconds));
        self.receive_verb(&cancel, watcher, |verbs, job| Ok(verbs.receive(&cursor, &options, job)?.into()))
    }

    /// Fetches all pages of the inbox.
    pub fn receive_all(
        &self,
        cursor: String,
        keep: String,
        wait_milliseconds: i64,
        cancel: Arc<Cancel>,
        watcher: Watch,
    ) -> Result<Batch> {
        let options = ReceiveOptions::new(keep).with_wait(duration(wait_milliseconds));
        self.receive_verb(&cancel, watcher, |verbs, job| Ok(verbs.receive_all(&cursor, &options, job)?.into()))
    }

    /// Opens a container that was kept.
    pub fn open(&self, id: String, path: String, cancel: Arc<Cancel>, watcher: Watch) -> Result<Arc<Message>> {
        let id: MessageId = id.parse()?;
        self.either(&cancel, watcher, |verbs, job| Ok(Message::opened(verbs.open_received(&id, path.as_ref(), job)?)))
    }

    /// Hands over our receipt, and gives the outcome that is valid.
    pub fn acknowledge(
        &self,
        id: String,
        from_office: String,
        to_office: String,
        refused_reason: Option<String>,
        cancel: Arc<Cancel>,
        watcher: Watch,
    ) -> Result<Acknowledged> {
        let message = MessageReference { id: id.parse()?, from: from_office, to: to_office };
        let outcome = refused_reason.map_or(Outcome::Imported, Outcome::Refused);
        self.either(&cancel, watcher, |verbs, job| {
            Ok(values::Acknowledged::from(verbs.acknowledge(&message, &outcome, job)?).into())
        })
    }

    /// Lists our messages.
    pub fn sent(&self, cursor: String, cancel: Arc<Cancel>, watcher: Watch) -> Result<SentList> {
        self.verb(&cancel, watcher, |verbs, job| Ok(values::SentList::from(verbs.sent(&cursor, job)?).into()))
    }

    /// Takes one of our messages back.
    pub fn recall(&self, id: String, cancel: Arc<Cancel>, watcher: Watch) -> Result<()> {
        let id: MessageId = id.parse()?;
        self.verb(&cancel, watcher, |verbs, job| Ok(verbs.recall(&id, job)?))
    }

    /// Notes that a person has uploaded a message's files.
    pub fn confirm_uploaded(&self, id: String, cancel: Arc<Cancel>, watcher: Watch) -> Result<()> {
        let id: MessageId = id.parse()?;
        self.verb(&cancel, watcher, |verbs, job| Ok(verbs.confirm_uploaded(&id, job)?))
    }

    /// Looks an office up.
    pub fn office(&self, number: String, cancel: Arc<Cancel>, watcher: Watch) -> Result<Option<Office>> {
        self.verb(&cancel, watcher, |verbs, job| {
            Ok(verbs.office(&number, job)?.map(|office| values::Office::from(office).into()))
        })
    }

    /// What the relay can do, as JSON.
    pub fn capabilities(&self, cancel: Arc<Cancel>, watcher: Watch) -> Result<Vec<u8>> {
        self.verb(&cancel, watcher, |verbs, job| Ok(values::capabilities_json(&verbs.capabilities(job)?)))
    }

    /// Checks key, certificate, relay, clock, registration and licence.
    pub fn doctor(&self, cancel: Arc<Cancel>, watcher: Watch) -> Result<Diagnosis> {
        self.verb(&cancel, watcher, |verbs, job| Ok(values::Diagnosis::from(verbs.doctor(job)?).into()))
    }
}
