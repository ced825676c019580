//! The relay in memory with a key: it signs receipts as a real one does, and knows agents.

use std::sync::Arc;

use cplink::client::{Client, Outcome, ReceiveOptions, SendOptions};
use cplink::keys::{CertificateKind, FileSigner, Trust, UnixTime};
use cplink::progress::Job;
use cplink::relay::memory::MemoryTransport;
use cplink::relay::{Acknowledgement, ConnectOptions, MemoryRelay, Outgoing, State, Transport, connect};
use cplink::seal::{Agent, Receipt, ReceiptChain, ReceiptKind};
use cplink::{Code, Result};
use cplink_testkit::{RECEIVER, SENDER, STRANGER, World, code, message, office, signer};
use relay_mock::pki::{Algorithm, Pki};

use crate::memory::unit;

const AGENT: &str = STRANGER;

struct Stage {
    relay: MemoryRelay,
    pki: Pki,
    trust: Trust,
    sender: Arc<FileSigner>,
    receiver: Arc<FileSigner>,
    agent: Arc<FileSigner>,
    folder: tempfile::TempDir,
}

impl Stage {
    fn without_key() -> Self {
        let World { pki, trust, sender, receiver, .. } = World::new();
        let relay = MemoryRelay::new();
        [SENDER, RECEIVER, AGENT].iter().for_each(|number| relay.register(*number, "みどり"));
        let key = office(AGENT, Algorithm::EcdsaP256).kind(CertificateKind::CareDx);
        let agent = Arc::new(signer(&pki.office(&key).unwrap()));
        let (sender, receiver) = (Arc::new(sender), Arc::new(receiver));
        Self { relay, pki, trust, sender, receiver, agent, folder: tempfile::tempdir().unwrap() }
    }

    fn new() -> Self {
        let stage = Self::without_key();
        let seal = signer(&stage.pki.relay_seal().unwrap());
        stage.relay.sign_receipts(Arc::new(seal), stage.trust.clone());
        stage
    }

    fn line(&self, key: &FileSigner) -> MemoryTransport {
        self.relay.transport_of(key, &self.trust).unwrap()
    }

    fn client(&self, key: &Arc<FileSigner>) -> Client {
        Client::new(self.line(key), key.clone(), self.trust.clone()).unwrap()
    }

    fn acting(&self, number: &str) -> Client {
        self.client(&self.agent).for_office(number).unwrap()
    }

    fn send(&self, client: &mut Client, serial: &str) -> Result<cplink::client::Sent> {
        client.send(&unit(serial), &SendOptions::new(self.folder.path().join("out")), &mut Job::new())
    }

    /// The first message that is new, fetched.
    fn receive(&self, client: &mut Client) -> cplink::client::Incoming {
        let options = ReceiveOptions::new(self.folder.path().join("in"));
        client.receive("", &options, &mut Job::new()).unwrap().messages.remove(0)
    }
}

#[test]
fn a_relay_with_a_key_signs_every_step_in_one_chain() {
    let stage = Stage::new();
    let (mut here, mut there) = (stage.client(&stage.sender), stage.client(&stage.receiver));
    let mut receipts = Vec::new();
    for (serial, outcome) in
        [("20251104090000", Outcome::Imported), ("20251104090001", Outcome::Refused("対象外".to_owned()))]
    {
        let sent = stage.send(&mut here, serial).unwrap();
        assert!(sent.accepted.is_some() && sent.agent.is_none());
        assert_eq!(stage.send(&mut here, serial).unwrap().receipt, sent.receipt, "a repeat has the same answer");
        let options = ReceiveOptions::new(stage.folder.path().join("in"));
        let batch = there.receive("", &options, &mut Job::new()).unwrap();
        let incoming = batch.messages.into_iter().find(|one| one.reference.id == sent.id).unwrap();
        let first = there.acknowledge(&incoming.reference, &outcome, &mut Job::new()).unwrap();
        let again = there.acknowledge(&incoming.reference, &Outcome::Imported, &mut Job::new()).unwrap();
        assert!(!first.is_repeat && again.is_repeat);
        assert_eq!((again.state, again.receipt, again.reason), (first.state, first.receipt, first.reason));
        let list = here.sent("", &mut Job::new()).unwrap().messages;
        let message = list.into_iter().find(|message| message.id == sent.id).unwrap();
        let expected = if outcome == Outcome::Imported { State::Imported } else { State::Refused };
        assert!(message.is_signed && message.doubt.is_none() && message.state == expected);
        assert_eq!(message.receipts.len(), 4);
        receipts.extend(message.receipts);
    }
    let mut chain = ReceiptChain::new(None);
    receipts.iter().for_each(|(verified, der)| chain.add(verified, der));
    assert_eq!((chain.gaps(), chain.head().map(|head| head.number)), (Vec::new(), Some(6)));
}

