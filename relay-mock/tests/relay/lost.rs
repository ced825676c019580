//! Answers that never arrive, connections that die, a relay that is slow or away.

use std::io::{Cursor, Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use cplink::error::Retry;
use cplink::progress::Job;
use cplink::relay::cpx::HttpTransport;
use cplink::seal::ReceiptKind;
use cplink::{Code, Error};
use relay_mock::server::faults::Call;

use crate::world::World;

#[test]
fn a_lost_answer_is_in_doubt_and_the_repeat_tells() {
    let world = World::new();
    let mut sending = world.sending();
    let message = world.message();
    world.lose_answer(Call::PutMessage);
    let error = message.put(&mut sending).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::ConnectionLost, true));
    assert_eq!(error.retry(), Retry::Safe);
    let receipt = message.put(&mut sending).unwrap();
    assert_eq!(message.put(&mut sending).unwrap(), receipt);
    let mut receiving = world.receiving();
    let job = &mut Job::new();
    assert_eq!(receiving.inbox("", Duration::ZERO, job).unwrap().entries.len(), 1);

    message.get(&mut receiving).unwrap();
    let receipt = world.ack(&message.id, ReceiptKind::Imported, &world.receiver);
    world.lose_answer(Call::Acknowledge);
    let error = world.receiving().acknowledge(&message.id, &receipt, job).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::ConnectionLost, true));
    receiving.acknowledge(&message.id, &receipt, job).unwrap();

    let message = world.message();
    message.put(&mut sending).unwrap();
    world.lose_answer(Call::Recall);
    let error = world.sending().recall(&message.id, job).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::ConnectionLost, true));
    sending.recall(&message.id, job).unwrap();
}

#[test]
fn a_lost_answer_on_a_kept_connection_is_repeated_only_where_nothing_was_read() {
    let world = World::new();
    let mut sending = world.sending();
    let job = &mut Job::new();
    sending.capabilities(job).unwrap();
    let message = world.message();
    message.put(&mut sending).unwrap();
    // The body can be sent again from memory, so the caller sees nothing of the loss.
    world.lose_answer(Call::Recall);
    sending.recall(&message.id, job).unwrap();
}

#[test]
fn a_relay_that_restarts_between_calls_goes_unnoticed() {
    let mut world = World::with(|options, _| {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        options.listen = free.local_addr().unwrap();
    });
    let mut sending = world.sending();
    sending.capabilities(&mut Job::new()).unwrap();
    world.restart();
    world.message().put(&mut sending).unwrap();
    world.restart();
    sending.capabilities(&mut Job::new()).unwrap();
}

#[test]
fn a_relay_that_is_busy() {
    let world = World::new();
    world.refuse();
    let error = world.message().put(&mut world.sending()).unwrap_err();
    assert_eq!((error.code(), error.retry()), (Code::RelayUnavailable, Retry::Safe));
    assert!(!error.in_doubt());
    assert_eq!(error.retry_after(), Some(5), "the relay's advice");
    assert!(error.detail().unwrap().ends_with("retry after 5 seconds"), "the relay's advice: {error}");
}

#[test]
fn a_slow_relay_meets_the_time_limit() {
    let world = World::new();
    world.delay(Duration::from_secs(5));
    let mut options = world.options(&world.sender);
    options.call_timeout = Duration::from_millis(700);
    options.stall_timeout = Duration::from_millis(900);
    let mut sending = HttpTransport::new(options).unwrap();
    let begin = Instant::now();
    let error = sending.capabilities(&mut Job::new()).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::Timeout, false));
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
    let begin = Instant::now();
    let error = world.message().put(&mut sending).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::Timeout, true), "stalled");
    assert!(begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
    world.faults.stop();
}

#[test]
fn nobody_listens_and_no_such_host() {
    let world = World::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let call = |url: String| -> Error {
        let mut options = world.options(&world.sender);
        options.base_url = url;
        HttpTransport::new(options).unwrap().capabilities(&mut Job::new()).unwrap_err()
    };
    let error = call(format!("https://{free}"));
    assert_eq!(error.code(), Code::Connect);
    assert!(error.os_code().is_some());
    // With host and port, so that nobody has to guess which of his addresses it was.
    assert!(error.detail().unwrap().starts_with("127.0.0.1:"), "{error}");
    let error = call("https://no-such-host.invalid".to_owned());
    assert_eq!((error.code(), error.detail()), (Code::Resolve, Some("no-such-host.invalid:443")));
}

#[test]
fn unusable_addresses() {
    let world = World::new();
    for url in ["http://127.0.0.1", "https://", "x", "https://user@host", "https://h/?q=1", ""] {
        let mut options = world.options(&world.sender);
        options.base_url = url.to_owned();
        let error = HttpTransport::new(options).err().unwrap();
        assert_eq!(error.code(), Code::Url, "{url}");
    }
}

