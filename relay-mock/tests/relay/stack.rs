//! A host's thread with a small stack is enough for every verb.

use std::thread::Builder;

use cplink::client::{Client, Outcome, ReceiveOptions, SendOptions};
use cplink::file::Source;
use cplink::progress::Job;
use cplink::unit::{Address, Serial, Unit};

use crate::world::{RECEIVER, SENDER, World, signer};

/// Without optimisation the frames are larger.
const STACK: usize = if cfg!(debug_assertions) { 128 << 10 } else { 64 << 10 };

#[test]
fn the_verbs_run_on_a_small_stack() {
    let world = World::new();
    let dir = tempfile::tempdir().unwrap();
    let run = |verbs: Box<dyn FnOnce() + Send + '_>| {
        std::thread::scope(|scope| {
            Builder::new().stack_size(STACK).spawn_scoped(scope, verbs).unwrap().join().unwrap();
        });
    };
    run(Box::new(|| {
        let job = &mut Job::new();
        let client = |key| Client::new(world.transport(key), signer(key), world.trust()).unwrap();
        let (mut sending, mut receiving) = (client(&world.sender), client(&world.receiver));
        let serial = Serial::new("20260101000001").unwrap();
        let address = |office| Address::new(office, "43").unwrap();
        let mut unit = Unit::new(address(SENDER), address(RECEIVER), serial);
        unit.add_attachment("a.pdf", Source::from(b"%PDF-1.7".to_vec()));
        let sent = sending.send(&unit, &SendOptions::new(dir.path().join("sent")), job).unwrap();
        let batch = receiving.receive("", &ReceiveOptions::new(dir.path().join("received")), job).unwrap();
        assert_eq!(batch.messages[0].reference.id, sent.id);
        assert!(batch.messages[0].content.is_ok());
        receiving.acknowledge(&batch.messages[0].reference, &Outcome::Imported, job).unwrap();
        assert_eq!(sending.sent("", job).unwrap().messages.len(), 1);
        assert!(receiving.doctor(job).unwrap().is_well());
    }));
}
