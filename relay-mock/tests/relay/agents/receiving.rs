//! What an agent has sent is received with proof only; and an agent receives for an office.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use cplink::Code;
use cplink::client::{Acknowledged, MessageReference, Outcome, ReceiveOptions};
use cplink::keys::Signer;
use cplink::progress::Job;
use cplink::relay::State;
use cplink::seal::{Agent, Link, MessageId, Receipt, ReceiptKind, open_accepted};
use relay_mock::pki::CertifiedKey;

use super::{AGENT, OTHER, Spoiled, acting, agent_of, beside, registered, registry};
use crate::desk::{Desk, desks, one, withdrawal};
use crate::world::{RECEIVER, SENDER, World, signer, unix_now};

fn accepted(id: MessageId, agent: Option<Agent>) -> Receipt {
    Receipt {
        kind: ReceiptKind::Accepted,
        message: id,
        from: SENDER.to_owned(),
        to: RECEIVER.to_owned(),
        at: unix_now(),
        reason: None,
        previous: None,
        link: Some(Link { number: 1, previous: None }),
        records: None,
        agent,
    }
}

/// What a receiver says of the message whose relay says this beside it.
fn told(world: &World, beside: Option<Vec<u8>>) -> Code {
    let line = world.receiving();
    let mut desk =
        Spoiled::new(line).inbox(move |entry| entry.accepted.clone_from(&beside)).desk(world, &world.receiver);
    let batch = desk.receive();
    assert_eq!(batch.messages.len(), 2, "it stops no other message");
    let mut failed = batch.messages.into_iter().filter_map(|incoming| incoming.content.err());
    let code = failed.next().unwrap().code();
    assert!(failed.next().is_none() && code.is_of_message());
    code
}

#[test]
fn without_the_relays_signed_receipt_of_this_very_agent_nothing_is_received() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let other = registered(&world, OTHER, "別の代行センター");
    registry::add_agent(world.relay().store(), SENDER, OTHER).unwrap();
    let (mut office, _) = desks(&world);
    let sent = acting(&world, &identity, SENDER).send(&one()).unwrap();
    let itself = office.send(&withdrawal("20251104090001", "202511")).unwrap();
    let seal: Arc<dyn Signer> = world.start_options().seal;
    let by_relay = |receipt: Receipt| Some(receipt.sign(&*seal, unix_now()).unwrap());
    let agent = |office: &str, key: &CertifiedKey| Some(Agent::new(office, &key.chain[0]));

    // As today, where nobody has said anything; the directory, which lists the agent, is not enough.
    assert_eq!(told(&world, None), Code::CertOffice);
    for (why, receipt) in [
        ("no receipt", Some(b"{}".to_vec())),
        ("of another message", itself.receipt.clone()),
        ("of another message of the agent", by_relay(accepted(itself.id, agent(AGENT, &identity)))),
        ("names nobody", by_relay(accepted(sent.id, None))),
        ("names another agent", by_relay(accepted(sent.id, agent(OTHER, &other)))),
        ("names another certificate", by_relay(accepted(sent.id, agent(AGENT, &other)))),
        (
            "from another office",
            by_relay(Receipt { from: OTHER.to_owned(), ..accepted(sent.id, agent(AGENT, &identity)) }),
        ),
        ("to another office", by_relay(Receipt { to: OTHER.to_owned(), ..accepted(sent.id, agent(AGENT, &identity)) })),
        (
            "that it was picked up",
            by_relay(Receipt { kind: ReceiptKind::PickedUp, ..accepted(sent.id, agent(AGENT, &identity)) }),
        ),
        (
            "signed by the agent itself",
            Some(accepted(sent.id, agent(AGENT, &identity)).sign(&*signer(&identity), unix_now()).unwrap()),
        ),
        (
            "signed by the sender",
            Some(accepted(sent.id, agent(AGENT, &identity)).sign(&*signer(&world.sender), unix_now()).unwrap()),
        ),
    ] {
        assert_eq!(told(&world, receipt), Code::AgentReceipt, "{why}");
    }
    let mut spoiled = sent.receipt.clone().unwrap();
    let last = spoiled.len() - 1;
    spoiled[last] ^= 1;
    assert_eq!(told(&world, Some(spoiled)), Code::AgentReceipt);
    // It is the message's fault alone: the right receipt opens it.
    let mut there = Desk::new(&world, &world.receiver);
    assert!(there.receive().messages.iter().all(|incoming| incoming.content.is_ok()));
}

