//! Faults on order: what a script may say, and that every effect is done at every place where it goes.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cplink::error::Retry;
use cplink::progress::Job;
use cplink::relay::cpx::HttpTransport;
use cplink::{Code, Error};
use relay_mock::server::faults::{Call, Effect, Fault, Place, Problem, Script, ScriptError, When};

use crate::served::prepare;
use crate::world::{RECEIVER, SENDER, World};

const HEAD: &str = "title_ja = \"見本\"\n\n[[fault]]\n";

fn wrong(text: &str) -> ScriptError {
    let error = Script::read(text, "some.toml").unwrap_err();
    let json = serde_json::to_string(&toml::from_str::<toml::Table>(text).unwrap()).unwrap();
    let same = Script::read_json(&json, "some.toml").unwrap_err();
    assert_eq!((&same.fault, &same.field, &same.problem), (&error.fault, &error.field, &error.problem), "{text}");
    assert!(error.message_ja().contains('行') && !error.remedy_ja().is_ascii(), "{error}");
    assert!(error.message_en().starts_with("line ") && error.remedy_en().ends_with('.'), "{error}");
    error
}

#[test]
fn a_mistake_is_told_with_line_fault_field_and_remedy() {
    let good = "call = \"any\"\nnth = 1\nat = \"before\"\ndo = \"reset\"\n";
    assert!(Script::read(&format!("{HEAD}{good}"), "x").is_ok());
    for (from, to, line, field) in [
        ("call = \"any\"", "call = \"post-message\"", 4, "call"),
        ("call = \"any\"", "call = \"/v1/message/{id}\"", 4, "call"),
        ("call = \"any\"", "call = 1", 4, "call"),
        ("call = \"any\"\n", "", 3, "call"),
        ("nth = 1", "nth = 0", 5, "nth"),
        ("nth = 1", "nth = -1", 5, "nth"),
        ("nth = 1", "nth = 1.5", 5, "nth"),
        ("nth = 1", "every = \"3\"", 5, "every"),
        ("nth = 1", "chance = 0", 5, "chance"),
        ("nth = 1", "chance = 1.01", 5, "chance"),
        ("nth = 1", "chance = nan", 5, "chance"),
        ("at = \"before\"", "at = \"after\"", 6, "at"),
        ("at = \"before\"", "at = \"request-byte\"", 6, "at"),
        ("at = \"before\"", "at = \"request-byte:-1\"", 6, "at"),
        ("at = \"before\"", "at = \"before:1\"", 6, "at"),
        ("at = \"before\"\n", "", 3, "at"),
        ("do = \"reset\"", "do = \"crash\"", 7, "do"),
        ("do = \"reset\"", "do = \"status:200\"", 7, "do"),
        ("do = \"reset\"", "do = \"delay:2\"", 7, "do"),
        ("do = \"reset\"", "do = \"flip\"", 7, "do"),
        ("do = \"reset\"", "do = \"reset\"\ntimes = 0", 8, "times"),
        ("do = \"reset\"", "do = \"reset\"\ntime = 1", 8, "time"),
        ("do = \"reset\"", "do = \"reset\"\noffice = \"123\"", 8, "office"),
        ("at = \"before\"\ndo = \"reset\"", "at = \"handshake\"\ndo = \"tls12\"\noffice = \"1370000011\"", 8, "office"),
        ("call = \"any\"\nnth = 1\nat = \"before\"", "call = \"sent\"\nnth = 1\nat = \"handshake\"", 4, "call"),
        ("call = \"any\"\nnth = 1\nat = \"before\"", "call = \"sent\"\nnth = 1\nat = \"request-byte:1\"", 4, "call"),
        (
            "call = \"any\"\nnth = 1\nat = \"before\"\ndo = \"reset\"",
            "call = \"offices\"\nnth = 1\nat = \"after-commit\"\ndo = \"reorder\"",
            4,
            "call",
        ),
    ] {
        let text = format!("{HEAD}{}", good.replace(from, to));
        // JSON has no such number.
        let error = if to.contains("nan") { Script::read(&text, "x").unwrap_err() } else { wrong(&text) };
        let told = (error.line, error.fault, error.field.as_deref());
        assert_eq!(told, (Some(line), Some(1), Some(field)), "{to}: {error}");
    }
    let both = good.replace("nth = 1", "nth = 1\nevery = 2");
    assert_eq!(*wrong(&format!("{HEAD}{good}\n[[fault]]\n{both}")).problem, Problem::When);
    let none = wrong(&format!("{HEAD}{good}\n[[fault]]\n{}", good.replace("nth = 1\n", "")));
    assert_eq!((*none.problem, none.fault, none.line), (Problem::When, Some(2), Some(9)));
}

