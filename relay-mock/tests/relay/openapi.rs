//! The OpenAPI document and the running server say the same.

use std::collections::BTreeSet;

use cplink::keys::CertificateKind;
use cplink::relay::State;
use cplink::relay::cpx::ProblemCode;
use cplink::seal::ReceiptKind;
use relay_mock::directory;
use relay_mock::pki::CertifiedKey;
use relay_mock::server::faults::{Effect, Fault, Place};
use serde_json::{Value, json};

use crate::raw::{Answer, call};
use crate::world::{RECEIVER, SENDER, STRANGER, Sealed, World, office};

struct Document(Value);

impl Document {
    fn read() -> Self {
        Self(serde_json::from_str(include_str!("../../openapi.json")).unwrap())
    }

    fn operations(&self) -> Vec<(String, String, &Value)> {
        let paths = self.0["paths"].as_object().unwrap();
        let all = paths.iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(|(method, operation)| (path.clone(), method.clone(), operation))
        });
        all.filter(|(_, method, _)| method != "parameters").collect()
    }

    /// The body against the schema, with every member declared.
    fn validate(&self, schema: &Value, body: &Value) {
        let mut components = self.0["components"].clone();
        for schema in components["schemas"].as_object_mut().unwrap().values_mut() {
            if schema["type"] == "object" {
                schema["additionalProperties"] = json!(false);
            }
        }
        let mut root = schema.clone();
        root["components"] = components;
        let validator = jsonschema::options().should_validate_formats(true).build(&root).unwrap();
        let errors: Vec<String> = validator.iter_errors(body).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{body:#}");
    }

    /// One answer of the server against what is declared for it.
    fn check(&self, path: &str, method: &str, answer: &Answer) -> String {
        let place = format!("{method} {path} {}", answer.status);
        let operation = &self.0["paths"][path][method.to_lowercase()];
        assert!(operation.is_object(), "{place}: not declared");
        let response = &operation["responses"][answer.status.to_string()];
        assert!(response.is_object(), "{place}: status not declared");
        let media = answer.headers["content-type"].to_str().unwrap();
        let content = &response["content"][media];
        assert!(content.is_object(), "{place}: {media} not declared");
        if media.ends_with("json") {
            let body: Value = serde_json::from_slice(&answer.body).unwrap();
            self.validate(&content["schema"], &body);
            if let Some(code) = body["code"].as_str() {
                assert_eq!(body["status"], json!(answer.status), "{place}");
                let codes = operation["x-problem-codes"].as_array().unwrap();
                assert!(codes.contains(&json!(code)), "{place}: {code} not declared");
            }
        }
        for (name, header) in response["headers"].as_object().into_iter().flatten() {
            let value = answer.headers[name.as_str()].to_str().unwrap();
            self.validate(&header["schema"], &json!(value));
        }
        place
    }
}

#[test]
fn the_tables_of_the_core_stand_in_it() {
    let document = Document::read();
    let schemas = &document.0["components"]["schemas"];
    let codes: Vec<_> = ProblemCode::ALL.iter().map(|code| code.token()).collect();
    assert_eq!(schemas["ProblemCode"]["enum"], json!(codes));
    let states: Vec<_> = State::ALL.iter().filter(|state| !state.by_hand()).map(|state| state.token()).collect();
    assert_eq!(schemas["State"]["enum"], json!(states));
    let mut used = BTreeSet::from(["no-endpoint", "method"]);
    for (path, method, operation) in document.operations() {
        let listed = operation["x-problem-codes"].as_array().unwrap();
        let listed: Vec<_> =
            listed.iter().map(|code| ProblemCode::from_token(code.as_str().unwrap()).unwrap()).collect();
        used.extend(listed.iter().map(|code| code.token()));
        let expected: BTreeSet<_> = listed.iter().map(|code| code.status().to_string()).collect();
        let declared = operation["responses"].as_object().unwrap().keys();
        let declared: BTreeSet<_> = declared.filter(|status| !status.starts_with('2')).cloned().collect();
        assert_eq!(declared, expected, "{method} {path}");
    }
    assert_eq!(used.len(), codes.len(), "every problem code belongs to some call");
}

