//! An agent sends for an office.

use std::fs;

use cplink::Code;
use cplink::client::SendOptions;
use cplink::progress::Job;
use cplink::relay::State;
use cplink::seal::{Agent, Receipt, ReceiptKind};
use cplink_testkit::{cms_verify, must_run};

use super::{AGENT, OTHER, acting, agent_of, beside, registered, registry};
use crate::desk::{desks, one, withdrawal};
use crate::world::{RECEIVER, SENDER, Sealed, World, unix_now};

#[test]
fn a_message_of_an_agent_has_its_signature_and_the_relays_word_for_it() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let (mut office, mut there) = desks(&world);
    let mut agent = acting(&world, &identity, SENDER);
    assert_eq!((agent.client.office_number(), agent.client.agent()), (SENDER, Some(AGENT)));
    let sent = agent.send(&one()).unwrap();
    assert_eq!(sent.agent.as_deref(), Some(AGENT));
    let receipt = Receipt::verify(sent.receipt.as_ref().unwrap(), &world.trust(), unix_now()).unwrap().receipt;
    assert_eq!((receipt.from.as_str(), receipt.to.as_str()), (SENDER, RECEIVER));
    assert_eq!(receipt.agent, Some(Agent::new(AGENT, &identity.chain[0])));

    let batch = there.receive();
    let received = batch.messages[0].content.as_ref().unwrap();
    assert_eq!((received.message.from.office.as_str(), received.agent.as_deref()), (SENDER, Some(AGENT)));
    assert_eq!(received.signer.as_ref().unwrap().identity.office_number, AGENT);
    assert_eq!(fs::read(beside(&there, &sent.id)).unwrap(), sent.receipt.clone().unwrap());

    // The message is the office's: both have it in their lists, by one chain of receipts.
    for client in [&mut office.client, &mut agent.client] {
        let list = client.sent("", &mut Job::new()).unwrap().messages;
        assert_eq!((list.len(), list[0].id, list[0].state, list[0].is_signed), (1, sent.id, State::PickedUp, true));
        assert_eq!((list[0].agent.as_deref(), list[0].receiver_agent.as_deref()), (Some(AGENT), None));
    }
    let mut own = super::Desk::new(&world, &identity);
    assert!(own.client.sent("", &mut Job::new()).unwrap().messages.is_empty(), "not the agent's own");
    // A second line acts for the same office.
    let mut second = agent.client.another().unwrap();
    assert_eq!(second.sent("", &mut Job::new()).unwrap().messages.len(), 1);
    // And what the office itself sends names nobody.
    let itself = office.send(&withdrawal("20251104090001", "202511")).unwrap();
    assert_eq!(itself.agent, None);
    assert_eq!(there.receive().messages[0].content.as_ref().unwrap().agent, None);
    assert!(!beside(&there, &itself.id).exists());
}

#[test]
fn openssl_sees_the_agents_certificate_and_the_relays_receipt() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let mut agent = acting(&world, &identity, SENDER);
    let sent = agent.send(&one()).unwrap();
    let path = agent.folder.path();
    fs::write(path.join("root.pem"), world.pki.ca_pem()).unwrap();
    must_run(path, "unzip", &["-q", "-o", sent.container.to_str().unwrap(), "-d", "out"]);
    let content = ["-cades", "-content", "out/META-INF/ASiCManifest.xml", "-signer", "signer.pem", "-out", "out.xml"];
    cms_verify(path, "out/META-INF/signature.p7s", "root.pem", &content);
    let said = must_run(path, "openssl", &["x509", "-in", "signer.pem", "-noout", "-subject"]);
    assert!(said.contains(AGENT) && !said.contains(SENDER), "{said}");
    let digest = must_run(path, "openssl", &["x509", "-in", "signer.pem", "-noout", "-fingerprint", "-sha256"]);
    let digest = digest.trim().rsplit('=').next().unwrap().replace(':', "").to_lowercase();
    let receipt = format!("{}.accepted.p7s", sent.id);
    cms_verify(path, &receipt, "root.pem", &["-cades", "-out", "receipt.json"]);
    let text = fs::read_to_string(path.join("receipt.json")).unwrap();
    let named = format!("\"agent\":{{\"office\":\"{AGENT}\",\"certificate\":\"{digest}\"}}");
    assert!(text.starts_with("{\"format\":\"CPX-receipt/3\",\"kind\":\"accepted\"") && text.contains(&named), "{text}");
}

