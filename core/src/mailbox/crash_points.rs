//! A program that ends at every single step of its file operations, and another that goes on where it was left.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use cplink_testkit::{RECEIVER, SENDER, pki};
use relay_mock::pki::{Algorithm, Pki};

use super::crash::End;
use super::shared::Shared;
use super::{EntryState, Filter, Mailbox, QueueOptions, Side};
use crate::client::Client;
use crate::error::Result;
use crate::keys::{FileSigner, Trust};
use crate::progress::Job;
use crate::relay::{MemoryRelay, State};
use crate::seal::MessageId;
use crate::unit::{Address, Serial, Unit};

/// The keys of two offices; each case has its own relay and folders.
struct World {
    trust: Trust,
    sender: Arc<FileSigner>,
    receiver: Arc<FileSigner>,
}

impl World {
    fn new() -> Self {
        let pki: Pki = pki();
        let key = |number: &str| {
            let key = pki.office(&cplink_testkit::office(number, Algorithm::EcdsaP256)).unwrap();
            Arc::new(FileSigner::from_pem(key.pem().as_bytes(), None).unwrap())
        };
        let trust = Trust::from_pem(pki.ca_pem().as_bytes()).unwrap();
        Self { trust, sender: key(SENDER), receiver: key(RECEIVER) }
    }

    fn relay() -> MemoryRelay {
        let relay = MemoryRelay::new();
        relay.register(SENDER, "");
        relay.register(RECEIVER, "");
        relay
    }

    fn client(&self, relay: &MemoryRelay, office: &str) -> Client {
        let signer = if office == SENDER { &self.sender } else { &self.receiver };
        Client::new(relay.transport(office), Arc::clone(signer) as _, self.trust.clone()).unwrap()
    }
}

/// A folder in memory where the system has one: thousands of files are flushed to disk here.
fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// A mailbox whose program ends at this step.
fn opened(folder: &Path, office: &str, last: usize) -> (Result<Mailbox>, End) {
    let end = End::default();
    end.at(last);
    opened_with(folder, office, end)
}

fn opened_with(folder: &Path, office: &str, end: End) -> (Result<Mailbox>, End) {
    let disk = super::disk::Disk { end: end.clone() };
    let shared = Shared::open_on(disk, folder, office);
    (shared.map(|shared| Mailbox { shared: Arc::new(shared) }), end)
}

fn unit(number: u32) -> Unit {
    let address = |office: &str, service: &str| Address::new(office, service).unwrap();
    let serial = Serial::new(&format!("202611010000{number:02}")).unwrap();
    let mut unit = Unit::new(address(SENDER, "43"), address(RECEIVER, "11"), serial);
    unit.add_attachment("a.pdf", format!("%PDF-1.7 {number}").into_bytes());
    unit.add_attachment("b.pdf", format!("%PDF-1.7 b{number}").into_bytes());
    unit
}

fn queue(mailbox: &Mailbox, number: u32) -> Result<MessageId> {
    Ok(mailbox.queue(&unit(number), &QueueOptions::new(), &mut Job::new())?.id)
}

/// What must not be left when all is done.
fn nothing_is_left(folder: &Path, side: Side) {
    for name in ["due", "recall", "fetch", "report", "done"] {
        let left = std::fs::read_dir(folder.join(side.token()).join(name));
        assert_eq!(left.map_or(0, Iterator::count), 0, "{name}");
    }
}

/// The calls of a sending host, which ends where one fails; the ids of what was queued for good.
fn sending(mailbox: &Mailbox, client: &mut Client, queued: &mut Vec<MessageId>) -> Result<()> {
    for number in [2, 1] {
        queued.push(queue(mailbox, number)?);
    }
    let gone = queue(mailbox, 3)?;
    mailbox.cancel(&gone)?;
    mailbox.pump(client, 0, &mut Job::new())?.fault.map_or(Ok(()), Err)
}