struct Walk<'a> {
    world: &'a World,
    document: Document,
    seen: BTreeSet<String>,
}

impl Walk<'_> {
    fn ask(
        &mut self,
        who: &CertifiedKey,
        (method, path): (&str, &str),
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let length = body.len().to_string();
        let mut all = headers.to_vec();
        if !body.is_empty() {
            all.push(("Content-Length", &length));
        }
        let answer = call(self.world, who, method, target, &all, body);
        let place = self.document.check(path, method, &answer);
        self.seen.insert(place);
        answer
    }

    fn code(&mut self, who: &CertifiedKey, call: (&str, &str), target: &str, body: &[u8]) -> String {
        let answer = self.ask(who, call, target, &[], body);
        let problem: Value = serde_json::from_slice(&answer.body).unwrap();
        problem["code"].as_str().unwrap().to_owned()
    }
}

const MESSAGE: &str = "/v1/messages/{id}";
const ACK: (&str, &str) = ("POST", "/v1/messages/{id}/ack");
const RECALL: (&str, &str) = ("POST", "/v1/messages/{id}/recall");
const GET: (&str, &str) = ("GET", MESSAGE);
const PUT: (&str, &str) = ("PUT", MESSAGE);

#[test]
fn every_answer_is_as_declared() {
    let world = World::with(|options, _| options.container_bytes = 1 << 20);
    let mut walk = Walk { world: &world, document: Document::read(), seen: BTreeSet::new() };
    let (sender, receiver) = (&world.sender, &world.receiver);
    let agent = &world.pki.office(&office(SENDER, CertificateKind::Agent)).unwrap();
    let stranger = &world.pki.office(&office(STRANGER, CertificateKind::CareDx)).unwrap();

    let capabilities = ("GET", "/v1/capabilities");
    walk.ask(sender, capabilities, "/v1/capabilities", &[], b"");
    assert_eq!(walk.code(agent, capabilities, "/v1/capabilities", b""), "certificate-kind");
    assert_eq!(walk.code(stranger, capabilities, "/v1/capabilities", b""), "sender-unregistered");
    world.refuse();
    assert_eq!(walk.code(sender, capabilities, "/v1/capabilities", b""), "unavailable");
    world.play([Fault::new(Place::Before, Effect::Lock)]);
    assert_eq!(walk.code(sender, capabilities, "/v1/capabilities", b""), "login-locked");

    let offices = ("GET", "/v1/offices");
    walk.ask(sender, offices, &format!("/v1/offices?number={RECEIVER}"), &[], b"");
    walk.ask(sender, offices, &format!("/v1/offices?number={STRANGER}"), &[], b"");
    for query in ["", "?number=1", "?number=１２３", "?x=1"] {
        let target = format!("/v1/offices{query}");
        assert_eq!(walk.code(sender, offices, &target, b""), "request");
    }

    let message = world.message();
    let target = format!("/v1/messages/{}", message.id);
    assert_eq!(walk.code(sender, GET, &target, b""), "not-found");
    assert_eq!(walk.code(sender, PUT, &target, b"no container"), "container");
    assert_eq!(walk.code(sender, PUT, "/v1/messages/1", b"x"), "request");
    assert_eq!(walk.code(receiver, PUT, &target, &message.bytes), "certificate-office");
    assert_eq!(walk.ask(sender, PUT, &target, &[], &message.bytes).status, 201);
    assert_eq!(walk.ask(sender, PUT, &target, &[], &message.bytes).status, 200);
    let chunked = [("Transfer-Encoding", "chunked")];
    assert_eq!(call(&world, sender, "PUT", &target, &chunked, b"0\r\n\r\n").status, 411);
    let long = [("Content-Length", "99999999")];
    let answer = walk.ask(sender, PUT, &target, &long, b"");
    assert_eq!(answer.status, 413);
    let other = world.message();
    assert_eq!(walk.code(sender, PUT, &target, &other.bytes), "message-conflict");
    let unused = format!("/v1/messages/{}", "0".repeat(64));
    assert_eq!(walk.code(sender, PUT, &unused, &other.bytes), "message-id");
    for (sealed, code) in [
        (Sealed::new(sender, SENDER, SENDER, &[]), "same-office"),
        (Sealed::new(sender, SENDER, STRANGER, &[]), "receiver-unregistered"),
        (Sealed::new(sender, SENDER, RECEIVER, &[("a.exe", 1)]), "file-set"),
    ] {
        let target = format!("/v1/messages/{}", sealed.id);
        assert_eq!(walk.code(sender, PUT, &target, &sealed.bytes), code);
    }

    let inbox = ("GET", "/v1/inbox");
    walk.ask(receiver, inbox, "/v1/inbox", &[], b"");
    walk.ask(receiver, inbox, "/v1/inbox?after=&wait=0", &[], b"");
    for query in ["after=x", "wait=-1", "wait=x", "after=c0000000000000zzz"] {
        assert_eq!(walk.code(receiver, inbox, &format!("/v1/inbox?{query}"), b""), "request");
    }
    let sent = ("GET", "/v1/sent");
    walk.ask(sender, sent, "/v1/sent", &[], b"");
    assert_eq!(walk.code(sender, sent, "/v1/sent?after=1", b""), "request");

    ranges(&mut walk, &target, &message.bytes);

    let ack = format!("{target}/ack");
    let imported = world.ack(&message.id, ReceiptKind::Imported, receiver);
    let refused = world.ack(&message.id, ReceiptKind::Refused, receiver);
    assert_eq!(walk.code(receiver, ACK, &ack, b"junk"), "receipt");
    assert_eq!(walk.code(sender, ACK, &ack, &imported), "not-found");
    assert_eq!(walk.ask(receiver, ACK, &ack, &[], &imported).status, 200);
    assert_eq!(walk.ask(receiver, ACK, &ack, &[], &imported).status, 200);
    assert_eq!(walk.ask(receiver, ACK, &ack, &[], &refused).status, 200, "the first outcome stands");
    assert_eq!(walk.code(receiver, ACK, &ack, &vec![0; 70_000]), "too-large");
    assert_eq!(walk.code(receiver, ACK, "/v1/messages/x/ack", b"x"), "request");
    walk.ask(sender, sent, "/v1/sent", &[], b"");

    let recall = format!("{target}/recall");
    assert_eq!(walk.code(sender, RECALL, &recall, b"{}"), "state");
    assert_eq!(walk.code(sender, RECALL, &format!("{unused}/recall"), b"{}"), "not-found");
    let second = format!("/v1/messages/{}", other.id);
    walk.ask(sender, PUT, &second, &[], &other.bytes);
    let early = world.ack(&other.id, ReceiptKind::Imported, receiver);
    assert_eq!(walk.code(receiver, ACK, &format!("{second}/ack"), &early), "state", "before the pick-up");
    let recall = format!("{second}/recall");
    assert_eq!(walk.ask(sender, RECALL, &recall, &[], b"{}").status, 200);
    assert_eq!(walk.ask(sender, RECALL, &recall, &[], b"").status, 200);
    assert_eq!(walk.code(receiver, GET, &second, b""), "message-recalled");
    assert_eq!(walk.code(sender, PUT, &second, &other.bytes), "message-recalled");
    walk.ask(sender, sent, "/v1/sent", &[], b"");

    *world.now.lock().unwrap() += time::Duration::days(100);
    assert_eq!(walk.code(receiver, GET, &target, b""), "message-expired");
    let today = directory::day_in_japan(*world.now.lock().unwrap());
    let past = today.previous_day().unwrap();
    directory::set_licence(world.relay().store(), RECEIVER, past, past).unwrap();
    assert_eq!(walk.code(receiver, inbox, "/v1/inbox", b""), "sender-licence");

    elsewhere(&world);
    assert!(walk.seen.len() >= 30, "{:#?}", walk.seen);
}