#[test]
fn who_is_not_listed_by_this_very_office_sends_nothing() {
    let world = World::new();
    // The agent acts for the receiver, not for the sender.
    let identity = agent_of(&world, RECEIVER);
    let (mut office, mut there) = desks(&world);
    for number in [SENDER, OTHER] {
        let mut agent = acting(&world, &identity, number);
        let error = agent.client.sent("", &mut Job::new()).unwrap_err();
        assert_eq!((error.code(), error.relay_code()), (Code::RelayAgent, Some("agent")), "{number}");
    }
    let error = acting(&world, &identity, SENDER).send(&one()).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::RelayAgent, false));
    assert!(
        there.receive().messages.is_empty() && office.client.sent("", &mut Job::new()).unwrap().messages.is_empty()
    );
    // Nor does it without saying for whom, whoever has signed.
    let mut line = world.transport(&identity);
    for signed in [&identity, &world.sender] {
        let error = Sealed::new(signed, SENDER, RECEIVER, &[]).put(&mut line).unwrap_err();
        assert_eq!(error.code(), Code::RelayCertOffice);
    }
    // Nor the office itself with what somebody else has signed.
    let error = Sealed::new(&identity, SENDER, RECEIVER, &[]).put(&mut world.sending()).unwrap_err();
    assert_eq!(error.code(), Code::RelayCertOffice);
}

#[test]
fn an_agent_sends_what_it_has_signed_itself_in_the_name_of_the_office_it_names() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let mut line = world.transport(&identity).for_office(SENDER).unwrap();
    let refused = |sealed: Sealed, line: &mut _| sealed.put(line).unwrap_err().code();
    assert_eq!(refused(Sealed::new(&world.sender, SENDER, RECEIVER, &[]), &mut line), Code::RelayCertOffice);
    assert_eq!(refused(Sealed::new(&world.receiver, SENDER, RECEIVER, &[]), &mut line), Code::RelayCertOffice);
    assert_eq!(refused(Sealed::new(&identity, AGENT, RECEIVER, &[]), &mut line), Code::RelayCertOffice);
    assert_eq!(refused(Sealed::new(&identity, RECEIVER, SENDER, &[]), &mut line), Code::RelayCertOffice);
    Sealed::new(&identity, SENDER, RECEIVER, &[]).put(&mut line).unwrap();
    // An office that names itself acts for nobody else.
    let mut own = world.sending().for_office(SENDER).unwrap();
    let receipt = world.message().put(&mut own).unwrap();
    assert_eq!(Receipt::verify(&receipt, &world.trust(), unix_now()).unwrap().receipt.agent, None);
}

#[test]
fn what_was_accepted_stays_accepted_when_the_agent_is_taken_out() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let (_, mut there) = desks(&world);
    let mut agent = acting(&world, &identity, SENDER);
    let sent = agent.send(&one()).unwrap();
    registry::remove_agent(world.relay().store(), SENDER, AGENT).unwrap();
    let batch = there.receive();
    assert_eq!(batch.messages[0].content.as_ref().unwrap().agent.as_deref(), Some(AGENT));
    // The same bytes again, as after a lost answer: the same receipt, and nothing new.
    assert_eq!(agent.send(&one()).unwrap().receipt, sent.receipt);
    assert_eq!(agent.send(&withdrawal("20251104090001", "202511")).unwrap_err().code(), Code::RelayAgent);
    // Sealed anew they are other bytes, of somebody who may not send.
    fs::remove_file(&sent.container).unwrap();
    assert_eq!(agent.send(&one()).unwrap_err().code(), Code::RelayAgent);
    assert!(there.receive().messages.is_empty());
}