/// A TLS server that answers every request with these bytes, after reading what came with it.
struct Canned {
    url: String,
}

impl Canned {
    fn new(world: &World, answer: &'static [u8], read_all: usize) -> Self {
        let identity = world.pki.server(&[]).unwrap();
        let key = rustls::pki_types::PrivatePkcs8KeyDer::from(identity.key_pkcs8);
        let config = rustls::ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(identity.chain, key.into())
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let config = std::sync::Arc::new(config);
        std::thread::spawn(move || {
            for tcp in listener.incoming() {
                let tls = rustls::ServerConnection::new(config.clone()).unwrap();
                let mut stream = rustls::StreamOwned::new(tls, tcp.unwrap());
                let (mut got, mut buffer) = (0, [0; 4096]);
                while got < read_all {
                    match stream.read(&mut buffer) {
                        Ok(len @ 1..) => got += len,
                        _ => break,
                    }
                }
                let _ = stream.write_all(answer);
                stream.conn.send_close_notify();
                let _ = stream.flush();
                // Reads on for a moment, so that no reset overtakes the answer.
                let _ = stream.sock.set_read_timeout(Some(Duration::from_millis(300)));
                while let Ok(1..) = stream.sock.read(&mut buffer) {}
            }
        });
        Self { url }
    }

    fn transport(&self, world: &World) -> HttpTransport {
        let mut options = world.options(&world.sender);
        options.base_url = self.url.clone();
        HttpTransport::new(options).unwrap()
    }
}

#[test]
fn answers_that_are_not_cpx() {
    let world = World::new();
    let cases: &[(&[u8], Code)] = &[
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi", Code::Protocol),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", Code::Protocol),
        (b"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", Code::Protocol),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", Code::RelayUnavailable),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Code::Protocol),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", Code::AnswerTooLarge),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}", Code::Protocol),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{}", Code::ConnectionLost),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
            Code::Protocol,
        ),
        (b"SSH-2.0-OpenSSH\r\n\r\n", Code::Protocol),
        (b"", Code::ConnectionLost),
    ];
    for (answer, code) in cases {
        let canned = Canned::new(&world, answer, 1);
        let error = canned.transport(&world).capabilities(&mut Job::new()).unwrap_err();
        assert_eq!(error.code(), *code, "{}", String::from_utf8_lossy(answer));
        assert!(!error.in_doubt());
    }
    let endless: &'static [u8] = Vec::leak([b"HTTP/1.1 200 OK\r\n".as_slice(), &b"x-a: b\r\n".repeat(20_000)].concat());
    let error = Canned::new(&world, endless, 1).transport(&world).capabilities(&mut Job::new());
    assert_eq!(error.unwrap_err().code(), Code::Protocol);
}

#[test]
fn a_gateways_error_leaves_a_put_in_doubt() {
    let world = World::new();
    let answer = b"HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n";
    let canned = Canned::new(&world, answer, 1500);
    let error = world.message().put(&mut canned.transport(&world)).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::RelayUnavailable, true));
}

#[test]
fn an_early_answer_is_heard_in_the_middle_of_an_upload() {
    let world = World::new();
    let answer = b"HTTP/1.1 413 Content Too Large\r\nContent-Type: application/problem+json\r\n\
        Content-Length: 40\r\n\r\n{\"code\":\"too-large\",\"retry\":\"after-fix\"}";
    // It reads some of the body without ever saying "continue", answers and closes.
    let canned = Canned::new(&world, answer, 300_000);
    let id = world.message().id;
    let len = 64 << 20;
    let body = &mut std::io::repeat(7).take(len);
    let error = canned.transport(&world).put_message(&id, body, len, &mut Job::new()).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::RelayTooLarge, false));
    assert_eq!(error.relay_code(), Some("too-large"));
}

#[test]
fn the_callers_own_errors_come_back_as_they_are() {
    struct Faulty;
    impl Read for Faulty {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other(Error::new(Code::ContainerDigest)))
        }
    }
    impl Write for Faulty {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::from(std::io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let world = World::new();
    let mut sending = world.sending();
    let message = world.message();
    let job = &mut Job::new();
    let error = sending.put_message(&message.id, &mut Faulty, 1000, job).unwrap_err();
    assert_eq!((error.code(), error.in_doubt()), (Code::ContainerDigest, false));
    let body = &mut Cursor::new(&message.bytes);
    sending.put_message(&message.id, body, message.bytes.len() as u64, job).unwrap();
    let error = sending.get_message(&message.id, &mut Faulty, 1 << 20, job).unwrap_err();
    assert_eq!(error.code(), Code::DiskFull);
}
