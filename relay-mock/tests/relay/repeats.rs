//! A repeat is what was accepted before, whatever has become of certificates, licences and limits since.

use std::time::Duration;

use cplink::keys::CertificateKind;
use cplink::progress::Job;
use cplink::{Code, relay};
use relay_mock::directory;
use relay_mock::server::faults::Call;
use rustls::pki_types::CertificateRevocationListDer;

use crate::world::{RECEIVER, SENDER, Sealed, World, office};

/// A message whose acceptance the sender has not heard of, and the receipt that the relay has for it.
fn in_doubt(world: &World) -> (Sealed, Vec<u8>) {
    let message = world.message();
    world.lose_answer(Call::PutMessage);
    let mut sending = world.sending();
    assert!(message.put(&mut sending).unwrap_err().in_doubt());
    let receipt = sending.sent("", &mut Job::new()).unwrap().entries[0].receipts[0].clone();
    (message, receipt)
}

#[test]
fn in_doubt_and_then_revoked_it_was_accepted_all_the_same() {
    let mut world = World::new();
    let (message, receipt) = in_doubt(&world);
    let serial = world.sender.serial.clone();
    world.pki.revoke_compromised(&serial);
    let crls = [world.pki.crl_der().unwrap(), world.pki.root_crl_der().unwrap()];
    world.restart_with(|options| options.crls = crls.map(CertificateRevocationListDer::from).to_vec());
    let renewed = world.pki.office(&office(SENDER, CertificateKind::CareInsurance)).unwrap();
    assert_eq!(message.put(&mut world.transport(&renewed)).unwrap(), receipt);
    // The revoked certificate takes nothing new along.
    let other = world.message().put(&mut world.transport(&renewed)).unwrap_err();
    assert_eq!((other.relay_code(), other.detail()), (Some("signature"), Some("CPL_E_CERT_REVOKED")));
}

#[test]
fn a_lapsed_licence_and_a_lower_limit_change_nothing_about_it() {
    let mut world = World::new();
    let (message, receipt) = in_doubt(&world);
    let today = directory::day_in_japan(*world.now.lock().unwrap());
    let past = today.previous_day().unwrap();
    directory::set_licence(world.relay().store(), SENDER, past, past).unwrap();
    directory::set_licence(world.relay().store(), RECEIVER, past, past).unwrap();
    assert_eq!(message.put(&mut world.sending()).unwrap(), receipt);
    directory::remove(world.relay().store(), SENDER).unwrap();
    assert_eq!(message.put(&mut world.sending()).unwrap(), receipt);
    world.restart_with(|options| options.container_bytes = 100);
    assert_eq!(message.put(&mut world.sending()).unwrap(), receipt);
    assert_eq!(world.message().put(&mut world.sending()).unwrap_err().code(), Code::RelaySenderUnknown);
}

#[test]
fn of_an_expired_message_the_repeat_says_so() {
    let world = World::new();
    let (message, _) = in_doubt(&world);
    *world.now.lock().unwrap() += time::Duration::days(91);
    let today = directory::day_in_japan(*world.now.lock().unwrap());
    directory::renew(world.relay().store(), SENDER, today).unwrap();
    for expired in [false, true] {
        if expired {
            world.relay().expire().unwrap();
        }
        let error = message.put(&mut world.sending()).unwrap_err();
        assert_eq!((error.code(), error.relay_code()), (Code::RelayExpired, Some("message-expired")));
        assert!(!error.in_doubt());
    }
}

#[test]
fn of_a_message_that_was_fetched_it_is_the_first_receipt_also_when_its_bytes_are_gone() {
    let world = World::new();
    let (message, receipt) = in_doubt(&world);
    message.get(&mut world.receiving()).unwrap();
    *world.now.lock().unwrap() += time::Duration::days(91);
    world.relay().expire().unwrap();
    assert_eq!(message.put(&mut world.sending()).unwrap(), receipt);
    let store = world.relay().store();
    let stored = store.message(&message.id, time::OffsetDateTime::UNIX_EPOCH).unwrap().unwrap();
    assert_eq!((stored.state, stored.kept), (relay::State::PickedUp, false));
}

#[test]
fn a_cursor_of_before_the_data_were_lost_is_the_beginning() {
    let mut world = World::new();
    for _ in 0..3 {
        world.message().put(&mut world.sending()).unwrap();
    }
    let job = &mut Job::new();
    let inbox = world.receiving().inbox("", Duration::ZERO, job).unwrap().next;
    let sent = world.sending().sent("", job).unwrap().next;
    let now = *world.now.lock().unwrap();
    let dir = tempfile::tempdir().unwrap();
    world.restart_with(|options| options.data = dir.path().to_owned());
    World::register(world.relay(), now);
    let message = world.message();
    message.put(&mut world.sending()).unwrap();
    let page = world.receiving().inbox(&inbox, Duration::ZERO, job).unwrap();
    assert_eq!(page.entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), [message.id]);
    assert_eq!(world.sending().sent(&sent, job).unwrap().entries.len(), 1);
    assert!(world.receiving().inbox(&page.next, Duration::ZERO, job).unwrap().entries.is_empty());
    drop(world);
}
