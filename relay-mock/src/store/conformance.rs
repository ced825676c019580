//! What every store does alike.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use cplink::relay::State;
use cplink::seal::{Link, MessageId, Receipt};
use ring::digest::{SHA256, digest};
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

use super::memory::MemoryStore;
use super::sqlite::SqliteStore;
use super::{Accepted, Acknowledged, NewMessage, PIECE, PickUp, Recalled, RegisteredOffice, Result, Store, StoreError};

/// Makes an empty store, which may use this empty folder.
type Make = fn(&Path) -> Arc<dyn Store>;

/// Every backend.
const BACKENDS: &[(&str, Make)] =
    &[("sqlite", |dir| Arc::new(SqliteStore::open(dir, None).unwrap())), ("memory", |_| Arc::new(MemoryStore::new()))];

const SENDER: &str = "1370000011";
const RECEIVER: &str = "1370000029";
const DAY: OffsetDateTime = datetime!(2026-04-01 09:00 UTC);
/// Nothing is past its time yet.
const ALL: OffsetDateTime = datetime!(2026-01-01 00:00 UTC);

fn each(test: impl Fn(&str, &dyn Store)) {
    for (name, make) in BACKENDS {
        let dir = tempfile::tempdir().unwrap();
        test(name, &*make(dir.path()));
    }
}

fn id(n: u8) -> MessageId {
    MessageId([n; 32])
}

fn new(n: u8, size: usize) -> NewMessage {
    NewMessage {
        id: id(n),
        sender: SENDER.to_owned(),
        receiver: RECEIVER.to_owned(),
        unit: format!("43 11 202604010900{n:02}"),
        kind: "attachments".to_owned(),
        size: size as u64,
        at: DAY + Duration::days(n.into()),
    }
}

/// A receipt that says its place in the chain.
fn receipt(link: Link) -> Result<Vec<u8>> {
    Ok(format!("{} {:?}", link.number, link.previous).into_bytes())
}

fn unsigned(_: Link) -> Result<Vec<u8>> {
    Err(StoreError::Receipt)
}

fn accept(store: &dyn Store, n: u8) -> Vec<u8> {
    match store.accept(&new(n, 3), &mut &b"abc"[..], ALL, &receipt).unwrap() {
        Accepted::New(receipt) => receipt,
        other => panic!("{n}: {other:?}"),
    }
}

fn pick_up(store: &dyn Store, n: u8, kept_since: OffsetDateTime) -> PickUp {
    store.pick_up(&id(n), kept_since, &|_, link| receipt(link)).unwrap()
}

fn state(store: &dyn Store, n: u8, kept_since: OffsetDateTime) -> (State, bool) {
    let message = store.message(&id(n), kept_since).unwrap().unwrap();
    (message.state, message.kept)
}

fn inbox(store: &dyn Store, after: u64, kept_since: OffsetDateTime) -> (Vec<MessageId>, u64) {
    let page = store.inbox(RECEIVER, after, 2, kept_since).unwrap();
    (page.entries.into_iter().map(|message| message.id).collect(), page.next)
}

#[test]
fn one_relay_at_a_time() {
    each(|name, store| {
        let claim = store.claim().unwrap().expect(name);
        assert!(store.claim().unwrap().is_none(), "{name}");
        drop(claim);
        assert!(store.claim().unwrap().is_some(), "{name}");
    });
}

#[test]
fn offices() {
    let office = |number: &str| RegisteredOffice {
        number: number.to_owned(),
        name: "みどり 居宅".to_owned(),
        service_types: vec!["43".to_owned(), "46".to_owned()],
        csv_versions: vec![],
        licence_from: date!(2026 - 04 - 01),
        licence_until: date!(2027 - 03 - 31),
    };
    each(|name, store| {
        assert!(store.add_office(&office(RECEIVER)).unwrap(), "{name}");
        assert!(store.add_office(&office(SENDER)).unwrap(), "{name}");
        let other = RegisteredOffice { name: "x".to_owned(), ..office(SENDER) };
        assert!(!store.add_office(&other).unwrap(), "{name}");
        assert_eq!(store.offices().unwrap(), [office(SENDER), office(RECEIVER)], "{name}");
        let change = |office: &mut RegisteredOffice| {
            office.licence_until = date!(2028 - 02 - 29);
            office.number = "ignored".to_owned();
        };
        let changed = RegisteredOffice { licence_until: date!(2028 - 02 - 29), ..office(SENDER) };
        assert_eq!(store.change_office(SENDER, &change).unwrap().as_ref(), Some(&changed), "{name}");
        assert_eq!(store.office(SENDER).unwrap(), Some(changed), "{name}");
        assert_eq!(store.change_office("1370000037", &change).unwrap(), None, "{name}");
        assert_eq!(store.office("1370000037").unwrap(), None, "{name}");
    });
}

