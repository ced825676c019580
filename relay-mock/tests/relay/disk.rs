//! A relay whose disk is full: it says so, keeps nothing, and goes on.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use cplink::Code;
use cplink::error::Retry;
use cplink::progress::Job;

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
