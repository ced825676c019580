//! Sending and receiving an attachment of 100 MiB through the verbs raises the peak memory of either
//! side by 32 MiB at most. A test program of its own, as the peak is the process's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]
#![cfg(target_os = "linux")]

#[path = "relay/served.rs"]
mod served;

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;
use std::process;

use cplink::client::{Client, Outcome, ReceiveOptions, SendOptions};
use cplink::file::Source;
use cplink::keys::Trust;
use cplink::progress::Job;
use cplink::unit::{Address, Serial, Unit};

use served::{Served, key, prepare};

const SENDER: &str = "1370000011";
const RECEIVER: &str = "1370000029";
const MIB: u64 = 1 << 20;

/// A line of `/proc/PID/status` in bytes.
fn memory(pid: u32, line: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|found| found.strip_prefix(line)).unwrap();
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse::<u64>().unwrap() * 1024
}

/// Sets the peak back to what is in use now, and gives that.
fn reset(pid: u32) -> u64 {
    fs::write(format!("/proc/{pid}/clear_refs"), "5").unwrap();
    memory(pid, "VmRSS:")
}

struct Offices<'a> {
    folder: &'a Path,
    sending: Client,
    receiving: Client,
    cursor: String,
}

impl Offices<'_> {
    /// One attachment there: sent, received, saved, acknowledged.
    fn exchange(&mut self, serial: &str, attachment: &Path) {
        let job = &mut Job::new();
        let mut unit = Unit::new(
            Address::new(SENDER, "43").unwrap(),
            Address::new(RECEIVER, "11").unwrap(),
            Serial::new(serial).unwrap(),
        );
        unit.add_attachment("a.pdf", Source::File(attachment.to_owned()));
        self.sending.send(&unit, &SendOptions::new(self.folder.join("sent")), job).unwrap();
        let options = ReceiveOptions::new(self.folder.join("received"));
        let mut batch = self.receiving.receive(&self.cursor, &options, job).unwrap();
        self.cursor = batch.next;
        let incoming = &mut batch.messages[0];
        let saved = self.folder.join("saved").join(serial);
        incoming.content.as_mut().unwrap().save(&saved, job).unwrap();
        self.receiving.acknowledge(&incoming.reference, &Outcome::Imported, job).unwrap();
        assert!(same(attachment, &saved.join("a.pdf")));
    }
}

fn same(left: &Path, right: &Path) -> bool {
    let digest = |path: &Path| {
        let (mut context, mut block) = (ring::digest::Context::new(&ring::digest::SHA256), vec![0; 65536]);
        let mut file = File::open(path).unwrap();
        loop {
            match file.read(&mut block).unwrap() {
                0 => return context.finish().as_ref().to_vec(),
                len => context.update(&block[..len]),
            }
        }
    };
    digest(left) == digest(right)
}

#[test]
fn a_hundred_mebibytes_fit_in_thirty_two() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    prepare(&data, &[SENDER, RECEIVER]);
    let served = Served::start(&data);
    let trust = fs::read(data.join("pki/root.pem")).unwrap();
    let client = |name: &str| {
        Client::new(served.transport(&data, name), key(&data, name), Trust::from_pem(&trust).unwrap()).unwrap()
    };
    let mut offices = Offices {
        folder: dir.path(),
        sending: client(served::SENDER_KEY),
        receiving: client(served::RECEIVER_KEY),
        cursor: String::new(),
    };
    let pdf = |name: &str, size: u64| {
        let path = dir.path().join(name);
        let mut file = File::create(&path).unwrap();
        file.write_all(b"%PDF-1.7\n").unwrap();
        file.set_len(size).unwrap();
        path
    };
    let (small, large) = (pdf("small.pdf", 100), pdf("large.pdf", 100 * MIB));

    // Once around with little, so that what every run needs is in the beginning already.
    offices.exchange("20260101000001", &small);
    let sides = [("client", process::id()), ("relay", served.pid())];
    let before = sides.map(|(_, pid)| reset(pid));
    offices.exchange("20260101000002", &large);
    for ((side, pid), before) in sides.into_iter().zip(before) {
        let rise = memory(pid, "VmHWM:").saturating_sub(before);
        println!("{side}: +{} KiB on {} KiB", rise / 1024, before / 1024);
        assert!(rise <= 32 * MIB, "{side}: {rise}");
    }
}
