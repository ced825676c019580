//! The control address, as a harness uses it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::{Duration, Instant};

use cplink::Code;
use cplink::progress::Job;
use relay_mock::server::{Relay, StartError};
use serde_json::{Value, json};

use crate::served::{SENDER_KEY, Served, prepare};
use crate::world::{RECEIVER, SENDER, World};

fn controlled() -> World {
    World::with(|options, _| options.control = Some(([127, 0, 0, 1], 0).into()))
}

/// A call; its status and its body.
fn call(url: &str, method: &str, path: &str, body: Option<&Value>, more: &str) -> (u16, Vec<u8>) {
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    let body = body.map(Value::to_string).unwrap_or_default();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{more}\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let status = std::str::from_utf8(&answer[9..12]).unwrap().parse().unwrap();
    (status, answer.split_off(end + 4))
}

fn ask(world: &World, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
    let (status, body) = call(&world.relay().control_url().unwrap(), method, path, body, "");
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

#[test]
fn faults_are_ordered_and_played() {
    let world = controlled();
    let play = |fault: Value| assert_eq!(ask(&world, "PUT", "/faults", Some(&json!({ "fault": [fault] }))).0, 200);
    play(json!({ "call": "any", "nth": 1, "at": "before", "do": "status:503" }));
    let error = world.message().put(&mut world.sending()).unwrap_err();
    assert_eq!(error.code(), Code::RelayUnavailable);
    play(json!({ "call": "putMessage", "nth": 1, "at": "after-commit", "do": "reset" }));
    let message = world.message();
    assert!(message.put(&mut world.sending()).unwrap_err().in_doubt());
    message.put(&mut world.sending()).unwrap();
    play(json!({ "call": "put-message", "every": 1, "at": "before", "do": "delay:300ms" }));
    let begin = Instant::now();
    message.put(&mut world.sending()).unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(300));
    let (_, told) = ask(&world, "GET", "/faults", None);
    assert!(told["seed"].is_u64(), "{told}");
    let fault = json!({ "call": "putMessage", "every": 1, "at": "before", "do": "delay:300ms", "met": 1, "fired": 1 });
    assert_eq!(told["faults"], json!([fault]));
    let fired = json!({ "fault": 1, "call": "putMessage", "office": SENDER, "at": "before", "do": "delay:300ms" });
    assert_eq!((&told["fired"], &told["more"]), (&json!([fired]), &json!(0)));
    assert_eq!(ask(&world, "DELETE", "/faults", None).0, 204);
    assert_eq!(ask(&world, "GET", "/faults", None).1, json!({ "seed": null, "faults": [], "fired": [], "more": 0 }));
}

#[test]
fn a_script_that_cannot_be_played_leaves_the_one_before() {
    let world = controlled();
    let fault = json!({ "call": "any", "nth": 1, "at": "before", "do": "lock" });
    assert_eq!(ask(&world, "PUT", "/faults?seed=7", Some(&json!({ "seed": 8, "fault": [fault] }))).0, 200);
    let wrong = json!({ "fault": [{ "call": "any", "nth": 1, "at": "before", "do": "flip" }] });
    let (status, said) = ask(&world, "PUT", "/faults", Some(&wrong));
    assert_eq!(status, 400);
    assert!(said["error"].as_str().unwrap().contains("fault 1, \"do\": At before, flip makes no sense."), "{said}");
    assert!(said["error_ja"].as_str().unwrap().contains("answer-byte:N"), "{said}");
    assert_eq!(ask(&world, "PUT", "/faults", Some(&json!({ "refuse": 1 }))).0, 400, "no such field");
    assert_eq!(ask(&world, "PUT", "/faults", Some(&json!({}))).0, 400, "no fault");
    let (status, said) = ask(&world, "PUT", "/faults?seed=x", Some(&json!({ "fault": [fault] })));
    assert!(status == 400 && said["error"].is_string(), "no seed: {said}");
    assert_eq!(put(&world, "text/plain", b"[[fault]]").0, 415);
    assert_eq!(put(&world, "application/toml", b"title_ja = \"\xff\"").0, 400, "no UTF-8");
    let (_, told) = ask(&world, "GET", "/faults", None);
    assert_eq!((&told["seed"], told["faults"].as_array().unwrap().len()), (&json!(7), 1), "the seed of the request");
}

/// A script as it is in its file.
fn put(world: &World, kind: &str, script: &[u8]) -> (u16, Value) {
    let url = world.relay().control_url().unwrap();
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    let length = script.len();
    let head = format!(
        "PUT /faults?seed=9 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: {kind}\r\n\
         Content-Length: {length}\r\n\r\n"
    );
    stream.write_all(&[head.as_bytes(), script].concat()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head[9..12].parse().unwrap(), serde_json::from_str(body).unwrap())
}

#[test]
fn a_script_is_put_as_its_file_is() {
    let world = controlled();
    let (status, told) = put(&world, "application/toml; charset=utf-8", include_bytes!("../../faults/locked.toml"));
    assert_eq!((status, &told["seed"], &told["title_ja"]), (200, &json!(9), &json!("ログインがロックされている")));
    assert_eq!(world.sending().capabilities(&mut Job::new()).unwrap_err().code(), Code::LoginLocked);
}

