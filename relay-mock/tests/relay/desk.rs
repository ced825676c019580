//! A client with its folder, and units for it to send.

use cplink::client::{Batch, Client, ReceiveOptions, SendOptions, Sent};
use cplink::progress::Job;
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::unit::{Address, Serial, Unit};
use relay_mock::pki::CertifiedKey;

use crate::world::{RECEIVER, SENDER, World, signer};

pub(crate) struct Desk {
    pub(crate) client: Client,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) cursor: String,
}

impl Desk {
    pub(crate) fn new(world: &World, identity: &CertifiedKey) -> Self {
        let client = Client::new(world.transport(identity), signer(identity), world.trust()).unwrap();
        Self { client, folder: tempfile::tempdir().unwrap(), cursor: String::new() }
    }

    pub(crate) fn send(&mut self, unit: &Unit) -> cplink::Result<Sent> {
        self.client.send(unit, &SendOptions::new(self.folder.path()), &mut Job::new())
    }

    pub(crate) fn receive(&mut self) -> Batch {
        let options = ReceiveOptions::new(self.folder.path());
        let batch = self.client.receive(&self.cursor, &options, &mut Job::new()).unwrap();
        self.cursor.clone_from(&batch.next);
        batch
    }
}

pub(crate) fn desks(world: &World) -> (Desk, Desk) {
    (Desk::new(world, &world.sender), Desk::new(world, &world.receiver))
}

pub(crate) fn empty(serial: &str) -> Unit {
    let address = |office: &str, service_type: &str| Address::new(office, service_type).unwrap();
    Unit::new(address(SENDER, "11"), address(RECEIVER, "43"), Serial::new(serial).unwrap())
}

/// A withdrawal of results: the smallest unit.
pub(crate) fn withdrawal(serial: &str, month: &str) -> Unit {
    let mut table = Table::new(Kind::Dltjsk);
    let row = table.push();
    for (field, value) in [
        ("insurer_number", "990010"),
        ("insured_person_number", "0000000101"),
        ("deletion_target_month", month),
        ("provider_number", SENDER),
        ("service_type_code", "11"),
    ] {
        table.set(row, field, value).unwrap();
    }
    let mut unit = empty(serial);
    assert!(unit.add_table(&table).unwrap().is_empty());
    unit
}

pub(crate) fn one() -> Unit {
    withdrawal("20251104090000", "202510")
}
