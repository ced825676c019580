//! What is received: in order of import, each message once, told to its sender until he knows.

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cplink::mailbox::{EntryState, Side, Ticket};
use cplink::progress::Job;
use cplink::relay::Outcome;
use cplink::seal::MessageId;
use cplink::{Code, Error};
use cplink_testkit::{SENDER, code};

use crate::kit::{Offices, serial, unit};

fn sent(offices: &Offices, numbers: &[u32]) -> Vec<cplink::seal::MessageId> {
    let mut sender = offices.sender();
    let mut ids = Vec::new();
    for number in numbers {
        ids.push(sender.queue(&unit(*number)));
        sender.pump();
    }
    ids
}

#[test]
fn messages_come_in_order_of_import_whatever_order_they_were_sent_in() {
    let offices = Offices::new();
    sent(&offices, &[3, 1, 2]);
    let mut receiver = offices.receiver();
    assert_eq!(receiver.pump().received, 3);
    let serials: Vec<String> = [1, 2, 3].map(|number| serial(number).to_string()).to_vec();
    assert_eq!(receiver.import_all(), serials);
    assert_eq!((receiver.pump().reported, receiver.pump().received), (3, 0));
    assert!(receiver.list(Side::Inbox).iter().all(|entry| entry.state == EntryState::Imported && entry.is_reported));
}

#[test]
fn one_message_is_never_in_two_hands_and_nothing_overtakes_it() {
    let offices = Offices::new();
    sent(&offices, &[1, 2]);
    let (mut one, other) = (offices.receiver(), offices.receiver());
    one.pump();
    let mut first = one.next().unwrap();
    assert!(!first.offered_before());
    assert!(other.next().is_none() && one.next().is_none(), "the second must not overtake the first");
    first.done().unwrap();
    first.done().unwrap();
    let second = other.next().unwrap();
    assert_eq!(second.message.serial, serial(2));
    // A host that gives up says nothing: it is offered again, and told so.
    drop(second);
    let mut again = one.next().unwrap();
    assert!(again.offered_before());
    again.done().unwrap();
    assert!(one.next().is_none() && other.next().is_none());
}

#[test]
fn who_comes_too_late_is_refused() {
    let offices = Offices::new();
    sent(&offices, &[1]);
    let (mut slow, quick) = (offices.receiver(), offices.receiver());
    slow.pump();
    slow.mailbox.set_lease(Duration::from_secs(1)).unwrap();
    let mut lapsed = slow.next().unwrap();
    assert!(quick.next().is_none());
    std::thread::sleep(Duration::from_millis(1300));
    let mut taken = quick.next().unwrap();
    assert!(taken.offered_before());
    for result in [lapsed.done(), lapsed.refuse("間に合いません。"), lapsed.renew(), lapsed.later(Duration::ZERO)]
    {
        assert_eq!(code(result), Code::MailboxLease);
    }
    taken.done().unwrap();
    assert_eq!(code(lapsed.done()), Code::MailboxLease);
    assert_eq!(slow.pump().reported, 1);
}

#[test]
fn a_lease_that_is_renewed_does_not_end() {
    let offices = Offices::new();
    sent(&offices, &[1]);
    let (mut slow, quick) = (offices.receiver(), offices.receiver());
    slow.pump();
    slow.mailbox.set_lease(Duration::from_secs(1)).unwrap();
    let mut held = slow.next().unwrap();
    for _ in 0..3 {
        std::thread::sleep(Duration::from_millis(600));
        held.renew().unwrap();
        assert!(quick.next().is_none());
    }
    held.done().unwrap();
}

#[test]
fn a_message_that_cannot_be_opened_is_told_and_holds_nobody_up() {
    let offices = Offices::new();
    let ids = sent(&offices, &[1, 2]);
    let (mut receiver, mut sender) = (offices.receiver(), offices.sender());
    receiver.faults.damage(ids[0]);
    let pumped = receiver.pump();
    assert_eq!((pumped.received, pumped.attention.as_slice()), (1, &ids[..1]));
    let entry = receiver.entry(&ids[0]);
    assert_eq!((entry.state_ja, entry.fault.unwrap().code / 100), ("要対応", 3));
    assert_eq!(receiver.import_all(), [serial(2).to_string()]);
    // Fetched again it is as it should be.
    receiver.faults.clear();
    receiver.mailbox.retry(&ids[0]).unwrap();
    receiver.pump();
    assert_eq!(receiver.import_all(), [serial(1).to_string()]);
    // Or the person refuses it.
    let third = sent(&offices, &[3])[0];
    receiver.faults.damage(third);
    receiver.pump();
    assert_eq!(code(receiver.mailbox.refuse(&third, "")), Code::Reason);
    receiver.mailbox.refuse(&third, "電文を開けません。").unwrap();
    receiver.pump();
    sender.pump();
    assert_eq!(sender.entry(&third).reason.as_deref(), Some("電文を開けません。"));
}

