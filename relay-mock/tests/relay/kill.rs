//! The relay is killed between any two requests, and within them: what it accepted is there, once.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use cplink::keys::{Signer, Trust};
use cplink::progress::Job;
use cplink::relay::State;
use cplink::relay::cpx::HttpTransport;
use cplink::seal::{Draft, Limits, Part, Receipt, ReceiptKind};
use cplink_testkit::letter;
use cplink_testkit::receipts::receipt;
use relay_mock::store::Store as _;
use relay_mock::store::sqlite::SqliteStore;
use time::OffsetDateTime;

use crate::served::{RECEIVER_KEY, SENDER_KEY, Served, key, prepare};
use crate::world::{RECEIVER, SENDER, Sealed, unix_now};

fn message(n: usize, signer: &dyn Signer) -> Sealed {
    sized(n, 200_000, signer)
}

fn small(n: usize, signer: &dyn Signer) -> Sealed {
    sized(n, 100, signer)
}

fn sized(n: usize, size: usize, signer: &dyn Signer) -> Sealed {
    let serial = format!("2026010100{:02}{:02}", n / 60, n % 60);
    let draft = Draft::prepare(
        letter(&serial),
        vec![Part::new("a.pdf", "application/pdf", vec![0x25; size])],
        &Limits::default(),
        &mut Job::new(),
    )
    .unwrap();
    let mut bytes = Vec::new();
    let sealed = draft.seal(signer, unix_now(), &mut bytes, &mut Job::new()).unwrap();
    Sealed { id: sealed.id, bytes }
}

struct Script<'a> {
    data: &'a Path,
    messages: Vec<Sealed>,
    /// What the relay has answered: the proof that we have.
    receipts: BTreeMap<usize, Vec<u8>>,
}

impl Script<'_> {
    fn step(&mut self, n: usize, served: &Served) {
        let sender = || served.transport(self.data, SENDER_KEY);
        let receiver = || served.transport(self.data, RECEIVER_KEY);
        let job = &mut Job::new();
        match n {
            0..=2 => {
                let receipt = self.messages[n].put(&mut sender()).unwrap();
                self.receipts.insert(n, receipt);
            }
            3 => drop(sender().recall(&self.messages[1].id, job).unwrap()),
            4 => {
                self.messages[0].get(&mut receiver()).unwrap();
            }
            5 => {
                let receipt = acknowledgement(&self.messages[0], &*key(self.data, RECEIVER_KEY));
                receiver().acknowledge(&self.messages[0].id, &receipt, job).unwrap();
            }
            _ => {
                self.messages[2].get(&mut receiver()).unwrap();
            }
        }
    }

    /// After `done` steps the relay knows exactly this.
    fn check(&self, done: usize, sender: &mut HttpTransport, receiver: &mut HttpTransport) {
        let job = &mut Job::new();
        let state = |message: usize| match (message, done) {
            (0, 6..) => State::Imported,
            (0, 5) | (2, 7..) => State::PickedUp,
            (1, 4..) => State::Recalled,
            _ => State::Accepted,
        };
        let sent = sender.sent("", job).unwrap().entries;
        assert_eq!(sent.len(), done.min(3), "after {done} steps");
        for n in 0..done.min(3) {
            let found: Vec<_> = sent.iter().filter(|e| e.id == self.messages[n].id).collect();
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].state, state(n), "message {n} after {done} steps");
            assert_eq!(found[0].receipts[0], self.receipts[&n]);
            if state(n) != State::Recalled {
                assert_eq!(self.messages[n].put(sender).unwrap(), self.receipts[&n]);
            }
        }
        let inbox = receiver.inbox("", Duration::ZERO, job).unwrap().entries;
        let expected = (0..done.min(3)).filter(|n| state(*n) != State::Recalled);
        let expected: Vec<_> = expected.map(|n| self.messages[n].id).collect();
        assert_eq!(inbox.iter().map(|entry| entry.id).collect::<Vec<_>>(), expected);
    }
}

fn acknowledgement(message: &Sealed, signer: &dyn Signer) -> Vec<u8> {
    receipt(ReceiptKind::Imported, message.id, unix_now()).sign(signer, unix_now()).unwrap()
}

#[test]
fn between_any_two_requests() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path();
    prepare(data, &[SENDER, RECEIVER]);
    let signer = key(data, SENDER_KEY);
    let messages = (0..3).map(|n| message(n, &*signer)).collect();
    let mut script = Script { data, messages, receipts: BTreeMap::new() };
    for n in 0..7 {
        let served = Served::start(data);
        script.step(n, &served);
        served.kill();
        let served = Served::start(data);
        let mut sender = served.transport(data, SENDER_KEY);
        let mut receiver = served.transport(data, RECEIVER_KEY);
        script.check(n + 1, &mut sender, &mut receiver);
        served.kill();
    }
}

