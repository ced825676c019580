//! A message of 100 MiB raises the peak memory of either side by 32 MiB at most. A test program of
//! its own, as the peak is the process's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]
#![cfg(target_os = "linux")]

#[path = "relay/served.rs"]
mod served;

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::process;

use cplink::keys::Signer;
use cplink::progress::Job;
use cplink::relay::Transport;
use cplink::seal::{Draft, Limits, Message, MessageId, Part, Party};

use served::{Served, key, register};

const SENDER: &str = "1370000011";
const RECEIVER: &str = "1370000029";
const MIB: u64 = 1 << 20;

/// A line of `/proc/PID/status` in bytes.
fn memory(pid: u32, line: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|found| found.strip_prefix(line)).unwrap();
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse::<u64>().unwrap() * 1024
}

/// Sets the peak back to what is in use now, and gives that.
fn reset(pid: u32) -> u64 {
    std::fs::write(format!("/proc/{pid}/clear_refs"), "5").unwrap();
    memory(pid, "VmRSS:")
}

fn seal(serial: &str, part: Part, signer: &dyn Signer, to: &std::path::Path) -> (MessageId, u64) {
    let draft = Draft::prepare(
        Message {
            from: Party { office: SENDER.to_owned(), service_type: "43".to_owned() },
            to: Party { office: RECEIVER.to_owned(), service_type: "11".to_owned() },
            created: Message::created_at(serial).unwrap(),
            serial: serial.to_owned(),
            csv_version: None,
            kind: "attachments".to_owned(),
            subject: String::new(),
            supersedes: None,
            override_reason: None,
        },
        vec![part],
        &Limits::default(),
        &mut Job::new(),
    )
    .unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let at = cplink::keys::UnixTime::since_unix_epoch(now);
    let mut out = BufWriter::new(File::create(to).unwrap());
    let sealed = draft.seal(signer, at, &mut out, &mut Job::new()).unwrap();
    (sealed.id, sealed.size)
}

#[test]
fn a_hundred_mebibytes_fit_in_thirty_two() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    Served::start(&data).kill();
    register(&data, &[SENDER, RECEIVER]);
    let served = Served::start(&data);
    let (sender_key, receiver_key) = ("office-1370000011-care-insurance.pem", "office-1370000029-care-dx.pem");
    let mut sending = served.transport(&data, sender_key);
    let mut receiving = served.transport(&data, receiver_key);
    let signer = key(&data, sender_key);
    let file = |name: &str| dir.path().join(name);

    let large = File::create(file("large.pdf")).unwrap();
    large.set_len(100 * MIB).unwrap();
    let part = Part::new("large.pdf", "application/pdf", file("large.pdf"));
    let (id, size) = seal("20260101000001", part, &*signer, &file("large.asice"));
    let part = Part::new("small.pdf", "application/pdf", b"%PDF".to_vec());
    let (small, small_size) = seal("20260101000002", part, &*signer, &file("small.asice"));

    let mut exchange = |id: &MessageId, name: &str, size: u64| {
        let job = &mut Job::new();
        let mut body = BufReader::new(File::open(file(name)).unwrap());
        sending.put_message(id, &mut body, size, job).unwrap();
        let mut sink = BufWriter::new(File::create(file("got")).unwrap());
        assert_eq!(receiving.get_message(id, &mut sink, u64::MAX, job).unwrap(), size);
    };
    // Once around with little, so that what every run needs is in the beginning already.
    exchange(&small, "small.asice", small_size);
    let sides = [("client", process::id()), ("relay", served.pid())];
    let before = sides.map(|(_, pid)| reset(pid));
    exchange(&id, "large.asice", size);
    for ((side, pid), before) in sides.into_iter().zip(before) {
        let rise = memory(pid, "VmHWM:").saturating_sub(before);
        println!("{side}: +{} KiB on {} KiB", rise / 1024, before / 1024);
        assert!(rise <= 32 * MIB, "{side}: {rise}");
    }
    let (sent, got) = (File::open(file("large.asice")).unwrap(), File::open(file("got")).unwrap());
    assert_eq!(digest(sent), digest(got));
}

fn digest(mut file: File) -> Vec<u8> {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    let mut block = vec![0; 65536];
    loop {
        match std::io::Read::read(&mut file, &mut block).unwrap() {
            0 => return context.finish().as_ref().to_vec(),
            len => context.update(&block[..len]),
        }
    }
}
