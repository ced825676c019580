//! A message without a signature from a relay whose messages have them.

use std::sync::Arc;

use cplink::Code;
use cplink::client::{Client, ReceiveOptions};
use cplink::progress::Job;
use cplink::relay::Transport;
use cplink::relay::folder::{FolderOptions, FolderTransport};
use cplink::seal::{Draft, Limits, MessageId, Part};
use cplink_testkit::{RECEIVER, World, letter};

use crate::puppet::{Puppet, letter_of};

fn unsigned() -> (MessageId, Vec<u8>) {
    let parts = vec![Part::new("a.pdf", "application/pdf", b"%PDF-1.7".to_vec())];
    let draft = Draft::prepare(letter("20251104090000"), parts, &Limits::default(), &mut Job::new()).unwrap();
    let mut bytes = Vec::new();
    draft.write_unsigned(&mut bytes, &mut Job::new()).unwrap();
    (draft.id(), bytes)
}

#[test]
fn it_is_refused_whatever_the_relay_says() {
    let World { trust, sender, receiver, .. } = World::new();
    let receiver = Arc::new(receiver);
    for signs in [true, false] {
        let relay = Puppet::new();
        // That a relay signs no receipts is no reason to take its messages unsigned.
        relay.set(|script| script.signs = signs);
        let (id, bytes) = unsigned();
        let size = bytes.len() as u64;
        relay.offer((id, bytes.clone()), size);
        let good = letter_of(&sender, 1, 10);
        let size = good.1.len() as u64;
        relay.offer(good, size);
        let mut client = relay.client(&receiver, &trust);
        let keep = tempfile::tempdir().unwrap();
        let batch = client.receive("", &ReceiveOptions::new(keep.path()), &mut Job::new()).unwrap();
        assert_eq!(batch.messages.len(), 2, "it holds up no other");
        assert!(batch.messages[0].content.as_ref().unwrap().is_signed());
        assert_eq!(batch.messages[1].content.as_ref().unwrap_err().code(), Code::ContainerUnsigned);
        assert!(!keep.path().join(format!("{id}.asice")).exists(), "and it is not kept");

        // Nor is one that lies in the folder already.
        let path = keep.path().join("hand.asice");
        std::fs::write(&path, bytes).unwrap();
        let error = client.open_received(&id, &path, &mut Job::new()).unwrap_err();
        assert_eq!(error.code(), Code::ContainerUnsigned);
    }
}

#[test]
fn a_signature_that_is_there_must_hold_even_where_none_need_be() {
    let World { trust, receiver, sender, .. } = World::new();
    let folder = tempfile::tempdir().unwrap();
    let options = FolderOptions::new(folder.path().join("out"), folder.path().join("in"));
    let transport = FolderTransport::new(options, RECEIVER).unwrap();
    let client = Client::new(transport, Arc::new(receiver), trust).unwrap();
    let path = folder.path().join("a.asice");
    let open = |(id, bytes): (MessageId, Vec<u8>)| {
        std::fs::write(&path, bytes).unwrap();
        client.open_received(&id, &path, &mut Job::new())
    };
    assert!(open(letter_of(&sender, 1, 10)).unwrap().is_signed());
    assert!(!open(unsigned()).unwrap().is_signed());
    let stranger = World::new().sender;
    assert_eq!(open(letter_of(&stranger, 1, 10)).unwrap_err().code(), Code::CertUnknownIssuer);
}

#[test]
fn what_carries_signatures_is_said_by_the_transport_alone_through_every_box() {
    let folder = tempfile::tempdir().unwrap();
    let options = FolderOptions::new(folder.path().join("out"), folder.path().join("in"));
    let by_hand: Box<dyn Transport> = Box::new(FolderTransport::new(options, RECEIVER).unwrap());
    let relay: Box<dyn Transport> = Box::new(Puppet::new());
    assert!(!Transport::carries_signatures(&by_hand) && !Transport::carries_signatures(&Box::new(by_hand)));
    assert!(Transport::carries_signatures(&relay));
}

#[test]
fn nothing_is_confirmed_where_the_relay_takes_messages_itself() {
    let World { trust, receiver, .. } = World::new();
    let mut client = Puppet::new().client(&Arc::new(receiver), &trust);
    let (id, _) = unsigned();
    assert_eq!(client.confirm_uploaded(&id, &mut Job::new()).unwrap_err().code(), Code::RelayRequest);
}