#[test]
fn what_is_kept_opens_with_the_receipt_beside_it_only() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let (_, mut there) = desks(&world);
    let mut agent = acting(&world, &identity, SENDER);
    let sent = agent.send(&one()).unwrap();
    let second = agent.send(&withdrawal("20251104090001", "202511")).unwrap();
    there.receive();
    let container = there.folder.path().join(format!("{}.asice", sent.id));
    let open = |desk: &Desk| {
        let opened = desk.client.open_received(&sent.id, &container, &mut Job::new());
        opened.map(|opened| opened.agent).map_err(|error| error.code())
    };
    assert_eq!(open(&there), Ok(Some(AGENT.to_owned())));
    let receipt = beside(&there, &sent.id);
    fs::copy(beside(&there, &second.id), &receipt).unwrap();
    assert_eq!(open(&there), Err(Code::AgentReceipt), "the receipt of another message");
    fs::write(&receipt, b"").unwrap();
    assert_eq!(open(&there), Err(Code::AgentReceipt));
    fs::remove_file(&receipt).unwrap();
    assert_eq!(open(&there), Err(Code::CertOffice));
    // Fetched again, it is laid there again.
    there.cursor.clear();
    assert!(there.receive().messages.iter().all(|incoming| incoming.content.is_ok()));
    assert_eq!(open(&there), Ok(Some(AGENT.to_owned())));
    // Nor does the format itself take less.
    let bytes = || std::io::Cursor::new(fs::read(&container).unwrap());
    let (limits, trust) = (cplink::seal::Limits::default(), world.trust());
    let plain = cplink::seal::open(bytes(), &limits, &trust, unix_now(), &mut Job::new());
    assert_eq!(plain.err().unwrap().code(), Code::CertOffice);
    let proof = fs::read(&receipt).unwrap();
    let opened = open_accepted(bytes(), &proof, &limits, &trust, unix_now(), &mut Job::new()).unwrap();
    assert_eq!(opened.agent(), Some(Agent::new(AGENT, &identity.chain[0])));
}

fn reference(id: MessageId) -> MessageReference {
    MessageReference { id, from: SENDER.to_owned(), to: RECEIVER.to_owned() }
}

fn acknowledge(desk: &mut Desk, id: MessageId, outcome: Outcome) -> cplink::Result<Acknowledged> {
    desk.client.acknowledge(&reference(id), &outcome, &mut Job::new())
}

#[test]
fn an_agent_receives_and_reports_for_an_office() {
    let world = World::new();
    let identity = agent_of(&world, RECEIVER);
    let (mut office, mut there) = desks(&world);
    let sent = office.send(&one()).unwrap();
    let mut agent = acting(&world, &identity, RECEIVER);
    let batch = agent.receive();
    assert_eq!(batch.messages[0].reference, reference(sent.id));
    assert_eq!(batch.messages[0].content.as_ref().unwrap().agent, None, "the sender has signed itself");
    let done = acknowledge(&mut agent, sent.id, Outcome::Imported).unwrap();
    assert_eq!((done.state, done.is_repeat, done.agent.as_deref()), (State::Imported, false, Some(AGENT)));
    // Alone it counts for nothing, with the relay's it does.
    let alone = Receipt::verify(&done.receipt, &world.trust(), unix_now()).unwrap_err();
    assert_eq!(alone.code(), Code::AgentUnrecorded);
    let recorded = Receipt::verify(done.recorded.as_ref().unwrap(), &world.trust(), unix_now()).unwrap();
    let verified = Receipt::verify_recorded(&done.receipt, &world.trust(), &recorded).unwrap();
    assert_eq!(verified.receipt.agent, Some(Agent::new(AGENT, &identity.chain[0])));

    let list = office.client.sent("", &mut Job::new()).unwrap().messages;
    assert_eq!((list[0].state, list[0].is_signed, list[0].bad_receipts.len()), (State::Imported, true, 0));
    assert_eq!((list[0].agent.as_deref(), list[0].receiver_agent.as_deref()), (None, Some(AGENT)));
    let named: Vec<_> = list[0].receipts.iter().map(|(one, _)| one.receipt.agent.is_some()).collect();
    assert_eq!(named, [false, true, true, true], "accepted, picked up, imported, recorded");
    // The first outcome is valid, whoever of the two reports again.
    for desk in [&mut agent, &mut there] {
        let again = acknowledge(desk, sent.id, Outcome::Refused("重複".to_owned())).unwrap();
        assert_eq!((again.state, again.is_repeat, again.agent.as_deref()), (State::Imported, true, Some(AGENT)));
        assert_eq!((again.receipt, again.recorded), (done.receipt.clone(), done.recorded.clone()));
    }
}