#[test]
fn what_is_no_script_at_all_is_told_as_such() {
    let read = |text: &str| Script::read(text, "some.toml").unwrap_err();
    assert_eq!(*read("").problem, Problem::Empty);
    assert_eq!(*read("title_ja = \"x\"\n").problem, Problem::Empty);
    assert_eq!(*read("fault = 1\n").problem, Problem::Faults);
    assert_eq!(*read("fault = []\n").problem, Problem::Empty);
    assert_eq!(read("\nseed = -1\n").line, Some(2));
    let broken = read("\n[[fault]\n");
    assert!(broken.line == Some(2) && matches!(*broken.problem, Problem::Syntax(_)), "{broken}");
    assert_eq!(*read(&"#".repeat(70_000)).problem, Problem::TooLarge);
    let one = "[[fault]]\ncall = \"any\"\nnth = 1\nat = \"before\"\ndo = \"reset\"\n";
    assert_eq!(*read(&one.repeat(101)).problem, Problem::TooLarge);
    assert!(Script::read(&one.repeat(100), "x").is_ok());
    assert!(matches!(*Script::read_json("{", "x").unwrap_err().problem, Problem::Syntax(_)));
    assert_eq!(*Script::read_json("[]", "x").unwrap_err().problem, Problem::Empty);
    assert_eq!(*Script::of([]).unwrap_err().problem, Problem::Empty);
    let error = Script::of([Fault::new(Place::Before, Effect::Flip)]).unwrap_err();
    assert!(error.remedy_en().contains("flip goes at: answer-byte:N"), "{error}");
    assert!(error.message_ja().contains("1番目の障害"), "{}", error.message_ja());
}

/// What a put of a new message says while this is played, by a client that is not patient; how often it was played;
/// and that afterwards the message is there once.
fn put_with(at: Place, effect: Effect) -> (cplink::Result<Vec<u8>>, u64) {
    let world = World::new();
    let calls = if at == Place::Handshake { None } else { Some(Call::PutMessage) };
    let fault = Fault::new(at, effect);
    world.play([calls.map_or(fault.clone(), |call| fault.call(call))]);
    let mut options = world.options(&world.sender);
    options.stall_timeout = Duration::from_millis(600);
    options.call_timeout = Duration::from_millis(600);
    let mut sending = HttpTransport::new(options).unwrap();
    let message = world.message();
    let said = message.put(&mut sending);
    let fired = world.faults.told().faults[0].fired;
    world.faults.stop();
    if let Effect::Clock(seconds) = effect {
        *world.now.lock().unwrap() -= time::Duration::seconds(seconds);
    }
    message.put(&mut world.sending()).unwrap();
    let inbox = world.receiving().inbox("", Duration::ZERO, &mut Job::new()).unwrap();
    assert_eq!(inbox.entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), [message.id], "{at} {effect}");
    assert_eq!(message.get(&mut world.receiving()).unwrap(), message.bytes);
    assert!(world.spool_is_empty());
    (said, fired)
}

