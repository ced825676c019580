//! What is sent: durable, in order, tried again as the error says, told in words that people know.

use std::sync::Mutex;

use cplink::error::Retry;
use cplink::mailbox::{EntryState, Filter, QueueOptions, Side};
use cplink::progress::Job;
use cplink::{Code, Error};
use cplink_testkit::{RECEIVER, STRANGER, code};

use crate::kit::{Offices, end_wait, files, serial, unit, unit_to, wait_by_clock_ahead};

#[test]
fn what_was_queued_is_sent_after_a_restart_and_only_once() {
    let offices = Offices::new();
    let desk = offices.sender();
    let id = desk.queue(&unit(1));
    assert_eq!(desk.state(&id), EntryState::Waiting);
    drop(desk);
    let mut desk = offices.sender();
    let again = desk.mailbox.queue(&unit(1), &QueueOptions::new(), &mut Job::new()).unwrap();
    assert!(again.is_repeat && again.id == id);
    let pumped = desk.pump();
    assert_eq!((pumped.sent, pumped.fault.is_none()), (1, true));
    assert_eq!(desk.state(&id), EntryState::Accepted);
    assert_eq!(desk.pump().sent, 0);
    assert!(desk.mailbox.queue(&unit(1), &QueueOptions::new(), &mut Job::new()).unwrap().is_repeat);
    assert_eq!((desk.pump().sent, desk.faults.take_calls("put")), (0, 1));
    let container = desk.entry(&id).container.unwrap();
    assert_eq!(container.file_name().unwrap().to_str().unwrap(), format!("{id}.asice"));
}

#[test]
fn states_go_on_to_the_outcome_and_its_reason() {
    let offices = Offices::new();
    let (mut sender, mut receiver) = (offices.sender(), offices.receiver());
    let (good, bad) = (sender.queue(&unit(1)), sender.queue(&unit(2)));
    sender.pump();
    assert_eq!(receiver.pump().received, 2);
    sender.pump();
    assert_eq!((sender.state(&good), sender.state(&bad)), (EntryState::PickedUp, EntryState::PickedUp));
    receiver.next().unwrap().done().unwrap();
    receiver.next().unwrap().refuse("対象の利用者がいません。").unwrap();
    assert_eq!(receiver.pump().reported, 2);
    sender.pump();
    assert_eq!((sender.state(&good), sender.state(&bad)), (EntryState::Imported, EntryState::Refused));
    assert_eq!(sender.entry(&bad).reason.as_deref(), Some("対象の利用者がいません。"));
    assert_eq!(sender.entry(&bad).state_ja, "取込不可");
    // What is done is out of the way, and still found.
    let open = sender.mailbox.list(&Filter::new(), &mut Job::new()).unwrap();
    assert!(open.is_empty(), "{open:?}");
    assert_eq!(sender.list(Side::Outbox).len(), 2);
    let left: Vec<_> = files(&sender.mailbox.folder().join("outbox")).into_iter().collect();
    let names = |part: &str| left.iter().filter(|path| path.to_string_lossy().contains(part)).count();
    assert_eq!((names("entries"), names("due"), names("done"), names("unit-")), (0, 0, 0, 0), "{left:?}");
}

#[test]
fn each_receiver_gets_its_units_in_order_of_serial() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    for number in [5, 3, 4, 1, 2] {
        sender.queue(&unit(number));
    }
    let stranger = sender.queue(&unit_to(STRANGER, 9));
    // The first of one receiver fails: what comes after it waits, the other receiver does not.
    sender.faults.fail("put", 1, || Error::new(Code::RelayReceiverLicence));
    let pumped = sender.pump();
    assert_eq!((pumped.sent, pumped.attention.len()), (1, 1));
    assert_eq!(sender.state(&stranger), EntryState::Accepted);
    let waiting = sender.mailbox.list(&Filter::new().of_office(RECEIVER), &mut Job::new()).unwrap();
    let first = waiting.iter().find(|entry| entry.state == EntryState::Attention).unwrap();
    assert_eq!((first.serial.as_str(), first.state_ja), (serial(1).as_str(), "要対応"));
    assert_eq!(first.fault.as_ref().unwrap().error_code(), Code::RelayReceiverLicence);
    let blocked = waiting.iter().filter(|entry| entry.blocked_by.as_ref() == Some(&first.id)).count();
    assert_eq!((blocked, sender.pump().sent), (4, 0));
    sender.mailbox.retry(&first.id.parse().unwrap()).unwrap();
    assert_eq!(sender.pump().sent, 5);
    let mut receiver = offices.receiver();
    receiver.pump();
    assert_eq!(receiver.import_all(), (1..=5).map(|number| serial(number).to_string()).collect::<Vec<_>>());
}

