//! What many offices cost one process of a host. `cargo bench -p relay-mock --bench offices [-- OFFICES]`
//!
//! Each office has a key and a client of its own; all share one trust, whose revocation list names 20,000 certificates.
//! They are added in steps (100, 500, 1,000), and after each step `Offices` goes around with 16 connections: every
//! office asks for its inbox, by a connection of its own. The relay is another process on the same processors.
//!
//! - `ratio memory`: memory of a client at the last step against that at the first. 1 is linear.
//! - `ratio time`: time of an office's turn at the last step against that at the first. 1 is linear.
//!
//! Memory is what Linux says of this process: its resident pages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cplink::client::{Client, Offices, ReceiveOptions};
use cplink::keys::{KeySource, TrustSource};
use cplink::progress::Job;
use cplink::relay::ConnectOptions;
use relay_mock::directory;
use relay_mock::pki::{Algorithm, OfficeCert, Pki, WriteAll, write_all};
use relay_mock::store::sqlite::SqliteStore;
use time::OffsetDateTime;

const CONNECTIONS: usize = 16;
const REVOKED: u32 = 20_000;
/// The first office's number.
const FIRST: usize = 1_370_100_000;
/// What the process is told that measures.
const MEASURE: &str = "measure";

/// The relay's process. It ends with its standard input.
struct Relay {
    child: Child,
    url: String,
}

impl Relay {
    fn start(data: &Path, pki: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_relay-mock"))
            .args(["serve", "--listen", "127.0.0.1:0", "--until-stdin-closes", "--data"])
            .arg(data)
            .arg("--pki")
            .arg(pki)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        Self { child, url }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Resident memory in KiB.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Takes the memory that was freed and is still the process's, so that what follows shows.
fn ballast() -> Vec<Vec<u8>> {
    let before = memory();
    let mut ballast = Vec::new();
    while memory() < before + 1024.0 {
        ballast.extend((0..64).map(|_| vec![1; 1024]));
    }
    ballast
}

/// Milliseconds of an office's turn.
fn round(offices: &Offices, folder: &Path) -> f64 {
    let began = Instant::now();
    let round = offices.each(Duration::from_secs(30), &mut Job::new(), |_, client, job| {
        client.inbox("", &ReceiveOptions::new(folder), job).map(drop)
    });
    let round = round.unwrap();
    assert!(round.failed.is_empty() && round.pausing == 0, "{:?}", round.failed.first());
    began.elapsed().as_secs_f64() * 1e3 / round.done as f64
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, most, url, folder] = words.as_slice()
        && word == MEASURE
    {
        return measure(most.parse().unwrap(), url, Path::new(folder));
    }
    let most: usize = words.iter().find_map(|word| word.parse().ok()).unwrap_or(1000);
    let folder = tempfile::tempdir().unwrap();
    let pki = prepare(most, folder.path());
    let relay = Relay::start(&folder.path().join("data"), &pki);
    // A process of its own, whose memory nothing else was done in.
    let mut measuring = Command::new(std::env::current_exe().unwrap());
    measuring.args([MEASURE, &most.to_string(), &relay.url]).arg(folder.path());
    assert!(measuring.status().unwrap().success());
}

/// Writes the offices' keys, the authority with its lists, and the relay's directory; gives the authority's folder.
fn prepare(most: usize, folder: &Path) -> PathBuf {
    let pki_folder = folder.join("pki");
    let now = OffsetDateTime::now_utc();
    write_all(&pki_folder, &WriteAll { algorithm: Algorithm::EcdsaP256, ..WriteAll::new(now) }).unwrap();
    let mut pki = Pki::read(&pki_folder, now).unwrap();
    let store = SqliteStore::open(&folder.join("data"), None).unwrap();
    for place in 0..most {
        let number = (FIRST + place).to_string();
        let office = OfficeCert::new(&number, "試験事業所").algorithm(Algorithm::EcdsaP256);
        std::fs::write(folder.join(format!("{number}.pem")), pki.office(&office).unwrap().pem()).unwrap();
        directory::add(&store, &number, "試験事業所", &[], directory::day_in_japan(now)).unwrap();
    }
    for serial in 0..REVOKED {
        pki.revoke(&serial.to_be_bytes());
    }
    std::fs::write(folder.join("ca.pem"), [pki.ca_pem(), pki.crls_pem().unwrap()].concat()).unwrap();
    pki_folder
}

fn measure(most: usize, url: &str, folder: &Path) {
    let trust = TrustSource::path(folder.join("ca.pem")).open().unwrap();
    let options = ConnectOptions::new(url);
    let offices = Offices::new(CONNECTIONS);
    let mut added = 0;
    let mut add = |count: usize| {
        for place in added..added + count {
            let key = KeySource::file(folder.join(format!("{}.pem", FIRST + place)));
            offices.add(Client::of(&options, key.open(trust.profile()).unwrap(), trust.clone()).unwrap()).unwrap();
        }
        added += count;
        added
    };
    // What is made once for all of them.
    add(1);
    round(&offices, folder);
    let _ballast = ballast();
    let before = memory();
    let mut steps = Vec::new();
    for step in [most / 10, most / 2, most] {
        let began = Instant::now();
        let now = add(step - offices.len());
        let made = began.elapsed().as_secs_f64() * 1e3;
        let idle = memory() - before;
        let turn = round(&offices, folder);
        // The processors are others' too.
        let again = (0..3).map(|_| round(&offices, folder)).fold(f64::INFINITY, f64::min);
        let used = memory() - before;
        println!(
            "{now} offices: made in {made:.0} ms; {idle:.0} KiB before their first turn, {used:.0} KiB after four; \
             a turn {turn:.2} ms, then {again:.2} ms"
        );
        steps.push((used / now as f64, again));
    }
    let ((first_memory, first_time), (last_memory, last_time)) = (steps[0], steps[steps.len() - 1]);
    println!(
        "ratio memory {:.3}  ({last_memory:.1} KiB an office against {first_memory:.1})",
        last_memory / first_memory
    );
    println!("ratio time {:.3}", last_time / first_time);
}
