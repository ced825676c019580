//! Against a real relay: receipts prove the states and are kept beside the containers.

use std::sync::Arc;

use cplink::client::Client;
use cplink::mailbox::{EntryState, Mailbox, QueueOptions};
use cplink::progress::Job;
use cplink_testkit::relay::TestRelay;
use cplink_testkit::{RECEIVER, SENDER, World};

use crate::kit::unit;

#[test]
fn receipts_prove_the_states_and_are_kept() {
    let world = World::new();
    let relay = TestRelay::start(&world.pki, &[SENDER, RECEIVER]);
    let folder = tempfile::tempdir().unwrap();
    let (sender, receiver) = (Arc::new(world.sender), Arc::new(world.receiver));
    let mut client = Client::new(relay.transport(sender.clone()), sender, world.trust.clone()).unwrap();
    let mut other = Client::new(relay.transport(receiver.clone()), receiver, world.trust.clone()).unwrap();
    let outbox = Mailbox::open(folder.path().join("out"), SENDER).unwrap();
    let inbox = Mailbox::open(folder.path().join("in"), RECEIVER).unwrap();
    let job = &mut Job::new();
    let id = outbox.queue(&unit(1), &QueueOptions::new(), job).unwrap().id;
    assert_eq!(outbox.pump(&mut client, 0, job).unwrap().sent, 1);
    let entry = outbox.entry(&id).unwrap().unwrap();
    assert!(entry.state == EntryState::Accepted && entry.is_signed);
    inbox.pump(&mut other, 0, job).unwrap();
    inbox.next(&other, job).unwrap().unwrap().done().unwrap();
    inbox.pump(&mut other, 0, job).unwrap();
    outbox.pump(&mut client, 0, job).unwrap();
    let entry = outbox.entry(&id).unwrap().unwrap();
    assert!(entry.state == EntryState::Imported && entry.is_signed && entry.doubt.is_none(), "{entry:?}");
    let kept = |mailbox: &Mailbox| {
        let container = mailbox.entry(&id).unwrap().unwrap().container.unwrap();
        let names = cplink_testkit::fixtures::files(container.parent().unwrap());
        let ends = names.iter().map(|path| path.to_str().unwrap().rsplit_once(&id.to_string()).unwrap().1.to_owned());
        ends.collect::<Vec<String>>()
    };
    assert_eq!(kept(&outbox), ["-accepted.p7s", "-imported.p7s", "-picked_up.p7s", "-recorded.p7s", ".asice"]);
    assert_eq!(kept(&inbox), ["-imported.p7s", ".asice"]);
}
