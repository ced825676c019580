//! Messages handed over one by one: what one of them does to the others, and what is kept of it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use cplink::Code;
use cplink::client::{Client, Inbox, Incoming, ReceiveOptions};
use cplink::keys::{FileSigner, Trust};
use cplink::progress::Job;
use cplink::seal::{Limits, MessageId, Part};
use cplink_testkit::{RECEIVER, SENDER, World, office, signer};
use relay_mock::pki::Algorithm;

use crate::puppet::{Puppet, letter_of, sealed};

struct Desk {
    relay: Puppet,
    sender: FileSigner,
    client: Client,
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let World { trust, sender, receiver, .. } = World::new();
        let relay = Puppet::new();
        Self { client: client(&relay, receiver, &trust), relay, sender, folder: tempfile::tempdir().unwrap() }
    }

    /// So many messages of this size.
    fn offer(&self, count: usize, size: usize) -> Vec<MessageId> {
        (0..count)
            .map(|number| {
                let (id, bytes) = letter_of(&self.sender, number, size);
                let told = bytes.len() as u64;
                self.relay.offer((id, bytes), told);
                id
            })
            .collect()
    }

    fn options(&self) -> ReceiveOptions {
        ReceiveOptions::new(self.folder.path())
    }

    fn inbox(&mut self, cursor: &str) -> Inbox {
        let options = self.options();
        self.client.inbox(cursor, &options, &mut Job::new()).unwrap()
    }

    fn next(&mut self, inbox: &mut Inbox) -> cplink::Result<Option<Incoming>> {
        self.client.next_message(inbox, &mut Job::new())
    }

    fn kept(&self, id: &MessageId) -> std::path::PathBuf {
        self.folder.path().join(format!("{id}.asice"))
    }
}

fn client(relay: &Puppet, receiver: FileSigner, trust: &Trust) -> Client {
    relay.client(&Arc::new(receiver), trust)
}