#[test]
fn a_container_comes_back_in_pieces() {
    let bytes: Vec<u8> = (0..PIECE * 2 + 5).map(|n| (n % 251) as u8).collect();
    each(|name, store| {
        let accepted = store.accept(&new(1, bytes.len()), &mut &bytes[..], ALL, &receipt).unwrap();
        assert_eq!(accepted, Accepted::New(b"1 None".to_vec()), "{name}");
        let message = store.message(&id(1), ALL).unwrap().unwrap();
        assert_eq!((message.size, message.state, message.kept), (bytes.len() as u64, State::Accepted, true), "{name}");
        assert_eq!(message.sha256, digest(&SHA256, &bytes).as_ref(), "{name}");
        assert_eq!(message.accepted_at, new(1, 0).at, "{name}");
        let piece = |n| store.piece(&id(1), n, ALL).unwrap();
        assert_eq!([piece(0), piece(1), piece(2)].map(Option::unwrap).concat(), bytes, "{name}");
        assert_eq!((piece(3), store.piece(&id(2), 0, ALL).unwrap()), (None, None), "{name}");
    });
}

#[test]
fn a_repeat_changes_nothing() {
    each(|name, store| {
        let first = accept(store, 1);
        let again = store.accept(&new(1, 1), &mut &b"x"[..], ALL, &unsigned).unwrap();
        assert_eq!(again, Accepted::Before(first.clone(), State::Accepted), "{name}");
        assert_eq!(pick_up(store, 1, ALL), PickUp::Done, "{name}");
        assert_eq!(pick_up(store, 1, ALL), PickUp::Done, "{name}");
        let acknowledge = |state, sign| store.acknowledge(&id(1), state, b"own", ALL, sign).unwrap();
        assert_eq!(acknowledge(State::Imported, &receipt), Acknowledged::Done, "{name}");
        assert_eq!(acknowledge(State::Imported, &unsigned), Acknowledged::Done, "{name}");
        assert_eq!(acknowledge(State::Refused, &receipt), Acknowledged::Refused(State::Imported), "{name}");
        let receipts = store.receipts(&id(1)).unwrap();
        assert_eq!((receipts.len(), &receipts[0], &receipts[2][..]), (4, &first, &b"own"[..]), "{name}");
        assert_eq!(store.recall(&id(1), ALL).unwrap(), Recalled::TooLate(State::Imported), "{name}");
    });
}

#[test]
fn a_failure_leaves_nothing_behind() {
    each(|name, store| {
        assert!(matches!(store.accept(&new(1, 3), &mut &b"abc"[..], ALL, &unsigned), Err(StoreError::Receipt)));
        assert!(matches!(store.accept(&new(1, 4), &mut &b"abc"[..], ALL, &receipt), Err(StoreError::File(_))));
        assert_eq!(store.message(&id(1), ALL).unwrap(), None, "{name}");
        assert_eq!(accept(store, 1), b"1 None", "{name}: the chain has no gap");
        assert!(store.pick_up(&id(1), ALL, &|_, link| unsigned(link)).is_err(), "{name}");
        assert_eq!(state(store, 1, ALL), (State::Accepted, true), "{name}");
        assert_eq!(pick_up(store, 1, ALL), PickUp::Done, "{name}");
        assert!(store.acknowledge(&id(1), State::Refused, b"own", ALL, &unsigned).is_err(), "{name}");
        assert_eq!(state(store, 1, ALL), (State::PickedUp, true), "{name}");
        assert_eq!(store.receipts(&id(1)).unwrap().len(), 2, "{name}");
    });
}

#[test]
fn chains_are_of_the_sending_office() {
    each(|name, store| {
        let first = accept(store, 1);
        let other = NewMessage { sender: RECEIVER.to_owned(), receiver: SENDER.to_owned(), ..new(2, 3) };
        let theirs = store.accept(&other, &mut &b"abc"[..], ALL, &receipt).unwrap();
        assert_eq!(theirs, Accepted::New(b"1 None".to_vec()), "{name}");
        let named = store.pick_up(&id(1), ALL, &|accepted, link| {
            assert_eq!(accepted, first);
            receipt(link)
        });
        assert_eq!(named.unwrap(), PickUp::Done, "{name}");
        let second = format!("2 {:?}", Some(Receipt::digest(&first)));
        assert_eq!(store.receipts(&id(1)).unwrap()[1], second.as_bytes(), "{name}");
    });
}

