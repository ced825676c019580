//! Every call once, as two offices use them.

use std::time::{Duration, Instant};

use cplink::Code;
use cplink::progress::Job;
use cplink::relay::State;
use cplink::relay::cpx::HttpTransport;
use cplink::seal::{Receipt, ReceiptKind};
use time::OffsetDateTime;

use crate::world::{RECEIVER, SENDER, STRANGER, Sealed, World, unix_now};

#[test]
fn a_message_goes_out_and_its_receipts_come_back() {
    let world = World::new();
    let (mut sending, mut receiving) = (world.sending(), world.receiving());
    let job = &mut Job::new();

    let capabilities = sending.capabilities(job).unwrap();
    assert_eq!(capabilities.protocol, "CPX/1");
    assert!(capabilities.csv_versions.contains(&"202407".to_owned()));
    let office = sending.office(RECEIVER, job).unwrap().unwrap();
    assert!(office.registered && office.licensed);
    assert_eq!(sending.office(STRANGER, job).unwrap(), None);

    let message = world.message();
    let receipt = message.put(&mut sending).unwrap();
    let verified = Receipt::verify(&receipt, &world.trust(), unix_now()).unwrap().receipt;
    assert_eq!(
        (verified.kind, verified.message, verified.from.as_str(), verified.to.as_str()),
        (ReceiptKind::Accepted, message.id, SENDER, RECEIVER)
    );
    assert_eq!(message.put(&mut sending).unwrap(), receipt, "a repeat gives the same receipt");

    let page = receiving.inbox("", Duration::ZERO, job).unwrap();
    assert_eq!(page.entries.len(), 1, "one message, however often it was put");
    assert_eq!((page.entries[0].id, page.entries[0].from.as_str()), (message.id, SENDER));
    assert_eq!(page.entries[0].size, message.bytes.len() as u64);
    assert!(receiving.inbox(&page.next, Duration::ZERO, job).unwrap().entries.is_empty());
    assert_eq!(receiving.inbox("", Duration::ZERO, job).unwrap(), page, "the cursor is stable");

    let sent = sending.sent("", job).unwrap();
    assert_eq!((sent.entries[0].state, sent.entries[0].receipts.len()), (State::Accepted, 1));
    assert_eq!(message.get(&mut receiving).unwrap(), message.bytes);
    assert_eq!(message.get(&mut sending).unwrap(), message.bytes, "the sender may read it too");

    let picked = sending.sent(&sent.next, job).unwrap();
    assert_eq!(picked.entries[0].state, State::PickedUp, "a change comes behind the cursor");
    let second = Receipt::verify(&picked.entries[0].receipts[1], &world.trust(), unix_now());
    let second = second.unwrap().receipt;
    assert_eq!(second.kind, ReceiptKind::PickedUp);
    assert_eq!(second.previous, Some(Receipt::digest(&receipt)));

    let error = sending.recall(&message.id, job).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::RelayState, false));

    let imported = world.ack(&message.id, ReceiptKind::Imported, &world.receiver);
    assert!(!receiving.acknowledge(&message.id, &imported, job).unwrap().repeat);
    assert!(receiving.acknowledge(&message.id, &imported, job).unwrap().repeat, "byte for byte the same");
    let refused = world.ack(&message.id, ReceiptKind::Refused, &world.receiver);
    let stands = receiving.acknowledge(&message.id, &refused, job).unwrap();
    assert_eq!((stands.state, stands.receipt.as_ref()), (State::Imported, Some(&imported)), "the first outcome stands");
    assert!(stands.repeat);

    let done = sending.sent(&picked.next, job).unwrap();
    assert_eq!(done.entries[0].state, State::Imported);
    assert_eq!(done.entries[0].receipts[2], imported);
    assert!(sending.sent(&done.next, job).unwrap().entries.is_empty());
    assert_eq!(message.put(&mut sending).unwrap(), receipt);
}

#[test]
fn a_recalled_message_is_gone_for_the_receiver() {
    let world = World::new();
    let (mut sending, mut receiving) = (world.sending(), world.receiving());
    let job = &mut Job::new();
    let message = world.message();
    message.put(&mut sending).unwrap();
    let error = receiving.recall(&message.id, job).unwrap_err();
    assert_eq!(error.code(), Code::RelayNotFound, "only the sender recalls");
    sending.recall(&message.id, job).unwrap();
    sending.recall(&message.id, job).unwrap();
    assert!(receiving.inbox("", Duration::ZERO, job).unwrap().entries.is_empty());
    let error = message.get(&mut receiving).unwrap_err();
    assert_eq!((error.code(), error.relay_code()), (Code::RelayState, Some("message-recalled")));
    let error = message.put(&mut sending).unwrap_err();
    assert_eq!(error.relay_code(), Some("message-recalled"));
    assert_eq!(sending.sent("", job).unwrap().entries[0].state, State::Recalled);
}

