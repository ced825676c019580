//! The chains of receipts.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use cplink::seal::{Link, Receipt};

use super::{ALL, RECEIVER, SENDER, accept, each, id, new, receipt};
use crate::store::{Accepted, NewMessage, PickUp};

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
