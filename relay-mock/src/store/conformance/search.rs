//! Messages are looked for, newest first.

use cplink::relay::State;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::{ALL, RECEIVER, SENDER, each, id, new, pick_up, receipt};
use crate::store::{Acknowledged, NewMessage, Recalled, Search, Store, Turn};

const OTHER: &str = "1370000037";
const THIRD: &str = "1370000045";

/// Twelve messages from two offices to two others, a month apart each third: all states there are.
fn fill(store: &dyn Store) {
    for n in 1..=12 {
        let message = NewMessage {
            sender: if n % 2 == 0 { OTHER } else { SENDER }.to_owned(),
            receiver: if n % 3 == 0 { OTHER } else { RECEIVER }.to_owned(),
            at: at(n),
            ..new(n, 3)
        };
        store.accept(&message, &mut &b"abc"[..], ALL, &receipt).unwrap();
    }
    for n in [2, 3, 4] {
        pick_up(store, n, ALL);
    }
    for (n, state) in [(3, State::Imported), (4, State::Refused)] {
        assert_eq!(store.acknowledge(&id(n), state, b"own", ALL, &receipt).unwrap(), Acknowledged::Done);
    }
    assert_eq!(store.recall(&id(5), ALL).unwrap(), Recalled::Done);
}

/// April, May and June 2026 in Japan, but for the seventh: by then the clock was set back to April for a moment.
fn at(n: u8) -> OffsetDateTime {
    match n {
        1..=4 => datetime!(2026-04-30 14:59 UTC) + Duration::seconds(n.into()),
        7 => datetime!(2026-04-02 00:00 UTC),
        5..=8 => datetime!(2026-04-30 15:00 UTC) + Duration::seconds(n.into()),
        _ => datetime!(2026-06-10 00:00 UTC) + Duration::days(n.into()),
    }
}

fn found(store: &dyn Store, search: &Search, turn: Turn, most: usize, kept_since: OffsetDateTime) -> Vec<u8> {
    store.search(search, turn, most, kept_since).unwrap().iter().map(|message| message.id.0[0]).collect()
}

fn all(store: &dyn Store, search: &Search) -> Vec<u8> {
    found(store, search, Turn::Newest, 99, ALL)
}

#[test]
fn the_newest_are_first_and_pages_go_on_both_ways() {
    each(|name, store| {
        assert!(all(store, &Search::default()).is_empty(), "{name}");
        fill(store);
        let page = |turn, most| found(store, &Search::default(), turn, most, ALL);
        assert_eq!(page(Turn::Newest, 5), [12, 11, 10, 9, 8], "{name}");
        assert_eq!(page(Turn::Before(8), 5), [7, 6, 5, 4, 3], "{name}");
        assert_eq!(page(Turn::Before(3), 5), [2, 1], "{name}");
        assert_eq!(page(Turn::After(2), 5), [7, 6, 5, 4, 3], "{name}");
        assert_eq!(page(Turn::After(10), 5), [12, 11], "{name}");
        for turn in [Turn::Before(1), Turn::Before(0), Turn::After(12), Turn::After(u64::MAX)] {
            assert!(page(turn, 5).is_empty(), "{name}: {turn:?}");
        }
    });
}

#[test]
fn all_that_is_asked_for_must_be_true_of_a_message() {
    each(|name, store| {
        fill(store);
        let (sender, receiver) = (Some(SENDER.to_owned()), Some(OTHER.to_owned()));
        assert_eq!(all(store, &Search { sender: sender.clone(), ..Search::default() }), [11, 9, 7, 5, 3, 1], "{name}");
        assert_eq!(all(store, &Search { receiver: receiver.clone(), ..Search::default() }), [12, 9, 6, 3], "{name}");
        let both = Search { sender, receiver, ..Search::default() };
        assert_eq!(all(store, &both), [9, 3], "{name}");
        assert_eq!(found(store, &both, Turn::Before(9), 9, ALL), [3], "{name}");
        assert_eq!(found(store, &both, Turn::After(3), 9, ALL), [9], "{name}");
        assert_eq!(all(store, &Search { state: Some(State::Imported), ..both.clone() }), [3], "{name}");
        assert!(all(store, &Search { state: Some(State::Refused), ..both }).is_empty(), "{name}");
        assert!(all(store, &Search { sender: Some("1".to_owned()), ..Search::default() }).is_empty(), "{name}");
    });
}