#[test]
fn a_message_that_is_not_fetched_expires() {
    let world = World::new();
    let (mut sending, mut receiving) = (world.sending(), world.receiving());
    let job = &mut Job::new();
    let message = world.message();
    message.put(&mut sending).unwrap();
    *world.now.lock().unwrap() += time::Duration::days(91);
    let error = message.get(&mut receiving).unwrap_err();
    assert_eq!((error.code(), error.relay_code()), (Code::RelayExpired, Some("message-expired")));
    assert_eq!(sending.sent("", job).unwrap().entries[0].state, State::Expired);
    assert!(receiving.inbox("", Duration::ZERO, job).unwrap().entries.is_empty());
}

#[test]
fn expiry_frees_the_room_and_is_news_for_the_sender() {
    let mut world = World::new();
    let (mut sending, job) = (world.sending(), &mut Job::new());
    let (first, second) = (world.message(), world.message());
    let next = |cursor: &str, sending: &mut HttpTransport, id| {
        let page = sending.sent(cursor, &mut Job::new()).unwrap();
        assert_eq!(
            page.entries.iter().map(|entry| (entry.id, entry.state)).collect::<Vec<_>>(),
            [(id, State::Expired)]
        );
        page.next
    };
    first.put(&mut sending).unwrap();
    let cursor = sending.sent("", job).unwrap().next;
    *world.now.lock().unwrap() += time::Duration::days(91);
    world.relay().expire().unwrap();
    let cursor = next(&cursor, &mut sending, first.id);
    let piece = world.relay().store().piece(&first.id, 0, OffsetDateTime::UNIX_EPOCH).unwrap();
    assert_eq!(piece, None, "its bytes are gone, not hidden");

    // What became due while no relay ran is let go of when one starts.
    second.put(&mut sending).unwrap();
    let seen = sending.sent(&cursor, job).unwrap().next;
    *world.now.lock().unwrap() += time::Duration::days(91);
    world.restart();
    let mut sending = world.sending();
    let begin = Instant::now();
    while sending.sent(&seen, job).unwrap().entries.is_empty() {
        assert!(begin.elapsed() < Duration::from_secs(20), "nothing was let go of at the start");
        std::thread::sleep(Duration::from_millis(20));
    }
    next(&seen, &mut sending, second.id);
}

#[test]
fn a_long_poll_ends_with_the_message() {
    let world = World::new();
    let (mut sending, mut receiving) = (world.sending(), world.receiving());
    let begin = Instant::now();
    let page = receiving.inbox("", Duration::from_secs(1), &mut Job::new()).unwrap();
    assert!(page.entries.is_empty());
    assert!(begin.elapsed() >= Duration::from_millis(900), "{:?}", begin.elapsed());
    let message = world.message();
    std::thread::scope(|scope| {
        let poll = scope.spawn(|| {
            let page = receiving.inbox(&page.next, Duration::from_secs(30), &mut Job::new());
            (page.unwrap(), Instant::now())
        });
        std::thread::sleep(Duration::from_millis(300));
        let put = Instant::now();
        message.put(&mut sending).unwrap();
        let (page, came) = poll.join().unwrap();
        assert_eq!(page.entries[0].id, message.id);
        assert!(came.duration_since(put) < Duration::from_secs(2));
    });
}

#[test]
fn pages_hold_a_hundred_and_lose_none() {
    let world = World::new();
    let (mut sending, mut receiving) = (world.sending(), world.receiving());
    let mut ids = Vec::new();
    for _ in 0..105 {
        let message = world.message();
        message.put(&mut sending).unwrap();
        ids.push(message.id);
    }
    let job = &mut Job::new();
    let first = receiving.inbox("", Duration::ZERO, job).unwrap();
    let second = receiving.inbox(&first.next, Duration::ZERO, job).unwrap();
    assert_eq!((first.entries.len(), second.entries.len()), (100, 5));
    let listed: Vec<_> = first.entries.iter().chain(&second.entries).map(|e| e.id).collect();
    assert_eq!(listed, ids);
}

#[test]
fn a_message_of_some_megabytes_reports_its_progress() {
    let world = World::new();
    let message = Sealed::new(&world.sender, SENDER, RECEIVER, &[("big.pdf", 3 << 20), ("b.pdf", 5)]);
    let mut reports = Vec::new();
    let mut note = |report| reports.push(report);
    let mut job = Job::new().with_progress(&mut note);
    let len = message.bytes.len() as u64;
    let body = &mut message.bytes.as_slice();
    let mut sending = world.sending();
    sending.put_message(&message.id, body, len, &mut job).unwrap();
    assert!(reports.windows(2).all(|pair| pair[0].done < pair[1].done));
    assert_eq!(reports.last().unwrap().done, len);
    assert!(reports.iter().all(|report| report.total == len));
    let mut receiving = world.receiving();
    assert_eq!(message.get(&mut receiving).unwrap(), message.bytes);
    let error = receiving.get_message(&message.id, &mut Vec::new(), len - 1, &mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::AnswerTooLarge);
}
