//! Room for a pick-up.

use cplink::relay::State;
use time::Duration;

use super::{ALL, DAY, accept, each, id, new, pick_up, receipt, state};
use crate::store::sqlite::SqliteStore;
use crate::store::{PickUp, Recalled, Store, StoreError};

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