#[test]
fn the_state_is_the_one_that_is_seen() {
    each(|name, store| {
        fill(store);
        let state = |state, kept_since| {
            found(store, &Search { state: Some(state), ..Search::default() }, Turn::Newest, 99, kept_since)
        };
        assert_eq!(state(State::PickedUp, ALL), [2], "{name}");
        assert_eq!(state(State::Refused, ALL), [4], "{name}");
        assert_eq!(state(State::Recalled, ALL), [5], "{name}");
        assert_eq!(state(State::Accepted, ALL), [12, 11, 10, 9, 8, 7, 6, 1], "{name}");
        assert!(state(State::Expired, ALL).is_empty(), "{name}");
        let may = datetime!(2026-05-31 00:00 UTC);
        assert_eq!(state(State::Accepted, may), [12, 11, 10, 9], "{name}: whether or not the timer has come by");
        assert_eq!(state(State::Expired, may), [8, 7, 6, 1], "{name}");
        store.expire(may, 2).unwrap();
        assert_eq!(state(State::Expired, may), [8, 7, 6, 1], "{name}");
        let expired = Search { state: Some(State::Expired), ..Search::default() };
        assert_eq!(found(store, &expired, Turn::Before(8), 2, may), [7, 6], "{name}");
        assert_eq!(found(store, &expired, Turn::After(1), 2, may), [7, 6], "{name}");
        assert_eq!(state(State::PickedUp, may), [2], "{name}");
    });
}

#[test]
fn months_are_japans_and_hold_also_where_the_clock_was_set_back() {
    each(|name, store| {
        fill(store);
        let month = |text: &str| Search { month: Some(text.parse().unwrap()), ..Search::default() };
        assert_eq!(all(store, &month("2026-04")), [7, 4, 3, 2, 1], "{name}");
        assert_eq!(all(store, &month("2026-05")), [8, 6, 5], "{name}");
        assert_eq!(all(store, &month("2026-06")), [12, 11, 10, 9], "{name}");
        assert!(all(store, &month("2026-03")).is_empty(), "{name}");
        assert_eq!(found(store, &month("2026-04"), Turn::Before(4), 2, ALL), [3, 2], "{name}");
        assert_eq!(found(store, &month("2026-04"), Turn::After(2), 2, ALL), [4, 3], "{name}");
        assert_eq!(found(store, &month("2026-04"), Turn::After(3), 2, ALL), [7, 4], "{name}: over a gap");
        let search = Search { sender: Some(SENDER.to_owned()), state: Some(State::Accepted), ..month("2026-04") };
        assert_eq!(all(store, &search), [7, 1], "{name}");
        store.clear().unwrap();
        assert!(all(store, &month("2026-04")).is_empty(), "{name}");
    });
}

/// More than are looked at one by one.
#[test]
fn what_is_rare_is_found_among_many() {
    const MANY: u32 = 2_500;
    each(|name, store| {
        store
            .together(&mut || {
                for n in 0..MANY {
                    let mut message = new(0, 1);
                    message.id.0[..4].copy_from_slice(&n.to_be_bytes());
                    message.unit = n.to_string();
                    message.at = at(10);
                    if n % 1000 == 7 {
                        message.sender = OTHER.to_owned();
                        message.receiver = SENDER.to_owned();
                    } else if n % 20 == 3 {
                        message.sender = THIRD.to_owned();
                    }
                    store.accept(&message, &mut &b"x"[..], ALL, &|_| Ok(vec![0])).unwrap();
                }
            })
            .unwrap();
        let places = |search: &Search, turn, most| -> Vec<u64> {
            store.search(search, turn, most, ALL).unwrap().iter().map(|message| message.place).collect()
        };
        let rare = Search { sender: Some(OTHER.to_owned()), ..Search::default() };
        let both = Search { receiver: Some(SENDER.to_owned()), state: Some(State::Accepted), ..rare.clone() };
        for search in [&rare, &both] {
            assert_eq!(places(search, Turn::Newest, 9), [2008, 1008, 8], "{name}");
            assert_eq!(places(search, Turn::Before(2008), 1), [1008], "{name}");
            assert_eq!(places(search, Turn::After(8), 1), [1008], "{name}");
        }
        // Neither rare nor often: more than are looked at one by one have to be counted.
        let third = Search { sender: Some(THIRD.to_owned()), state: Some(State::Accepted), ..Search::default() };
        let expected: Vec<u64> = (0..2500).filter(|n| n % 20 == 3).map(|n| n + 1).rev().collect();
        assert_eq!(places(&third, Turn::Newest, 60), expected[..60], "{name}");
        assert_eq!(places(&third, Turn::Before(expected[59]), 99), expected[60..], "{name}");
        assert_eq!(places(&third, Turn::After(4), 60), expected[64..124], "{name}");
        let often = Search { sender: Some(SENDER.to_owned()), state: Some(State::Accepted), ..Search::default() };
        assert_eq!(places(&often, Turn::Newest, 2), [2500, 2499], "{name}");
        assert_eq!(places(&often, Turn::Before(2009), 2), [2007, 2006], "{name}");
        assert_eq!(places(&often, Turn::After(1007), 2), [1010, 1009], "{name}");
    });
}