#[test]
fn what_cannot_be_fetched_holds_its_sender_back_for_a_while() {
    let offices = Offices::new();
    let ids = sent(&offices, &[1, 2]);
    let mut receiver = offices.receiver();
    receiver.faults.fail("get", 1, || Error::new(Code::Timeout));
    let pumped = receiver.pump();
    assert_eq!((pumped.received, pumped.fault.is_none()), (1, true), "the others are received all the same");
    assert!(pumped.next_attempt.is_some() && receiver.next().is_none(), "but none of this sender is handed out");
    receiver.mailbox.retry(&ids[0]).unwrap();
    receiver.pump();
    assert_eq!(receiver.import_all(), [serial(1).to_string(), serial(2).to_string()]);
    assert_eq!(receiver.list(Side::Inbox).len(), 2);
}

#[test]
fn what_can_never_be_fetched_needs_a_person_and_holds_nobody_back_for_ever() {
    let offices = Offices::new();
    let ids = sent(&offices, &[1, 2]);
    let mut receiver = offices.receiver();
    for attempt in 1..=3 {
        receiver.faults.fail("get", 1, || Error::new(Code::Timeout));
        receiver.pump();
        assert_eq!(receiver.entry(&ids[0]).tries, attempt);
        crate::kit::end_wait(&receiver.mailbox, Side::Inbox, &ids[0]);
    }
    assert_eq!(receiver.entry(&ids[0]).state_ja, "要対応");
    assert_eq!(receiver.import_all(), [serial(2).to_string()]);
    // What passes by itself is tried by itself, and comes when it comes.
    receiver.pump();
    assert_eq!(receiver.import_all(), [serial(1).to_string()]);
}

