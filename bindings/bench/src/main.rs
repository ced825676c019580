//! The Rust side of `cargo xtask bench-border`. All its programs, one a language, do the same. A line comes
//! in: `read` reads the slip into typed objects and makes every value once, `sum` gives a checksum over all
//! values and lets the objects go, `send SERIAL` sends a message; a line goes out. Where a row makes its
//! values when asked (C++ and C#), `read` asks for each; here and in Python reading has made them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::env::{args, var};
use std::io::BufRead as _;
use std::sync::Arc;
use std::time::Instant;

use cplink::client::{Client, SendOptions};
use cplink::convert::read;
use cplink::keys::{FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, connect};
use cplink::secret::Secret;
use cplink::spec::Kind;
use cplink::typed::{Cell, Date, Flag, Flags31, Month, Text, Time, Upplan};
use cplink::unit::{Address, Serial, Unit};

fn main() {
    let csv = std::fs::read(args().nth(1).expect("the path of a slip")).unwrap();
    let (mut client, mut rows) = (None, Vec::new());
    for line in std::io::stdin().lock().lines() {
        match line.unwrap().split_once(' ') {
            Some((_, serial)) => {
                let client = client.get_or_insert_with(self::client);
                let start = Instant::now();
                send(client, serial);
                println!("{}", start.elapsed().as_nanos());
            }
            None if rows.is_empty() => {
                let table = read(Kind::Upplan, csv.as_slice()).unwrap().table;
                rows = table.typed::<Upplan>().unwrap().collect();
                println!("read");
            }
            None => println!("{}", rows.drain(..).map(|row| sum(&row)).fold(0, u64::wrapping_add)),
        }
    }
}

fn sum(row: &Upplan) -> u64 {
    let text = |cell: &Cell<Text>| cell.get().and_then(|text| text.chars().next()).map_or(0, u64::from);
    let integer = |cell: &Cell<i64>| cell.get().map_or(0, |value| *value as u64);
    let date = |cell: &Cell<Date>| {
        cell.get()
            .and_then(|date| date.day())
            .map_or(0, |day| day.year() as u64 * 10_000 + u64::from(u8::from(day.month())) * 100 + u64::from(day.day()))
    };
    let month = |cell: &Cell<Month>| cell.get().map_or(0, |it| u64::from(it.year()) * 100 + u64::from(it.month()));
    let time = |cell: &Cell<Time>| {
        cell.get().and_then(|it| Some(u64::from(it.hour()?) * 100 + u64::from(it.minute()?))).unwrap_or(9999)
    };
    let flags = |cell: &Cell<Flags31>| cell.get().map_or(0, |flags| flags.days().count() as u64);
    let code = |cell: &Cell<Flag>| cell.get().and_then(|code| code.code().parse().ok()).unwrap_or(0);
    [
        text(&row.csv_version),
        text(&row.insurer_number),
        text(&row.insured_person_number),
        date(&row.created_date),
        month(&row.target_month),
        text(&row.plan_office_number),
        text(&row.plan_staff_name),
        integer(&row.units),
        integer(&row.short_stay_days_to_previous_month),
        date(&row.service_date),
        flags(&row.per_diem_days),
        time(&row.service_start_time),
        time(&row.service_end_time),
        integer(&row.service_count),
        text(&row.service_code),
        text(&row.tais_code),
        text(&row.equipment_notification_code),
        text(&row.equipment_name),
        integer(&row.detail_discriminator_code),
        text(&row.provider_number),
        text(&row.provider_name),
        text(&row.satellite_branch_number),
        code(&row.over_30_days),
        text(&row.updater_provider_number),
        text(&row.discriminator),
    ]
    .into_iter()
    .sum()
}

fn client() -> Client {
    let pki = |name: &str| std::fs::read(format!("{}/{name}", var("CPL_TEST_PKI").unwrap())).unwrap();
    let password = Secret::from("test");
    let signer = Arc::new(FileSigner::from_pkcs12(&pki("office-9970000111-care-insurance.p12"), &password).unwrap());
    let trust = Trust::from_pem(&pki("root.pem")).unwrap();
    let options = ConnectOptions::new(var("CPL_TEST_URL").unwrap());
    Client::new(connect(&options, signer.clone(), &trust).unwrap(), signer, trust).unwrap()
}

fn send(client: &mut Client, serial: &str) {
    let address = |office: &str, service: &str| Address::new(office, service).unwrap();
    let serial = Serial::new(serial).unwrap();
    let mut unit = Unit::new(address("9970000111", "11"), address("9970000012", "43"), serial);
    let name = format!("DLTJSK_202510_9970000111_11_9970000012_43_{}.CSV", serial.as_str());
    unit.add_csv(name, b"202407,990010,0000000101,202510,9970000111,11\r\n".to_vec());
    let folder = format!("{}/rust", var("CPL_TEST_DIR").unwrap());
    client.send(&unit, &SendOptions::new(folder), &mut Job::new()).unwrap();
}