#[test]
fn receipts_say_who_acted_for_whom() {
    let stage = Stage::new();
    for number in [SENDER, RECEIVER] {
        stage.relay.add_agent(number, AGENT).unwrap();
        stage.relay.add_agent(number, AGENT).unwrap();
    }
    // Another name is no other entry.
    stage.relay.register(SENDER, "あおば");
    let mut at_sender = stage.acting(SENDER);
    let entry = at_sender.office(SENDER, &mut Job::new()).unwrap().unwrap();
    assert_eq!((entry.name.as_str(), entry.agents), ("あおば", vec![AGENT.to_owned()]));
    assert_eq!((at_sender.office_number(), at_sender.agent()), (SENDER, Some(AGENT)));
    let sent = stage.send(&mut at_sender, "20251104090000").unwrap();
    assert_eq!(sent.agent.as_deref(), Some(AGENT));
    let mut at_receiver = stage.acting(RECEIVER);
    let incoming = stage.receive(&mut at_receiver);
    assert_eq!(incoming.content.as_ref().unwrap().agent.as_deref(), Some(AGENT));
    // The office itself has received the same, with the same proof.
    let own = stage.receive(&mut stage.client(&stage.receiver));
    assert_eq!(own.content.unwrap().agent.as_deref(), Some(AGENT));
    let acknowledged = at_receiver.acknowledge(&incoming.reference, &Outcome::Imported, &mut Job::new()).unwrap();
    assert!(acknowledged.agent.as_deref() == Some(AGENT) && acknowledged.recorded.is_some());
    let named = Agent::new(AGENT, &cplink::keys::Signer::chain(&*stage.agent)[0]);
    let list = stage.client(&stage.sender).sent("", &mut Job::new()).unwrap().messages;
    assert_eq!((list[0].agent.as_deref(), list[0].receiver_agent.as_deref()), (Some(AGENT), Some(AGENT)));
    let said = list[0].receipts.iter().map(|(verified, _)| (verified.receipt.kind, verified.receipt.agent.clone()));
    let kinds = [ReceiptKind::Accepted, ReceiptKind::PickedUp, ReceiptKind::Imported, ReceiptKind::Recorded];
    assert_eq!(said.collect::<Vec<_>>(), kinds.map(|kind| (kind, Some(named.clone()))));
    // None of it is the agent's own.
    assert!(stage.client(&stage.agent).sent("", &mut Job::new()).unwrap().messages.is_empty());
}

#[test]
fn who_is_not_listed_by_this_very_office_does_nothing() {
    let stage = Stage::new();
    stage.relay.add_agent(RECEIVER, AGENT).unwrap();
    for wrong in [(SENDER, SENDER), (SENDER, "9999999999"), ("9999999999", AGENT)] {
        assert_eq!(code(stage.relay.add_agent(wrong.0, wrong.1)), Code::InvalidArgument);
    }
    for number in [SENDER, "9999999999"] {
        assert_eq!(code(stage.acting(number).sent("", &mut Job::new())), Code::RelayAgent, "{number}");
    }
    assert_eq!(code(stage.send(&mut stage.acting(SENDER), "20251104090000")), Code::RelayAgent);
    stage.relay.remove_agent(RECEIVER, AGENT);
    assert_eq!(code(stage.acting(RECEIVER).sent("", &mut Job::new())), Code::RelayAgent);
    assert!(stage.client(&stage.sender).sent("", &mut Job::new()).unwrap().messages.is_empty());
}

