//! Messages past their time.

use cplink::relay::State;
use time::Duration;

use super::{ALL, DAY, SENDER, SUBJECT, accept, each, id, inbox, new, pick_up, receipt, state, unsigned};
use crate::store::{Accepted, Acknowledged, NewMessage, PickUp, Recalled};

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
            let subject = |n| store.message(&id(n), later).unwrap().unwrap().subject;
            assert_eq!([subject(1), subject(2), subject(3)], ["", "", SUBJECT], "{name} {when}");
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
        assert_eq!(store.message(&id(1), ALL).unwrap().unwrap().subject, "", "{name}: and its subject");
        // What was picked up in time can still be acknowledged.
        let done = store.acknowledge(&id(2), State::Imported, b"own", later, &receipt).unwrap();
        assert_eq!(done, Acknowledged::Done, "{name}");
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
