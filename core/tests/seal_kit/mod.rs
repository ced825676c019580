//! What the tests of keys and seal share.
#![allow(dead_code, unreachable_pub)]

pub mod month;
pub mod tsa;

use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use cplink::Result;
use cplink::keys::{CertificateKind, FileSigner, Trust, UnixTime};
use cplink::progress::Job;
use cplink::seal::{Draft, Limits, Message, MessageId, Opened, Part, Party, open};
use relay_mock::pki::{Algorithm, Identity, OfficeCert, Pki};
use time::OffsetDateTime;

pub const SENDER: &str = "1370000011";
pub const RECEIVER: &str = "1370000029";

pub struct World {
    pub pki: Pki,
    pub trust: Trust,
    pub sender: FileSigner,
    pub receiver: FileSigner,
    pub relay: FileSigner,
}

impl World {
    pub fn new() -> Self {
        Self::with(Algorithm::EcdsaP256)
    }

    pub fn with(algorithm: Algorithm) -> Self {
        let pki = Pki::new(OffsetDateTime::now_utc()).unwrap();
        let office = |number: &str, kind| {
            let office = OfficeCert::new(number, "みどり").kind(kind).algorithm(algorithm);
            signer(&pki.office(&office).unwrap())
        };
        Self {
            trust: trust(&pki),
            sender: office(SENDER, CertificateKind::CareInsurance),
            receiver: office(RECEIVER, CertificateKind::CareDx),
            relay: signer(&pki.relay_seal().unwrap()),
            pki,
        }
    }
}

pub fn trust(pki: &Pki) -> Trust {
    Trust::from_pem(pki.ca_pem().as_bytes()).unwrap().with_pem(pki.crls_pem().unwrap().as_bytes()).unwrap()
}

pub fn signer(identity: &Identity) -> FileSigner {
    FileSigner::from_pem(identity.pem().as_bytes(), None).unwrap()
}

pub fn now() -> UnixTime {
    UnixTime::now()
}

pub fn later(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(now().as_secs() + seconds))
}

pub fn earlier(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(now().as_secs() - seconds))
}

pub fn message() -> Message {
    let party = |office: &str, service: &str| Party { office: office.into(), service_type: service.into() };
    let serial = "20260901093000".to_owned();
    Message {
        from: party(SENDER, "43"),
        to: party(RECEIVER, "11"),
        created: Message::created_at(&serial).unwrap(),
        serial,
        csv_version: Some("202407".into()),
        kind: "slip".into(),
        subject: "9月分 提供票".into(),
        supersedes: None,
        override_reason: None,
    }
}

pub fn parts() -> Vec<Part> {
    vec![
        Part::new("UPPLAN_202609.CSV", "text/csv", b"\"a\",1\r\n".to_vec()),
        Part::new("添付 1.pdf", "application/pdf", b"%PDF-1.7 test".to_vec()),
    ]
}

pub fn draft() -> Draft {
    Draft::prepare(message(), parts(), &Limits::default(), &mut Job::new()).unwrap()
}

pub fn seal(signer: &FileSigner) -> Vec<u8> {
    let mut bytes = Vec::new();
    let sealed = draft().seal(signer, now(), &mut bytes, &mut Job::new()).unwrap();
    assert_eq!(sealed.size, bytes.len() as u64);
    bytes
}

pub fn open_bytes<'a>(bytes: &'a [u8], trust: &Trust) -> Result<Opened<Cursor<&'a [u8]>>> {
    open(Cursor::new(bytes), &Limits::default(), trust, now(), &mut Job::new())
}

pub fn code<T>(result: Result<T>) -> cplink::Code {
    match result {
        Ok(_) => panic!("accepted what must be refused"),
        Err(error) => error.code(),
    }
}

pub fn id(byte: u8) -> MessageId {
    MessageId([byte; 32])
}

/// Runs a program that the tests cannot do without.
pub fn run(folder: &Path, program: &str, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap_or_else(|error| panic!("{program} must be installed: {error}"));
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    (output.status.success(), text)
}

pub fn must_run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let (ok, text) = run(folder, program, arguments);
    assert!(ok, "{program} {arguments:?}: {text}");
    text
}

/// A ZIP entry to forge, with every field of its header.
#[derive(Clone)]
pub struct Forged {
    pub name: Vec<u8>,
    pub data: Vec<u8>,
    pub version: u16,
    pub flags: u16,
    pub method: u16,
    pub date: u16,
    pub crc: u32,
    pub packed: u32,
    pub size: u32,
    pub extra: Vec<u8>,
}

impl Forged {
    pub fn new(name: &str, data: &[u8]) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            data: data.to_vec(),
            version: 20,
            flags: if name.is_ascii() { 0 } else { 0x800 },
            method: 0,
            date: 0x21,
            crc: crc32(data),
            packed: data.len() as u32,
            size: data.len() as u32,
            extra: Vec::new(),
        }
    }

    fn header(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for field in [self.version, self.flags, self.method, 0, self.date] {
            bytes.extend(field.to_le_bytes());
        }
        for field in [self.crc, self.packed, self.size] {
            bytes.extend(field.to_le_bytes());
        }
        bytes.extend((self.name.len() as u16).to_le_bytes());
        bytes.extend((self.extra.len() as u16).to_le_bytes());
        bytes
    }
}

/// Writes a ZIP of these entries, without the library's own code.
pub fn forge(entries: &[Forged]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = bytes.len() as u32;
        bytes.extend(b"PK\x03\x04");
        bytes.extend(entry.header());
        bytes.extend(&entry.name);
        bytes.extend(&entry.extra);
        bytes.extend(&entry.data);
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(entry.header());
        directory.extend([0, 0, 0, 0, 0, 0, 0, 0, 0xA4, 0x81]);
        directory.extend(offset.to_le_bytes());
        directory.extend(&entry.name);
        directory.extend(&entry.extra);
    }
    let (start, size, count) = (bytes.len() as u32, directory.len() as u32, entries.len() as u16);
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// The entries of a sound container, to be spoiled.
pub fn take_apart(container: &[u8]) -> Vec<Forged> {
    let (mut entries, mut at) = (Vec::new(), 0);
    while container[at..].starts_with(b"PK\x03\x04") {
        let field = |offset: usize| u16::from_le_bytes([container[at + offset], container[at + offset + 1]]);
        let name = at + 30..at + 30 + usize::from(field(26));
        let size = usize::from(field(18)) | usize::from(field(20)) << 16;
        let data = &container[name.end..name.end + size];
        entries.push(Forged::new(std::str::from_utf8(&container[name.clone()]).unwrap(), data));
        at = name.end + size;
    }
    entries
}

fn crc32(data: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in data {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}
