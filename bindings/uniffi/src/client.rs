//! The verbs.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cplink::client::{Client as Verbs, MessageReference, Outcome, ReceiveOptions, SendOptions};
use cplink::progress::Job;
use cplink::relay::folder::FolderOptions;
use cplink::relay::http::Proxy;
use cplink::relay::{ConnectOptions, connect};
use cplink::seal::MessageId;
use cplink::secret::Secret;
use cplink_values as values;

use crate::cancel::{Cancel, Watcher, watched};
use crate::failure::{Result, hold, misuse};
use crate::generated::{Acknowledged, Diagnosis, Office, Sent, SentList, UnitReport};
use crate::inbox::{Batch, Inbox};
use crate::keys::{Signer, Trust};
use crate::message::Message;
use crate::unit::Unit;

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

/// One office's access to a relay; one verb at a time.
#[derive(uniffi::Object)]
pub struct Client(Mutex<Option<Verbs>>);

type Watch = Option<Box<dyn Watcher>>;

fn duration(milliseconds: i64) -> Duration {
    Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0))
}

impl Client {
    fn verb<T>(
        &self,
        cancel: &Cancel,
        watcher: Watch,
        verb: impl FnOnce(&mut Verbs, &mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut held = hold(&self.0)?;
        let verbs = held.as_mut().ok_or_else(|| {
            misuse("the client is closed", "この Client はすでに閉じられています。新しい Client を作ってください。")
        })?;
        watched(cancel, watcher, |job| verb(verbs, job))
    }
}

#[uniffi::export]
impl Client {
    /// A client of the office that the signer's certificate names.
    #[uniffi::constructor]
    pub fn new(options: Options, signer: Arc<Signer>, trust: Arc<Trust>) -> Result<Arc<Self>> {
        let signer = Arc::clone(&signer.0);
        let mut connecting = ConnectOptions::new(options.base_url);
        if let Some(name) = options.transport {
            connecting.set_transport(&name)?;
        }
        let folder = &mut connecting.folder;
        folder.out = options.folder_out.unwrap_or_default().into();
        folder.inward = options.folder_in.unwrap_or_default().into();
        folder.leave = options.folder_leave;
        folder.take_incomplete = options.folder_take_incomplete;
        if let Some(seconds) = options.folder_settle_seconds {
            // What is no number of the core's is outside of the bounds, too.
            folder.settle = FolderOptions::settle_of_seconds(u64::try_from(seconds).unwrap_or(0))?;
        }
        connecting.connect_timeout = options.connect_timeout.map(duration);
        connecting.call_timeout = options.call_timeout.map(duration);
        connecting.body_timeout = options.body_timeout.map(duration);
        connecting.stall_timeout = options.stall_timeout.map(duration);
        if let Some(pem) = options.tls_ca_pem {
            connecting.tls_trust = cplink::keys::Trust::from_pem(pem.as_bytes())?.certificates().to_vec();
        }
        connecting.allow_tls12 = options.allow_tls12;
        connecting.pins = options.relay_pin.unwrap_or_default().parse()?;
        connecting.time_stamp_url = options.time_stamp_url.unwrap_or_default();
        connecting.proxy = options.proxy_url.map(|url| {
            let mut proxy = Proxy::new(url);
            let password = options.proxy_password.unwrap_or_default();
            proxy.login = options.proxy_user.map(|user| (user, Secret::new(password.into_bytes())));
            proxy
        });
        let mut verbs = Verbs::new(connect(&connecting, Arc::clone(&signer), &trust.0)?, signer, trust.0.clone())?;
        if let Some(mebibytes) = options.message_memory_mib {
            // What is no number of the core's is outside of the bounds, too.
            verbs.set_message_memory(Verbs::message_memory_of_mib(u64::try_from(mebibytes).unwrap_or(0))?);
        }
        if let Some(stamper) = connecting.stamper(&trust.0)? {
            verbs.set_time_stamper(Arc::new(stamper));
        }
        Ok(Arc::new(Self(Mutex::new(Some(verbs)))))
    }

    /// The office number of the certificate.
    pub fn office_number(&self) -> Result<String> {
        self.verb(&Cancel::default(), None, |verbs, _| Ok(verbs.office_number().to_owned()))
    }

    /// Ends the client; refused while a verb runs.
    pub fn close(&self) -> Result<()> {
        *hold(&self.0)? = None;
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
        let mut options = SendOptions::new(keep);
        if let Some(reason) = override_reason {
            options = options.with_override(reason);
        }
        self.verb(&cancel, watcher, |verbs, job| {
            unit.with(|unit| Ok(values::Sent::from(verbs.send(unit, &options, job)?).into()))
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
        self.verb(&cancel, watcher, |verbs, job| Ok(Arc::new(Inbox(Mutex::new(verbs.inbox(&cursor, &options, job)?)))))
    }

    /// Fetches the next message of a page.
    pub fn next_message(&self, inbox: Arc<Inbox>, cancel: Arc<Cancel>, watcher: Watch) -> Result<Option<Arc<Message>>> {
        let mut inbox = hold(&inbox.0)?;
        self.verb(&cancel, watcher, |verbs, job| Ok(verbs.next_message(&mut inbox, job)?.map(Message::of)))
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
        self.verb(&cancel, watcher, |verbs, job| Ok(verbs.receive(&cursor, &options, job)?.into()))
    }

    /// Opens a container that was kept.
    pub fn open(&self, id: String, path: String, cancel: Arc<Cancel>, watcher: Watch) -> Result<Arc<Message>> {
        let id: MessageId = id.parse()?;
        self.verb(&cancel, watcher, |verbs, job| Ok(Message::opened(verbs.open_received(&id, path.as_ref(), job)?)))
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
        self.verb(&cancel, watcher, |verbs, job| {
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