fn id(incoming: &Incoming) -> MessageId {
    incoming.reference.id
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[test]
fn the_cursor_goes_with_each_message() {
    let mut desk = Desk::new();
    let ids = desk.offer(3, 10);
    let mut inbox = desk.inbox("");
    assert_eq!((inbox.len(), inbox.cursor()), (3, ""));
    for (at, wanted) in ids.iter().enumerate().take(2) {
        let incoming = desk.next(&mut inbox).unwrap().unwrap();
        assert_eq!(id(&incoming), *wanted);
        assert!(incoming.content.is_ok());
        assert_eq!(inbox.cursor(), format!("after {}", at + 1));
        assert_eq!(count(desk.folder.path()), at + 1, "the others were not fetched yet");
    }
    // Another program, which starts where this one stopped.
    let mut inbox = desk.inbox("after 2");
    assert_eq!(id(&desk.next(&mut inbox).unwrap().unwrap()), ids[2]);
    assert!(desk.next(&mut inbox).unwrap().is_none());
    assert_eq!(inbox.cursor(), "after 3");
}

#[test]
fn a_line_that_breaks_again_and_again_still_brings_every_message() {
    let mut desk = Desk::new();
    let ids = desk.offer(10, 100_000);
    desk.relay.set(|script| script.line = 550_000);
    let options = desk.options();
    let batch = desk.client.receive("", &options, &mut Job::new()).unwrap();
    assert_eq!(batch.messages.iter().map(id).collect::<Vec<_>>(), ids);
    assert!(batch.fault.is_none() && batch.messages.iter().all(|incoming| incoming.content.is_ok()));
    assert_eq!(batch.next, "after 10");
}

#[test]
fn what_came_before_the_line_broke_for_good_is_handed_over() {
    let mut desk = Desk::new();
    let ids = desk.offer(10, 1000);
    let mut inbox = desk.inbox("");
    for wanted in &ids[..4] {
        assert_eq!(id(&desk.next(&mut inbox).unwrap().unwrap()), *wanted);
    }
    desk.relay.set(|script| script.dead = true);
    assert_eq!(desk.next(&mut inbox).unwrap_err().code(), Code::ConnectionLost);
    assert_eq!(inbox.cursor(), "after 4");

    // As a whole page: what came is there, and why it ended.
    let mut desk = Desk::new();
    let ids = desk.offer(10, 1000);
    let failing = ids[4..].iter().map(|id| (*id, Code::Timeout)).collect();
    desk.relay.set(|script| script.failing = failing);
    let options = desk.options();
    let batch = desk.client.receive("", &options, &mut Job::new()).unwrap();
    assert_eq!(batch.messages.iter().map(id).collect::<Vec<_>>(), ids[..4]);
    assert_eq!((batch.fault.unwrap().code(), batch.next.as_str()), (Code::Timeout, "after 4"));
    // Nothing at all came: an error like any other.
    let error = desk.client.receive("after 4", &options, &mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::Timeout);
}

#[test]
fn a_page_that_is_cancelled_is_no_page() {
    let mut desk = Desk::new();
    let ids = desk.offer(3, 1000);
    desk.relay.set(|script| script.failing = vec![(ids[1], Code::Cancelled)]);
    let options = desk.options();
    let error = desk.client.receive("", &options, &mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::Cancelled);
    // One by one it goes on where it was.
    let mut inbox = desk.inbox("");
    assert_eq!(id(&desk.next(&mut inbox).unwrap().unwrap()), ids[0]);
    assert_eq!(desk.next(&mut inbox).unwrap_err().code(), Code::Cancelled);
    desk.relay.set(|script| script.failing.clear());
    assert_eq!(id(&desk.next(&mut inbox).unwrap().unwrap()), ids[1]);
}

#[test]
fn a_late_message_does_not_hold_up_the_others_and_comes_again() {
    let mut desk = Desk::new();
    let ids = desk.offer(4, 1000);
    desk.relay.set(|script| script.failing = vec![(ids[1], Code::Timeout)]);
    let options = desk.options();
    let batch = desk.client.receive("", &options, &mut Job::new()).unwrap();
    assert_eq!(batch.messages.iter().map(id).collect::<Vec<_>>(), [ids[0], ids[2], ids[3]]);
    assert_eq!((batch.fault.unwrap().code(), batch.next.as_str()), (Code::Timeout, "after 1"));
    desk.relay.set(|script| script.failing.clear());
    let batch = desk.client.receive("after 1", &options, &mut Job::new()).unwrap();
    assert_eq!(id(&batch.messages[0]), ids[1]);
    assert!(batch.fault.is_none() && batch.next == "after 4");
}

#[test]
fn a_message_over_a_limit_is_told_as_such_alone() {
    let mut desk = Desk::new();
    let first = desk.offer(1, 1000)[0];
    // Said to be larger than allowed: not fetched. Larger than it was said to be: fetched no further than that.
    let (huge, longer) = (letter_of(&desk.sender, 30, 5000), letter_of(&desk.sender, 31, 5000));
    let (huge_id, longer_id, told) = (huge.0, longer.0, longer.1.len() as u64 - 100);
    desk.relay.offer(huge, 3_000_000_000);
    desk.relay.offer(longer, told);
    let last = letter_of(&desk.sender, 32, 1000);
    let (last_id, size) = (last.0, last.1.len() as u64);
    desk.relay.offer(last, size);
    desk.client.set_limits(Limits { total_bytes: 1_000_000, ..Limits::default() });
    let mut inbox = desk.inbox("");
    let mut code = |wanted: MessageId| {
        let incoming = desk.client.next_message(&mut inbox, &mut Job::new()).unwrap().unwrap();
        assert_eq!(id(&incoming), wanted);
        incoming.content.err().map(|error| error.code())
    };
    assert_eq!(code(first), None);
    assert_eq!(code(huge_id), Some(Code::TooLarge));
    assert_eq!(code(longer_id), Some(Code::AnswerTooLarge));
    assert_eq!(code(last_id), None);
    assert_eq!(inbox.cursor(), "after 4");
    assert_eq!(desk.relay.0.lock().unwrap().fetched, 3);
    assert_eq!(count(desk.folder.path()), 2, "nothing is left of what was not whole");
}

#[test]
fn a_message_that_the_relay_brings_to_another_office_is_told_as_such_and_not_kept() {
    let World { pki, trust, sender, .. } = World::new();
    let stranger = signer(&pki.office(&office("1370000037", Algorithm::EcdsaP256)).unwrap());
    let (relay, folder) = (Puppet::new(), tempfile::tempdir().unwrap());
    let message = letter_of(&sender, 1, 100);
    let size = message.1.len() as u64;
    relay.offer(message, size);
    let mut client = client(&relay, stranger, &trust);
    let options = ReceiveOptions::new(folder.path());
    let batch = client.receive("", &options, &mut Job::new()).unwrap();
    let error = batch.messages[0].content.as_ref().unwrap_err();
    assert_eq!((error.code(), batch.next.as_str()), (Code::MessageReceiver, "after 1"));
    assert_eq!(count(folder.path()), 0);
}

#[test]
fn bytes_that_were_not_verified_never_replace_a_container_that_opens() {
    let mut desk = Desk::new();
    let id = desk.offer(1, 1000)[0];
    let mut inbox = desk.inbox("");
    desk.next(&mut inbox).unwrap().unwrap().content.unwrap();
    let before = fs::read(desk.kept(&id)).unwrap();
    // The relay has lost its mind.
    desk.relay.set(|script| {
        let bytes = &mut script.inbox[0].1;
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
    });
    let mut inbox = desk.inbox("");
    let error = desk.next(&mut inbox).unwrap().unwrap().content.unwrap_err();
    assert_eq!(error.code() as i32 / 100, 3, "{error}");
    assert_eq!(fs::read(desk.kept(&id)).unwrap(), before);
    assert_eq!(count(desk.folder.path()), 1);

    // Sealed once more, it is the same message, and as good: the first one stays.
    let (again, bytes) = letter_of(&desk.sender, 0, 1000);
    assert!(again == id && bytes != before);
    desk.relay.set(|script| {
        script.inbox[0].0.size = bytes.len() as u64;
        script.inbox[0].1 = bytes;
    });
    let mut inbox = desk.inbox("");
    let received = desk.next(&mut inbox).unwrap().unwrap().content.unwrap();
    assert_eq!((received.container.as_path(), fs::read(desk.kept(&id)).unwrap()), (&*desk.kept(&id), before));

    // What does not open is replaced.
    fs::write(desk.kept(&id), b"torn").unwrap();
    let mut inbox = desk.inbox("");
    desk.next(&mut inbox).unwrap().unwrap().content.unwrap();
    assert!(fs::read(desk.kept(&id)).unwrap().len() > 1000);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_container_is_not_followed() {
    use std::os::unix::fs::symlink;

    let mut desk = Desk::new();
    let id = desk.offer(1, 1000)[0];
    let elsewhere = tempfile::tempdir().unwrap();
    let theirs = elsewhere.path().join("theirs");
    // Even to a good one: it is in other hands.
    fs::write(&theirs, &desk.relay.0.lock().unwrap().inbox[0].1).unwrap();
    for target in [theirs.clone(), elsewhere.path().join("nothing")] {
        let _ = fs::remove_file(desk.kept(&id));
        symlink(&target, desk.kept(&id)).unwrap();
        let mut inbox = desk.inbox("");
        desk.next(&mut inbox).unwrap().unwrap().content.unwrap();
        assert!(desk.kept(&id).symlink_metadata().unwrap().is_file());
        assert_eq!(count(elsewhere.path()), 1);
    }
}

#[test]
fn what_is_wrong_with_our_own_key_is_not_the_messages_fault() {
    let mut desk = Desk::new();
    let ids = desk.offer(1, 1000);
    for code in [Code::KeyMissing, Code::KeyPin, Code::DiskFull, Code::TlsClientExpired] {
        assert!(!code.is_of_message(), "{code:?}");
        desk.relay.set(|script| script.failing = vec![(ids[0], code)]);
        let mut inbox = desk.inbox("");
        assert_eq!(desk.next(&mut inbox).unwrap_err().code(), code);
        assert_eq!(inbox.cursor(), "", "it comes again");
    }
    for code in [Code::RelayExpired, Code::RelayNotFound] {
        desk.relay.set(|script| script.failing = vec![(ids[0], code)]);
        let mut inbox = desk.inbox("");
        assert_eq!(desk.next(&mut inbox).unwrap().unwrap().content.unwrap_err().code(), code);
    }
}

#[test]
fn rows_that_would_fill_the_memory_are_told_for_that_message_alone() {
    let mut desk = Desk::new();
    let name = format!("DLTJSK_202510_{SENDER}_43_{RECEIVER}_11_20251104090000.CSV");
    let row = format!("202407,990010,0000000101,202510,{SENDER},11\r\n");
    for (number, content) in [row.into_bytes(), vec![b','; 400_000], vec![b'\n'; 400_000]].into_iter().enumerate() {
        let part = Part::new(name.clone(), "text/csv", content);
        let message = sealed(&desk.sender, &format!("202511040900{number:02}"), vec![part]);
        let size = message.1.len() as u64;
        desk.relay.offer(message, size);
    }
    desk.client.set_message_memory(1 << 20);
    let mut inbox = desk.inbox("");
    let mut read = || {
        let incoming = desk.client.next_message(&mut inbox, &mut Job::new()).unwrap().unwrap();
        let mut received = incoming.content.unwrap();
        let rows =
            received.read(&mut Job::new()).map(|checked| checked.contents.files[0].table.as_ref().unwrap().len());
        let mut bytes = Vec::new();
        received.copy(&name, &mut bytes, &mut Job::new()).unwrap();
        assert!(!bytes.is_empty(), "its files can be had all the same");
        rows.map_err(|error| (error.code(), error.at().file.clone()))
    };
    assert_eq!(read(), Ok(1));
    let too_large = Err((Code::TooLarge, Some(name.clone())));
    assert_eq!([read(), read()], [too_large.clone(), too_large]);
}
