//! Agents: whose a mailbox is, and who acted for whom. Over a real relay and over one in memory, which are alike.

use std::sync::Arc;

use cplink::Code;
use cplink::client::Client;
use cplink::keys::{CertificateKind, FileSigner, Trust};
use cplink::mailbox::{EntryState, Filter, Mailbox, QueueOptions};
use cplink::progress::Job;
use cplink::relay::{MemoryRelay, Transport};
use cplink::seal::MessageId;
use cplink_testkit::relay::TestRelay;
use cplink_testkit::{RECEIVER, SENDER, STRANGER, World, code, office, signer};
use relay_mock::pki::Algorithm;

use crate::kit::unit;

const AGENT: &str = STRANGER;

enum AnyRelay {
    Real(Box<TestRelay>),
    Memory(MemoryRelay),
}

impl AnyRelay {
    fn add_agent(&self, number: &str) {
        match self {
            Self::Real(relay) => relay.add_agent(number, AGENT),
            Self::Memory(relay) => relay.add_agent(number, AGENT).unwrap(),
        }
    }

    fn remove_agent(&self, number: &str) {
        match self {
            Self::Real(relay) => relay.remove_agent(number, AGENT),
            Self::Memory(relay) => relay.remove_agent(number, AGENT),
        }
    }

    fn transport(&self, signer: &Arc<FileSigner>, trust: &Trust) -> Box<dyn Transport> {
        match self {
            Self::Real(relay) => Box::new(relay.transport(signer.clone())),
            Self::Memory(relay) => Box::new(relay.transport_of(&**signer, trust).unwrap()),
        }
    }
}

/// A sender and a receiver, and an agent that acts for both.
struct Scene {
    relay: AnyRelay,
    trust: Trust,
    sender: Arc<FileSigner>,
    receiver: Arc<FileSigner>,
    agent: Arc<FileSigner>,
    folder: tempfile::TempDir,
}

impl Scene {
    /// One with each relay.
    fn each() -> [Self; 2] {
        let offices = [SENDER, RECEIVER, AGENT];
        let real = |world: &World| AnyRelay::Real(Box::new(TestRelay::start(&world.pki, &offices)));
        let memory = |world: &World| {
            let relay = MemoryRelay::new();
            relay.sign_receipts(Arc::new(signer(&world.pki.relay_seal().unwrap())), world.trust.clone());
            offices.iter().for_each(|number| relay.register(*number, "みどり"));
            AnyRelay::Memory(relay)
        };
        [Self::new(real), Self::new(memory)]
    }

    fn new(relay: impl FnOnce(&World) -> AnyRelay) -> Self {
        let world = World::new();
        let relay = relay(&world);
        for number in [SENDER, RECEIVER] {
            relay.add_agent(number);
        }
        let key = office(AGENT, Algorithm::EcdsaP256).kind(CertificateKind::CareDx);
        let agent = Arc::new(signer(&world.pki.office(&key).unwrap()));
        let (sender, receiver) = (Arc::new(world.sender), Arc::new(world.receiver));
        Self { relay, trust: world.trust, sender, receiver, agent, folder: tempfile::tempdir().unwrap() }
    }

    fn client(&self, signer: &Arc<FileSigner>) -> Client {
        Client::new(self.relay.transport(signer, &self.trust), signer.clone(), self.trust.clone()).unwrap()
    }

    fn acting(&self, number: &str) -> Client {
        self.client(&self.agent).for_office(number).unwrap()
    }

    fn mailbox(&self, number: &str) -> Mailbox {
        Mailbox::open(self.folder.path().join(number), number).unwrap()
    }
}

fn queue(mailbox: &Mailbox, number: u32) -> MessageId {
    mailbox.queue(&unit(number), &QueueOptions::new(), &mut Job::new()).unwrap().id
}