#[test]
fn a_passing_fault_is_tried_again_later_and_not_before_the_relay_asks() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    let id = sender.queue(&unit(1));
    sender.faults.fail("put", 1, || Error::new(Code::RelayUnavailable).with_retry_after(3600));
    let before = time::OffsetDateTime::now_utc();
    let pumped = sender.pump();
    assert!(pumped.next_attempt.is_some_and(|at| at >= before + time::Duration::seconds(3600)));
    assert_eq!((sender.state(&id), sender.entry(&id).tries), (EntryState::Waiting, 1));
    sender.faults.take_calls("put");
    assert_eq!((sender.pump().sent, sender.faults.take_calls("put")), (0, 0), "not before that");
    sender.mailbox.retry(&id).unwrap();
    assert_eq!(sender.pump().sent, 1);
}

#[test]
fn a_clock_that_was_ahead_and_is_set_back_lets_nothing_wait() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    let id = sender.queue(&unit(1));
    sender.faults.fail("put", 1, || Error::new(Code::RelayUnavailable).with_retry_after(60));
    sender.pump();
    for (ahead, sent) in [(time::Duration::minutes(2), 0), (time::Duration::hours(20), 1)] {
        wait_by_clock_ahead(&sender.mailbox, Side::Outbox, &id, ahead);
        assert_eq!(sender.pump().sent, sent, "{ahead}");
    }
}

#[test]
fn a_login_is_tried_once_by_itself() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    let id = sender.queue(&unit(1));
    sender.faults.fail("put", 9, || Error::new(Code::KeySign).with_retry(Retry::Login));
    sender.pump();
    assert_eq!(sender.state(&id), EntryState::Waiting);
    // As if the wait were over.
    end_wait(&sender.mailbox, Side::Outbox, &id);
    sender.pump();
    assert_eq!(sender.state(&id), EntryState::Attention);
    assert_eq!((sender.pump().sent, sender.faults.take_calls("put")), (0, 2), "never a third time");
}

#[test]
fn in_doubt_is_settled_by_repeating() {
    let offices = Offices::new();
    let (mut sender, mut receiver) = (offices.sender(), offices.receiver());
    let id = sender.queue(&unit(1));
    sender.faults.lose_answer("put", || Error::new(Code::ConnectionLost).with_in_doubt());
    sender.faults.fail("sent", 1, || Error::new(Code::Connect));
    assert_eq!(sender.pump().sent, 0);
    assert!(sender.entry(&id).in_doubt);
    sender.mailbox.retry(&id).unwrap();
    assert_eq!(sender.pump().sent, 1);
    assert!(!sender.entry(&id).in_doubt);
    receiver.pump();
    assert_eq!(receiver.import_all().len(), 1);
}

#[test]
fn the_sent_list_settles_a_doubt_too() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    let id = sender.queue(&unit(1));
    sender.faults.lose_answer("put", || Error::new(Code::ConnectionLost).with_in_doubt());
    sender.pump();
    assert_eq!((sender.state(&id), sender.entry(&id).in_doubt), (EntryState::Accepted, false));
    assert_eq!((sender.pump().sent, sender.faults.take_calls("put")), (0, 1));
}

