//! Six messages of millions of commas take little until somebody asks for their rows, and then no more than one
//! message may. Alone in its binary: the peak is the process's. On Linux only, whose /proc tells and forgets the peak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(target_os = "linux")]

use std::sync::Arc;

use cplink::Code;
use cplink::client::{Client, ReceiveOptions};
use cplink::file::Source;
use cplink::keys::FileSigner;
use cplink::progress::Job;
use cplink::relay::{MemoryRelay, Outgoing, Transport};
use cplink::seal::{Draft, Limits, MessageHeader, Part, SealOptions};
use cplink_testkit::*;

const KIB: u64 = 1 << 10;
/// What the rows of one message may take here.
const MEMORY: u64 = 16 << 20;

fn peak_of(what: impl FnOnce()) -> u64 {
    let line = |wanted: &str| -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with(wanted)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
    };
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = line("VmRSS:");
    what();
    line("VmHWM:").saturating_sub(before)
}

/// Messages of one CSV file each.
fn send(sender: &FileSigner, relay: &MemoryRelay, content: impl Fn(usize) -> Vec<u8>) {
    let name = format!("DLTJSK_202510_{SENDER}_43_{RECEIVER}_11_20251104090000.CSV");
    for number in 0..6 {
        let header = MessageHeader { csv_version: None, ..letter(&format!("2025110409000{number}")) };
        let part = Part::new(name.clone(), "text/csv", Source::from(content(number)));
        let draft = Draft::prepare(header, vec![part], &Limits::default(), &mut Job::new()).unwrap();
        let mut bytes = Vec::new();
        draft.seal_with(sender, &SealOptions::new(now()), &mut bytes, &mut Job::new()).unwrap();
        let outgoing = Outgoing { id: draft.id(), message: draft.message() };
        let len = bytes.len() as u64;
        relay.transport(SENDER).put_message(&outgoing, &mut bytes.as_slice(), len, &mut Job::new()).unwrap();
    }
}

#[test]
fn six_messages_of_commas_take_the_memory_of_one() {
    let World { trust, receiver, sender, .. } = World::new();
    let receiver = Arc::new(receiver);
    // Commas alone, and rows of nearly nothing: what costs most for its size.
    let cases: [(usize, &[u8], bool); 4] =
        [(100_000, b",\n", true), (1_000_000, b",", true), (400_000, b",\n", false), (4_000_000, b",", false)];
    for (bytes, piece, fits) in cases {
        let (relay, folder) = (MemoryRelay::new(), tempfile::tempdir().unwrap());
        for office in [SENDER, RECEIVER] {
            relay.register(office, "");
        }
        send(&sender, &relay, |number| [format!("{number}").as_bytes(), &piece.repeat(bytes / piece.len())].concat());
        let transport = relay.transport(RECEIVER);
        let mut client = Client::new(transport, Arc::clone(&receiver) as _, trust.clone()).unwrap();
        client.set_message_memory(MEMORY);
        let mut batch = None;
        let received = peak_of(|| {
            batch = Some(client.receive("", &ReceiveOptions::new(folder.path()), &mut Job::new()).unwrap());
        });
        let mut messages = batch.unwrap().messages;
        assert_eq!(messages.len(), 6);
        let read = peak_of(|| {
            for incoming in &mut messages {
                let read = incoming.content.as_mut().unwrap().read(&mut Job::new());
                assert_eq!(read.err().map(|error| error.code()), (!fits).then_some(Code::TooLarge));
            }
        });
        println!("{bytes} bytes of {piece:?}: receiving {} KiB, reading {} KiB", received / KIB, read / KIB);
        assert!(received <= MEMORY / 2, "receiving took {} KiB", received / KIB);
        assert!(read <= MEMORY * 5 / 4, "reading took {} KiB", read / KIB);
    }
}