fn ranges(walk: &mut Walk<'_>, target: &str, whole: &[u8]) {
    let (sender, receiver) = (&walk.world.sender, &walk.world.receiver);
    let size = whole.len();
    let mut get = |who, headers: &[(&str, &str)]| walk.ask(who, GET, target, headers, b"");
    let first = get(receiver, &[("Range", "bytes=0-99")]);
    assert_eq!((first.status, first.body.as_slice()), (206, &whole[..100]));
    let etag = first.headers["etag"].to_str().unwrap().to_owned();
    let rest = get(receiver, &[("Range", "bytes=100-"), ("If-Range", &etag)]);
    assert_eq!((rest.status, rest.body.as_slice()), (206, &whole[100..]));
    let range = format!("bytes 100-{}/{size}", size - 1);
    assert_eq!(rest.headers["content-range"].to_str().unwrap(), range);
    let tail = get(sender, &[("Range", "bytes=-7")]);
    assert_eq!(tail.body.as_slice(), &whole[size - 7..]);
    assert_eq!(get(sender, &[("Range", "bytes=5-9999999")]).body.as_slice(), &whole[5..]);
    for ignored in ["bytes=9-5", "bytes=0-1,3-4", "items=0-1", "bytes=x-"] {
        assert_eq!(get(sender, &[("Range", ignored)]).status, 200, "{ignored}");
    }
    let stale = get(sender, &[("Range", "bytes=1-2"), ("If-Range", "\"old\"")]);
    assert_eq!((stale.status, stale.body.as_slice()), (200, whole));
    for outside in [format!("bytes={size}-"), "bytes=-0".to_owned()] {
        let answer = get(sender, &[("Range", &outside)]);
        assert_eq!(answer.status, 416);
        assert_eq!(answer.headers["content-range"].to_str().unwrap(), format!("bytes */{size}"));
    }
    let head = call(walk.world, sender, "HEAD", target, &[], b"");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.headers["content-length"].to_str().unwrap(), size.to_string());
}