#[test]
fn what_is_refused_at_once_is_not_stored() {
    let offices = Offices::new();
    let sender = offices.sender();
    let mut empty = unit(1);
    empty.add_attachment("空.pdf", Vec::new());
    let queue = |options: QueueOptions| sender.mailbox.queue(&empty, &options, &mut Job::new());
    assert_eq!(code(queue(QueueOptions::new())), Code::AttachmentKind);
    assert!(sender.list(Side::Outbox).is_empty());
    let overridden = queue(QueueOptions::new().with_override("保険者の指示による")).unwrap();
    assert!(overridden.findings.iter().any(|finding| finding.severity() == cplink::finding::Severity::Error));
    let mut sender = offices.sender();
    assert_eq!(sender.pump().sent, 1);
}

#[test]
fn another_offices_unit_and_client_are_refused() {
    let offices = Offices::new();
    let (sender, mut receiver) = (offices.sender(), offices.receiver());
    assert_eq!(code(receiver.mailbox.queue(&unit(1), &QueueOptions::new(), &mut Job::new())), Code::CertOffice);
    assert_eq!(code(sender.mailbox.pump(&mut receiver.client, 0, &mut Job::new())), Code::MailboxOffice);
    assert_eq!(code(sender.mailbox.next(&receiver.client, &mut Job::new())), Code::MailboxOffice);
}

#[test]
fn a_draft_is_sent_when_it_is_released() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    let draft = QueueOptions::new().as_draft();
    let id = sender.mailbox.queue(&unit(1), &draft, &mut Job::new()).unwrap().id;
    assert_eq!((sender.pump().sent, sender.entry(&id).state_ja), (0, "下書き"));
    sender.mailbox.release(&id).unwrap();
    assert_eq!(sender.pump().sent, 1);
    assert_eq!(code(sender.mailbox.release(&id)), Code::MailboxState);
    // Queueing it to be sent is a release, too.
    let id = sender.mailbox.queue(&unit(2), &draft, &mut Job::new()).unwrap().id;
    assert_eq!(sender.queue(&unit(2)), id);
    assert_eq!(sender.pump().sent, 1);
}

#[test]
fn what_waits_is_cancelled_at_once_and_what_was_sent_is_recalled() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    let (one, two, three) = (sender.queue(&unit(1)), sender.queue(&unit(2)), sender.queue(&unit(3)));
    assert_eq!(sender.mailbox.cancel(&one).unwrap().state, EntryState::Recalled);
    assert_eq!(sender.pump().sent, 2);
    let entry = sender.mailbox.cancel(&two).unwrap();
    assert_eq!((entry.state, entry.is_to_recall), (EntryState::Accepted, true));
    assert_eq!(sender.pump().recalled, 1);
    assert_eq!((sender.state(&two), sender.entry(&two).is_to_recall), (EntryState::Recalled, false));
    let mut receiver = offices.receiver();
    receiver.pump();
    assert_eq!(receiver.import_all(), [serial(3).to_string()]);
    // Too late: the receiver has it.
    sender.mailbox.cancel(&three).unwrap();
    let pumped = sender.pump();
    assert_eq!((pumped.recalled, sender.state(&three)), (0, EntryState::PickedUp));
    assert!(!sender.entry(&three).is_to_recall);
    assert_eq!(code(sender.mailbox.cancel(&three)), Code::MailboxState);
    // The same unit again would be nothing; it says so.
    assert_eq!(code(sender.mailbox.queue(&unit(1), &QueueOptions::new(), &mut Job::new())), Code::MailboxState);
}

#[test]
fn what_may_have_been_sent_is_recalled_and_what_never_arrived_is_cancelled() {
    let offices = Offices::new();
    let (mut sender, mut receiver) = (offices.sender(), offices.receiver());
    let (arrived, lost) = (sender.queue(&unit(1)), sender.queue(&unit_to(STRANGER, 2)));
    sender.faults.lose_answer("put", || Error::new(Code::ConnectionLost).with_in_doubt());
    sender.faults.fail("put", 1, || Error::new(Code::ConnectionLost).with_in_doubt());
    sender.pump();
    for id in [arrived, lost] {
        assert!(sender.mailbox.cancel(&id).unwrap().is_to_recall);
    }
    sender.pump();
    assert_eq!((sender.state(&arrived), sender.state(&lost)), (EntryState::Recalled, EntryState::Recalled));
    receiver.pump();
    assert!(receiver.import_all().is_empty());
}