#[test]
fn entries_say_who_acted_for_whom_as_the_receipts_do() {
    for scene in Scene::each() {
        let (outbox, inbox, job) = (scene.mailbox(SENDER), scene.mailbox(RECEIVER), &mut Job::new());
        let (mut at_sender, mut at_receiver) = (scene.acting(SENDER), scene.acting(RECEIVER));
        let id = queue(&outbox, 1);
        assert_eq!(outbox.entry(&id).unwrap().unwrap().agent, None, "nobody has sent it yet");
        assert_eq!(outbox.pump(&mut at_sender, 0, job).unwrap().sent, 1);
        assert_eq!(outbox.entry(&id).unwrap().unwrap().agent.as_deref(), Some(AGENT));
        inbox.pump(&mut at_receiver, 0, job).unwrap();
        let received = inbox.entry(&id).unwrap().unwrap();
        assert_eq!((received.agent.as_deref(), received.receiver_agent), (Some(AGENT), None));
        inbox.next(&at_receiver, job).unwrap().unwrap().done().unwrap();
        assert_eq!(inbox.pump(&mut at_receiver, 0, job).unwrap().reported, 1);
        // The office itself asks what became of it.
        outbox.pump(&mut scene.client(&scene.sender), 0, job).unwrap();
        for mailbox in [&outbox, &inbox] {
            let entry = mailbox.entry(&id).unwrap().unwrap();
            assert_eq!(entry.state, EntryState::Imported);
            assert_eq!((entry.agent.as_deref(), entry.receiver_agent.as_deref()), (Some(AGENT), Some(AGENT)));
            let json = serde_json::to_value(&entry).unwrap();
            assert_eq!((&json["agent"], &json["receiver_agent"]), (&AGENT.into(), &AGENT.into()));
            // The proof that the agent was one is kept with its receipt.
            let recorded = entry.container.unwrap().with_file_name(format!("{id}-recorded.p7s"));
            assert!(recorded.is_file());
        }
    }
}

#[test]
fn who_does_it_oneself_has_no_agent() {
    for scene in Scene::each() {
        let (outbox, inbox, job) = (scene.mailbox(SENDER), scene.mailbox(RECEIVER), &mut Job::new());
        let (mut sender, mut receiver) = (scene.client(&scene.sender), scene.client(&scene.receiver));
        let id = queue(&outbox, 1);
        outbox.pump(&mut sender, 0, job).unwrap();
        inbox.pump(&mut receiver, 0, job).unwrap();
        inbox.next(&receiver, job).unwrap().unwrap().done().unwrap();
        inbox.pump(&mut receiver, 0, job).unwrap();
        outbox.pump(&mut sender, 0, job).unwrap();
        for mailbox in [&outbox, &inbox] {
            let entry = mailbox.entry(&id).unwrap().unwrap();
            assert_eq!((entry.state, entry.agent, entry.receiver_agent), (EntryState::Imported, None, None));
        }
    }
}

#[test]
fn the_office_and_its_agent_work_one_mailbox_and_do_nothing_twice() {
    for scene in Scene::each() {
        let (outbox, inbox, job) = (scene.mailbox(SENDER), scene.mailbox(RECEIVER), &mut Job::new());
        let ids = [1, 2].map(|number| queue(&outbox, number));
        assert_eq!(outbox.pump(&mut scene.acting(SENDER), 1, job).unwrap().sent, 1);
        assert_eq!(outbox.pump(&mut scene.client(&scene.sender), 1, job).unwrap().sent, 1);
        let agents = ids.map(|id| outbox.entry(&id).unwrap().unwrap().agent);
        assert_eq!(agents, [Some(AGENT.to_owned()), None]);
        // The agent receives; the office imports what it has received, and the agent the rest.
        let (mut agent, own) = (scene.acting(RECEIVER), scene.client(&scene.receiver));
        assert_eq!(inbox.pump(&mut agent, 0, job).unwrap().received, 2);
        let mut handed = Vec::new();
        for client in [&own, &agent] {
            let mut delivery = inbox.next(client, job).unwrap().unwrap();
            assert!(!delivery.offered_before());
            delivery.done().unwrap();
            handed.push(delivery.message.id);
        }
        assert_eq!(handed, ids);
        assert!(inbox.next(&own, job).unwrap().is_none());
    }
}

