//! A slip of the third edition goes through like any other.

use std::fs;

use cplink::client::{Client, ReceiveOptions, SendOptions};
use cplink::convert::{CsvStyle, read, write};
use cplink::progress::Job;
use cplink::record::Table;
use cplink::spec::{Kind, Version};
use cplink::unit::{Address, Serial, Unit};
use cplink_testkit::fixtures;

use crate::world::{RECEIVER, SENDER, World, signer};

/// The fixtures' withdrawal of a slip, between the relay's offices.
fn withdrawal() -> Table {
    let files = fixtures::files(&fixtures::root().join("202208/month/06-withdrawal-day-care/files"));
    read(Kind::Dltplan, fs::read(&files[0]).unwrap()).unwrap().table
}

#[test]
fn a_unit_of_202208_is_sent_and_received_under_its_names() {
    let world = World::new();
    let table = withdrawal();
    let address = |office: &str, service_type: &str| Address::new(office, service_type).unwrap();
    let mut unit = Unit::new(address(SENDER, "43"), address(RECEIVER, "15"), Serial::new("20230929164615").unwrap());
    unit.add_table(&table).unwrap();
    let name = unit.csv()[0].name.clone();
    assert_eq!(name, format!("DLTPLAN_202310_{SENDER}_{RECEIVER}_20230929164615.CSV"));
    let folder = tempfile::tempdir().unwrap();
    let mut sender = Client::new(world.sending(), signer(&world.sender), world.trust()).unwrap();
    sender.send(&unit, &SendOptions::new(folder.path()), &mut Job::new()).unwrap();
    let mut receiver = Client::new(world.receiving(), signer(&world.receiver), world.trust()).unwrap();
    let mut batch = receiver.receive("", &ReceiveOptions::new(folder.path()), &mut Job::new()).unwrap();
    let message = batch.messages[0].content.as_mut().unwrap().read(&mut Job::new()).unwrap();
    assert_eq!(message.contents.files[0].file, name);
    let received = message.contents.files[0].table.as_ref().unwrap();
    assert_eq!(received.version(), Version::V202208);
    assert_eq!(write(received, CsvStyle::AsRead).unwrap().0, write(&table, CsvStyle::AsRead).unwrap().0);
}