#[test]
fn every_effect_is_done_at_every_place_where_it_goes() {
    let lost = Some(Code::ConnectionLost);
    let silent = Some(Code::Timeout);
    let ends = [(Effect::Reset, lost), (Effect::Close, lost), (Effect::Stall, silent)];
    let waits = [(Effect::Delay(Duration::from_millis(50)), None)];
    let unclean = [(Effect::NoCloseNotify, lost)];
    let busy = Some(Code::RelayUnavailable);
    let answers = [(Effect::Status(503), busy), (Effect::Status(429), busy), (Effect::Status(500), busy)];
    let clock = [(Effect::Clock(-60), None)];
    let full = [(Effect::DiskFull, Some(Code::RelayStorageFull))];
    let before = [&ends[..], &waits, &unclean, &answers, &clock, &full].concat();
    let places = [
        (Place::Handshake, false, [&ends[..], &waits].concat()),
        (Place::Before, false, [&before[..], &[(Effect::Lock, Some(Code::LoginLocked))]].concat()),
        (Place::RequestByte(0), false, before.clone()),
        (Place::RequestByte(700), false, before),
        (
            Place::AfterCommit,
            true,
            [&ends[..], &waits, &unclean, &answers, &clock, &[(Effect::Duplicate, None)]].concat(),
        ),
        (Place::AnswerByte(0), true, [&ends[..], &waits, &unclean, &[(Effect::Truncate, lost)]].concat()),
        (Place::AnswerByte(20), true, [&ends[..], &waits, &unclean, &[(Effect::Truncate, lost)]].concat()),
    ];
    let mut played = 0;
    for (at, took_effect, effects) in places {
        for (effect, expected) in effects {
            let (said, fired) = put_with(at, effect);
            assert_eq!(fired, 1, "{at} {effect}");
            assert_eq!(said.as_ref().err().map(Error::code), expected, "{at} {effect}: {:?}", said.err());
            if let Err(error) = said {
                let retry = if effect == Effect::Lock { Retry::AfterFix } else { Retry::Safe };
                assert_eq!(error.retry(), retry, "{at} {effect}");
                let hidden = !matches!(effect, Effect::Status(_));
                assert!(error.in_doubt() || !took_effect || !hidden, "{at} {effect}: it took effect");
            }
            played += 1;
        }
    }
    assert!(played > 50, "{played}");
}

#[test]
fn a_revocation_is_of_the_office_that_is_named() {
    let world = World::new();
    world.play([Fault::new(Place::Handshake, Effect::Revoke).office(SENDER).when(When::Every(1))]);
    let job = &mut Job::new();
    assert!(world.receiving().capabilities(job).is_ok());
    for _ in 0..2 {
        assert_eq!(world.sending().capabilities(job).unwrap_err().code(), Code::TlsClientRevoked);
    }
    let told = world.faults.told();
    assert_eq!((told.faults[0].met, told.faults[0].fired), (2, 2));
    assert!(told.fired.iter().all(|fired| fired.office.as_deref() == Some(SENDER) && fired.call.is_none()));
}

#[test]
fn a_fault_of_one_office_leaves_the_others_alone() {
    let world = World::new();
    let text = format!(
        "[[fault]]\ncall = \"/v1/inbox\"\noffice = \"{RECEIVER}\"\nevery = 2\nat = \"before\"\ndo = \"lock\"\n"
    );
    world.faults.play(Script::read(&text, "x").unwrap(), 0);
    let inbox = |mut of: HttpTransport| of.inbox("", Duration::ZERO, &mut Job::new()).err().map(|error| error.code());
    for _ in 0..2 {
        assert_eq!(inbox(world.sending()), None);
        assert_eq!(inbox(world.receiving()), None);
        assert_eq!(inbox(world.receiving()), Some(Code::LoginLocked));
    }
    assert!(world.receiving().sent("", &mut Job::new()).is_ok(), "another path");
}