#[test]
fn lists_go_on_at_their_places() {
    each(|name, store| {
        (1..=4).for_each(|n| drop(accept(store, n)));
        assert_eq!(store.recall(&id(2), ALL).unwrap(), Recalled::Done, "{name}");
        assert_eq!(store.recall(&id(2), ALL).unwrap(), Recalled::Done, "{name}");
        assert_eq!((state(store, 2, ALL), store.piece(&id(2), 0, ALL).unwrap()), ((State::Recalled, false), None));
        assert_eq!(pick_up(store, 2, ALL), PickUp::Gone, "{name}");
        let (first, next) = inbox(store, 0, ALL);
        let (second, last) = inbox(store, next, ALL);
        assert_eq!((first, second), (vec![id(1), id(3)], vec![id(4)]), "{name}");
        assert_eq!(inbox(store, last, ALL), (vec![], last), "{name}");
        assert!(store.inbox(SENDER, 0, 9, ALL).unwrap().entries.is_empty(), "{name}");

        let all = store.sent(SENDER, 0, 9, ALL).unwrap();
        let ids: Vec<_> = all.entries.iter().map(|listed| listed.message.id).collect();
        assert_eq!(ids, [id(1), id(3), id(4), id(2)], "{name}: by their last changes");
        assert_eq!(pick_up(store, 1, ALL), PickUp::Done, "{name}");
        let changed = store.sent(SENDER, all.next, 9, ALL).unwrap();
        assert_eq!((changed.entries.len(), changed.entries[0].receipts.len()), (1, 2), "{name}");
        assert!(store.sent(RECEIVER, 0, 9, ALL).unwrap().entries.is_empty(), "{name}");
        assert_eq!(store.sent(SENDER, changed.next, 9, ALL).unwrap().next, changed.next, "{name}");
    });
}

#[test]
fn past_its_time_a_message_is_gone_before_and_after_it_is_expired() {
    let later = DAY + Duration::days(2) + Duration::SECOND;
    each(|name, store| {
        (1..=3).for_each(|n| drop(accept(store, n)));
        assert_eq!(pick_up(store, 2, ALL), PickUp::Done, "{name}");
        let end = store.sent(SENDER, 0, 9, ALL).unwrap().next;
        let gone = |when: &str| {
            assert_eq!(state(store, 1, later), (State::Expired, false), "{name} {when}");
            assert_eq!(state(store, 2, later), (State::PickedUp, false), "{name} {when}");
            assert_eq!(state(store, 3, later), (State::Accepted, true), "{name} {when}");
            assert_eq!(inbox(store, 0, later).0, [id(3)], "{name} {when}");
            assert_eq!(store.piece(&id(1), 0, later).unwrap(), None, "{name} {when}");
            assert_eq!(pick_up(store, 1, later), PickUp::Gone, "{name} {when}");
            assert_eq!(store.recall(&id(1), later).unwrap(), Recalled::TooLate(State::Expired), "{name} {when}");
            let again = store.accept(&new(1, 3), &mut &b"abc"[..], later, &unsigned).unwrap();
            assert_eq!(again, Accepted::Before(b"1 None".to_vec(), State::Expired), "{name} {when}");
            let sent = store.sent(SENDER, 0, 9, later).unwrap().entries;
            let first = sent.iter().find(|listed| listed.message.id == id(1)).unwrap();
            assert_eq!((first.message.state, first.receipts.len()), (State::Expired, 1), "{name} {when}");
        };
        gone("before");
        assert_eq!(store.expire(ALL, 9).unwrap(), 0, "{name}");
        assert_eq!((store.expire(later, 1).unwrap(), store.expire(later, 9).unwrap()), (1, 1), "{name}");
        assert_eq!(store.expire(later, 9).unwrap(), 0, "{name}");
        gone("after");
        let changed = store.sent(SENDER, end, 9, later).unwrap().entries;
        assert_eq!(changed.len(), 1, "{name}: the one that nobody picked up");
        assert_eq!(store.piece(&id(1), 0, ALL).unwrap(), None, "{name}: its bytes are gone for good");
        // What was picked up in time can still be acknowledged.
        let done = store.acknowledge(&id(2), State::Imported, b"own", later, &receipt).unwrap();
        assert_eq!(done, Acknowledged::Done, "{name}");
    });
}