#[test]
fn what_is_cancelled_while_it_is_sent_is_never_sent_after_all() {
    for error in [Code::Connect, Code::RelayReceiverLicence] {
        let offices = Offices::new();
        let mut sender = offices.sender();
        let id = sender.queue(&unit(1));
        let mailbox = sender.mailbox.clone();
        sender.faults.fail("put", 1, move || {
            assert!(mailbox.cancel(&id).unwrap().is_to_recall);
            Error::new(error)
        });
        sender.pump();
        for _ in 0..3 {
            let _ = sender.mailbox.retry(&id);
            sender.pump();
        }
        assert_eq!(sender.state(&id), EntryState::Recalled, "{error:?}");
        assert_eq!((sender.faults.take_calls("put"), sender.entry(&id).fault), (1, None), "{error:?}");
    }
}

#[test]
fn what_another_terminal_is_sending_is_recalled_when_it_has_arrived() {
    let offices = Offices::new();
    let (mut sender, other) = (offices.sender(), Mutex::new(offices.sender()));
    let id = sender.queue(&unit(1));
    sender.faults.lose_answer("put", move || {
        let mut other = other.lock().unwrap();
        assert!(other.mailbox.cancel(&id).unwrap().is_to_recall);
        // Not yet: the relay would say that it has no such message, and would have it a moment later.
        assert_eq!((other.pump().recalled, other.state(&id)), (0, EntryState::Waiting));
        Error::new(Code::ConnectionLost).with_in_doubt()
    });
    assert_eq!(sender.pump().recalled, 0, "the attempt failed a moment ago");
    sender.mailbox.retry(&id).unwrap();
    assert_eq!((sender.pump().recalled, sender.state(&id)), (1, EntryState::Recalled));
    let mut receiver = offices.receiver();
    receiver.pump();
    assert!(receiver.import_all().is_empty());
}

#[test]
fn what_was_given_up_and_cannot_be_recalled_waits_for_a_person() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    let id = sender.queue(&unit(1));
    sender.faults.fail("put", 1, || Error::new(Code::ConnectionLost).with_in_doubt());
    sender.pump();
    sender.mailbox.cancel(&id).unwrap();
    sender.faults.fail("recall", 1, || Error::new(Code::RelaySenderUnknown));
    assert_eq!(sender.pump().attention, [id]);
    let entry = sender.entry(&id);
    assert_eq!((entry.state, entry.is_to_recall), (EntryState::Attention, true));
    assert_eq!(entry.fault.unwrap().error_code(), Code::RelaySenderUnknown);
    assert_eq!((sender.pump().sent, sender.faults.take_calls("put")), (0, 1));
    // Once the fault is removed: by a retry, or by saying so again.
    sender.faults.fail("recall", 1, || Error::new(Code::RelaySenderUnknown));
    sender.mailbox.retry(&id).unwrap();
    assert_eq!(sender.pump().recalled, 0);
    sender.mailbox.cancel(&id).unwrap();
    assert_eq!((sender.pump().recalled, sender.state(&id)), (1, EntryState::Recalled));
    assert_eq!(sender.faults.take_calls("put"), 0);
}