#[test]
fn a_mailbox_is_one_offices_whoever_opens_it() {
    for scene in Scene::each() {
        let (mailbox, job) = (scene.mailbox(SENDER), &mut Job::new());
        queue(&mailbox, 1);
        let folder = scene.folder.path().join(SENDER);
        assert_eq!(code(Mailbox::open(&folder, AGENT)), Code::MailboxOffice);
        assert_eq!(Mailbox::open_existing(&folder).unwrap().office(), SENDER);
        // The agent's own client, and as another one's agent: neither is for this office.
        for mut client in [scene.client(&scene.agent), scene.acting(RECEIVER), scene.client(&scene.receiver)] {
            let error = mailbox.pump(&mut client, 0, job).unwrap_err();
            assert_eq!(error.code(), Code::MailboxOffice);
            assert!(error.detail().is_some_and(|detail| detail.contains(client.office_number())), "{error:?}");
            assert_eq!(code(mailbox.next(&client, job)), Code::MailboxOffice);
        }
        assert_eq!(mailbox.pump(&mut scene.acting(SENDER), 0, job).unwrap().sent, 1);
        // Its own mailbox is the agent's, and not for what it does for others.
        assert_eq!(code(scene.mailbox(AGENT).pump(&mut scene.acting(SENDER), 0, job)), Code::MailboxOffice);
        assert!(scene.mailbox(AGENT).pump(&mut scene.client(&scene.agent), 0, job).unwrap().fault.is_none());
    }
}

#[test]
fn an_agent_that_may_act_no_more_is_told_and_no_entry_is_the_worse_for_it() {
    for scene in Scene::each() {
        let (outbox, inbox, job) = (scene.mailbox(SENDER), scene.mailbox(RECEIVER), &mut Job::new());
        let (mut at_sender, mut at_receiver) = (scene.acting(SENDER), scene.acting(RECEIVER));
        let first = queue(&outbox, 1);
        outbox.pump(&mut at_sender, 0, job).unwrap();
        inbox.pump(&mut at_receiver, 0, job).unwrap();
        inbox.next(&at_receiver, job).unwrap().unwrap().done().unwrap();
        let second = queue(&outbox, 2);
        scene.relay.remove_agent(SENDER);
        scene.relay.remove_agent(RECEIVER);
        // Connected anew: the relay knows the one that is open.
        (at_sender, at_receiver) = (scene.acting(SENDER), scene.acting(RECEIVER));
        for _ in 0..2 {
            for (mailbox, client) in [(&outbox, &mut at_sender), (&inbox, &mut at_receiver)] {
                let pumped = mailbox.pump(client, 0, job).unwrap();
                assert_eq!(pumped.fault.as_ref().map(cplink::Error::code), Some(Code::RelayAgent));
                assert!(pumped.attention.is_empty());
            }
        }
        let open = outbox.list(&Filter::new().of_state(EntryState::Waiting), job).unwrap();
        assert_eq!(open.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>(), [second.to_string()]);
        // Nobody has to try anything again: the office itself goes on where its agent was.
        assert_eq!(outbox.pump(&mut scene.client(&scene.sender), 0, job).unwrap().sent, 1);
        assert_eq!(inbox.pump(&mut scene.client(&scene.receiver), 0, job).unwrap().reported, 1);
        outbox.pump(&mut scene.client(&scene.sender), 0, job).unwrap();
        let entry = outbox.entry(&first).unwrap().unwrap();
        assert_eq!(
            (entry.state, entry.agent.as_deref(), entry.receiver_agent),
            (EntryState::Imported, Some(AGENT), None)
        );
    }
}