#[test]
fn a_sending_program_may_end_anywhere() {
    let world = World::new();
    let mut last = 0;
    loop {
        let (relay, folder) = (World::relay(), scratch());
        let (mailbox, end) = opened(folder.path(), SENDER, last);
        let mut queued = Vec::new();
        let mut client = world.client(&relay, SENDER);
        let ended = mailbox.and_then(|mailbox| sending(&mailbox, &mut client, &mut queued));
        let is_last = end.taken() <= last;
        // Some steps may fail: what they leave undone is made good later.
        assert!(ended.is_ok() || !is_last, "step {last}: {ended:?}");

        // The next program. What was promised is sent although nobody queues it again.
        let mailbox = Mailbox::open(folder.path(), SENDER).unwrap();
        let mut client = world.client(&relay, SENDER);
        mailbox.pump(&mut client, 0, &mut Job::new()).unwrap();
        for id in &queued {
            let state = mailbox.entry(id).unwrap().unwrap().state;
            assert_eq!(state, EntryState::Accepted, "step {last}");
        }
        // What was not promised is queued again.
        let ids = [1, 2].map(|number| queue(&mailbox, number).unwrap());
        match mailbox.queue(&unit(3), &QueueOptions::new(), &mut Job::new()) {
            Ok(queued) => drop(mailbox.cancel(&queued.id).unwrap()),
            Err(error) => assert_eq!(error.code(), crate::Code::MailboxState, "step {last}"),
        }
        mailbox.pump(&mut client, 0, &mut Job::new()).unwrap();
        assert!(ids.iter().all(|id| mailbox.entry(id).unwrap().unwrap().state == EntryState::Accepted));
        let listed = client.sent("", &mut Job::new()).unwrap().messages;
        // What ended while it was being cancelled may have been sent, and was recalled then.
        let listed = listed.into_iter().filter(|message| message.state != State::Recalled);
        let listed: BTreeSet<MessageId> = listed.map(|message| message.id).collect();
        assert_eq!(listed, BTreeSet::from(ids), "step {last}: each is there once, and no other");
        let all = mailbox.list(&Filter::new().with_archive(), &mut Job::new()).unwrap();
        assert!(all.len() == 3 && all.iter().all(|entry| entry.fault.is_none()), "step {last}: {all:?}");
        nothing_is_left(folder.path(), Side::Outbox);
        if is_last {
            break;
        }
        last += 1;
    }
    assert!(last > 60, "{last} steps");
    println!("{last} steps");
}

/// What a receiving host has in its database, each id once.
#[derive(Default)]
struct Host {
    imported: Vec<MessageId>,
    /// What `done` or `refuse` has confirmed.
    concluded: BTreeSet<MessageId>,
}

impl Host {
    /// The calls of a receiving host, which ends where one fails.
    fn receiving(&mut self, mailbox: &Mailbox, client: &mut Client) -> Result<()> {
        mailbox.pump(client, 0, &mut Job::new())?.fault.map_or(Ok(()), Err)?;
        while let Some(mut delivery) = mailbox.next(client, &mut Job::new())? {
            let id = delivery.message.id;
            assert!(!self.concluded.contains(&id), "it was handed out after it was done");
            if delivery.message.serial == unit(3).serial() {
                delivery.refuse("対象の利用者がいません。")?;
            } else {
                if self.imported.contains(&id) {
                    assert!(delivery.offered_before());
                } else {
                    self.imported.push(id);
                }
                delivery.done()?;
            }
            self.concluded.insert(id);
        }
        mailbox.pump(client, 0, &mut Job::new())?.fault.map_or(Ok(()), Err)
    }
}

#[test]
fn a_receiving_program_may_end_anywhere() {
    let world = World::new();
    let mut last = 0;
    loop {
        let (relay, folders) = (World::relay(), scratch());
        let outbox = Mailbox::open(folders.path().join("out"), SENDER).unwrap();
        let ids: Vec<MessageId> = [1, 2, 3].map(|number| queue(&outbox, number).unwrap()).to_vec();
        let mut sender = world.client(&relay, SENDER);
        outbox.pump(&mut sender, 0, &mut Job::new()).unwrap();

        let folder = folders.path().join("in");
        let (mut host, mut client) = (Host::default(), world.client(&relay, RECEIVER));
        let (mailbox, end) = opened(&folder, RECEIVER, last);
        let ended = mailbox.and_then(|mailbox| host.receiving(&mailbox, &mut client));
        let is_last = end.taken() <= last;
        // Some steps may fail: what they leave undone is made good later.
        assert!(ended.is_ok() || !is_last, "step {last}: {ended:?}");

        let mailbox = Mailbox::open(&folder, RECEIVER).unwrap();
        host.receiving(&mailbox, &mut world.client(&relay, RECEIVER)).unwrap();
        assert_eq!(host.imported, ids[..2], "step {last}: each once, in order");
        outbox.pump(&mut sender, 0, &mut Job::new()).unwrap();
        let states: Vec<EntryState> = ids.iter().map(|id| outbox.entry(id).unwrap().unwrap().state).collect();
        assert_eq!(states, [EntryState::Imported, EntryState::Imported, EntryState::Refused], "step {last}");
        let all = mailbox.list(&Filter::new().with_archive(), &mut Job::new()).unwrap();
        assert!(all.len() == 3 && all.iter().all(|entry| entry.is_reported), "step {last}: {all:?}");
        nothing_is_left(&folder, Side::Inbox);
        if is_last {
            break;
        }
        last += 1;
    }
    assert!(last > 60, "{last} steps");
    println!("{last} steps");
}