#[test]
fn what_is_fetched_again_is_handed_out_after_all_that_was_listed_with_it() {
    let offices = Offices::new();
    sent(&offices, &[1]);
    let mut receiver = offices.receiver();
    receiver.pump();
    let ids = sent(&offices, &[2]);
    receiver.faults.fail("get", 1, || Error::new(Code::Timeout));
    receiver.pump();
    crate::kit::end_wait(&receiver.mailbox, Side::Inbox, &ids[0]);
    sent(&offices, &[3]);
    // As if the program had been killed with the records written, and neither a name nor the cursor.
    let inbox = receiver.mailbox.folder().join("inbox");
    for name in ["due", "cursor"] {
        fs::remove_dir_all(inbox.join(name)).unwrap();
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (due, noted) = (inbox.join("due"), Arc::clone(&seen));
    receiver
        .faults
        .before_each("get", move || noted.lock().unwrap().push(fs::read_dir(&due).map_or(0, Iterator::count)));
    assert_eq!(receiver.pump().received, 2);
    // Before the third was there another program would have been handed none of them.
    assert_eq!(*seen.lock().unwrap(), [0, 0]);
    assert_eq!(receiver.import_all(), [1, 2, 3].map(|number| serial(number).to_string()));
}

#[test]
fn a_name_that_was_left_from_before_a_message_was_fetched_loses_nothing() {
    let offices = Offices::new();
    let ids = sent(&offices, &[1, 2]);
    let mut receiver = offices.receiver();
    receiver.faults.fail("get", 1, || Error::new(Code::Timeout));
    receiver.pump();
    crate::kit::end_wait(&receiver.mailbox, Side::Inbox, &ids[0]);
    receiver.pump();
    // As if the program had been killed before it named what it had fetched.
    let due = receiver.mailbox.folder().join("inbox/due");
    let name = |number: u32| format!("{SENDER}-{}-{}", serial(number), ids[number as usize - 1]);
    let left = format!("{SENDER}-00000000000000-{}", ids[0]);
    fs::rename(due.join(name(1)), due.join(&left)).unwrap();
    fs::write(due.with_file_name("fetch").join(&left), b"").unwrap();
    assert!(receiver.next().is_none(), "nothing is handed out before it");
    receiver.pump();
    assert_eq!(receiver.import_all(), [1, 2].map(|number| serial(number).to_string()));
}

#[test]
fn a_program_that_ends_between_the_names_of_what_is_to_be_fetched_loses_nothing() {
    let unknown = |id: &MessageId| format!("{SENDER}-00000000000000-{id}");
    // Ended when the first name was there and neither the second nor the cursor; or when only the second was gone.
    for is_fetched in [false, true] {
        let offices = Offices::new();
        let ids = sent(&offices, &[1, 2]);
        let mut receiver = offices.receiver();
        let inbox = receiver.mailbox.folder().join("inbox");
        let names = |index: &str| fs::read_dir(inbox.join(index)).map_or(0, Iterator::count);
        receiver.faults.fail("get", 1, || Error::new(Code::Timeout));
        receiver.pump();
        assert_eq!([names("fetch"), names("due")], [1, 2]);
        crate::kit::end_wait(&receiver.mailbox, Side::Inbox, &ids[0]);
        if is_fetched {
            receiver.pump();
            assert_eq!([names("fetch"), names("due")], [0, 2]);
            fs::write(inbox.join("fetch").join(unknown(&ids[0])), b"").unwrap();
        } else {
            fs::remove_dir_all(inbox.join("cursor")).unwrap();
            fs::remove_file(inbox.join("due").join(unknown(&ids[0]))).unwrap();
        }
        receiver.pump();
        assert_eq!([names("fetch"), names("due")], [0, 2], "{is_fetched}");
        assert_eq!(receiver.import_all(), [1, 2].map(|number| serial(number).to_string()));
        assert!(receiver.pump().reported == 2 && receiver.next().is_none());
        assert_eq!([names("fetch"), names("due")], [0, 0], "{is_fetched}");
    }
}

#[test]
fn a_round_without_news_does_not_read_what_waits_to_be_imported() {
    let offices = Offices::new();
    sent(&offices, &[1]);
    let mut receiver = offices.receiver();
    receiver.pump();
    // Where the index cannot be read, who reads it fails.
    let (due, away) = (receiver.mailbox.folder().join("inbox/due"), offices.path("away"));
    fs::rename(&due, &away).unwrap();
    fs::write(&due, b"").unwrap();
    assert!(receiver.pump().fault.is_none());
    assert!(receiver.mailbox.next(&receiver.client, &mut Job::new()).is_err());
    fs::remove_file(&due).unwrap();
    fs::rename(&away, &due).unwrap();
    assert_eq!(receiver.import_all(), [serial(1).to_string()]);
}

#[test]
fn an_outcome_is_reported_until_the_relay_has_it() {
    let offices = Offices::new();
    let ids = sent(&offices, &[1]);
    let (mut receiver, mut sender) = (offices.receiver(), offices.sender());
    receiver.pump();
    receiver.import_all();
    receiver.faults.fail("acknowledge", 1, || Error::new(Code::Connect));
    assert_eq!(receiver.pump().reported, 0);
    let entry = receiver.entry(&ids[0]);
    assert_eq!((entry.state, entry.is_reported), (EntryState::Imported, false));
    // The answer is lost once the relay has it; it stays the same outcome.
    receiver.faults.lose_answer("acknowledge", || Error::new(Code::ConnectionLost).with_in_doubt());
    receiver.mailbox.retry(&ids[0]).unwrap();
    receiver.pump();
    receiver.mailbox.retry(&ids[0]).unwrap();
    assert_eq!(receiver.pump().reported, 1);
    sender.pump();
    assert_eq!(sender.state(&ids[0]), EntryState::Imported);
    assert!(receiver.next().is_none());
}

#[test]
fn later_gives_it_back_for_a_while() {
    let offices = Offices::new();
    sent(&offices, &[1, 2]);
    let mut receiver = offices.receiver();
    receiver.pump();
    receiver.next().unwrap().later(Duration::from_secs(3600)).unwrap();
    assert!(receiver.next().is_none(), "and nothing of its sender comes before it");
    let id = receiver.list(Side::Inbox)[0].id.parse().unwrap();
    receiver.mailbox.retry(&id).unwrap();
    assert_eq!(receiver.import_all().len(), 2);
}

#[test]
fn a_ticket_says_what_became_of_a_message_from_another_program() {
    let offices = Offices::new();
    let ids = sent(&offices, &[1, 2]);
    let mut receiver = offices.receiver();
    receiver.pump();
    let ticket = receiver.next().unwrap().detach(Duration::from_secs(60)).unwrap().to_string();
    drop(receiver);
    // The program has ended; the message is still out.
    let receiver = offices.receiver();
    assert!(receiver.next().is_none());
    let ticket: Ticket = ticket.parse().unwrap();
    assert_eq!(*ticket.id(), ids[0]);
    receiver.mailbox.conclude(&ticket, &Outcome::Imported).unwrap();
    receiver.mailbox.conclude(&ticket, &Outcome::Imported).unwrap();
    let refused = Outcome::Refused("二重です。".to_owned());
    assert_eq!(code(receiver.mailbox.conclude(&ticket, &refused)), Code::MailboxLease);
    let second = receiver.next().unwrap().detach(Duration::from_secs(60)).unwrap();
    receiver.mailbox.put_back(&second, Duration::ZERO).unwrap();
    assert_eq!(code(receiver.mailbox.conclude(&second, &refused)), Code::MailboxLease);
    assert_eq!(receiver.import_all(), [serial(2).to_string()]);
    for bad in ["", "x", "1.2.3", "../../etc", &format!("{}.1.zz", ids[0]), &format!("{}.1.aa.bb", ids[0])] {
        assert_eq!(code(bad.parse::<Ticket>()), Code::InvalidArgument, "{bad}");
    }
}

#[test]
fn a_container_that_was_spoilt_here_is_told_and_not_handed_out() {
    let offices = Offices::new();
    let ids = sent(&offices, &[1, 2]);
    let mut receiver = offices.receiver();
    receiver.pump();
    let container = receiver.entry(&ids[0]).container.unwrap();
    let mut bytes = std::fs::read(&container).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&container, &bytes).unwrap();
    assert_eq!(receiver.import_all(), [serial(2).to_string()]);
    assert_eq!(receiver.state(&ids[0]), EntryState::Attention);
    bytes[middle] ^= 1;
    std::fs::write(&container, &bytes).unwrap();
    receiver.mailbox.retry(&ids[0]).unwrap();
    assert_eq!(receiver.import_all(), [serial(1).to_string()]);
}

