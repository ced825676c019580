//! A message from [`SENDER`] to [`RECEIVER`].

use std::io::Cursor;

use cplink::Result;
use cplink::keys::{Signer, Trust};
use cplink::progress::Job;
use cplink::seal::{Draft, Limits, MessageHeader, MessageId, Opened, Part, Party, open};

use crate::clock::now;
use crate::office::{RECEIVER, SENDER};

/// What the message says of itself.
pub fn message() -> MessageHeader {
    let party = |office: &str, service: &str| Party { office: office.into(), service_type: service.into() };
    let serial = "20260901093000".to_owned();
    MessageHeader {
        from: party(SENDER, "43"),
        to: party(RECEIVER, "11"),
        created: MessageHeader::created_at(&serial).unwrap(),
        serial,
        csv_version: Some("202407".into()),
        kind: "slip".into(),
        subject: "9月分 提供票".into(),
        supersedes: None,
        override_reason: None,
    }
}

/// What a message of attachments alone says of itself, which every relay takes.
pub fn letter(serial: &str) -> MessageHeader {
    MessageHeader {
        created: MessageHeader::created_at(serial).unwrap(),
        serial: serial.to_owned(),
        csv_version: None,
        kind: "attachments".to_owned(),
        subject: String::new(),
        ..message()
    }
}

/// A CSV file and an attachment with a Japanese name.
pub fn parts() -> Vec<Part> {
    vec![
        Part::new("UPPLAN_202609.CSV", "text/csv", b"\"a\",1\r\n".to_vec()),
        Part::new("添付 1.pdf", "application/pdf", b"%PDF-1.7 test".to_vec()),
    ]
}

/// The message with its parts, not sealed yet.
pub fn draft() -> Draft {
    Draft::prepare(message(), parts(), &Limits::default(), &mut Job::new()).unwrap()
}

/// The container of the message.
pub fn seal(signer: &dyn Signer) -> Vec<u8> {
    let mut bytes = Vec::new();
    let sealed = draft().seal(signer, now(), &mut bytes, &mut Job::new()).unwrap();
    assert_eq!(sealed.size, bytes.len() as u64);
    bytes
}

/// Opens a container now, with the usual limits.
///
/// # Errors
/// As [`open`].
pub fn open_bytes<'a>(bytes: &'a [u8], trust: &Trust) -> Result<Opened<Cursor<&'a [u8]>>> {
    open(Cursor::new(bytes), &Limits::default(), trust, now(), &mut Job::new())
}

/// A message id, all of whose bytes are this one.
pub fn id(byte: u8) -> MessageId {
    MessageId([byte; 32])
}
