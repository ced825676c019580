//! Threads and processes that send and receive in one folder at the same time, against a real relay: no call fails,
//! and every kept file is whole.
//!
//! Each process has 8 threads. They take turns in sending a message that all others send too, in sending one of their
//! own, and in receiving, each by its own cursor: the same containers are written by many at a time.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

use cplink::client::{Client, Inbox, ReceiveOptions, SendOptions};
use cplink::keys::{CertificateKind, FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, connect};
use cplink::seal::MessageId;
use cplink::unit::{Address, Serial, Unit};
use cplink_testkit::relay::TestRelay;
use cplink_testkit::{RECEIVER, SENDER, office, open_bytes, pki, trust};
use relay_mock::pki::{Algorithm, Pki};

use crate::cases;

const PROCESSES: u64 = 4;
const THREADS: u64 = 8;
/// Where a process of the race finds its folder, and how many calls each of its threads makes.
const FOLDER: &str = "CPLINK_RACE_FOLDER";
const CALLS: &str = "CPLINK_RACE_CALLS";
const NUMBER: &str = "CPLINK_RACE_NUMBER";

#[test]
fn many_write_into_one_folder() {
    if std::env::var_os(FOLDER).is_some() {
        return;
    }
    let (count, start) = (cases::count(320), Instant::now());
    let (pki, folder) = (pki(), tempfile::tempdir().unwrap());
    let relay = TestRelay::start(&pki, &[SENDER, RECEIVER]);
    prepare(&pki, &relay, folder.path());
    let calls = count.div_ceil(PROCESSES * THREADS);
    let run = |number: u64| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "race::one_process_of_the_race", "--nocapture", "--test-threads=1"]);
        command.env(FOLDER, folder.path()).env(CALLS, calls.to_string()).env(NUMBER, number.to_string());
        command.stdout(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<_> = (0..PROCESSES).map(run).collect();
    let mut failed = 0;
    for child in children {
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        // The line may begin with what the test harness says.
        let ended = text.lines().find_map(|line| line.split_once("failed calls: "));
        failed += ended.map_or(calls * THREADS, |(_, number)| number.parse().unwrap());
        text.lines().filter(|line| line.contains("FAILED")).for_each(|line| println!("{line}"));
    }
    failed += unsound(&pki, &folder.path().join("kept"));
    println!("{PROCESSES} processes of {THREADS} threads, {calls} calls each, {:.0?}", start.elapsed());
    cases::close(calls * PROCESSES * THREADS, failed);
}

/// What a process needs of the world.
fn prepare(pki: &Pki, relay: &TestRelay, folder: &Path) {
    for (number, kind) in [(SENDER, CertificateKind::CareInsurance), (RECEIVER, CertificateKind::CareDx)] {
        let key = pki.office(&office(number, Algorithm::EcdsaP256).kind(kind)).unwrap();
        fs::write(folder.join(number), key.pem()).unwrap();
    }
    fs::write(folder.join("root"), pki.ca_pem()).unwrap();
    fs::write(folder.join("url"), relay.url()).unwrap();
}

/// How many kept files are not what their names say, and how many lie there that should not.
fn unsound(pki: &Pki, kept: &Path) -> u64 {
    let trust = trust(pki);
    let (mut wrong, mut right) = (0, 0);
    for entry in fs::read_dir(kept).unwrap() {
        let path = entry.unwrap().path();
        let id: Option<MessageId> = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
        let opened = open_bytes(&fs::read(&path).unwrap(), &trust).map(|opened| opened.id());
        if id.is_some() && opened.as_ref().ok() == id.as_ref() {
            right += 1;
        } else {
            wrong += 1;
            println!("FAILED {}: {opened:?}", path.display());
        }
    }
    println!("{right} kept files are whole");
    assert!(right > 0);
    wrong
}

