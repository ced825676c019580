//! What the relay refuses, each with its own code, and with nothing delivered.

use std::io::Cursor;
use std::time::Duration;

use cplink::keys::CertificateKind;
use cplink::progress::Job;
use cplink::seal::{MessageId, ReceiptKind};
use cplink::{Code, Error};
use relay_mock::directory;
use relay_mock::pki::CertifiedKey;

use crate::world::{RECEIVER, SENDER, STRANGER, Sealed, World, office};

fn told(error: &Error) -> (Code, Option<&str>, bool) {
    (error.code(), error.relay_code(), error.in_doubt())
}

fn nothing_delivered(world: &World) {
    let page = world.receiving().inbox("", Duration::ZERO, &mut Job::new()).unwrap();
    assert!(page.entries.is_empty());
    assert!(world.spool_is_empty());
}

fn identity(world: &World, number: &str) -> CertifiedKey {
    world.pki.office(&office(number, CertificateKind::CareInsurance)).unwrap()
}

#[test]
fn own_office() {
    let world = World::new();
    let message = Sealed::new(&world.sender, SENDER, SENDER, &[]);
    let error = message.put(&mut world.sending()).unwrap_err();
    assert_eq!(told(&error), (Code::RelaySameOffice, Some("same-office"), false));
    nothing_delivered(&world);
}

#[test]
fn unregistered_offices() {
    let world = World::new();
    let message = Sealed::new(&world.sender, SENDER, STRANGER, &[]);
    let error = message.put(&mut world.sending()).unwrap_err();
    assert_eq!(told(&error), (Code::RelayReceiverUnknown, Some("receiver-unregistered"), false));
    let stranger = identity(&world, STRANGER);
    let message = Sealed::new(&stranger, STRANGER, RECEIVER, &[]);
    let error = message.put(&mut world.transport(&stranger)).unwrap_err();
    assert_eq!(told(&error), (Code::RelaySenderUnknown, Some("sender-unregistered"), false));
    nothing_delivered(&world);
}

#[test]
fn lapsed_licences() {
    let world = World::new();
    let yesterday = directory::day_in_japan(*world.now.lock().unwrap()).previous_day().unwrap();
    let year_ago = yesterday.replace_year(yesterday.year() - 1).unwrap_or(yesterday);
    let store = world.relay().store();
    directory::set_licence(store, RECEIVER, year_ago, yesterday).unwrap();
    let message = world.message();
    let error = message.put(&mut world.sending()).unwrap_err();
    assert_eq!(told(&error), (Code::RelayReceiverLicence, Some("receiver-licence"), false));
    let office = world.sending().office(RECEIVER, &mut Job::new()).unwrap().unwrap();
    assert!(!office.licensed);
    directory::renew(store, RECEIVER, yesterday.next_day().unwrap()).unwrap();
    directory::set_licence(store, SENDER, year_ago, yesterday).unwrap();
    let error = message.put(&mut world.sending()).unwrap_err();
    assert_eq!(told(&error), (Code::RelaySenderLicence, Some("sender-licence"), false));
    nothing_delivered(&world);
    directory::renew(store, SENDER, yesterday.next_day().unwrap()).unwrap();
    message.put(&mut world.sending()).unwrap();
}

/// A relay whose clock is behind sees a licence of the future: it is not said to have expired, and the clock is named.
#[test]
fn a_licence_that_has_not_begun() {
    let world = World::new();
    let tomorrow = directory::day_in_japan(*world.now.lock().unwrap()).next_day().unwrap();
    let (store, message) = (world.relay().store(), world.message());
    for (office, code) in [(SENDER, Code::RelaySenderLicence), (RECEIVER, Code::RelayReceiverLicence)] {
        directory::set_licence(store, office, tomorrow, directory::licence_year(tomorrow)).unwrap();
        let error = message.put(&mut world.sending()).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(
            error.message_ja().contains("開始日の前") && error.remedy_ja().contains("中継サービスの日時"),
            "{error}"
        );
        assert!(code.message_en().contains("has not begun") && code.remedy_en().contains("clock"), "{error}");
        directory::renew(store, office, tomorrow.previous_day().unwrap()).unwrap();
        directory::set_licence(store, office, tomorrow.previous_day().unwrap(), directory::licence_year(tomorrow))
            .unwrap();
    }
    nothing_delivered(&world);
    message.put(&mut world.sending()).unwrap();
}