#[test]
fn what_arrived_although_it_was_held_to_be_recalled_is_told() {
    let offices = Offices::new();
    let (mut sender, mut receiver) = (offices.sender(), offices.receiver());
    let id = sender.queue(&unit(1));
    // Its answer is lost, and the relay says that it has no such message.
    sender.faults.lose_answer("put", || Error::new(Code::ConnectionLost).with_in_doubt());
    sender.faults.fail("sent", 1, || Error::new(Code::Connect));
    sender.pump();
    sender.mailbox.cancel(&id).unwrap();
    sender.faults.fail("recall", 1, || Error::new(Code::RelayNotFound));
    sender.faults.fail("sent", 1, || Error::new(Code::Connect));
    assert_eq!((sender.pump().recalled, sender.state(&id)), (1, EntryState::Recalled));
    receiver.pump();
    assert_eq!(sender.pump().attention, [id]);
    assert_eq!(sender.state(&id), EntryState::PickedUp);
    receiver.import_all();
    receiver.pump();
    sender.pump();
    assert_eq!(sender.state(&id), EntryState::Imported);
}

#[test]
fn what_was_replaced_before_it_was_sent_is_not_sent() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    let old = sender.queue(&unit(1));
    let mut newer = unit(2);
    newer.set_supersedes(old.to_string());
    let new = sender.queue(&newer);
    let entry = sender.entry(&old);
    assert_eq!((entry.state, entry.superseded_by), (EntryState::Recalled, Some(new.to_string())));
    assert_eq!(sender.pump().sent, 1);
    // What may have been sent is sent, so that the receiver sees both.
    let old = sender.queue(&unit(3));
    sender.faults.lose_answer("put", || Error::new(Code::ConnectionLost).with_in_doubt());
    sender.faults.fail("sent", 1, || Error::new(Code::Connect));
    sender.pump();
    let mut newer = unit(4);
    newer.set_supersedes(old.to_string());
    sender.queue(&newer);
    assert_eq!(sender.state(&old), EntryState::Waiting);
    sender.mailbox.retry(&old).unwrap();
    assert_eq!(sender.pump().sent, 2);
}

#[test]
fn a_stored_file_that_was_changed_is_never_sent() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    let (changed, gone) = (sender.queue(&unit(1)), sender.queue(&unit_to(STRANGER, 2)));
    let stored = |id: &cplink::seal::MessageId| {
        sender.mailbox.folder().join("outbox/entries").join(id.to_string()).join("unit-1")
    };
    std::fs::write(stored(&changed), b"%PDF-1.7 another").unwrap();
    std::fs::remove_file(stored(&gone)).unwrap();
    let pumped = sender.pump();
    assert_eq!((pumped.sent, pumped.attention.len()), (0, 2));
    assert_eq!(sender.entry(&changed).fault.unwrap().error_code(), Code::MailboxChanged);
    assert_eq!(sender.entry(&gone).fault.unwrap().error_code(), Code::FileRead);
    assert_eq!(sender.faults.take_calls("put"), 0);
}

#[test]
fn a_relay_that_is_away_is_told_once_and_stops_nobody() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    for number in 1..=3 {
        sender.queue(&unit(number));
        sender.queue(&unit_to(STRANGER, number));
    }
    sender.faults.fail("put", 2, || Error::new(Code::Connect));
    let pumped = sender.pump();
    assert_eq!((pumped.sent, pumped.fault.map(|fault| fault.code())), (0, Some(Code::Connect)));
    let waiting = sender.mailbox.list(&Filter::new().of_state(EntryState::Waiting), &mut Job::new()).unwrap();
    assert_eq!(waiting.len(), 6);
    for entry in waiting {
        sender.mailbox.retry(&entry.id.parse().unwrap()).unwrap();
    }
    assert_eq!(sender.pump().sent, 6);
}

#[test]
fn a_limit_and_a_cancel_leave_the_rest_for_the_next_call() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    for number in 1..=5 {
        sender.queue(&unit(number));
    }
    let pumped = sender.mailbox.pump(&mut sender.client, 2, &mut Job::new()).unwrap();
    assert_eq!(pumped.sent, 2);
    let cancel = cplink::progress::Cancel::new();
    cancel.cancel();
    let mut job = Job::new().with_cancel(&cancel);
    assert_eq!(code(sender.mailbox.pump(&mut sender.client, 0, &mut job)), Code::Cancelled);
    assert_eq!(sender.pump().sent, 3);
}