#[test]
fn faults_of_one_call_come_one_after_the_other() {
    let world = World::new();
    let delay = |at| Fault::new(at, Effect::Delay(Duration::from_millis(150))).call(Call::PutMessage);
    world.play([
        delay(Place::Before),
        delay(Place::RequestByte(10)),
        delay(Place::RequestByte(20)),
        delay(Place::AfterCommit),
        delay(Place::AnswerByte(5)),
        delay(Place::AnswerByte(6)),
    ]);
    let begin = Instant::now();
    world.message().put(&mut world.sending()).unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(900), "{:?}", begin.elapsed());
    let told = world.faults.told();
    assert_eq!(told.fired.iter().map(|fired| fired.fault).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn what_is_too_short_for_a_fault_is_not_counted_as_played() {
    let world = World::new();
    let list = |call, effect| Fault::new(Place::AfterCommit, effect).call(call);
    world.play([
        Fault::new(Place::AnswerByte(1 << 20), Effect::Reset).when(When::Every(1)),
        list(Call::Inbox, Effect::Reorder).when(When::Every(1)),
        list(Call::Inbox, Effect::Duplicate).when(When::Every(1)),
    ]);
    world.message().put(&mut world.sending()).unwrap();
    let page = world.sending().inbox("", Duration::ZERO, &mut Job::new()).unwrap();
    assert!(page.entries.is_empty());
    let counts: Vec<_> = world.faults.told().faults.iter().map(|fault| (fault.met, fault.fired)).collect();
    assert_eq!(counts, [(2, 0), (1, 0), (1, 0)]);
}

#[test]
fn a_bit_of_a_large_message_is_found_wherever_it_is() {
    let world = World::new();
    let message = crate::world::Sealed::new(&world.sender, SENDER, RECEIVER, &[("large.pdf", 3 << 20)]);
    message.put(&mut world.sending()).unwrap();
    for at in [0, 65_536, 1 << 20, message.bytes.len() as u64 - 1] {
        world.play([Fault::new(Place::AnswerByte(at), Effect::Flip).call(Call::GetMessage)]);
        let got = message.get(&mut world.receiving()).unwrap();
        let other: Vec<_> = (0..got.len()).filter(|n| got[*n] != message.bytes[*n]).collect();
        assert_eq!((got.len(), other), (message.bytes.len(), vec![usize::try_from(at).unwrap()]));
        world.play([Fault::new(Place::AnswerByte(at), Effect::Truncate).call(Call::GetMessage)]);
        assert_eq!(message.get(&mut world.receiving()).unwrap_err().code(), Code::ConnectionLost);
    }
}

fn serve(data: &std::path::Path, more: &[&str]) -> (Vec<String>, String, Option<i32>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_relay-mock"))
        .args(["serve", "--listen", "127.0.0.1:0", "--until-stdin-closes", "--data"])
        .arg(data)
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdin.take());
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap).collect();
    let output = child.wait_with_output().unwrap();
    (lines, String::from_utf8(output.stderr).unwrap(), output.status.code())
}

#[test]
fn serve_plays_a_script_and_prints_its_seed() {
    let dir = tempfile::tempdir().unwrap();
    prepare(dir.path(), &[SENDER]);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/faults/");
    let flaky = format!("{folder}flaky.toml");
    let (lines, _, code) = serve(dir.path(), &["--faults", &flaky, "--control", "127.0.0.1:0"]);
    assert_eq!((lines.len(), lines[2].as_str(), code), (3, "faults by seed 20261129", Some(0)));
    let (lines, _, _) = serve(dir.path(), &["--faults", &flaky, "--fault-seed", "7"]);
    assert_eq!(lines[1], "faults by seed 7");
    let (lines, _, _) = serve(dir.path(), &["--faults", &format!("{folder}slow.toml")]);
    assert!(lines[1].strip_prefix("faults by seed ").unwrap().parse::<u32>().is_ok());

    let wrong = dir.path().join("wrong.toml");
    std::fs::write(&wrong, format!("{HEAD}call = \"any\"\nnth = 1\nat = \"before\"\ndo = \"crash\"\n")).unwrap();
    let wrong = wrong.to_str().unwrap();
    let (_, said, code) = serve(dir.path(), &["--faults", wrong, "--lang", "ja"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("wrong.toml: 7行、1番目の障害、「do」：") && said.contains("disk-full"), "{said}");
    std::fs::write(wrong, b"title_ja = \"\x8e\xa9\"").unwrap();
    let (_, said, code) = serve(dir.path(), &["--faults", wrong, "--lang", "en"]);
    assert!(code == Some(2) && said.contains("UTF-8"), "{said}");
    let (_, said, code) = serve(dir.path(), &["--faults", "nowhere.toml", "--lang", "en"]);
    assert!(code == Some(2) && said.contains("nowhere.toml") && said.contains("lost-answer"), "{code:?} {said}");
    let (lines, _, code) = serve(dir.path(), &["--faults", "flaky"]);
    assert_eq!((lines[1].as_str(), code), ("faults by seed 20261129", Some(0)), "one of the program's own");
    let (_, said, code) = serve(dir.path(), &["--fault-seed", "7", "--lang", "en"]);
    assert!(code == Some(2) && said.contains("--faults"), "{said}");
}
