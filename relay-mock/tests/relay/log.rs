//! The relay's log: what was asked and how it ended, never by whom, of whom or with which words.

use std::fs::{self, File};
use std::io::{Cursor, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use cplink::progress::Job;
use cplink::seal::{Draft, Limits, MessageHeader, MessageId, Part, Party, Receipt, ReceiptKind};
use cplink_testkit::letter;
use cplink_testkit::receipts::receipt;

use crate::served::{RECEIVER_KEY, SENDER_KEY, Served, key, prepare};
use crate::world::{RECEIVER, SENDER, unix_now};

/// In every text that a client can choose.
const MARK: &str = "Zx9hidden";
const NAME: &str = "印の付いた名前";

fn marked(to: &str) -> Draft {
    let message = MessageHeader {
        to: Party { office: to.to_owned(), service_type: "11".to_owned() },
        subject: format!("{MARK} {NAME}"),
        override_reason: Some(NAME.to_owned()),
        ..letter("20260101000001")
    };
    let part = Part::new(format!("{MARK}{NAME}.pdf"), "application/pdf", format!("%PDF-1.7 {MARK}").into_bytes());
    Draft::prepare(message, vec![part], &Limits::default(), &mut Job::new()).unwrap()
}

#[test]
fn nothing_of_a_message_or_an_office_is_logged() {
    let dir = tempfile::tempdir().unwrap();
    let (data, log) = (dir.path().join("data"), dir.path().join("log"));
    prepare(&data, &[SENDER, RECEIVER]);
    let served = Served::with(&data, &["--verbose"], File::create(&log).unwrap().into());
    let (mut sender, mut receiver) = (served.transport(&data, SENDER_KEY), served.transport(&data, RECEIVER_KEY));
    let (signer, job) = (key(&data, SENDER_KEY), &mut Job::new());

    let seal = |draft: &Draft| {
        let mut bytes = Vec::new();
        let id = draft.seal(&*signer, unix_now(), &mut bytes, &mut Job::new()).unwrap().id;
        (id, bytes)
    };
    let (id, bytes) = seal(&marked(RECEIVER));
    sender.put_message(&id, &mut Cursor::new(&bytes), bytes.len() as u64, job).unwrap();
    receiver.inbox("", Duration::ZERO, job).unwrap();
    receiver.get_message(&id, &mut Vec::new(), u64::MAX, job).unwrap();
    let reason = Some(format!("{MARK} {NAME}"));
    let refused = Receipt { reason, ..receipt(ReceiptKind::Refused, id, unix_now()) };
    let refused = refused.sign(&*key(&data, RECEIVER_KEY), unix_now()).unwrap();
    receiver.acknowledge(&id, &refused, job).unwrap();
    sender.sent("", job).unwrap();

    // And every way of being refused that a client's own words take part in.
    let mut spoiled = bytes.clone();
    *spoiled.last_mut().unwrap() ^= 1;
    let (stranger, to_stranger) = seal(&marked("1370000999"));
    for (id, bytes) in [(id, &spoiled), (stranger, &bytes), (stranger, &to_stranger)] {
        assert!(sender.put_message(&id, &mut Cursor::new(bytes), bytes.len() as u64, job).is_err());
    }
    assert!(sender.acknowledge(&id, MARK.as_bytes(), job).is_err());
    assert!(sender.acknowledge(&id, &refused, job).is_err());
    assert!(sender.inbox(MARK, Duration::ZERO, job).is_err());
    assert!(sender.sent(MARK, job).is_err());
    assert!(sender.recall(&id, job).is_err());
    let unknown = MessageId([0xAB; 32]);
    assert!(sender.get_message(&unknown, &mut Vec::new(), u64::MAX, job).is_err());
    for number in [SENDER, RECEIVER, "1370000999", MARK] {
        let _ = sender.office(number, job);
    }
    let at = served.url.strip_prefix("https://").unwrap().trim_end_matches('/').to_owned();
    let mut plain = TcpStream::connect(at).unwrap();
    plain.write_all(format!("GET /{MARK} HTTP/1.1\r\nHost: {MARK}\r\n\r\n").as_bytes()).unwrap();
    drop(plain);
    served.kill();

    let told = fs::read_to_string(&log).unwrap();
    assert!(told.contains("PUT /v1/messages/{id} 201"), "{told}");
    assert!(told.lines().count() >= 15, "{told}");
    let fingerprints = [id, stranger, unknown].map(|id| id.to_string());
    let mut marks = vec!["Zx9", "hidden", "印", "名前", SENDER, RECEIVER, "1370000999", "試験事業所", "CN="];
    marks.extend(fingerprints.iter().map(String::as_str));
    for mark in marks {
        assert!(!told.contains(mark), "{mark} in {told}");
    }
}