#[test]
fn in_the_middle_of_uploads() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path();
    prepare(data, &[SENDER, RECEIVER]);
    let signer = key(data, SENDER_KEY);
    let mut accepted = BTreeMap::new();
    for round in 0..8 {
        let served = Served::start(data);
        std::thread::scope(|scope| {
            let (mut sender, signer) = (served.transport(data, SENDER_KEY), &signer);
            let putting = scope.spawn(move || {
                let mut done = Vec::new();
                for n in 0..10 {
                    let message = message(round * 10 + n, &**signer);
                    match message.put(&mut sender) {
                        Ok(receipt) => done.push((message.id, receipt)),
                        Err(_) => break,
                    }
                }
                done
            });
            std::thread::sleep(Duration::from_millis(20 + 25 * round as u64));
            served.kill();
            accepted.extend(putting.join().unwrap());
        });
    }
    let served = Served::start(data);
    let spool = std::fs::read_dir(data.join("spool")).unwrap().count();
    assert_eq!(spool, 0, "leftovers are removed at the start");
    let job = &mut Job::new();
    let sent = served.transport(data, SENDER_KEY).sent("", job).unwrap().entries;
    for (id, receipt) in &accepted {
        let found: Vec<_> = sent.iter().filter(|entry| entry.id == *id).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].receipts[0], *receipt);
    }
    assert!(!accepted.is_empty());
    let mut ids: Vec<_> = sent.iter().map(|entry| entry.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), sent.len());
    // Also what was accepted without our hearing of it is whole.
    let mut receiver = served.transport(data, RECEIVER_KEY);
    for entry in sent {
        let mut bytes = Vec::new();
        receiver.get_message(&entry.id, &mut bytes, 1 << 20, job).unwrap();
    }
}

#[test]
fn among_many_senders_whose_messages_go_to_disk_together() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path();
    prepare(data, &[SENDER, RECEIVER]);
    let signer = key(data, SENDER_KEY);
    let mut accepted = BTreeMap::new();
    for round in 0..4 {
        let served = Served::start(data);
        let messages: Vec<Sealed> = (0..96).map(|n| small(round * 96 + n, &*signer)).collect();
        std::thread::scope(|scope| {
            let putting: Vec<_> = messages
                .chunks(8)
                .map(|own| {
                    let mut sender = served.transport(data, SENDER_KEY);
                    let put = move |one: &Sealed| one.put(&mut sender).ok().map(|receipt| (one.id, receipt));
                    scope.spawn(move || own.iter().map_while(put).collect::<Vec<_>>())
                })
                .collect();
            std::thread::sleep(Duration::from_millis(60 + 60 * round as u64));
            served.kill();
            accepted.extend(putting.into_iter().flat_map(|one| one.join().unwrap()));
        });
    }
    assert!(!accepted.is_empty());
    let store = SqliteStore::open(data, None).unwrap();
    let all = store.messages(0, 1000, OffsetDateTime::UNIX_EPOCH).unwrap().entries;
    for (id, receipt) in &accepted {
        assert_eq!(all.iter().filter(|message| message.id == *id).count(), 1);
        assert_eq!(store.receipts(id).unwrap(), std::slice::from_ref(receipt));
    }
    // Also those of which nobody has heard are whole, and the chain has no gap.
    let mut places: Vec<u64> = all
        .iter()
        .map(|message| {
            let mut container = Vec::new();
            for n in 0.. {
                let Some(piece) = store.piece(&message.id, n, OffsetDateTime::UNIX_EPOCH).unwrap() else { break };
                container.extend(piece);
            }
            assert_eq!(container.len() as u64, message.size);
            let receipts = store.receipts(&message.id).unwrap();
            let trust = Trust::from_pem(&std::fs::read(data.join("pki/root.pem")).unwrap()).unwrap();
            Receipt::verify(&receipts[0], &trust, unix_now()).unwrap().receipt.link.unwrap().number
        })
        .collect();
    places.sort_unstable();
    assert_eq!(places, (1..=all.len() as u64).collect::<Vec<_>>());
}

#[test]
fn a_signal_stops_it_cleanly() {
    let dir = tempfile::tempdir().unwrap();
    let mut served = Served::start(dir.path());
    assert!(served.interrupt().success());
}
