//! A client in one line, its self-check where that fails, and two lines that do not wait for each other.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use cplink::Code;
use cplink::client::{Client, Diagnosis, ReceiveOptions, SendOptions};
use cplink::finding::Severity;
use cplink::keys::{KeySource, TrustSource};
use cplink::progress::Job;
use cplink::relay::ConnectOptions;

use crate::desk::{desks, withdrawal};
use crate::world::{RECEIVER, SENDER, Sealed, World};

/// Key and authorities as files.
struct Files {
    world: World,
    key: PathBuf,
    trust: PathBuf,
    _folder: tempfile::TempDir,
}

impl Files {
    fn new() -> Self {
        let (world, folder) = (World::new(), tempfile::tempdir().unwrap());
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("office.p12"), world.sender.pkcs12("password").unwrap()).unwrap();
        let authorities = [world.pki.ca_pem(), world.pki.crls_pem().unwrap()].concat();
        std::fs::write(at("ca.pem"), authorities).unwrap();
        Self { world, key: at("office.p12"), trust: at("ca.pem"), _folder: folder }
    }

    fn key(&self) -> (&str, &str) {
        (self.key.to_str().unwrap(), "password")
    }

    fn trust(&self) -> &str {
        self.trust.to_str().unwrap()
    }

    fn url(&self) -> String {
        self.world.relay().url()
    }

    fn connect(&self) -> Client {
        Client::connect(self.url().as_str(), self.key(), self.trust(), &mut Job::new()).unwrap()
    }

    fn diagnose(&self, url: &str, key: impl Into<KeySource>, trust: impl Into<TrustSource>) -> Vec<(String, Severity)> {
        told(&Client::diagnose(url, key, trust, &mut Job::new()).unwrap())
    }
}

/// The lines; each that is no information has a remedy.
fn told(diagnosis: &Diagnosis) -> Vec<(String, Severity)> {
    for line in &diagnosis.lines {
        let has_remedy = !line.remedy_ja.is_empty() && !line.remedy_en.is_empty();
        assert_eq!(has_remedy, line.severity != Severity::Info, "{line:?}");
    }
    diagnosis.lines.iter().map(|line| (line.id.to_owned(), line.severity)).collect()
}

fn ids(lines: &[(String, Severity)], severity: Severity) -> Vec<&str> {
    lines.iter().filter(|(_, one)| *one == severity).map(|(id, _)| id.as_str()).collect()
}

#[test]
fn a_client_is_connected_in_one_line() {
    let files = Files::new();
    let mut client = files.connect();
    assert_eq!(client.office_number(), SENDER);
    assert!(client.capabilities(&mut Job::new()).unwrap().abilities.receipts);
    let folder = tempfile::tempdir().unwrap();
    let unit = withdrawal("20251104090000", "202510");
    client.send(&unit, &SendOptions::new(folder.path()), &mut Job::new()).unwrap();
}

#[test]
fn what_is_wrong_is_told_when_connecting_and_the_remedy_names_the_self_check() {
    let files = Files::new();
    let connect = |options: ConnectOptions, key: (&str, &str), trust: &str| {
        let error = Client::connect(options, key, trust, &mut Job::new()).err().unwrap();
        assert!(error.remedy_ja().starts_with(error.code().remedy_ja()) && error.remedy_ja().contains("自己診断"));
        assert!(error.remedy_en().contains("self-check"));
        error.code()
    };
    let (key, trust) = (files.key(), files.trust());
    let url = || ConnectOptions::new(files.url());
    assert_eq!(connect(url(), (key.0, "wrong"), trust), Code::KeyPassword);
    assert_eq!(connect(url(), ("none.p12", ""), trust), Code::FileRead);
    assert_eq!(connect(url(), key, "none.pem"), Code::FileRead);
    assert_eq!(connect("http://127.0.0.1".into(), key, trust), Code::Url);
    assert_eq!(connect(closed().as_str().into(), key, trust), Code::Connect);
    let other = cplink_testkit::pki().ca_pem();
    assert_eq!(connect(url(), key, &other), Code::TlsServerCertificate);
}