#[test]
fn another_offices_certificate() {
    let world = World::new();
    // The receiver sends what the sender sealed.
    let error = world.message().put(&mut world.receiving()).unwrap_err();
    assert_eq!(told(&error), (Code::RelayCertOffice, Some("certificate-office"), false));
    // The sender names another office than its certificate.
    let forged = Sealed::new(&world.sender, STRANGER, RECEIVER, &[]);
    let error = forged.put(&mut world.sending()).unwrap_err();
    assert_eq!(told(&error), (Code::RelayCertOffice, Some("certificate-office"), false));
    nothing_delivered(&world);
}

#[test]
fn files_the_standard_does_not_know() {
    let world = World::new();
    let message = Sealed::new(&world.sender, SENDER, RECEIVER, &[("setup.exe", 10)]);
    let error = message.put(&mut world.sending()).unwrap_err();
    assert_eq!(told(&error), (Code::RelayFileSet, Some("file-set"), false));
    assert_eq!(error.at().file.as_deref(), Some("setup.exe"));
    nothing_delivered(&world);
}

#[test]
fn what_nobody_has_signed_is_refused() {
    let world = World::new();
    let draft = Sealed::draft(SENDER, (RECEIVER, "11"), &[]);
    let mut bytes = Vec::new();
    draft.write_unsigned(&mut bytes, &mut Job::new()).unwrap();
    let len = bytes.len() as u64;
    let put = world.sending().put_message(&draft.id(), &mut Cursor::new(&bytes), len, &mut Job::new());
    assert_eq!(told(&put.unwrap_err()), (Code::RelayContent, Some("signature"), false));
    nothing_delivered(&world);
}

#[test]
fn damaged_containers_and_wrong_ids() {
    let world = World::new();
    let mut sending = world.sending();
    let good = world.message();
    let mut put = |id: &MessageId, bytes: &[u8]| {
        let len = bytes.len() as u64;
        sending.put_message(id, &mut Cursor::new(bytes), len, &mut Job::new())
    };
    let mut bent = good.bytes.clone();
    let at = bent.windows(4).position(|w| w == b"%PDF").unwrap();
    bent[at] ^= 1;
    let error = put(&good.id, &bent).unwrap_err();
    assert_eq!(told(&error), (Code::RelayContent, Some("container"), false));
    let error = put(&good.id, &good.bytes[..good.bytes.len() - 1]).unwrap_err();
    assert_eq!(told(&error), (Code::RelayContent, Some("container"), false));
    let other = world.message();
    let error = put(&other.id, &good.bytes).unwrap_err();
    assert_eq!(told(&error), (Code::MessageId, Some("message-id"), false));
    nothing_delivered(&world);
    put(&good.id, &good.bytes).unwrap();
    let error = put(&good.id, &other.bytes).unwrap_err();
    assert_eq!(told(&error), (Code::RelayConflict, Some("message-conflict"), false));
}

#[test]
fn sealed_again_it_is_the_same_message() {
    let world = World::new();
    let draft = cplink::seal::Draft::prepare(
        cplink::seal::MessageHeader {
            from: cplink::seal::Party { office: SENDER.to_owned(), service_type: "43".to_owned() },
            to: cplink::seal::Party { office: RECEIVER.to_owned(), service_type: "11".to_owned() },
            serial: "20260131120000".to_owned(),
            csv_version: None,
            kind: "attachments".to_owned(),
            subject: String::new(),
            created: cplink::seal::MessageHeader::created_at("20260131120000").unwrap(),
            supersedes: None,
            override_reason: None,
        },
        vec![cplink::seal::Part::new("a.pdf", "application/pdf", b"%PDF".to_vec())],
        &cplink::seal::Limits::default(),
        &mut Job::new(),
    )
    .unwrap();
    let (first, second) = (Sealed::seal(&draft, &world.sender), Sealed::seal(&draft, &world.sender));
    assert_eq!(first.id, second.id);
    assert_ne!(first.bytes, second.bytes, "the signature differs");
    let mut sending = world.sending();
    let receipt = first.put(&mut sending).unwrap();
    assert_eq!(second.put(&mut sending).unwrap(), receipt);
    assert_eq!(first.get(&mut world.receiving()).unwrap(), first.bytes, "the first one stays");
}

