//! Cancel: within 200 ms wherever the call is. The tests allow a busy machine more.

use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use cplink::Code;
use cplink::progress::{Cancel, Job};
use cplink::relay::cpx::HttpTransport;
use cplink_testkit::wait_until;

use crate::world::World;

const LATEST: Duration = Duration::from_millis(900);

/// Cancels `call` after a moment and gives back the error and how long it took to end.
fn cancelled(call: impl FnOnce(&mut Job<'_>) -> cplink::Error) -> (cplink::Error, Duration) {
    let cancel = Cancel::new();
    std::thread::scope(|scope| {
        let timer = scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(400));
            cancel.cancel();
            Instant::now()
        });
        let error = call(&mut Job::new().with_cancel(&cancel));
        let end = Instant::now();
        (error, end.saturating_duration_since(timer.join().unwrap()))
    })
}

fn to(world: &World, address: std::net::SocketAddr) -> HttpTransport {
    let mut options = world.options(&world.sender);
    options.base_url = format!("https://{address}");
    HttpTransport::new(options).unwrap()
}

#[test]
fn during_a_long_poll() {
    let world = World::new();
    let mut receiving = world.receiving();
    let (error, took) = cancelled(|job| receiving.inbox("", Duration::from_secs(50), job).unwrap_err());
    assert_eq!(error.code(), Code::Cancelled);
    assert!(took < LATEST, "{took:?}");
    // The broken-off connection is not used again.
    receiving.capabilities(&mut Job::new()).unwrap();
}

#[test]
fn during_a_handshake_that_nobody_answers() {
    let world = World::new();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut transport = to(&world, silent.local_addr().unwrap());
    let (error, took) = cancelled(|job| transport.capabilities(job).unwrap_err());
    assert_eq!(error.code(), Code::Cancelled);
    assert!(took < LATEST, "{took:?}");
    let mut options = world.options(&world.sender);
    options.base_url = format!("https://{}", silent.local_addr().unwrap());
    options.connect_timeout = Duration::from_millis(500);
    let begin = Instant::now();
    let error = HttpTransport::new(options).unwrap().capabilities(&mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::Timeout);
    assert!(begin.elapsed() < Duration::from_secs(2));
}

#[cfg(target_os = "linux")]
#[test]
fn during_a_connect_into_nowhere() {
    let world = World::new();
    // A listener whose queue is full lets further connections hang.
    let full = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    full.bind(&"127.0.0.1:0".parse::<std::net::SocketAddr>().unwrap().into()).unwrap();
    full.listen(0).unwrap();
    let address = full.local_addr().unwrap().as_socket().unwrap();
    let mut fill = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(300)) {
        fill.push(stream);
        assert!(fill.len() < 10, "the queue never fills");
    }
    let mut transport = to(&world, address);
    let (error, took) = cancelled(|job| transport.capabilities(job).unwrap_err());
    assert_eq!(error.code(), Code::Cancelled);
    assert!(took < LATEST, "{took:?}");
    let mut options = world.options(&world.sender);
    options.base_url = format!("https://{address}");
    options.connect_timeout = Duration::from_millis(500);
    let begin = Instant::now();
    let error = HttpTransport::new(options).unwrap().capabilities(&mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::Timeout);
    assert!(begin.elapsed() < Duration::from_secs(2));
}

#[test]
fn during_an_upload() {
    /// An upload that never gets far.
    struct Slow;
    impl Read for Slow {
        fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
            std::thread::sleep(Duration::from_millis(50));
            buf.fill(1);
            Ok(buf.len())
        }
    }
    let world = World::new();
    let mut sending = world.sending();
    let id = world.message().id;
    let (error, took) = cancelled(|job| sending.put_message(&id, &mut Slow, 100 << 20, job).unwrap_err());
    assert_eq!((error.code(), error.in_doubt()), (Code::Cancelled, false));
    assert!(took < LATEST, "{took:?}");
    // The relay lets go of what came.
    wait_until(|| world.spool_is_empty());
    world.message().put(&mut sending).unwrap();
}

#[test]
fn while_waiting_for_the_answer_to_an_upload() {
    let world = World::new();
    world.delay(Duration::from_secs(20));
    let mut sending = world.sending();
    let message = world.message();
    let (error, took) = cancelled(|job| {
        let len = message.bytes.len() as u64;
        sending.put_message(&message.id, &mut message.bytes.as_slice(), len, job).unwrap_err()
    });
    assert_eq!((error.code(), error.in_doubt()), (Code::Cancelled, true));
    assert!(took < LATEST, "{took:?}");
    world.faults.stop();
}

#[test]
fn before_the_call() {
    let world = World::new();
    let cancel = Cancel::new();
    cancel.cancel();
    let error = world.sending().capabilities(&mut Job::new().with_cancel(&cancel)).unwrap_err();
    assert_eq!(error.code(), Code::Cancelled);
}