#[test]
fn the_relay_takes_only_what_its_caller_has_signed() {
    let stage = Stage::new();
    stage.relay.add_agent(SENDER, AGENT).unwrap();
    let line = |key: &FileSigner| stage.line(key);
    let job = &mut Job::new();
    let put = |line: &mut dyn Transport, key: &FileSigner| {
        let (draft, container) = (message::draft(), message::seal(key));
        let outgoing = Outgoing { id: draft.id(), message: draft.message() };
        line.put_message(&outgoing, &mut container.as_slice(), container.len() as u64, &mut Job::new())
    };
    let mut acting = line(&stage.agent).for_office(SENDER).unwrap();
    for (line, key) in [
        (&mut line(&stage.sender) as &mut dyn Transport, &stage.agent),
        (&mut line(&stage.sender), &stage.receiver),
        (&mut acting, &stage.sender),
        // Without saying for whom.
        (&mut line(&stage.agent), &stage.agent),
    ] {
        assert_eq!(code(put(line, key)), Code::RelayCertOffice);
    }
    let accepted = put(&mut acting, &stage.agent).unwrap();
    // The same from the office itself has the same answer, and another's question has none.
    assert_eq!(put(&mut line(&stage.sender), &stage.sender).unwrap(), accepted);
    assert_eq!(code(put(&mut line(&stage.receiver), &stage.receiver)), Code::RelayCertOffice);
    // An outcome that somebody else has signed, or that is of another message, is none.
    let mut receiver = line(&stage.receiver);
    let id = receiver.inbox("", std::time::Duration::ZERO, job).unwrap().entries[0].id;
    receiver.get_message(&id, &mut Vec::new(), 1 << 20, job).unwrap();
    for (key, message) in [(&stage.agent, id), (&stage.receiver, message::id(7))] {
        let receipt = Receipt {
            kind: ReceiptKind::Imported,
            message,
            from: SENDER.to_owned(),
            to: RECEIVER.to_owned(),
            at: UnixTime::now(),
            reason: None,
            previous: None,
            link: None,
            records: None,
            agent: None,
        };
        let der = receipt.sign(&**key, UnixTime::now()).unwrap();
        let said = Acknowledgement { outcome: &Outcome::Imported, receipt: &der };
        assert!(matches!(code(receiver.acknowledge(&id, &said, job)), Code::CertOffice | Code::ReceiptFormat));
    }
    assert_eq!(line(&stage.sender).sent("", job).unwrap().entries[0].state, State::PickedUp);
}

#[test]
fn without_a_key_or_a_certificate_nobody_acts_for_another() {
    let stage = Stage::without_key();
    stage.relay.add_agent(SENDER, AGENT).unwrap();
    let told = |client: Client| {
        assert_eq!(code(client.for_office("1")), Code::OfficeNumber);
        let own = client.for_office(AGENT).unwrap();
        assert_eq!((own.office_number(), own.agent()), (AGENT, None));
        let error = client.for_office(SENDER).err().unwrap();
        assert!(error.code() == Code::ActingUnsupported && !error.remedy_ja().is_empty());
        error.detail().unwrap().to_owned()
    };
    assert!(told(stage.client(&stage.agent)).contains("sign_receipts"));
    let stage = Stage::new();
    let line = stage.relay.transport(AGENT);
    let client = Client::new(line, stage.agent.clone(), stage.trust.clone()).unwrap();
    assert!(told(client).contains("transport_of"));
}

#[test]
fn a_client_that_connects_by_name_may_act() {
    let stage = Stage::new();
    stage.relay.add_agent(SENDER, AGENT).unwrap();
    let mut options = ConnectOptions { memory: stage.relay.clone(), ..ConnectOptions::default() };
    options.set_transport("memory").unwrap();
    let line = connect(&options, stage.agent.clone(), &stage.trust).unwrap();
    let client = Client::new(line, stage.agent.clone(), stage.trust.clone()).unwrap();
    let sent = stage.send(&mut client.for_office(SENDER).unwrap(), "20251104090000").unwrap();
    assert_eq!(sent.agent.as_deref(), Some(AGENT));
}