/// How many steps it takes so many messages to come to their end, at both offices.
fn steps(world: &World, count: u32) -> usize {
    let (relay, folders) = (World::relay(), scratch());
    let (outbox, at_sender) = opened_with(&folders.path().join("out"), SENDER, End::default());
    let (inbox, at_receiver) = opened_with(&folders.path().join("in"), RECEIVER, End::default());
    let (outbox, inbox) = (outbox.unwrap(), inbox.unwrap());
    let (mut sender, mut receiver) = (world.client(&relay, SENDER), world.client(&relay, RECEIVER));
    for number in 1..=count {
        queue(&outbox, number).unwrap();
    }
    outbox.pump(&mut sender, 0, &mut Job::new()).unwrap();
    inbox.pump(&mut receiver, 0, &mut Job::new()).unwrap();
    while let Some(mut delivery) = inbox.next(&receiver, &mut Job::new()).unwrap() {
        delivery.done().unwrap();
    }
    inbox.pump(&mut receiver, 0, &mut Job::new()).unwrap();
    outbox.pump(&mut sender, 0, &mut Job::new()).unwrap();
    nothing_is_left(&folders.path().join("in"), Side::Inbox);
    at_sender.taken() + at_receiver.taken()
}

#[test]
fn an_entry_takes_the_same_steps_however_many_there_are() {
    let world = World::new();
    let [few, more, most] = [10, 20, 50].map(|count| steps(&world, count));
    assert_eq!((most - more) / 3, more - few);
    assert_eq!((most - more) % 3, 0, "{few}, {more}, {most}");
    println!("{} steps an entry", (more - few) / 10);
}

#[test]
fn a_full_disk_is_told_to_the_sender_and_nothing_waits_for_a_person_when_there_is_room() {
    let world = World::new();
    let mut last = 0;
    loop {
        let (relay, folder) = (World::relay(), scratch());
        let (mailbox, end) = opened_with(folder.path(), SENDER, End::default());
        let (mailbox, mut client, mut queued) = (mailbox.unwrap(), world.client(&relay, SENDER), Vec::new());
        end.full_at(last);
        let ended = sending(&mailbox, &mut client, &mut queued);
        let is_last = end.taken() <= last;
        if let Err(error) = ended {
            assert_eq!(error.code(), crate::Code::DiskFull, "step {last}: {error:?}");
        }
        end.at(usize::MAX);
        // The same program, and nobody has a hand in it: what was promised is sent.
        mailbox.pump(&mut client, 0, &mut Job::new()).unwrap();
        let is_sent = |id: &MessageId| mailbox.entry(id).unwrap().unwrap().state == EntryState::Accepted;
        assert!(queued.iter().all(is_sent), "step {last}");
        let ids = [1, 2].map(|number| queue(&mailbox, number).unwrap());
        mailbox.pump(&mut client, 0, &mut Job::new()).unwrap();
        assert!(ids.iter().all(is_sent), "step {last}");
        let listed = client.sent("", &mut Job::new()).unwrap().messages;
        let listed: Vec<MessageId> = listed.into_iter().map(|message| message.id).collect();
        assert!(ids.iter().all(|id| listed.iter().filter(|listed| *listed == id).count() == 1), "step {last}");
        if is_last {
            break;
        }
        last += 1;
    }
    assert!(last > 60, "{last} steps");
}

#[test]
fn a_full_disk_is_told_and_the_same_program_goes_on_when_there_is_room() {
    let world = World::new();
    let mut last = 0;
    loop {
        let (relay, folders) = (World::relay(), scratch());
        let outbox = Mailbox::open(folders.path().join("out"), SENDER).unwrap();
        let ids: Vec<MessageId> = [1, 2, 3].map(|number| queue(&outbox, number).unwrap()).to_vec();
        let mut sender = world.client(&relay, SENDER);
        outbox.pump(&mut sender, 0, &mut Job::new()).unwrap();

        let folder = folders.path().join("in");
        let (mailbox, end) = opened_with(&folder, RECEIVER, End::default());
        let (mailbox, mut host, mut client) = (mailbox.unwrap(), Host::default(), world.client(&relay, RECEIVER));
        end.full_at(last);
        let ended = host.receiving(&mailbox, &mut client);
        let is_last = end.taken() <= last;
        assert!(ended.is_ok() || !is_last, "step {last}: {ended:?}");
        if let Err(error) = ended {
            assert_eq!(error.code(), crate::Code::DiskFull, "step {last}: {error:?}");
        }
        end.at(usize::MAX);
        host.receiving(&mailbox, &mut client).unwrap();
        assert_eq!(host.imported, ids[..2], "step {last}: each once, in order");
        outbox.pump(&mut sender, 0, &mut Job::new()).unwrap();
        let states: Vec<EntryState> = ids.iter().map(|id| outbox.entry(id).unwrap().unwrap().state).collect();
        assert_eq!(states, [EntryState::Imported, EntryState::Imported, EntryState::Refused], "step {last}");
        if is_last {
            break;
        }
        last += 3;
    }
    assert!(last > 60, "{last} steps");
}