#[test]
fn the_office_and_its_agent_cannot_send_one_unit_twice() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let (mut office, mut there) = desks(&world);
    let mut agent = acting(&world, &identity, SENDER);
    let first = office.send(&one()).unwrap();
    let again = agent.send(&one()).unwrap();
    assert_eq!((again.id, &again.receipt, &again.agent), (first.id, &first.receipt, &None), "the office has sent it");
    assert_eq!(fs::read(&again.container).unwrap(), fs::read(&first.container).unwrap());
    let second = withdrawal("20251104090001", "202511");
    let first = agent.send(&second).unwrap();
    let again = office.send(&second).unwrap();
    assert_eq!((again.id, &again.receipt, again.agent.as_deref()), (first.id, &first.receipt, Some(AGENT)));
    // What is kept is what the relay has, with the receipt that vouches for it.
    assert_eq!(fs::read(&again.container).unwrap(), fs::read(&first.container).unwrap());
    assert_eq!(fs::read(beside(&office, &again.id)).unwrap(), first.receipt.unwrap());
    // Other content under the same serial is another message of the same unit.
    let other = withdrawal("20251104090001", "202512");
    for desk in [&mut agent, &mut office] {
        assert_eq!(desk.send(&other).unwrap_err().code(), Code::RelaySerial);
    }
    let batch = there.receive();
    let agents: Vec<_> = batch.messages.iter().map(|one| one.content.as_ref().unwrap().agent.as_deref()).collect();
    assert_eq!(agents, [None, Some(AGENT)]);
    assert_eq!(office.client.sent("", &mut Job::new()).unwrap().messages.len(), 2);
}

#[test]
fn many_units_are_sent_for_an_office() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let mut agent = acting(&world, &identity, SENDER);
    let units = [one(), withdrawal("20251104090001", "202511")];
    let options = SendOptions::new(agent.folder.path());
    let outcomes = agent.client.send_all(&units, &options, &mut Job::new());
    let agents: Vec<_> = outcomes.iter().map(|one| one.result.as_ref().unwrap().agent.as_deref()).collect();
    assert_eq!(agents, [Some(AGENT); 2]);
    registry::remove_agent(world.relay().store(), SENDER, AGENT).unwrap();
    let more = [withdrawal("20251104090002", "202512"), withdrawal("20251104090003", "202601")];
    let outcomes = agent.client.send_all(&more, &options, &mut Job::new());
    let codes: Vec<_> = outcomes.iter().map(|one| one.result.as_ref().unwrap_err().code()).collect();
    assert_eq!(codes, [Code::RelayAgent, Code::NotSent], "the first refusal is one of all");
}

#[test]
fn only_who_acts_for_the_sender_recalls() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let other = registered(&world, OTHER, "別の代行センター");
    registry::add_agent(world.relay().store(), RECEIVER, OTHER).unwrap();
    let (mut office, mut there) = desks(&world);
    let mut agent = acting(&world, &identity, SENDER);
    let sent = agent.send(&one()).unwrap();
    let code = |result: cplink::Result<()>| result.unwrap_err().code();
    let recall = |desk: &mut super::Desk| desk.client.recall(&sent.id, &mut Job::new());
    assert_eq!(code(recall(&mut acting(&world, &other, SENDER))), Code::RelayAgent);
    assert_eq!(code(recall(&mut acting(&world, &other, RECEIVER))), Code::RelayNotFound, "the receiver's agent");
    assert_eq!(code(recall(&mut super::Desk::new(&world, &other))), Code::RelayNotFound);
    assert_eq!(code(recall(&mut super::Desk::new(&world, &identity))), Code::RelayNotFound, "in its own name");
    recall(&mut agent).unwrap();
    recall(&mut office).unwrap();
    assert!(there.receive().messages.is_empty());
    // The office takes back what its agent has sent.
    let again = withdrawal("20251104090001", "202511");
    let sent = agent.send(&again).unwrap();
    office.client.recall(&sent.id, &mut Job::new()).unwrap();
    let list = agent.client.sent("", &mut Job::new()).unwrap().messages;
    assert!(list.iter().all(|message| message.state == State::Recalled && message.agent.as_deref() == Some(AGENT)));
}

#[test]
fn a_receipt_of_the_chain_names_whoever_acted() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let (mut office, mut there) = desks(&world);
    acting(&world, &identity, SENDER).send(&one()).unwrap();
    office.send(&withdrawal("20251104090001", "202511")).unwrap();
    there.receive();
    let list = office.client.sent("", &mut Job::new()).unwrap().messages;
    let said: Vec<_> = list.iter().flat_map(|message| &message.receipts).map(|(one, _)| &one.receipt).collect();
    let named: Vec<_> = said
        .iter()
        .map(|one| (one.kind, one.link.unwrap().number, one.agent.as_ref().map(|agent| agent.office.as_str())))
        .collect();
    use ReceiptKind::{Accepted, PickedUp};
    assert_eq!(named, [(Accepted, 1, Some(AGENT)), (PickedUp, 3, None), (Accepted, 2, None), (PickedUp, 4, None)]);
}
