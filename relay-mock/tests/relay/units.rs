//! One unit is one message, and it is for a service type that the receiver has.

use std::time::Duration;

use cplink::Code;
use cplink::client::{Client, SendOptions};
use cplink::file::Source;
use cplink::progress::Job;
use cplink::seal::{Draft, Limits, MessageHeader, Part};
use cplink::unit::{Address, Serial, Unit};
use cplink_testkit::letter;
use relay_mock::directory;

use crate::world::{RECEIVER, SENDER, Sealed, World, signer};

fn sealed(world: &World, header: MessageHeader, content: &str) -> Sealed {
    let part = Part::new("plan.pdf", "application/pdf", format!("%PDF-1.4 {content}").into_bytes());
    let draft = Draft::prepare(header, vec![part], &Limits::default(), &mut Job::new()).unwrap();
    Sealed::seal(&draft, &world.sender)
}

const SERIAL: &str = "20260401093000";

#[test]
fn the_same_offices_and_serial_with_other_content_are_refused() {
    let world = World::new();
    let mut sending = world.sending();
    let first = sealed(&world, letter(SERIAL), "first");
    let receipt = first.put(&mut sending).unwrap();
    let other = sealed(&world, letter(SERIAL), "second");
    let error = other.put(&mut sending).unwrap_err();
    assert_eq!((error.code(), error.relay_code()), (Code::RelaySerial, Some("serial-taken")));
    assert!(!error.in_doubt());
    // The first can be repeated, and a correction has a serial of its own.
    assert_eq!(first.put(&mut sending).unwrap(), receipt);
    let mut correction = letter("20260401093001");
    correction.supersedes = Some(first.id);
    sealed(&world, correction, "second").put(&mut sending).unwrap();
    // Another service type is another unit: its files have other names.
    let mut elsewhere = letter(SERIAL);
    elsewhere.to.service_type = "15".to_owned();
    sealed(&world, elsewhere, "third").put(&mut sending).unwrap();
    let page = world.receiving().inbox("", Duration::ZERO, &mut Job::new()).unwrap();
    assert_eq!(page.entries.len(), 3);
    assert!(world.spool_is_empty());
}

#[test]
fn a_serial_is_free_again_when_nobody_will_get_its_message() {
    let world = World::new();
    let mut sending = world.sending();
    let first = sealed(&world, letter(SERIAL), "first");
    first.put(&mut sending).unwrap();
    sending.recall(&first.id, &mut Job::new()).unwrap();
    let second = sealed(&world, letter(SERIAL), "second");
    second.put(&mut sending).unwrap();
    second.get(&mut world.receiving()).unwrap();
    let third = sealed(&world, letter(SERIAL), "third");
    assert_eq!(third.put(&mut sending).unwrap_err().code(), Code::RelaySerial);
}

#[test]
fn of_many_at_once_one_gets_the_serial() {
    let world = World::new();
    let messages: Vec<Sealed> = (0..8).map(|n| sealed(&world, letter(SERIAL), &n.to_string())).collect();
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let sending = messages.iter().map(|message| scope.spawn(|| message.put(&mut world.sending())));
        sending.collect::<Vec<_>>().into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for error in outcomes.into_iter().filter_map(Result::err) {
        assert_eq!(error.code(), Code::RelaySerial);
    }
}

#[test]
fn a_service_type_that_the_receiver_does_not_have_is_refused() {
    let world = World::new();
    let mut sending = world.sending();
    let to = |service_type: &str| Sealed::seal(&Sealed::draft(SENDER, (RECEIVER, service_type), &[]), &world.sender);
    let slip = to("16");
    let error = slip.put(&mut sending).unwrap_err();
    assert_eq!((error.code(), error.relay_code()), (Code::RelayReceiverService, Some("receiver-service")));
    assert!(!error.in_doubt());
    to("15").put(&mut sending).unwrap();
    let store = world.relay().store();
    store.change_office(RECEIVER, &|office| office.service_types.push("16".to_owned())).unwrap();
    slip.put(&mut sending).unwrap();
    assert!(directory::is_service_type("16") && !directory::is_service_type("XX"));
}

#[test]
fn a_client_that_knows_the_directory_seals_nothing_for_a_wrong_service_type() {
    let world = World::new();
    let unit = |service_type: &str, serial: &str| {
        let address = |office: &str, service_type: &str| Address::new(office, service_type).unwrap();
        let serial = Serial::new(serial).unwrap();
        let mut unit = Unit::new(address(SENDER, "43"), address(RECEIVER, service_type), serial);
        unit.add_attachment("plan.pdf", Source::Bytes(b"%PDF-1.4".to_vec().into()));
        unit
    };
    let folder = tempfile::tempdir().unwrap();
    let (options, job) = (SendOptions::new(folder.path()), &mut Job::new());
    let mut client = Client::new(world.sending(), signer(&world.sender), world.trust()).unwrap();
    client.office(RECEIVER, job).unwrap();
    let error = client.send(&unit("16", SERIAL), &options, job).unwrap_err();
    assert_eq!((error.code(), error.relay_code()), (Code::RelayReceiverService, None));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was sealed");
    client.send(&unit("15", SERIAL), &options, job).unwrap();
    // What has changed since is looked up again.
    let store = world.relay().store();
    store.change_office(RECEIVER, &|office| office.service_types.push("16".to_owned())).unwrap();
    client.send(&unit("16", SERIAL), &options, job).unwrap();
}
