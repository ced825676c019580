//! A console that other machines could reach: TLS, a token, and the certificate's names. The address is one that no
//! rule calls the loopback, though nobody but this machine has it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use relay_mock::console::ConsoleOptions;
use relay_mock::server::{Relay, RelayOptions, StartError};
use rustls::{ClientConfig, RootCertStore};

use crate::visitor::{Visitor, with_console};
use crate::world::World;

const TOKEN: &str = "0123456789abcdefghij";

fn beyond(options: &mut RelayOptions) {
    options.console = Some(ConsoleOptions {
        listen: "[::ffff:127.0.0.1]:0".parse().unwrap(),
        token: Some(TOKEN.to_owned()),
        ..ConsoleOptions::new(options.data.join("console"))
    });
}

fn world() -> (World, Visitor) {
    let world = World::with(|options, _| beyond(options));
    let mut roots = RootCertStore::empty();
    roots.add(world.anchor()).unwrap();
    let tls = ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let mut visitor = Visitor::of(world.relay(), Some(Arc::new(tls)));
    visitor.host = format!("127.0.0.1:{}", visitor.addr.port());
    (world, visitor)
}

fn show(visitor: &mut Visitor, token: &str) -> crate::visitor::Answer {
    let csrf = visitor.get("/enter").token();
    visitor.post("/enter", &[("csrf", &csrf), ("token", token)])
}

#[test]
fn without_a_token_it_does_not_start() {
    let world = World::with(|options, _| {
        beyond(options);
        options.console = None;
    });
    let mut options = world.start_options();
    options.data = options.data.join("other");
    beyond(&mut options);
    options.console.as_mut().unwrap().token = None;
    assert!(matches!(Relay::start(options), Err(StartError::ConsoleToken)));
}

#[test]
fn who_has_not_shown_the_token_sees_nothing() {
    let (world, mut visitor) = world();
    assert!(world.relay().console_url().unwrap().starts_with("https://"));
    for path in ["/", "/received", "/offices", "/live", "/messages/x/container", "/nothing"] {
        let answer = visitor.get(path);
        assert_eq!((answer.status, answer.header("location")), (303, "/enter"), "{path}");
    }
    let token = visitor.get("/enter").token();
    assert_eq!(visitor.post("/offices", &[("csrf", &token)]).status, 303);
    let before = visitor.cookie.clone();
    let shown = show(&mut visitor, TOKEN);
    assert_eq!((shown.status, shown.header("location")), (303, "/"));
    assert_eq!(visitor.get("/received").status, 200);
    let admitted = std::mem::replace(&mut visitor.cookie, before).unwrap();
    assert_eq!(visitor.get("/received").status, 303, "the session of before is none that is let in");
    let (name, seal) = admitted.rsplit_once('.').unwrap();
    let other = if seal.starts_with('0') { "1" } else { "0" };
    visitor.cookie = Some(format!("{name}.{other}{}", &seal[1..]));
    assert_eq!(visitor.get("/received").status, 303, "a forged one neither");
}

#[test]
fn wrong_tokens_are_refused_and_make_the_next_wait() {
    let (_world, mut visitor) = world();
    for wrong in ["", &TOKEN[1..], "０１２３４５６７８９abcdefghij"] {
        let answer = show(&mut visitor, wrong);
        assert!(answer.status == 403 && answer.text().contains("トークンが違います"), "{wrong}");
    }
    let begin = Instant::now();
    assert_eq!(show(&mut visitor, TOKEN).status, 303);
    assert!(begin.elapsed() >= Duration::from_secs(1), "{:?}", begin.elapsed());
}

#[test]
fn its_names_are_those_of_its_certificate() {
    let (_world, mut visitor) = world();
    let port = visitor.addr.port();
    for host in ["127.0.0.1", "localhost"] {
        visitor.host = format!("{host}:{port}");
        assert_eq!(visitor.get("/enter").status, 200, "{host}");
    }
    for host in ["evil.example", "192.0.2.1"] {
        visitor.host = format!("{host}:{port}");
        assert_eq!(visitor.get("/enter").status, 421, "{host}");
    }
    visitor.host = format!("127.0.0.1:{port}");
    let token = visitor.get("/enter").token();
    let headers =
        [("origin", &*format!("http://127.0.0.1:{port}")), ("content-type", "application/x-www-form-urlencoded")];
    let body = format!("csrf={token}&token={TOKEN}");
    assert_eq!(visitor.call("POST", "/enter", &headers, body.as_bytes()).status, 403, "a page without TLS is foreign");
}

#[test]
fn files_are_taken_of_who_is_let_in() {
    let (_world, mut visitor) = world();
    let csrf = visitor.get("/enter").token();
    let form = |csrf: &str| {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n{}\r\n--x--\r\n",
            "a".repeat(400_000)
        )
    };
    let origin = visitor.origin();
    let headers = [("origin", origin.as_str()), ("content-type", "multipart/form-data; boundary=x")];
    let answer = visitor.call("POST", "/enter", &headers, form(&csrf).as_bytes());
    assert_eq!(answer.status, 413);
}

#[test]
fn a_token_may_be_wanted_on_this_machine_too() {
    let world = World::with(|options, _| {
        with_console(options);
        options.console.as_mut().unwrap().token = Some(TOKEN.to_owned());
    });
    let mut visitor = Visitor::new(world.relay());
    assert_eq!(visitor.get("/received").status, 303);
    assert_eq!(show(&mut visitor, TOKEN).status, 303);
    assert_eq!(visitor.get("/received").status, 200);
}
