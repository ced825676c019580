//! Who is let in, on this machine.

use crate::visitor::{Visitor, with_console};
use crate::world::World;

fn world() -> (World, Visitor) {
    let world = World::with(|options, _| with_console(options));
    let visitor = Visitor::new(world.relay());
    (world, visitor)
}

#[test]
fn a_foreign_name_leads_nowhere() {
    let (_world, mut visitor) = world();
    for host in ["evil.example", "evil.example:80", "192.0.2.1:8480", "localhost"] {
        visitor.host = host.to_owned();
        let answer = visitor.get("/received");
        assert_eq!(answer.status, 421, "{host}");
        assert!(visitor.cookie.is_none(), "{host}");
    }
}

#[test]
fn a_form_comes_from_a_page_of_the_console_with_its_token() {
    let (world, mut visitor) = world();
    let token = visitor.get("/offices").token();
    let number = ("number", "9970000012");
    let good = [("csrf", token.as_str()), number, ("name", "見本"), ("service_types", "43")];
    let forged = format!("{}{}", &token[1..], &token[..1]);
    for wrong in ["", "x", &forged] {
        assert_eq!(visitor.post("/offices", &[("csrf", wrong), number]).status, 403, "{wrong}");
    }
    let mut other = Visitor::new(world.relay());
    other.get("/offices");
    assert_eq!(other.post("/offices", &good).status, 403, "the token of another session");
    let body = format!("csrf={token}&number=9970000012&name=x&service_types=43");
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let own = visitor.origin();
    for origins in
        [&["http://evil.example"][..], &["null"], &[], &[&own, "http://evil.example"], &["http://127.0.0.1:1"]]
    {
        let mut headers = vec![kind];
        headers.extend(origins.iter().map(|origin| ("origin", *origin)));
        assert_eq!(visitor.call("POST", "/offices", &headers, body.as_bytes()).status, 403, "{origins:?}");
    }
    visitor.cookie = None;
    let without = visitor.post("/offices", &good);
    assert!(without.status == 403 && without.text().contains("Safari"), "{}", without.text());
    let offices = relay_mock::directory::list(world.relay().store()).unwrap();
    assert_eq!(offices.len(), 2, "nothing was changed");
}

#[test]
fn only_what_a_page_does_is_done() {
    let (_world, mut visitor) = world();
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        assert_eq!(visitor.call(method, "/offices", &[], b"").status, 405, "{method}");
    }
    let head = visitor.call("HEAD", "/offices", &[], b"");
    assert_eq!((head.status, head.bytes.len()), (200, 0));
    let get = visitor.get("/offices/1370000011/renew");
    assert_eq!(get.status, 405, "what changes something is a form");
    assert_eq!(visitor.get("/nothing").status, 404);
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    let (_world, mut visitor) = world();
    let page = visitor.get("/received");
    let cookie = page.header("set-cookie").to_owned();
    for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    for path in ["/received", "/nothing", "/messages/x"] {
        let page = visitor.get(path);
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert!(page.headers.get("set-cookie").is_none(), "{path}: the session stays");
        for inline in [" style=", "<style", "onclick=", "<script>"] {
            assert!(!page.text().contains(inline), "{path}: {inline}");
        }
    }
}

#[test]
fn who_looks_on_hears_of_messages_and_of_connections() {
    let (world, mut visitor) = world();
    visitor.get("/received");
    let mut live = visitor.listen();
    world.message().put(&mut world.sending()).unwrap();
    live.hears("event: traffic");
    world.message().put(&mut world.sending()).unwrap();
    live.hears("event: change");
}
