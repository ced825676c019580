//! What is kept of a message that is sent: sent again as it is only where it would be sealed so now.

use std::fs;
use std::sync::Arc;

use cplink::client::{Client, SendOptions};
use cplink::keys::{CertificateKind, FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::http::HttpTimeStamper;
use cplink::seal::MessageId;
use cplink::unit::{Address, Serial, Unit};
use cplink_testkit::stamps::Authority;
use cplink_testkit::{RECEIVER, SENDER, World, office, open_bytes, signer, trust};
use relay_mock::pki::Algorithm;

use crate::puppet::Puppet;

fn unit() -> Unit {
    let address = |office: &str, service_type: &str| Address::new(office, service_type).unwrap();
    let mut unit = Unit::new(address(SENDER, "43"), address(RECEIVER, "11"), Serial::new("20251104090000").unwrap());
    unit.add_attachment("a.pdf", b"%PDF-1.7".to_vec());
    unit
}

fn client(signer: &Arc<FileSigner>, trust: &Trust) -> Client {
    let relay = Puppet::new();
    relay.set(|script| script.signs = false);
    relay.client(signer, trust)
}

/// Sends the unit; its id and what is kept.
fn send(client: &mut Client, folder: &tempfile::TempDir) -> (MessageId, Vec<u8>) {
    let sent = client.send(&unit(), &SendOptions::new(folder.path()), &mut Job::new()).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    (sent.id, fs::read(sent.container).unwrap())
}

#[test]
fn a_repeat_sends_the_same_bytes() {
    let World { trust, sender, .. } = World::new();
    let folder = tempfile::tempdir().unwrap();
    let mut client = client(&Arc::new(sender), &trust);
    assert_eq!(send(&mut client, &folder), send(&mut client, &folder));
}

#[test]
fn what_another_certificate_has_signed_is_sealed_anew_under_the_same_id() {
    let mut world = World::new();
    let key = || world.pki.office(&office(SENDER, Algorithm::EcdsaP256).kind(CertificateKind::CareInsurance)).unwrap();
    let (old, new) = (key(), key());
    let folder = tempfile::tempdir().unwrap();
    let (id, first) = send(&mut client(&Arc::new(signer(&old)), &world.trust), &folder);

    // The old one was stolen, and the office does not yet have the list that says so.
    let new = Arc::new(signer(&new));
    let (again, second) = send(&mut client(&new, &world.trust), &folder);
    assert!(again == id && second != first);
    world.pki.revoke_compromised(&old.serial);
    let strict = trust(&world.pki);
    assert!(open_bytes(&first, &strict).is_err());
    assert_eq!(open_bytes(&second, &strict).unwrap().id(), id);

    // With the list the old one does not open at all.
    fs::write(folder.path().join(format!("{id}.asice")), &first).unwrap();
    let (_, third) = send(&mut client(&new, &strict), &folder);
    assert!(open_bytes(&third, &strict).is_ok());
}

#[test]
fn what_has_no_stamp_is_sealed_anew_once_there_is_a_stamper() {
    let World { trust, sender, .. } = World::new();
    let authority = Authority::start(Some("P-256"), "sha256");
    let trust = trust.with_stamp_authorities(Trust::from_pem(&authority.ca_pem()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut client = client(&Arc::new(sender), &trust);
    let stamped = |bytes: &[u8]| open_bytes(bytes, &trust).unwrap().signer().time_stamp.is_some();
    let (id, first) = send(&mut client, &folder);
    assert!(!stamped(&first));
    client.set_time_stamper(Arc::new(HttpTimeStamper::new(&authority.url, &[]).unwrap()));
    let (again, second) = send(&mut client, &folder);
    assert!(again == id && stamped(&second));
    assert_eq!(send(&mut client, &folder).1, second, "and then it stays");
}
