//! Through an HTTP proxy.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cplink::Code;
use cplink::progress::Job;
use cplink::relay::cpx::HttpTransport;
use cplink::relay::http::Proxy as ProxyOption;
use cplink::secret::Secret;

use crate::world::World;

/// A proxy that knows one way only.
pub(crate) struct Proxy {
    address: SocketAddr,
    tunnels: Arc<AtomicUsize>,
}

impl Proxy {
    pub(crate) fn start(to: SocketAddr, login: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let tunnels = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&tunnels);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let count = Arc::clone(&count);
                std::thread::spawn(move || tunnel(client.unwrap(), to, login, &count));
            }
        });
        Self { address, tunnels }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

fn tunnel(mut client: TcpStream, to: SocketAddr, login: Option<&str>, count: &AtomicUsize) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        match client.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("CONNECT "), "{head}");
    let known = login.is_none_or(|login| {
        let wanted = format!("proxy-authorization: basic {}", login.to_lowercase());
        head.to_lowercase().contains(&wanted)
    });
    if !known {
        let _ = client.write_all(
            b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
        );
        return;
    }
    count.fetch_add(1, Ordering::SeqCst);
    let mut server = TcpStream::connect(to).unwrap();
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
    let (mut from_client, mut to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let up = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(std::net::Shutdown::Write);
    });
    let _ = std::io::copy(&mut server, &mut client);
    let _ = client.shutdown(std::net::Shutdown::Write);
    let _ = up.join();
}

fn through(world: &World, proxy: ProxyOption) -> HttpTransport {
    let mut options = world.options(&world.sender);
    options.proxy = Some(proxy);
    HttpTransport::new(options).unwrap()
}

#[test]
fn calls_and_messages_go_through() {
    let world = World::new();
    let proxy = Proxy::start(world.relay().addr(), None);
    let mut sending = through(&world, ProxyOption::new(proxy.url()));
    sending.capabilities(&mut Job::new()).unwrap();
    world.message().put(&mut sending).unwrap();
    assert_eq!(proxy.tunnels.load(Ordering::SeqCst), 1, "one tunnel serves all calls");
}

#[test]
fn with_user_and_password() {
    let world = World::new();
    // office:p:w in base64
    let proxy = Proxy::start(world.relay().addr(), Some("b2ZmaWNlOnA6dw=="));
    let login = |password: &str| {
        let mut option = ProxyOption::new(proxy.url());
        option.login = Some(("office".to_owned(), Secret::from(password)));
        option
    };
    through(&world, login("p:w")).capabilities(&mut Job::new()).unwrap();
    let error = through(&world, login("wrong")).capabilities(&mut Job::new()).unwrap_err();
    let detail = error.detail().unwrap();
    assert_eq!(error.code(), Code::Proxy);
    // Which proxy it is.
    assert!(proxy.url().ends_with(detail.strip_suffix(": HTTP status 407").unwrap()), "{detail}");
    assert!(!format!("{error:?}").contains("wrong"));
    let error = through(&world, ProxyOption::new(proxy.url())).capabilities(&mut Job::new());
    assert_eq!(error.unwrap_err().code(), Code::Proxy);
}

#[test]
fn a_proxy_that_is_not_there_or_no_proxy() {
    let world = World::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let proxy = ProxyOption::new(format!("http://{free}"));
    let error = through(&world, proxy).capabilities(&mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::Proxy);
    let junk = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = ProxyOption::new(format!("http://{}", junk.local_addr().unwrap()));
    std::thread::spawn(move || {
        let (mut peer, _) = junk.accept().unwrap();
        let _ = peer.write_all(b"220 mail.example ESMTP\r\n\r\n");
        let _ = peer.read(&mut [0; 1000]);
    });
    let error = through(&world, proxy).capabilities(&mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::Proxy);
}