/// A port where nobody listens.
fn closed() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("https://{}", listener.local_addr().unwrap())
}

#[test]
fn the_self_check_is_whole_where_everything_can_be_loaded() {
    let files = Files::new();
    let whole = files.connect().doctor(&mut Job::new()).unwrap();
    assert_eq!(files.diagnose(&files.url(), files.key(), files.trust()), told(&whole));
    assert!(whole.is_well());
}

#[test]
fn each_of_key_authorities_and_url_is_looked_at_whatever_the_others_are() {
    let files = Files::new();
    let (url, key, trust) = (files.url(), files.key(), files.trust());
    let lines = files.diagnose(&url, (key.0, "wrong"), trust);
    assert_eq!((ids(&lines, Severity::Error), ids(&lines, Severity::Info)), (vec!["key"], vec!["trust", "relay"]));
    let lines = files.diagnose(&url, key, "none.pem");
    assert_eq!(ids(&lines, Severity::Error), ["trust"]);
    assert_eq!(ids(&lines, Severity::Info), ["key", "certificate", "relay"]);
    let lines = files.diagnose(&url, "none.p12", "none.pem");
    assert_eq!((ids(&lines, Severity::Error), ids(&lines, Severity::Info)), (vec!["key", "trust"], vec!["relay"]));
    let lines = files.diagnose(&closed(), "none.p12", "none.pem");
    assert_eq!(ids(&lines, Severity::Error), ["key", "trust", "relay"]);
    let lines = files.diagnose("http://127.0.0.1", key, trust);
    assert_eq!(ids(&lines, Severity::Error), ["relay"]);
    assert_eq!(ids(&lines, Severity::Info), ["key", "certificate", "chain", "crl"]);
    let lines = files.diagnose("", "pkcs11:x", "");
    assert_eq!(ids(&lines, Severity::Error), ["key", "trust", "relay"]);
}

#[test]
fn a_fault_names_its_file_in_both_languages() {
    let files = Files::new();
    let diagnosis = Client::diagnose(files.url().as_str(), "none.p12", files.trust(), &mut Job::new()).unwrap();
    let line = diagnosis.lines.iter().find(|line| line.id == "key").unwrap();
    assert!(line.text_ja.starts_with("none.p12：") && line.text_en.contains("none.p12"), "{line:?}");
}

#[test]
fn the_self_check_can_be_cancelled() {
    let files = Files::new();
    let mut job = Job::new();
    job.cancel().cancel();
    let cancelled = Client::diagnose(files.url().as_str(), "none.p12", files.trust(), &mut job);
    assert_eq!(cancelled.err().unwrap().code(), Code::Cancelled);
}

#[test]
fn a_unit_is_sent_while_the_same_office_waits_for_messages() {
    let world = World::new();
    let (here, _) = desks(&world);
    let mut sending = here.client;
    let mut waiting = sending.another().unwrap();
    let folder = here.folder.path();
    std::thread::scope(|scope| {
        let waited = scope.spawn(move || {
            let options = ReceiveOptions::new(folder).with_wait(Duration::from_secs(50));
            let began = Instant::now();
            (waiting.receive("", &options, &mut Job::new()).unwrap().messages.len(), began.elapsed())
        });
        std::thread::sleep(Duration::from_millis(300));
        for second in 0..3 {
            let unit = withdrawal(&format!("2025110409000{second}"), "202510");
            sending.send(&unit, &SendOptions::new(folder), &mut Job::new()).unwrap();
        }
        assert!(!waited.is_finished(), "it still waits");
        // What comes ends the wait.
        Sealed::new(&world.receiver, RECEIVER, SENDER, &[]).put(&mut world.receiving()).unwrap();
        let (messages, took) = waited.join().unwrap();
        assert_eq!(messages, 1);
        assert!(took < Duration::from_secs(40), "{took:?}");
    });
}

#[test]
fn a_client_that_rests_connects_again_by_itself() {
    let world = World::new();
    let (mut here, _) = desks(&world);
    for _ in 0..3 {
        here.client.office(SENDER, &mut Job::new()).unwrap().unwrap();
        here.client.rest();
    }
}