#[test]
fn an_outcome_of_the_office_itself_is_valid_for_its_agent_too() {
    let world = World::new();
    let identity = agent_of(&world, RECEIVER);
    let (mut office, mut there) = desks(&world);
    let sent = office.send(&one()).unwrap();
    there.receive();
    let first = acknowledge(&mut there, sent.id, Outcome::Imported).unwrap();
    assert_eq!((&first.agent, &first.recorded), (&None, &None));
    let again = acknowledge(&mut acting(&world, &identity, RECEIVER), sent.id, Outcome::Imported).unwrap();
    assert_eq!((again.receipt, again.agent, again.is_repeat), (first.receipt, None, true));
}

#[test]
fn an_agents_outcome_counts_only_with_the_relays_receipt_of_it() {
    let world = World::new();
    let identity = agent_of(&world, RECEIVER);
    let (mut office, _) = desks(&world);
    let sent = office.send(&one()).unwrap();
    let mut agent = acting(&world, &identity, RECEIVER);
    agent.receive();
    // A relay that says it has taken it, and shows nothing.
    let line = Spoiled::new(world.transport(&identity)).standing(|standing| standing.recorded = None);
    let mut spoiled = line.desk(&world, &identity);
    spoiled.client = spoiled.client.for_office(RECEIVER).unwrap();
    let error = acknowledge(&mut spoiled, sent.id, Outcome::Imported).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::AgentUnrecorded, true));
    let done = acknowledge(&mut agent, sent.id, Outcome::Imported).unwrap();
    assert!(done.is_repeat);

    let shown = |keep: fn(&Receipt) -> bool, more: Option<Vec<u8>>| {
        let trust = world.trust();
        let line = Spoiled::new(world.sending()).sent(move |entry| {
            entry.receipts.retain(|der| match Receipt::verify(der, &trust, unix_now()) {
                Ok(verified) => keep(&verified.receipt),
                Err(_) => true,
            });
            entry.receipts.extend(more.clone());
        });
        let mut desk = line.desk(&world, &world.sender);
        let message = desk.client.sent("", &mut Job::new()).unwrap().messages.remove(0);
        let bad: Vec<_> = message.bad_receipts.iter().map(|(error, _)| error.code()).collect();
        (message.state, message.doubt.map(|doubt| doubt.code()), bad)
    };
    assert_eq!(shown(|_| true, None), (State::Imported, None, vec![]));
    let without = |receipt: &Receipt| receipt.kind != ReceiptKind::Recorded;
    let unproven = (State::PickedUp, Some(Code::StateUnproven), vec![Code::AgentUnrecorded]);
    assert_eq!(shown(without, None), unproven, "the relay's word alone");
    // The relay names another agent, another certificate, nobody.
    let seal: Arc<dyn Signer> = world.start_options().seal;
    let other = registered(&world, OTHER, "別の代行センター");
    for named in [Some(Agent::new(OTHER, &other.chain[0])), Some(Agent::new(AGENT, &other.chain[0])), None] {
        let records = Some(Receipt::digest(&done.receipt));
        let recorded = Receipt { kind: ReceiptKind::Recorded, records, agent: named, ..accepted(sent.id, None) };
        let recorded = recorded.sign(&*seal, unix_now()).unwrap();
        assert_eq!(shown(without, Some(recorded)), unproven);
    }
}