#[test]
fn room_for_a_pick_up_changes_nothing_else() {
    let later = DAY + Duration::days(200);
    each(|name, store| {
        (1..=3).for_each(|n| drop(accept(store, n)));
        for _ in 0..2 {
            assert_eq!(store.reserve_pick_up(&id(1), ALL).unwrap(), PickUp::Done, "{name}");
        }
        assert_eq!(state(store, 1, ALL), (State::Accepted, true), "{name}");
        assert_eq!(store.receipts(&id(1)).unwrap().len(), 1, "{name}");
        assert_eq!(pick_up(store, 1, ALL), PickUp::Done, "{name}");
        assert_eq!(store.reserve_pick_up(&id(1), ALL).unwrap(), PickUp::Done, "{name}: it is noted already");
        assert_eq!(store.reserve_pick_up(&id(2), ALL).unwrap(), PickUp::Done, "{name}");
        assert_eq!(store.recall(&id(2), ALL).unwrap(), Recalled::Done, "{name}: nobody has it yet");
        for (n, since) in [(2, ALL), (3, later), (9, ALL)] {
            assert_eq!(store.reserve_pick_up(&id(n), since).unwrap(), PickUp::Gone, "{name} {n}");
        }
    });
}

#[test]
fn a_pick_up_with_room_fits_into_a_store_that_has_filled_up_since() {
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(dir.path(), Some(400 << 10)).unwrap();
    (1..=3).for_each(|n| drop(accept(&store, n)));
    for n in 1..=3 {
        assert_eq!(store.reserve_pick_up(&id(n), ALL).unwrap(), PickUp::Done);
    }
    let mut full = 0;
    for (n, size) in (4..=250).zip([100 << 10; 8].into_iter().chain([3; 240])) {
        let accepted = store.accept(&new(n, size), &mut &vec![7; size][..], ALL, &receipt);
        full += usize::from(matches!(accepted, Err(StoreError::Full)));
    }
    assert!(full > 8, "the store is full: {full}");
    // A receipt as large as a long chain of certificates makes it.
    let large = |_: &[u8], _| Ok(vec![1; 12 << 10]);
    for n in 1..=3 {
        assert_eq!(store.pick_up(&id(n), ALL, &large).unwrap(), PickUp::Done, "{n}");
        assert_eq!(state(&store, n, ALL).0, State::PickedUp);
    }
}

#[test]
fn ids_that_begin_alike_are_told_apart() {
    each(|name, store| {
        let with = |last: u8| {
            let mut id = [7; 32];
            id[31] = last;
            NewMessage { id: MessageId(id), unit: last.to_string(), ..new(7, 3) }
        };
        for last in 1..=3 {
            let accepted = store.accept(&with(last), &mut &[last; 3][..], ALL, &receipt).unwrap();
            assert!(matches!(accepted, Accepted::New(_)), "{name}");
        }
        for last in 1..=3 {
            assert_eq!(store.piece(&with(last).id, 0, ALL).unwrap().unwrap(), [last; 3], "{name}");
            assert_eq!(store.message(&with(last).id, ALL).unwrap().unwrap().id, with(last).id, "{name}");
        }
        assert_eq!(store.message(&with(4).id, ALL).unwrap(), None, "{name}");
    });
}

#[test]
fn a_unit_is_taken_in_once() {
    let later = DAY + Duration::days(200);
    each(|name, store| {
        let same = |n: u8| NewMessage { unit: "43 11 20260401090000".to_owned(), ..new(n, 3) };
        let put = |new: &NewMessage, since| store.accept(new, &mut &b"abc"[..], since, &receipt).unwrap();
        assert!(matches!(put(&same(1), ALL), Accepted::New(_)), "{name}");
        assert_eq!(put(&same(2), ALL), Accepted::UnitTaken, "{name}");
        assert_eq!(store.message(&id(2), ALL).unwrap(), None, "{name}");
        assert!(matches!(put(&same(1), ALL), Accepted::Before(..)), "{name}: a repeat is none");
        let elsewhere = NewMessage { receiver: "1370000037".to_owned(), ..same(3) };
        assert!(matches!(put(&elsewhere, ALL), Accepted::New(_)), "{name}");
        assert_eq!(store.recall(&id(1), ALL).unwrap(), Recalled::Done, "{name}");
        assert!(matches!(put(&same(4), ALL), Accepted::New(_)), "{name}: it was recalled");
        assert!(matches!(put(&same(5), later), Accepted::New(_)), "{name}: it has expired");
        assert_eq!(pick_up(store, 5, ALL), PickUp::Done, "{name}");
        assert_eq!(put(&same(6), later), Accepted::UnitTaken, "{name}: somebody has it");
    });
}

