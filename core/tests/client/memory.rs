//! The verbs over a transport that is not CPX/1: the relay in memory, which signs no receipts. And how often the
//! verbs ask a relay what it can do.

use std::io::{Cursor, Read, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cplink::client::{Client, Outcome, ReceiveOptions, SendOptions, Sent};
use cplink::error::{Code, Error, Result};
use cplink::finding::Severity;
use cplink::keys::{FileSigner, Trust};
use cplink::progress::Job;
use cplink::record::Table;
use cplink::relay::memory::MemoryTransport;
use cplink::relay::{
    Acceptance, Acknowledgement, Capabilities, ConnectOptions, DirectoryEntry, InboxPage, Limits, MemoryRelay,
    Outgoing, SentPage, Standing, State, Transport, connect,
};
use cplink::seal::{MessageHeader, MessageId};
use cplink::spec::{Kind, UnitKind};
use cplink::unit::{Address, Serial, Unit};
use cplink_testkit::{RECEIVER, SENDER, World, message};

/// An office with its folder.
pub(crate) struct Desk {
    pub(crate) client: Client,
    pub(crate) folder: tempfile::TempDir,
}

impl Desk {
    fn new(trust: &Trust, transport: impl Transport + 'static, signer: &Arc<FileSigner>) -> Self {
        let client = Client::new(transport, Arc::clone(signer) as _, trust.clone()).unwrap();
        Self { client, folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn send(&mut self, unit: &Unit) -> Result<Sent> {
        self.client.send(unit, &SendOptions::new(self.folder.path()), &mut Job::new())
    }

    fn kept(&self) -> usize {
        std::fs::read_dir(self.folder.path()).unwrap().count()
    }
}

/// Both offices' keys and a relay that knows them.
pub(crate) struct Stage {
    trust: Trust,
    relay: MemoryRelay,
    sender: Arc<FileSigner>,
    receiver: Arc<FileSigner>,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let World { trust, sender, receiver, .. } = World::new();
        let relay = MemoryRelay::new();
        relay.register(SENDER, "みどり");
        relay.register(RECEIVER, "あおば");
        Self { trust, relay, sender: Arc::new(sender), receiver: Arc::new(receiver) }
    }

    pub(crate) fn desks(&self) -> (Desk, Desk) {
        let desk = |office: &str, signer| Desk::new(&self.trust, self.relay.transport(office), signer);
        (desk(SENDER, &self.sender), desk(RECEIVER, &self.receiver))
    }
}

/// A withdrawal of results: the smallest unit.
pub(crate) fn unit(serial: &str) -> Unit {
    let address = |office: &str, service_type: &str| Address::new(office, service_type).unwrap();
    let mut unit = Unit::new(address(SENDER, "11"), address(RECEIVER, "43"), Serial::new(serial).unwrap());
    let mut table = Table::new(Kind::Dltjsk);
    let row = table.push();
    for (field, value) in [
        ("insurer_number", "990010"),
        ("insured_person_number", "0000000101"),
        ("deletion_target_month", "202510"),
        ("provider_number", SENDER),
        ("service_type_code", "11"),
    ] {
        table.set(row, field, value).unwrap();
    }
    assert!(unit.add_table(&table).unwrap().is_empty());
    unit
}

#[test]
fn two_offices_exchange_without_signed_receipts() {
    let stage = Stage::new();
    let (mut here, mut there) = stage.desks();
    let job = &mut Job::new();

    let sent = here.send(&unit("20251104090000")).unwrap();
    assert!(sent.receipt.is_none() && sent.accepted.is_none(), "the relay has signed nothing");
    let again = here.send(&unit("20251104090000")).unwrap();
    assert_eq!((again.id, again.accepted_at), (sent.id, sent.accepted_at), "a repeat has the same answer");

    let options = ReceiveOptions::new(there.folder.path()).with_wait(Duration::from_secs(60));
    let mut batch = there.client.receive("", &options, job).unwrap();
    let [incoming] = batch.messages.as_mut_slice() else { panic!("one message, not {}", batch.messages.len()) };
    let received = incoming.content.as_mut().unwrap();
    assert_eq!(received.id, sent.id);
    let checked = received.read(job).unwrap();
    assert_eq!(checked.report.unit_kind, Some(UnitKind::ResultsDeletion));
    assert!(!checked.report.has_error());
    let table = checked.contents.files[0].table.as_ref().unwrap();
    assert_eq!(table.row(0).unwrap().get("insured_person_number").unwrap(), "0000000101");

    let state = |desk: &mut Desk| {
        let list = desk.client.sent("", &mut Job::new()).unwrap();
        let message = list.messages.into_iter().find(|message| message.id == sent.id).unwrap();
        assert!(!message.is_signed && message.receipts.is_empty(), "what the relay says is its word");
        (message.state, message.reason)
    };
    assert_eq!(state(&mut here), (State::PickedUp, None));
    let refused = Outcome::Refused("対象外".to_owned());
    for _ in 0..2 {
        there.client.acknowledge(&incoming.reference, &refused, job).unwrap();
    }
    assert_eq!(state(&mut here), (State::Refused, Some("対象外".to_owned())));
    let stands = there.client.acknowledge(&incoming.reference, &Outcome::Imported, job).unwrap();
    assert_eq!((stands.state, stands.is_repeat), (State::Refused, true), "the first outcome remains, and is told");

    let page = there.client.receive(&batch.next, &options, job).unwrap();
    assert!(page.messages.is_empty() && page.next == batch.next);
}

#[test]
fn the_sent_list_ends_and_goes_on_with_what_has_changed() {
    let stage = Stage::new();
    let (mut here, mut there) = stage.desks();
    let job = &mut Job::new();
    let first = here.send(&unit("20251104090000")).unwrap();
    let second = here.send(&unit("20251104090001")).unwrap();

    let list = here.client.sent("", job).unwrap();
    assert_eq!(list.messages.iter().map(|message| message.id).collect::<Vec<_>>(), [first.id, second.id]);
    let last = list.next.expect("the cursor after the messages");
    let end = here.client.sent(&last, job).unwrap();
    assert!(end.messages.is_empty());
    assert_eq!(end.next, None, "whoever follows the cursors comes to an end");

    here.client.recall(&first.id, job).unwrap();
    here.client.recall(&first.id, job).unwrap();
    let changed = here.client.sent(&last, job).unwrap();
    let states: Vec<_> = changed.messages.iter().map(|message| (message.id, message.state)).collect();
    assert_eq!(states, [(first.id, State::Recalled)], "the last cursor leads to what has changed since, once");
    let last = changed.next.unwrap();
    assert_eq!(here.client.sent(&last, job).unwrap().next, None);

    there.client.receive("", &ReceiveOptions::new(there.folder.path()), job).unwrap();
    let changed = here.client.sent(&last, job).unwrap();
    assert_eq!(changed.messages[0].state, State::PickedUp);
    assert_eq!(changed.messages.len(), 1);
}

#[test]
fn a_message_is_recalled_before_it_is_picked_up() {
    let stage = Stage::new();
    let (mut here, mut there) = stage.desks();
    let job = &mut Job::new();
    let sent = here.send(&unit("20251104090000")).unwrap();
    for _ in 0..2 {
        here.client.recall(&sent.id, job).unwrap();
    }
    let options = ReceiveOptions::new(there.folder.path());
    assert!(there.client.receive("", &options, job).unwrap().messages.is_empty());
    assert_eq!(here.client.sent("", job).unwrap().messages[0].state, State::Recalled);

    let late = here.send(&unit("20251104090001")).unwrap();
    there.client.receive("", &options, job).unwrap();
    assert_eq!(here.client.recall(&late.id, job).unwrap_err().code(), Code::RelayState);
    assert_eq!(there.client.recall(&late.id, job).unwrap_err().code(), Code::RelayNotFound, "not its own");
}

#[test]
fn the_doctor_speaks_of_what_the_relay_can_do() {
    let stage = Stage::new();
    let (mut here, _) = stage.desks();
    let diagnosis = here.client.doctor(&mut Job::new()).unwrap();
    let ids: Vec<_> = diagnosis.lines.iter().map(|line| line.id).collect();
    assert!(diagnosis.is_well(), "{:?}", diagnosis.lines);
    // There is neither TLS nor a proxy to speak of.
    assert_eq!(ids, ["key", "certificate", "chain", "crl", "relay", "protocol", "clock", "registration", "licence"]);
    assert!(diagnosis.lines.iter().all(|line| line.severity == Severity::Info), "{:?}", diagnosis.lines);
    assert!(diagnosis.lines.iter().any(|line| line.text_ja.contains("受領証はありません")));
}

#[test]
fn the_doctor_names_a_list_that_no_authority_has_signed() {
    let stage = Stage::new();
    // Of other authorities with the same names.
    let namesake = cplink_testkit::pki().crl_der().unwrap();
    let trust = stage.trust.clone().with_crl_file("other.crl", &namesake).with_crl_file("packed.zip", b"PK\x03\x04");
    let mut here = Desk::new(&trust, stage.relay.transport(SENDER), &stage.sender);
    let diagnosis = here.client.doctor(&mut Job::new()).unwrap();
    assert!(diagnosis.is_well(), "{:?}", diagnosis.lines);
    let told: Vec<_> = diagnosis.lines.iter().filter(|line| line.id == "crl").collect();
    let [checked, packed, other] = told[..] else { panic!("{told:?}") };
    assert_eq!(checked.severity, Severity::Info);
    for (line, file, code) in [(packed, "packed.zip", Code::CrlFile), (other, "other.crl", Code::CrlInvalid)] {
        assert_eq!(line.severity, Severity::Warning);
        assert!(line.text_ja.contains(file) && line.text_ja.contains(code.message_ja()), "{}", line.text_ja);
        assert!(line.text_en.contains(code.message_en()), "{}", line.text_en);
        assert_eq!((&line.remedy_ja[..], &line.remedy_en[..]), (code.remedy_ja(), code.remedy_en()));
    }
}

#[test]
fn faults_have_the_codes_of_a_real_relay() {
    let stage = Stage::new();
    let code = |result: Result<Sent>| result.unwrap_err().code();

    let mut stranger = Desk::new(&stage.trust, MemoryRelay::new().transport(SENDER), &stage.sender);
    assert_eq!(code(stranger.send(&unit("20251104090000"))), Code::RelaySenderUnknown);

    let alone = MemoryRelay::new();
    alone.register(SENDER, "みどり");
    let mut alone = Desk::new(&stage.trust, alone.transport(SENDER), &stage.sender);
    assert_eq!(code(alone.send(&unit("20251104090000"))), Code::RelayReceiverUnknown);
    assert_eq!(alone.client.office(RECEIVER, &mut Job::new()).unwrap(), None);

    // Who is not the office of the message cannot send it.
    let mut other = Desk::new(&stage.trust, stage.relay.transport(RECEIVER), &stage.sender);
    assert_eq!(code(other.send(&unit("20251104090000"))), Code::RelayCertOffice);

    stage.relay.set_limits(Limits { container_bytes: 1024, ..Limits::default() });
    let (mut here, _) = stage.desks();
    assert_eq!(code(here.send(&unit("20251104090000"))), Code::RelayTooLarge);
    assert_eq!(here.kept(), 0, "nothing was sealed");
}

#[test]
fn an_id_stands_for_one_content() {
    let stage = Stage::new();
    let (mut here, _) = stage.desks();
    let one = here.send(&unit("20251104090000")).unwrap();
    let two = std::fs::read(here.send(&unit("20251104090001")).unwrap().container).unwrap();
    let message = MessageHeader { serial: "20251104090000".to_owned(), ..message() };
    let mut transport = stage.relay.transport(SENDER);
    let mut put = |id: MessageId, bytes: &[u8]| {
        let outgoing = Outgoing { id, message: &message };
        transport.put_message(&outgoing, &mut Cursor::new(bytes), bytes.len() as u64, &mut Job::new())
    };
    assert_eq!(put(one.id, &two).unwrap_err().code(), Code::RelayConflict);
    let unknown: MessageId = "0".repeat(64).parse().unwrap();
    assert_eq!(put(unknown, &two).unwrap_err().code(), Code::MessageId);
    assert_eq!(put(one.id, &two[..two.len() - 1]).unwrap_err().code(), Code::ContainerTruncated);
}

#[test]
fn hosts_choose_the_transport_by_its_name() {
    let stage = Stage::new();
    let mut options = ConnectOptions::default();
    let error = options.set_transport("carrier-pigeon").unwrap_err();
    assert_eq!(error.code(), Code::Setting);
    assert!(error.detail().unwrap().contains("cpx/1, folder, memory"), "{error:?}");
    options.set_transport("memory").unwrap();

    let trust = &stage.trust;
    let open = |signer: &Arc<FileSigner>| connect(&options, Arc::clone(signer) as _, trust).unwrap();
    let mut here = Desk::new(&stage.trust, open(&stage.sender), &stage.sender);
    let mut there = Desk::new(&stage.trust, open(&stage.receiver), &stage.receiver);
    let sent = here.send(&unit("20251104090000")).unwrap();
    let options = ReceiveOptions::new(there.folder.path());
    let batch = there.client.receive("", &options, &mut Job::new()).unwrap();
    assert_eq!(batch.messages[0].reference.id, sent.id, "clients of the same options share a relay");
}

/// A transport made outside of the crate: it writes down what is asked of another, and fails on demand.
struct Watched {
    inner: MemoryTransport,
    calls: Arc<Mutex<Vec<&'static str>>>,
    fault: Arc<Mutex<Option<Code>>>,
    change: fn(&mut Capabilities),
}

impl Watched {
    fn note(&self, call: &'static str) -> Result<()> {
        self.calls.lock().unwrap().push(call);
        if call == "capabilities" {
            return Ok(());
        }
        self.fault.lock().unwrap().take().map_or(Ok(()), |code| Err(Error::new(code)))
    }
}

impl Transport for Watched {
    fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        self.note("capabilities")?;
        let mut capabilities = self.inner.capabilities(job)?;
        (self.change)(&mut capabilities);
        Ok(capabilities)
    }

    fn put_message(
        &mut self,
        outgoing: &Outgoing<'_>,
        body: &mut dyn Read,
        len: u64,
        job: &mut Job<'_>,
    ) -> Result<Acceptance> {
        self.note("put")?;
        self.inner.put_message(outgoing, body, len, job)
    }

    fn get_message(&mut self, id: &MessageId, sink: &mut dyn Write, max: u64, job: &mut Job<'_>) -> Result<u64> {
        self.note("get")?;
        self.inner.get_message(id, sink, max, job)
    }

    fn inbox(&mut self, after: &str, wait: Duration, job: &mut Job<'_>) -> Result<InboxPage> {
        assert_eq!(wait, Duration::ZERO, "the relay does not wait");
        self.note("inbox")?;
        self.inner.inbox(after, wait, job)
    }

    fn sent(&mut self, after: &str, job: &mut Job<'_>) -> Result<SentPage> {
        self.note("sent")?;
        self.inner.sent(after, job)
    }

    fn acknowledge(&mut self, id: &MessageId, said: &Acknowledgement<'_>, job: &mut Job<'_>) -> Result<Standing> {
        self.note("acknowledge")?;
        self.inner.acknowledge(id, said, job)
    }
}

type Calls = Arc<Mutex<Vec<&'static str>>>;
type Fault = Arc<Mutex<Option<Code>>>;

/// An office whose calls are watched, at a relay that says what `change` makes of it.
fn watched(stage: &Stage, change: fn(&mut Capabilities)) -> (Desk, Calls, Fault) {
    let (calls, fault) = (Calls::default(), Fault::default());
    let inner = stage.relay.transport(SENDER);
    let transport = Watched { inner, calls: Arc::clone(&calls), fault: Arc::clone(&fault), change };
    (Desk::new(&stage.trust, transport, &stage.sender), calls, fault)
}

fn taken(calls: &Calls) -> Vec<&'static str> {
    std::mem::take(&mut calls.lock().unwrap())
}

