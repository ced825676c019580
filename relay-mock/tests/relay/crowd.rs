//! Many at once, and peers that mean no good.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use cplink::progress::Job;
use relay_mock::server::{Relay, StartError};
use relay_mock::store::sqlite::SqliteStore;

use crate::raw::call;
use crate::world::{RECEIVER, SENDER, Sealed, World};

#[test]
fn the_same_message_from_many_terminals_is_one() {
    let world = World::new();
    let messages = [world.message(), world.message(), world.message()];
    let receipts: Vec<Vec<Vec<u8>>> = std::thread::scope(|scope| {
        let terminals: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    let mut sending = world.sending();
                    messages.iter().map(|message| message.put(&mut sending).unwrap()).collect()
                })
            })
            .collect();
        terminals.into_iter().map(|terminal| terminal.join().unwrap()).collect()
    });
    assert!(receipts.windows(2).all(|pair| pair[0] == pair[1]), "one receipt for all");
    let page = world.receiving().inbox("", Duration::ZERO, &mut Job::new()).unwrap();
    assert_eq!(page.entries.len(), 3);
    // Two terminals of the receiver fetch at the same time: one pick-up.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| messages[0].get(&mut world.receiving()).unwrap());
        }
    });
    let sent = world.sending().sent("", &mut Job::new()).unwrap();
    let fetched = sent.entries.iter().find(|entry| entry.id == messages[0].id).unwrap();
    assert_eq!(fetched.receipts.len(), 2);
}

#[test]
fn reading_goes_on_while_a_large_message_is_stored() {
    let world = World::new();
    let large = Sealed::new(&world.sender, SENDER, RECEIVER, &[("large.pdf", 24 << 20)]);
    std::thread::scope(|scope| {
        let put = scope.spawn(|| large.put(&mut world.sending()).unwrap());
        let mut receiving = world.receiving();
        while !put.is_finished() {
            receiving.inbox("", Duration::ZERO, &mut Job::new()).unwrap();
        }
    });
    assert_eq!(large.get(&mut world.receiving()).unwrap(), large.bytes);
}

#[test]
fn junk_does_not_stop_it() {
    let world = World::new();
    let address = world.relay().addr();
    for junk in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0x16, 3, 1, 255, 255, 1], &[0; 100_000], b""] {
        let mut peer = TcpStream::connect(address).unwrap();
        let _ = peer.write_all(junk);
        let _ = peer.shutdown(std::net::Shutdown::Write);
        let _ = peer.set_read_timeout(Some(Duration::from_secs(5)));
        let _ = peer.read_to_end(&mut Vec::new());
    }
    let long = "x".repeat(100_000);
    for (target, headers) in [
        (format!("/{long}"), vec![]),
        ("/v1/inbox".to_owned(), vec![("X-Long", long.as_str())]),
        (format!("/v1/inbox?after={}", "c".repeat(5000)), vec![]),
        ("/v1/messages/%00%2e%2e%2f".to_owned(), vec![]),
        ("/v1/inbox".to_owned(), vec![("Content-Length", "99999999999999999999")]),
    ] {
        let answer = call(&world, &world.sender, "GET", &target, &headers, b"");
        assert!((400..500).contains(&answer.status), "{}", answer.status);
    }
    world.message().put(&mut world.sending()).unwrap();
}

#[test]
fn one_relay_per_folder() {
    let mut world = World::new();
    let second = Relay::start(world.start_options());
    assert!(matches!(second.err(), Some(StartError::InUse)));
    // Looking after the directory is possible all the same.
    SqliteStore::open(world.dir.path(), None).unwrap();
    world.message().put(&mut world.sending()).unwrap();
    world.restart();
    world.message().put(&mut world.sending()).unwrap();
}