#[test]
fn messages_of_others() {
    let world = World::new();
    let today = directory::day_in_japan(*world.now.lock().unwrap());
    directory::add(world.relay().store(), STRANGER, "第三", &[], today).unwrap();
    let mut third = world.transport(&identity(&world, STRANGER));
    let message = world.message();
    message.put(&mut world.sending()).unwrap();
    let job = &mut Job::new();
    let unseen = (Code::RelayNotFound, Some("not-found"), false);
    assert_eq!(told(&message.get(&mut third).unwrap_err()), unseen);
    assert_eq!(told(&third.recall(&message.id, job).unwrap_err()), unseen);
    let receipt = world.ack(&message.id, ReceiptKind::Imported, &world.receiver);
    assert_eq!(told(&third.acknowledge(&message.id, &receipt, job).unwrap_err()), unseen);
    assert!(third.inbox("", Duration::ZERO, job).unwrap().entries.is_empty());
    assert!(third.sent("", job).unwrap().entries.is_empty());
}

#[test]
fn receipts_that_do_not_fit() {
    let world = World::new();
    let (mut sending, mut receiving) = (world.sending(), world.receiving());
    let job = &mut Job::new();
    let (message, other) = (world.message(), world.message());
    message.put(&mut sending).unwrap();
    let imported = world.ack(&message.id, ReceiptKind::Imported, &world.receiver);
    let error = receiving.acknowledge(&message.id, &imported, job).unwrap_err();
    assert_eq!(told(&error), (Code::RelayState, Some("state"), false), "not picked up yet");
    message.get(&mut receiving).unwrap();
    let wrong = (Code::ReceiptFormat, Some("receipt"), false);
    for der in [
        world.ack(&other.id, ReceiptKind::Imported, &world.receiver),
        world.ack(&message.id, ReceiptKind::Imported, &world.sender),
        b"junk".to_vec(),
    ] {
        let error = receiving.acknowledge(&message.id, &der, job).unwrap_err();
        assert_eq!(told(&error), wrong);
    }
    receiving.acknowledge(&message.id, &imported, job).unwrap();
}

#[test]
fn a_body_larger_than_the_limit_is_refused_before_it_travels() {
    let world = World::with(|options, _| options.container_bytes = 100_000);
    let message = Sealed::new(&world.sender, SENDER, RECEIVER, &[("big.pdf", 4 << 20)]);
    let mut asked = Asked(Cursor::new(&message.bytes), 0);
    let len = message.bytes.len() as u64;
    let error = world.sending().put_message(&message.id, &mut asked, len, &mut Job::new()).unwrap_err();
    assert_eq!(told(&error), (Code::RelayTooLarge, Some("too-large"), false));
    assert_eq!(asked.1, 0, "the relay said no before the body was sent");
    nothing_delivered(&world);
}

struct Asked<'a>(Cursor<&'a Vec<u8>>, usize);

impl std::io::Read for Asked<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let len = self.0.read(buf)?;
        self.1 += len;
        Ok(len)
    }
}

#[test]
fn a_body_of_another_length_is_not_accepted() {
    let world = World::new();
    let mut sending = world.sending();
    for (size, more) in [(0, 1), (200_000, 1), (0, -1), (200_000, -1)] {
        let message = Sealed::new(&world.sender, SENDER, RECEIVER, &[("a.pdf", size)]);
        let len = (message.bytes.len() as u64).checked_add_signed(more).unwrap();
        let body = &mut Cursor::new(&message.bytes);
        let error = sending.put_message(&message.id, body, len, &mut Job::new()).unwrap_err();
        assert_eq!((error.code(), error.in_doubt()), (Code::SourceChanged, false), "{size} {more}");
    }
    nothing_delivered(&world);
    world.message().put(&mut sending).unwrap();
}
