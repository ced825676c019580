//! Slips for many receivers: that of the fixtures, with other numbers.

use std::fs;

use cplink::unit::{Address, Serial, Unit};
use cplink_testkit::fixtures::{files, name, newest};

pub(crate) const COUNT: usize = 60;
/// The planner of the fixtures.
pub(crate) const SENDER: &str = "9970000012";
/// The provider of the fixtures' slip.
const PROVIDER: &str = "9970000111";
const SERIAL: &str = "20250925130001";

/// The receivers' numbers.
pub(crate) fn receivers() -> impl Iterator<Item = String> {
    (0..COUNT).map(|number| format!("99710{number:05}"))
}

/// A slip for each receiver; the files of every round have other serials.
pub(crate) fn slips(round: u32) -> Vec<Unit> {
    let serial = format!("202509{:02}13{:02}{:02}", 26, round / 60, round % 60);
    receivers().map(|receiver| slip(&receiver, &serial)).collect()
}

fn slip(receiver: &str, serial: &str) -> Unit {
    let address = |office: &str, service_type: &str| Address::new(office, service_type).unwrap();
    let mut unit = Unit::new(address(SENDER, "43"), address(receiver, "11"), Serial::new(serial).unwrap());
    for path in files(&newest().join("month/02-slip-home-help/files")) {
        let name = name(&path).replace(PROVIDER, receiver).replace(SERIAL, serial);
        unit.add_csv(name, replaced(&fs::read(&path).unwrap(), receiver.as_bytes()));
    }
    unit
}

fn replaced(bytes: &[u8], receiver: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at: Vec<usize> =
        bytes.windows(10).enumerate().filter(|(_, ten)| *ten == PROVIDER.as_bytes()).map(|(at, _)| at).collect();
    at.into_iter().for_each(|at| bytes[at..at + 10].copy_from_slice(receiver));
    bytes
}
