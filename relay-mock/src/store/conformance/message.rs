//! Messages come in, are read and listed.

use cplink::relay::State;
use cplink::seal::MessageId;
use ring::digest::{SHA256, digest};
use time::Duration;

use super::{ALL, DAY, RECEIVER, SENDER, SUBJECT, accept, each, id, inbox, new, pick_up, receipt, state, unsigned};
use crate::store::{Accepted, Acknowledged, NewMessage, PIECE, PickUp, Recalled, StoreError};

#[test]
fn a_container_comes_back_in_pieces() {
    let bytes: Vec<u8> = (0..PIECE * 2 + 5).map(|n| (n % 251) as u8).collect();
    each(|name, store| {
        let accepted = store.accept(&new(1, bytes.len()), &mut &bytes[..], ALL, &receipt).unwrap();
        assert_eq!(accepted, Accepted::New(b"1 None".to_vec()), "{name}");
        let message = store.message(&id(1), ALL).unwrap().unwrap();
        assert_eq!((message.size, message.state, message.kept), (bytes.len() as u64, State::Accepted, true), "{name}");
        assert_eq!(message.sha256, digest(&SHA256, &bytes).as_ref(), "{name}");
        assert_eq!((message.accepted_at, message.subject.as_str()), (new(1, 0).at, SUBJECT), "{name}");
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

        assert_eq!(store.message(&id(2), ALL).unwrap().unwrap().subject, "", "{name}: it went with the container");
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