#[test]
fn it_forgets_all_messages_and_is_another_store() {
    each(|name, store| {
        let office = RegisteredOffice {
            number: SENDER.to_owned(),
            name: "みどり".to_owned(),
            service_types: vec![],
            csv_versions: vec![],
            licence_from: date!(2026 - 04 - 01),
            licence_until: date!(2027 - 03 - 31),
        };
        store.add_office(&office).unwrap();
        (1..=3).for_each(|n| drop(accept(store, n)));
        let all = store.messages(0, 2, ALL).unwrap();
        assert_eq!(all.entries.iter().map(|message| message.id).collect::<Vec<_>>(), [id(1), id(2)], "{name}");
        assert_eq!(store.messages(all.next, 9, ALL).unwrap().entries.len(), 1, "{name}");
        let before = store.id();
        store.clear().unwrap();
        assert_ne!(store.id(), before, "{name}");
        assert!(store.messages(0, 9, ALL).unwrap().entries.is_empty(), "{name}");
        assert_eq!(accept(store, 1), b"1 None", "{name}: a chain of its own");
        assert!(store.remove_office(SENDER).unwrap() && !store.remove_office(SENDER).unwrap(), "{name}");
        assert_eq!(store.office(SENDER).unwrap(), None, "{name}");
    });
}

#[test]
fn a_change_that_fails_among_others_fails_alone() {
    each(|name, store| {
        thread::scope(|scope| {
            for n in 1..=60u8 {
                scope.spawn(move || {
                    let sign = if n % 3 == 0 { unsigned } else { receipt };
                    let accepted = store.accept(&new(n, 3), &mut &b"abc"[..], ALL, &sign);
                    assert_eq!(accepted.is_ok(), n % 3 != 0, "{name} {n}");
                    // Whoever is told has it, at once and for everybody.
                    assert_eq!(store.message(&id(n), ALL).unwrap().is_some(), n % 3 != 0, "{name} {n}");
                });
            }
        });
        assert_eq!(store.messages(0, 99, ALL).unwrap().entries.len(), 40, "{name}");
        let all = store.sent(SENDER, 0, 99, ALL).unwrap().entries;
        let mut numbers: Vec<u32> = all
            .iter()
            .map(|listed| String::from_utf8(listed.receipts[0].clone()).unwrap())
            .map(|receipt| receipt.split(' ').next().unwrap().parse().unwrap())
            .collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=40).collect::<Vec<u32>>(), "{name}: no gap where one failed");
    });
}

#[test]
fn many_expire_by_steps_while_others_go_on() {
    let later = DAY + Duration::days(200);
    each(|name, store| {
        (1..=9).for_each(|n| drop(accept(store, n)));
        let due = store.due(later).unwrap();
        assert_eq!((due.due, due.kept), (9, 9), "{name}");
        assert_eq!((store.due(ALL).unwrap().due, store.expire(later, 4).unwrap()), (0, 4), "{name}");
        let new = NewMessage { at: later, ..new(20, 3) };
        assert!(matches!(store.accept(&new, &mut &b"abc"[..], later, &receipt).unwrap(), Accepted::New(_)), "{name}");
        assert_eq!((store.due(later).unwrap().due, store.due(later).unwrap().kept), (5, 6), "{name}");
        assert_eq!((store.expire(later, 4).unwrap(), store.expire(later, 4).unwrap()), (4, 1), "{name}");
        assert!(store.message(&id(20), later).unwrap().unwrap().kept, "{name}");
    });
}

#[test]
fn many_threads_make_one_chain() {
    each(|name, store| {
        let highest = AtomicU32::new(0);
        thread::scope(|scope| {
            for n in 1..=8 {
                let highest = &highest;
                scope.spawn(move || {
                    let sign = |link: Link| {
                        highest.fetch_add(1, Ordering::SeqCst);
                        receipt(link)
                    };
                    store.accept(&new(n, 3), &mut &b"abc"[..], ALL, &sign).unwrap();
                });
            }
        });
        assert_eq!(highest.load(Ordering::SeqCst), 8, "{name}");
        let mut numbers: Vec<String> = (1..=8)
            .map(|n| String::from_utf8(store.receipts(&id(n)).unwrap().remove(0)).unwrap())
            .map(|receipt| receipt.split(' ').next().unwrap().to_owned())
            .collect();
        numbers.sort();
        assert_eq!(numbers, ["1", "2", "3", "4", "5", "6", "7", "8"], "{name}");
    });
}