#[test]
fn a_lost_cursor_brings_nothing_twice() {
    let offices = Offices::new();
    sent(&offices, &[1, 2, 3]);
    let mut receiver = offices.receiver();
    receiver.pump();
    receiver.import_all();
    receiver.pump();
    for path in crate::kit::files(&receiver.mailbox.folder().join("inbox/cursor")) {
        std::fs::write(path, b"\xFF{").unwrap();
    }
    let pumped = receiver.pump();
    assert_eq!((pumped.received, pumped.fault.is_none()), (0, true));
    assert!(receiver.next().is_none());
    sent(&offices, &[4]);
    assert_eq!(receiver.pump().received, 1);
}

#[test]
fn a_message_that_was_recalled_before_it_was_fetched_is_told_as_such() {
    let offices = Offices::new();
    let ids = sent(&offices, &[1]);
    let mut receiver = offices.receiver();
    receiver.faults.fail("get", 1, || Error::new(Code::RelayState));
    let pumped = receiver.pump();
    assert!(pumped.attention.is_empty());
    assert_eq!(receiver.entry(&ids[0]).state_ja, "取消");
    assert!(receiver.next().is_none());
}

#[test]
fn a_full_disk_is_no_messages_fault_and_costs_none_its_turn() {
    let offices = Offices::new();
    let (mut sender, mut receiver) = (offices.sender(), offices.receiver());
    for number in 1..=3 {
        sender.queue(&unit(number));
    }
    sender.pump();
    receiver.faults.fail("get", 1, || Error::new(Code::DiskFull));
    let pumped = receiver.pump();
    assert_eq!(pumped.fault.map(|fault| fault.code()), Some(Code::DiskFull));
    assert!(pumped.attention.is_empty() && receiver.list(Side::Inbox).is_empty());
    assert_eq!(receiver.pump().received, 3);
    assert_eq!(receiver.import_all(), (1..=3).map(|number| serial(number).to_string()).collect::<Vec<_>>());
}