#[test]
fn the_relay_is_asked_once_and_again_after_a_lost_connection() {
    let stage = Stage::new();
    let (mut here, calls, fault) = watched(&stage, |_| ());
    let options = ReceiveOptions::new(here.folder.path());
    let job = &mut Job::new();
    here.client.sent("", job).unwrap();
    assert_eq!(taken(&calls), ["capabilities", "sent"]);
    here.send(&unit("20251104090000")).unwrap();
    here.send(&unit("20251104090001")).unwrap();
    here.client.receive("", &options, job).unwrap();
    here.client.capabilities(job).unwrap();
    assert_eq!(taken(&calls), ["put", "put", "inbox"]);

    *fault.lock().unwrap() = Some(Code::ConnectionLost);
    assert_eq!(here.send(&unit("20251104090002")).unwrap_err().code(), Code::ConnectionLost);
    here.send(&unit("20251104090002")).unwrap();
    assert_eq!(taken(&calls), ["put", "capabilities", "put"]);
    *fault.lock().unwrap() = Some(Code::RelayReceiverUnknown);
    here.send(&unit("20251104090003")).unwrap_err();
    here.send(&unit("20251104090003")).unwrap();
    assert_eq!(taken(&calls), ["put", "put"], "a refusal is no reason to ask");
}

