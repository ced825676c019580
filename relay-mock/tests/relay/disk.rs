//! A relay whose disk is full: it says so, keeps nothing, and goes on.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use cplink::Code;
use cplink::error::Retry;
use cplink::progress::Job;
use cplink::relay::State;

use crate::raw::call;
use crate::world::{RECEIVER, SENDER, Sealed, World};

fn refuses_and_goes_on(world: &World) {
    let mut sending = world.sending();
    let small = world.message();
    small.put(&mut sending).unwrap();
    for size in [12 << 20, 4 << 20, 40 << 20] {
        let large = Sealed::new(&world.sender, SENDER, RECEIVER, &[("large.pdf", size)]);
        let error = large.put(&mut sending).unwrap_err();
        assert_eq!((error.code(), error.retry()), (Code::RelayStorageFull, Retry::Safe));
        assert_eq!((error.relay_code(), error.in_doubt()), (Some("storage-full"), false));
        assert!(world.spool_is_empty());
    }
    world.message().put(&mut sending).unwrap();
    let mut receiving = world.receiving();
    let page = receiving.inbox("", Duration::ZERO, &mut Job::new()).unwrap();
    assert_eq!(page.entries.len(), 2);
    assert_eq!(small.get(&mut receiving).unwrap(), small.bytes);
}

#[test]
fn a_database_at_its_limit() {
    let world = World::with(|options, _| options.max_store_bytes = Some(3 << 20));
    refuses_and_goes_on(&world);
}

#[test]
fn a_pick_up_that_does_not_fit_is_told_and_nothing_is_delivered() {
    does_not_fit(World::message);
}

#[test]
fn a_pick_up_of_a_large_message_that_does_not_fit_is_told_as_well() {
    does_not_fit(|world| Sealed::new(&world.sender, SENDER, RECEIVER, &[("large.pdf", 700 << 10)]));
}

fn does_not_fit(message: fn(&World) -> Sealed) {
    let mut world = World::new();
    let messages: Vec<Sealed> = (0..4).map(|_| message(&world)).collect();
    for message in &messages {
        message.put(&mut world.sending()).unwrap();
    }
    world.restart();
    let pages = std::fs::metadata(world.dir.path().join("relay.sqlite")).unwrap().len();
    // As large as it is: the receipts of some pick-ups may fit into pages that are there, not those of all.
    world.restart_with(|options| options.max_store_bytes = Some(pages));
    let receiver = &world.receiver;
    let get = |message: &Sealed| call(&world, receiver, "GET", &format!("/v1/messages/{}", message.id), &[], b"");
    let full: Vec<&Sealed> = messages.iter().filter(|message| get(message).status == 507).collect();
    assert!(!full.is_empty(), "the disk is not full");
    let sent = world.sending().sent("", &mut Job::new()).unwrap().entries;
    for message in &full {
        let entry = sent.iter().find(|entry| entry.id == message.id).unwrap();
        assert_eq!(entry.state, State::Accepted);
    }
    let error = full[0].get(&mut world.receiving()).unwrap_err();
    assert_eq!((error.code(), error.retry()), (Code::RelayStorageFull, Retry::Safe));
    world.restart_with(|options| options.max_store_bytes = None);
    assert_eq!(full[0].get(&mut world.receiving()).unwrap(), full[0].bytes);
}

/// A file system of its own: mounting it takes root.
struct Tiny<'a>(&'a Path);

impl<'a> Tiny<'a> {
    fn mount(at: &'a Path) -> Self {
        let output =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(at).output().expect("mount");
        let why = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "this test mounts a small tmpfs and must run as root: {why}");
        Self(at)
    }
}

impl Drop for Tiny<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_file_system_that_is_full() {
    let dir = tempfile::tempdir().unwrap();
    let tiny = Tiny::mount(dir.path());
    let world = World::with(|options, _| options.data = tiny.0.join("data"));
    let mut sending = world.sending();
    let small = world.message();
    small.put(&mut sending).unwrap();
    // The first does not even fit the spool, the second fits the spool but not the database too.
    for size in [12 << 20, 5 << 20] {
        let large = Sealed::new(&world.sender, SENDER, RECEIVER, &[("large.pdf", size)]);
        let error = large.put(&mut sending).unwrap_err();
        assert_eq!((error.code(), error.relay_code()), (Code::RelayStorageFull, Some("storage-full")));
        assert_eq!(std::fs::read_dir(tiny.0.join("data/spool")).unwrap().count(), 0);
    }
    world.message().put(&mut sending).unwrap();
    let mut receiving = world.receiving();
    assert_eq!(receiving.inbox("", Duration::ZERO, &mut Job::new()).unwrap().entries.len(), 2);
    assert_eq!(small.get(&mut receiving).unwrap(), small.bytes);
    drop(world);
}