#[test]
fn the_relay_takes_an_agents_receipt_from_that_agent_only() {
    let world = World::new();
    let identity = agent_of(&world, RECEIVER);
    let sealed = world.message();
    sealed.put(&mut world.sending()).unwrap();
    sealed.get(&mut world.receiving()).unwrap();
    let mut line = world.transport(&identity).for_office(RECEIVER).unwrap();
    let receipt = |agent: Option<Agent>, key: &CertifiedKey| {
        let receipt = Receipt { kind: ReceiptKind::Imported, link: None, agent, ..accepted(sealed.id, None) };
        receipt.sign(&*signer(key), unix_now()).unwrap()
    };
    let own = Agent::new(AGENT, &identity.chain[0]);
    let other = Agent::new(AGENT, &world.sender.chain[0]);
    for wrong in [
        receipt(None, &identity),
        receipt(Some(other), &identity),
        receipt(Some(own.clone()), &world.receiver),
        receipt(None, &world.receiver),
        receipt(None, &world.sender),
    ] {
        let error = line.acknowledge(&sealed.id, &wrong, &mut Job::new()).unwrap_err();
        assert_eq!(error.code(), Code::ReceiptFormat);
    }
    // The office's own line does not take it either.
    let right = receipt(Some(own), &identity);
    let error = world.receiving().acknowledge(&sealed.id, &right, &mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::ReceiptFormat);
    line.acknowledge(&sealed.id, &right, &mut Job::new()).unwrap();
}

#[test]
fn an_agent_of_one_office_sees_nothing_of_another() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let (mut office, _) = desks(&world);
    let sent = office.send(&one()).unwrap();
    let mut line = world.transport(&identity).for_office(RECEIVER).unwrap();
    let job = &mut Job::new();
    let mut codes = vec![
        line.inbox("", Duration::ZERO, job).unwrap_err().code(),
        line.get_message(&sent.id, &mut Vec::new(), 1 << 20, job).unwrap_err().code(),
        line.sent("", job).unwrap_err().code(),
        line.acknowledge(&sent.id, b"x", job).unwrap_err().code(),
        line.recall(&sent.id, job).unwrap_err().code(),
        line.office(SENDER, job).unwrap_err().code(),
        line.capabilities(job).unwrap_err().code(),
    ];
    // An office that is not there at all looks the same.
    let mut nowhere = world.transport(&identity).for_office(OTHER).unwrap();
    codes.push(nowhere.inbox("", Duration::ZERO, job).unwrap_err().code());
    assert_eq!(codes, [Code::RelayAgent; 8]);
    // In its own name it is a stranger.
    let mut own = world.transport(&identity);
    assert!(own.inbox("", Duration::ZERO, job).unwrap().entries.is_empty());
    assert_eq!(own.get_message(&sent.id, &mut Vec::new(), 1 << 20, job).unwrap_err().code(), Code::RelayNotFound);
    let list = office.client.sent("", &mut Job::new()).unwrap().messages;
    assert_eq!(list[0].state, State::Accepted, "nobody has picked it up");
}

#[test]
fn who_waits_and_is_taken_out_meanwhile_gets_nothing() {
    let world = World::new();
    let identity = agent_of(&world, RECEIVER);
    let (mut office, _) = desks(&world);
    let mut agent = acting(&world, &identity, RECEIVER);
    let error = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let options = ReceiveOptions::new(agent.folder.path()).with_wait(Duration::from_secs(30));
            agent.client.receive("", &options, &mut Job::new()).map(|batch| batch.messages.len())
        });
        std::thread::sleep(Duration::from_millis(500));
        registry::remove_agent(world.relay().store(), RECEIVER, AGENT).unwrap();
        office.send(&one()).unwrap();
        waiting.join().unwrap().unwrap_err()
    });
    assert_eq!(error.code(), Code::RelayAgent);
}
