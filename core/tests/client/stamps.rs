//! Stamps as the verb asks for them: one that will not count stops the message before it is sent.

use std::sync::Arc;

use cplink::Code;
use cplink::client::{Client, SendOptions};
use cplink::file::Source;
use cplink::keys::Trust;
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, MemoryRelay};
use cplink::unit::{Address, Serial, Unit};
use cplink_testkit::stamps::Authority;
use cplink_testkit::{RECEIVER, SENDER, World, open_bytes};

fn unit(serial: &str) -> Unit {
    let address = |office| Address::new(office, "43").unwrap();
    let mut unit = Unit::new(address(SENDER), address(RECEIVER), Serial::new(serial).unwrap());
    unit.add_attachment("a.pdf", Source::from(b"%PDF-1.7".to_vec()));
    unit
}

#[test]
fn a_stamp_that_will_not_count_stops_the_message() {
    let World { trust, sender, .. } = World::new();
    let signer = Arc::new(sender);
    let relay = MemoryRelay::new();
    relay.register(SENDER, "みどり");
    relay.register(RECEIVER, "あおば");
    let (authority, strangers) = (Authority::start(Some("P-256"), "sha256"), Authority::start(Some("P-256"), "sha256"));
    let counting = |of: &Authority| trust.clone().with_stamp_authorities(Trust::from_pem(&of.ca_pem()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let send = |trust: Trust, serial: &str| {
        let options = ConnectOptions { time_stamp_url: authority.url.clone(), ..ConnectOptions::default() };
        let mut client = Client::new(relay.transport(SENDER), Arc::clone(&signer) as _, trust.clone()).unwrap();
        client.set_time_stamper(Arc::new(options.stamper(&trust).unwrap().unwrap()));
        client.send(&unit(serial), &SendOptions::new(folder.path()), &mut Job::new())
    };
    let error = send(counting(&strangers), "20251104090000").unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::StampUntrusted, false));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is kept");

    let sent = send(counting(&authority), "20251104090000").unwrap();
    let kept = std::fs::read(&sent.container).unwrap();
    assert!(open_bytes(&kept, &counting(&authority)).unwrap().signer().time_stamp.as_ref().unwrap().trusted);
}