/// Where no call is: problems all the same.
fn elsewhere(world: &World) {
    let document = Document::read();
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    for (method, target, code) in [
        ("GET", "/", "no-endpoint"),
        ("GET", "/v2/inbox", "no-endpoint"),
        ("DELETE", "/v1/inbox", "method"),
        ("PATCH", "/v1/messages/1", "method"),
    ] {
        let answer = call(world, &world.sender, method, target, &[], b"");
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        document.validate(&schema, &body);
        assert_eq!(body["code"], json!(code));
    }
}

#[test]
fn an_agents_answers_are_as_declared() {
    let world = World::new();
    let mut walk = Walk { world: &world, document: Document::read(), seen: BTreeSet::new() };
    let agent = &world.pki.office(&office(STRANGER, CertificateKind::CareDx)).unwrap();
    let today = directory::day_in_japan(*world.now.lock().unwrap());
    let store = world.relay().store();
    directory::add(store, STRANGER, "代行センター", &["43".to_owned()], today).unwrap();
    let header = [("CPX-Acting-For", SENDER)];
    let inbox = ("GET", "/v1/inbox");
    let code = |walk: &mut Walk<'_>, headers: &[(&str, &str)]| {
        let answer = walk.ask(agent, inbox, "/v1/inbox", headers, b"");
        serde_json::from_slice::<Value>(&answer.body).unwrap()["code"].as_str().map(str::to_owned)
    };
    assert_eq!(code(&mut walk, &header).as_deref(), Some("agent"));
    assert_eq!(code(&mut walk, &[("CPX-Acting-For", "x")]).as_deref(), Some("request"));
    for number in [SENDER, RECEIVER] {
        directory::add_agent(store, number, STRANGER).unwrap();
    }
    let past = today.previous_day().unwrap();
    directory::set_licence(store, SENDER, past, past).unwrap();
    assert_eq!(code(&mut walk, &header).as_deref(), Some("acted-for-licence"));
    directory::set_licence(store, SENDER, past, today).unwrap();

    walk.ask(agent, ("GET", "/v1/offices"), &format!("/v1/offices?number={SENDER}"), &header, b"");
    let message = Sealed::new(agent, SENDER, RECEIVER, &[]);
    let target = format!("/v1/messages/{}", message.id);
    assert_eq!(walk.ask(agent, PUT, &target, &header, &message.bytes).status, 201);
    let page = walk.ask(&world.receiver, inbox, "/v1/inbox", &[], b"");
    let page: Value = serde_json::from_slice(&page.body).unwrap();
    assert!(page["entries"][0]["accepted"].is_string());
}