#[test]
fn offices_come_lapse_and_go() {
    let world = controlled();
    let new = json!({ "number": "1370000037", "name": "見本", "service_types": ["15"] });
    assert_eq!(ask(&world, "POST", "/offices", Some(&new)).0, 200);
    assert_eq!(ask(&world, "POST", "/offices", Some(&new)).0, 409);
    let wrong = json!({ "number": "1370000045", "name": "見本", "service_types": ["XX"] });
    assert_eq!(ask(&world, "POST", "/offices", Some(&wrong)).0, 400);
    assert_eq!(ask(&world, "GET", "/offices", None).1.as_array().unwrap().len(), 3);
    let lapsed = json!({ "licence_from": "2020-04-01", "licence_until": "2021-03-31" });
    assert_eq!(ask(&world, "PATCH", &format!("/offices/{SENDER}"), Some(&lapsed)).0, 204);
    let error = world.message().put(&mut world.sending()).unwrap_err();
    assert_eq!(error.relay_code(), Some("sender-licence"));
    assert_eq!(ask(&world, "DELETE", &format!("/offices/{SENDER}"), None).0, 204);
    assert_eq!(ask(&world, "DELETE", &format!("/offices/{SENDER}"), None).0, 404);
    let error = world.message().put(&mut world.sending()).unwrap_err();
    assert_eq!(error.relay_code(), Some("sender-unregistered"));
}

#[test]
fn messages_are_listed_read_and_forgotten() {
    let world = controlled();
    let message = world.message();
    message.put(&mut world.sending()).unwrap();
    let old = world.receiving().inbox("", Duration::ZERO, &mut Job::new()).unwrap().next;
    let (_, listed) = ask(&world, "GET", "/messages", None);
    assert_eq!((listed[0]["id"].as_str(), &listed[0]["held"]), (Some(&*message.id.to_string()), &json!(true)));
    assert_eq!((listed[0]["sender"].as_str(), listed[0]["receiver"].as_str()), (Some(SENDER), Some(RECEIVER)));
    let url = world.relay().control_url().unwrap();
    assert_eq!(call(&url, "GET", &format!("/messages/{}", message.id), None, "").1, message.bytes);
    assert_eq!(ask(&world, "DELETE", "/messages", None).0, 204);
    assert_eq!(ask(&world, "GET", "/messages", None).1, json!([]));
    assert_eq!(ask(&world, "GET", &format!("/messages/{}", message.id), None).0, 404);
    // The same message is new again, and an old cursor does not pass over it.
    message.put(&mut world.sending()).unwrap();
    let page = world.receiving().inbox(&old, Duration::ZERO, &mut Job::new()).unwrap();
    assert_eq!(page.entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), [message.id]);
}

#[test]
fn the_clock_is_set_and_time_passes() {
    let world = controlled();
    let message = world.message();
    message.put(&mut world.sending()).unwrap();
    let (_, clock) = ask(&world, "PUT", "/clock", Some(&json!({ "advance_seconds": 91 * 86_400 })));
    assert_eq!(clock["ahead_seconds"], json!(91 * 86_400));
    assert_eq!(ask(&world, "GET", "/messages", None).1[0]["state"], json!("expired"));
    assert_eq!(ask(&world, "PUT", "/clock", Some(&json!({ "ahead_seconds": 0 }))).0, 200);
    assert_eq!(message.get(&mut world.receiving()).unwrap(), message.bytes, "back in time, it is still here");
    ask(&world, "PUT", "/clock", Some(&json!({ "now": "2031-01-01T00:00:00Z" })));
    assert_eq!(ask(&world, "POST", "/expire", None).0, 204);
    ask(&world, "PUT", "/clock", Some(&json!({ "ahead_seconds": 0 })));
    assert_eq!(ask(&world, "GET", "/messages", None).1[0]["held"], json!(false));
}

#[test]
fn it_is_not_for_the_network_nor_for_web_pages() {
    let world = controlled();
    let url = world.relay().control_url().unwrap();
    assert_eq!(call(&url, "GET", "/faults", None, "Origin: https://example.com\r\n").0, 403);
    assert_eq!(call(&url, "GET", "/nothing", None, "").0, 404);
    let mut options = world.start_options();
    options.data = world.dir.path().join("other");
    options.control = Some(([0, 0, 0, 0], 0).into());
    assert!(matches!(Relay::start(options).err(), Some(StartError::ControlAddress)));
}

#[test]
fn it_ends_with_whoever_holds_its_standard_input() {
    let dir = tempfile::tempdir().unwrap();
    prepare(dir.path(), &[SENDER]);
    let mut served = Served::with(dir.path(), &["--until-stdin-closes", "--control", "127.0.0.1:0"], Stdio::inherit());
    served.transport(dir.path(), SENDER_KEY).sent("", &mut Job::new()).unwrap();
    let begin = Instant::now();
    assert!(served.close_stdin().success());
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
}