/// Makes a relay able to do less.
type Narrow = fn(&mut Capabilities);

#[test]
fn what_the_relay_would_refuse_is_not_sealed_or_sent() {
    let stage = Stage::new();
    let cases: [(Narrow, Code); 3] = [
        (|relay| relay.csv_versions = Some(vec!["202208".to_owned()]), Code::RelayFileSet),
        (|relay| relay.kinds = Some(vec!["slip".to_owned()]), Code::RelayFileSet),
        (|relay| relay.limits.container_bytes = 1024, Code::RelayTooLarge),
    ];
    for (change, code) in cases {
        let (mut here, calls, _) = watched(&stage, change);
        let error = here.send(&unit("20251104090000")).unwrap_err();
        assert_eq!((error.code(), error.in_doubt()), (code, false));
        assert_eq!((taken(&calls), here.kept()), (vec!["capabilities"], 0));
    }
    // One that signs receipts must give one.
    let (mut here, _, _) = watched(&stage, |relay| relay.abilities.receipts = true);
    let error = here.send(&unit("20251104090000")).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::ReceiptFormat, true));
}

#[test]
fn limits_of_nothing_do_not_end_all_exchange() {
    let stage = Stage::new();
    let cases: [Narrow; 4] = [
        |relay| relay.limits.container_bytes = 0,
        |relay| relay.limits.container_entries = 0,
        |relay| relay.csv_versions = Some(Vec::new()),
        |relay| relay.kinds = Some(Vec::new()),
    ];
    for (number, change) in cases.into_iter().enumerate() {
        let (mut here, ..) = watched(&stage, change);
        here.send(&unit(&format!("2025110409000{number}"))).unwrap();
    }
}

#[test]
fn what_a_relay_cannot_do_is_refused_or_left_out() {
    let stage = Stage::new();
    let (mut here, _, _) = watched(&stage, |relay| {
        relay.clock = None;
        relay.abilities.directory = false;
    });
    let job = &mut Job::new();
    let sent = here.send(&unit("20251104090000")).unwrap();
    assert_eq!(here.client.recall(&sent.id, job).unwrap_err().code(), Code::RelayRequest);
    let asked: Result<Option<DirectoryEntry>> = here.client.office(RECEIVER, job);
    assert_eq!(asked.unwrap_err().code(), Code::RelayRequest);
    let ids: Vec<_> = here.client.doctor(job).unwrap().lines.iter().map(|line| line.id).collect();
    assert_eq!(ids, ["key", "certificate", "chain", "crl", "relay", "protocol"]);
}
