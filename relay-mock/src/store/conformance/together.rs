//! Changes of several callers.

use std::thread;

use super::{ALL, RECEIVER, SENDER, accept, each, id, new, receipt, unsigned};
use crate::store::sqlite::SqliteStore;
use crate::store::{Accepted, Store, StoreError};

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

/// What three changes in one came to, of which the second fails.
fn three(store: &dyn Store) -> (bool, Vec<bool>) {
    let mut made = Vec::new();
    let together = store.together(&mut || {
        for n in 1..=3 {
            let sign = if n == 2 { unsigned } else { receipt };
            made.push(store.accept(&new(n, 3), &mut &b"abc"[..], ALL, &sign).is_ok());
        }
    });
    (together.is_ok(), made)
}

#[test]
fn after_an_error_nothing_of_a_group_is_there() {
    each(|name, store| {
        let (together, made) = three(store);
        for (n, made) in (1..=3).zip(made) {
            assert_eq!(store.message(&id(n), ALL).unwrap().is_some(), together && made, "{name} {n}");
        }
        let again = store.accept(&new(1, 3), &mut &b"abc"[..], ALL, &receipt).unwrap();
        assert_eq!(matches!(again, Accepted::New(_)), !together, "{name}");
        assert_eq!(store.receipts(&id(1)).unwrap(), [b"1 None"], "{name}: the chain begins with it");
    });
}

#[test]
fn a_group_is_there_for_others_when_it_is_whole() {
    each(|name, store| {
        let together = store.together(&mut || (1..=3).for_each(|n| drop(accept(store, n))));
        assert!(together.is_ok(), "{name}");
        assert_eq!(store.inbox(RECEIVER, 0, 9, ALL).unwrap().entries.len(), 3, "{name}");
    });
}

#[test]
fn groups_of_sqlite_are_one_transaction() {
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(dir.path(), None).unwrap();
    assert_eq!(three(&store), (false, vec![true, false, false]), "behind a failure nothing is made");
    let other = SqliteStore::open(dir.path(), None).unwrap();
    let seen = |store: &SqliteStore| store.messages(0, 9, ALL).unwrap().entries.len();
    let two = || {
        drop(accept(&store, 4));
        let inner = store.together(&mut || drop(accept(&store, 5)));
        assert!(inner.is_ok());
        assert_eq!((seen(&store), seen(&other)), (0, 0), "it is not on disk");
    };
    store.together(&mut { two }).unwrap();
    assert_eq!(seen(&other), 2);
    let panics = || {
        drop(accept(&store, 6));
        panic!("on purpose");
    };
    assert!(matches!(store.together(&mut { panics }), Err(StoreError::Interrupted)));
    assert_eq!(accept(&store, 7).first(), Some(&b'3'), "what panicked is not there, and the next goes on");
    assert_eq!(seen(&other), 3);
}