/// Runs only as a process of [`many_write_into_one_folder`].
#[test]
fn one_process_of_the_race() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let number = |name: &str| -> u64 { std::env::var(name).unwrap().parse().unwrap() };
    let (folder, calls, process) = (PathBuf::from(folder), number(CALLS), number(NUMBER));
    let start = Arc::new(Barrier::new(THREADS as usize));
    let run = |thread: u64| {
        let (folder, start) = (folder.clone(), Arc::clone(&start));
        thread::spawn(move || {
            let mut racer = Racer::new(&folder, process * THREADS + thread);
            start.wait();
            (0..calls).filter(|call| !racer.call(*call)).count()
        })
    };
    let threads: Vec<_> = (0..THREADS).map(run).collect();
    let failed: usize = threads.into_iter().map(|thread| thread.join().unwrap_or(calls as usize)).sum();
    println!("failed calls: {failed}");
}

struct Racer {
    number: u64,
    kept: PathBuf,
    sending: Client,
    receiving: Client,
    inbox: Option<Inbox>,
    cursor: String,
    received: BTreeSet<MessageId>,
}

impl Racer {
    fn new(folder: &Path, number: u64) -> Self {
        let root = fs::read(folder.join("root")).unwrap();
        let url = fs::read_to_string(folder.join("url")).unwrap();
        let client = |office: &str| {
            let key = Arc::new(FileSigner::from_pem(&fs::read(folder.join(office)).unwrap(), None).unwrap());
            let trust = Trust::from_pem(&root).unwrap();
            let transport = connect(&ConnectOptions::new(url.clone()), Arc::clone(&key) as _, &trust).unwrap();
            Client::new(transport, key, trust).unwrap()
        };
        Self {
            number,
            kept: folder.join("kept"),
            sending: client(SENDER),
            receiving: client(RECEIVER),
            inbox: None,
            cursor: String::new(),
            received: BTreeSet::new(),
        }
    }

    /// One call; whether it went well.
    fn call(&mut self, call: u64) -> bool {
        let done = match call % 4 {
            // The same for all.
            0 => self.send(call),
            2 => self.send(1_000_000 + self.number * 10_000 + call),
            _ => self.receive(),
        };
        if let Err(what) = &done {
            println!("FAILED racer {} call {call}: {what}", self.number);
        }
        done.is_ok()
    }

    fn send(&mut self, content: u64) -> Result<(), String> {
        let address = |office: &str, service_type: &str| Address::new(office, service_type).unwrap();
        // Another content has another serial.
        let (day, hour, minute) = (content / 86_400 + 1, content / 3600 % 24, content / 60 % 60);
        let serial = Serial::new(&format!("202601{day:02}{hour:02}{minute:02}{:02}", content % 60));
        let mut unit = Unit::new(address(SENDER, "43"), address(RECEIVER, "11"), serial.unwrap());
        unit.add_attachment("a.pdf", format!("%PDF-1.7 {content} {}", "x".repeat(20_000)).into_bytes());
        let sent = self.sending.send(&unit, &SendOptions::new(&self.kept), &mut Job::new());
        let sent = sent.map_err(|error| format!("{error:?}"))?;
        self.look(&sent.container)
    }

    fn receive(&mut self) -> Result<(), String> {
        let job = &mut Job::new();
        if self.inbox.as_ref().is_none_or(Inbox::is_empty) {
            let page = self.receiving.inbox(&self.cursor, &ReceiveOptions::new(&self.kept), job);
            self.inbox = Some(page.map_err(|error| format!("inbox: {error:?}"))?);
        }
        let inbox = self.inbox.as_mut().unwrap();
        let next = self.receiving.next_message(inbox, job).map_err(|error| format!("{error:?}"))?;
        self.cursor = inbox.cursor().to_owned();
        let Some(incoming) = next else { return Ok(()) };
        let received = incoming.content.map_err(|error| format!("a good message: {error:?}"))?;
        if !self.received.insert(received.id) {
            return Err("delivered twice".to_owned());
        }
        self.look(&received.container)
    }

    /// A file that a call has named is there, and whole as long as anybody looks at it.
    fn look(&self, container: &Path) -> Result<(), String> {
        let id = container.file_stem().unwrap().to_str().unwrap().parse().unwrap();
        let opened = if self.number.is_multiple_of(2) { &self.receiving } else { &self.sending };
        match opened.open_received(&id, container, &mut Job::new()) {
            Err(error) if error.code() != cplink::Code::MessageReceiver => Err(format!("kept: {error:?}")),
            _ => Ok(()),
        }
    }
}
