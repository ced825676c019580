//! Nobody uses the relay up: sockets without a word, slow requests and waiting receivers by the hundred.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cplink::keys::CertificateKind;
use cplink::progress::Job;
use relay_mock::directory;
use relay_mock::pki::CertifiedKey;
use rustls::{ClientConnection, StreamOwned};

use crate::world::{World, office};

type Tls = StreamOwned<ClientConnection, TcpStream>;

/// Connections of an office on which these bytes were written.
fn connections(world: &World, identity: &CertifiedKey, count: usize, bytes: &[u8]) -> Vec<Tls> {
    let config = world.tls(identity);
    let connect = || {
        let tls = ClientConnection::new(Arc::clone(&config), "127.0.0.1".try_into().unwrap()).unwrap();
        let mut stream = StreamOwned::new(tls, TcpStream::connect(world.relay().addr()).unwrap());
        stream.write_all(bytes).unwrap();
        stream.flush().unwrap();
        stream
    };
    (0..count).map(|_| connect()).collect()
}

fn dumb(world: &World, count: usize) -> Vec<TcpStream> {
    (0..count).map(|_| TcpStream::connect(world.relay().addr()).unwrap()).collect()
}

/// The office of the world sends and receives, each within two seconds.
fn work_goes_on(world: &World, when: &str) {
    let begin = Instant::now();
    let message = world.message();
    message.put(&mut world.sending()).unwrap();
    let (sent, receiving) = (begin.elapsed(), Instant::now());
    let mut receiver = world.receiving();
    let page = receiver.inbox("", Duration::ZERO, &mut Job::new()).unwrap();
    assert!(page.entries.iter().any(|entry| entry.id == message.id), "{when}");
    assert_eq!(message.get(&mut receiver).unwrap(), message.bytes, "{when}");
    let received = receiving.elapsed();
    assert!(sent.max(received) < Duration::from_secs(2), "{when}: sent in {sent:?}, received in {received:?}");
}

fn stranger(world: &World, number: u64) -> CertifiedKey {
    let number = number.to_string();
    let today = directory::day_in_japan(*world.now.lock().unwrap());
    directory::add(world.relay().store(), &number, "試験事業所", &[], today).unwrap();
    world.pki.office(&office(&number, CertificateKind::CareInsurance)).unwrap()
}

const WAIT: &[u8] = b"GET /v1/inbox?wait=60 HTTP/1.1\r\nHost: relay\r\n\r\n";

#[test]
fn sockets_slow_requests_and_waiting_receivers_do_not_lock_others_out() {
    let world = World::new();
    let dumb = dumb(&world, 300);
    work_goes_on(&world, "300 sockets without a word");
    let slow = connections(&world, &stranger(&world, 1_370_002_001), 300, b"PUT /v1/messages/");
    work_goes_on(&world, "300 slow requests of one office");
    let waiting: Vec<Tls> =
        (0..270).flat_map(|n| connections(&world, &stranger(&world, 1_370_003_000 + n), 1, WAIT)).collect();
    work_goes_on(&world, "270 receivers that wait");
    let mut one = connections(&world, &stranger(&world, 1_370_002_002), 270, WAIT);
    work_goes_on(&world, "270 more of one office");
    // Over its share it hears to come back later.
    let mut last = one.pop().unwrap();
    last.sock.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut answer = Vec::new();
    last.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap().to_lowercase();
    assert!(answer.starts_with("http/1.1 503") && answer.contains("retry-after: 5"), "{answer}");
    assert!(answer.contains("\"unavailable\""), "{answer}");
    drop((dumb, slow, waiting, one));
}

#[test]
fn a_body_that_trickles_is_ended() {
    let world = World::new();
    let message = world.message();
    let head = format!("PUT /v1/messages/{} HTTP/1.1\r\nHost: r\r\nContent-Length: 2000\r\n\r\n", message.id);
    let mut stream = connections(&world, &world.sender, 1, head.as_bytes()).pop().unwrap();
    stream.sock.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let (begin, mut answer) = (Instant::now(), Vec::new());
    // A byte now and then is no sign of life that lasts.
    while answer.is_empty() && begin.elapsed() < Duration::from_secs(45) {
        let _ = stream.write_all(b"x").and_then(|()| stream.flush());
        let mut buffer = [0; 4096];
        if let Ok(len) = stream.read(&mut buffer) {
            answer.extend_from_slice(&buffer[..len]);
        }
    }
    assert!(answer.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&answer));
    assert!(world.spool_is_empty());
}
