//! Many entries: what is done and what is left for one does not depend on how many there are.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use cplink_testkit::{SENDER, STRANGER};

use crate::kit::{Desk, Offices, files, serial, unit};

/// All files of a mailbox, and when they were written.
fn written(desk: &Desk) -> BTreeMap<PathBuf, SystemTime> {
    let modified = |path: &PathBuf| path.metadata().unwrap().modified().unwrap();
    files(desk.mailbox.folder()).into_iter().map(|path| (path.clone(), modified(&path))).collect()
}

#[test]
fn a_round_without_news_writes_nothing() {
    let offices = Offices::new();
    let (mut sender, mut receiver) = (offices.sender(), offices.receiver());
    for number in 1..=3 {
        sender.queue(&unit(number));
    }
    sender.pump();
    receiver.pump();
    sender.pump();
    let before = (written(&sender), written(&receiver));
    for _ in 0..20 {
        sender.pump();
        receiver.pump();
    }
    assert_eq!((written(&sender), written(&receiver)), before);
    // They are all there all the same, and what comes is received.
    assert_eq!(receiver.import_all().len(), 3);
    sender.queue(&unit(4));
    sender.pump();
    assert_eq!(receiver.pump().received, 1);
}

/// How many files both offices have, and of how many bytes, when so many messages have come to their end.
fn left(count: u32) -> (usize, u64) {
    let offices = Offices::new();
    let (mut sender, mut receiver) = (offices.sender(), offices.receiver());
    for number in 1..=count {
        sender.queue(&unit(number));
    }
    assert_eq!(sender.pump().sent, count);
    assert_eq!(receiver.pump().received, count);
    assert_eq!(receiver.import_all().len(), count as usize);
    assert_eq!(receiver.pump().reported, count);
    sender.pump();
    let folders = [sender, receiver].map(|desk| desk.mailbox.folder().to_owned());
    let all: Vec<PathBuf> = folders.iter().flat_map(|folder| files(folder)).collect();
    (all.len(), all.iter().map(|path| path.metadata().unwrap().len()).sum())
}

#[test]
fn what_is_left_of_an_entry_does_not_grow_with_their_number() {
    let [few, more, most] = [5, 15, 45].map(left);
    // At each of the two a record and the container; and what the receiver has signed.
    assert_eq!([more.0 - few.0, most.0 - more.0], [50, 150]);
    let an_entry = |one: (usize, u64), other: (usize, u64), count: u64| (other.1 - one.1) / count;
    let (first, last) = (an_entry(few, more, 10), an_entry(more, most, 30));
    assert!(last <= first + 100, "{first} bytes an entry, then {last}");
}

#[test]
fn what_another_terminal_has_received_since_has_its_turn() {
    let offices = Offices::new();
    let (mut sender, mut one, mut other) = (offices.sender(), offices.receiver(), offices.receiver());
    for number in [3, 5] {
        sender.queue(&unit(number));
    }
    sender.pump();
    one.pump();
    // So many that they are not all read again for each message; nothing is due of them.
    let due = one.mailbox.folder().join("inbox/due");
    for number in 0..3000 {
        fs::write(due.join(format!("{STRANGER}-{}-{number:064x}", serial(number))), b"").unwrap();
    }
    let next = || {
        let mut delivery = one.next().unwrap();
        delivery.done().unwrap();
        delivery.message.serial
    };
    assert_eq!(next(), serial(3));
    for number in [4, 6] {
        sender.queue(&unit(number));
    }
    sender.pump();
    assert_eq!(other.pump().received, 2);
    assert_eq!([next(), next(), next()], [4, 5, 6].map(serial));
    assert!(one.next().is_none(), "names without a message are nobody's");
    let left = fs::read_dir(&due).unwrap().count();
    assert_eq!(left, 0, "and are cleared away: {SENDER} has nothing more");
}
