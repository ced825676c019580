//! Evidence of what an agent did for an office.

use std::fs;
use std::path::Path;

use cplink::Code;
use cplink::client::{MessageReference, Outcome};
use cplink::evidence::{Evidence, Scope, verify};
use cplink::progress::Job;
use cplink::seal::{MessageId, Receipt};
use cplink_testkit::receipts::commands;
use cplink_testkit::run;

use super::{AGENT, acting, agent_of, beside, registry};
use crate::desk::{desks, one};
use crate::world::{RECEIVER, SENDER, World, unix_now};

/// Runs the commands of a page as a reader does.
fn run_page(folder: &Path) {
    let page = fs::read(folder.join("index.html")).unwrap();
    let commands = commands(&page);
    assert!(!commands.is_empty());
    for (command, expected) in commands {
        let (ok, text) = run(folder, "sh", &["-c", &command]);
        assert!(ok, "{command}\n{text}");
        if let Some(expected) = expected {
            assert!(text.contains(&expected), "{command}\n{text}");
        }
    }
}

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("index.html")).unwrap()
}

fn export(evidence: &Evidence, id: MessageId, folder: &Path) -> cplink::Result<usize> {
    let exported = evidence.export(folder, Scope::Message(id), &mut Job::new())?;
    Ok(exported.receipts)
}

#[test]
fn the_receivers_evidence_has_the_receipt_beside_the_container() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let (_, mut there) = desks(&world);
    let sent = acting(&world, &identity, SENDER).send(&one()).unwrap();
    there.receive();
    registry::remove_agent(world.relay().store(), SENDER, AGENT).unwrap();
    let reference = MessageReference { id: sent.id, from: SENDER.to_owned(), to: RECEIVER.to_owned() };
    let done = there.client.acknowledge(&reference, &Outcome::Imported, &mut Job::new()).unwrap();
    let container = there.folder.path().join(format!("{}.asice", sent.id));

    let mut evidence = Evidence::new(world.trust(), unix_now());
    evidence.add_receipt(&done.receipt).unwrap();
    evidence.add_container(&container, &mut Job::new()).unwrap();
    assert_eq!(evidence.messages()[0].agent.as_ref().unwrap().office, AGENT);
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("out");
    assert_eq!(export(&evidence, sent.id, &folder).unwrap(), 2);
    let name = format!("messages/{}.accepted.p7s", sent.id);
    assert_eq!(fs::read(folder.join(&name)).unwrap(), sent.receipt.clone().unwrap());
    let text = page(&folder);
    assert!(text.contains("送信の代行") && text.contains(&format!("{AGENT} みどり が {SENDER}")), "{text}");
    verify(&folder, Some(&world.trust()), unix_now(), &mut Job::new()).unwrap();
    run_page(&folder);

    // Without it, with another one, or with a changed one, nothing of it holds.
    let receipt = fs::read(folder.join(&name)).unwrap();
    let refused = || verify(&folder, None, unix_now(), &mut Job::new()).unwrap_err().code();
    fs::remove_file(folder.join(&name)).unwrap();
    assert_eq!(refused(), Code::CertOffice);
    fs::write(folder.join(&name), &done.receipt).unwrap();
    assert_eq!(refused(), Code::AgentReceipt);
    fs::write(folder.join(&name), [&receipt[..], b"x"].concat()).unwrap();
    assert_eq!(refused(), Code::AgentReceipt);
    fs::write(folder.join(&name), &receipt).unwrap();
    verify(&folder, None, unix_now(), &mut Job::new()).unwrap();
    fs::write(folder.join(format!("messages/{}.accepted.p7s", MessageId([7; 32]))), &receipt).unwrap();
    assert_eq!(refused(), Code::EvidenceFormat, "a receipt of no message here");

    fs::remove_file(beside(&there, &sent.id)).unwrap();
    let mut evidence = Evidence::new(world.trust(), unix_now());
    let error = evidence.add_container(&container, &mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::CertOffice);
}

#[test]
fn the_senders_evidence_has_all_receipts_and_names_both_agents() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    registry::add_agent(world.relay().store(), RECEIVER, AGENT).unwrap();
    let (mut office, _) = desks(&world);
    let mut agent = acting(&world, &identity, SENDER);
    let sent = agent.send(&one()).unwrap();
    let mut receiving = acting(&world, &identity, RECEIVER);
    receiving.receive();
    let reference = MessageReference { id: sent.id, from: SENDER.to_owned(), to: RECEIVER.to_owned() };
    receiving.client.acknowledge(&reference, &Outcome::Imported, &mut Job::new()).unwrap();

    let list = office.client.sent("", &mut Job::new()).unwrap().messages;
    let ders: Vec<&Vec<u8>> = list[0].receipts.iter().map(|(_, der)| der).collect();
    assert_eq!(ders.len(), 4);
    let place = tempfile::tempdir().unwrap();
    // In any order; and the agent's kept container has its receipt beside it, which is among them.
    for (n, order) in [[0, 1, 2, 3], [3, 2, 1, 0]].into_iter().enumerate() {
        let mut evidence = Evidence::new(world.trust(), unix_now());
        order.iter().for_each(|at| evidence.add_receipt(ders[*at]).unwrap());
        assert!(evidence.unrecorded().is_empty());
        evidence.add_container(&sent.container, &mut Job::new()).unwrap();
        let folder = place.path().join(n.to_string());
        assert_eq!(export(&evidence, sent.id, &folder).unwrap(), 4);
        assert_eq!(fs::read_dir(folder.join("messages")).unwrap().count(), 1);
        let text = page(&folder);
        assert_eq!(text.matches("<th scope=\"row\">代行</th>").count(), 4, "each receipt says it");
        verify(&folder, Some(&world.trust()), unix_now(), &mut Job::new()).unwrap();
    }
    run_page(&place.path().join("0"));

    // An agent's receipt that the relay has not recorded is no evidence.
    let mut evidence = Evidence::new(world.trust(), unix_now());
    ders[..3].iter().for_each(|der| evidence.add_receipt(der).unwrap());
    evidence.add_container(&sent.container, &mut Job::new()).unwrap();
    assert_eq!(evidence.unrecorded(), [ders[2].clone()]);
    let error = export(&evidence, sent.id, &place.path().join("no")).unwrap_err();
    assert_eq!(error.code(), Code::AgentUnrecorded);
    let recorded = fs::read_dir(place.path().join("1/receipts")).unwrap().map(|entry| entry.unwrap().path());
    let recorded = recorded.into_iter().find(|path| fs::read(path).unwrap() == *ders[3]).unwrap();
    fs::remove_file(recorded).unwrap();
    let error = verify(&place.path().join("1"), None, unix_now(), &mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::AgentUnrecorded);
    assert_eq!(Receipt::verify(ders[2], &world.trust(), unix_now()).unwrap_err().code(), Code::AgentUnrecorded);
}
