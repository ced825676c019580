//! What a message costs the relay while nobody waits for news, and while 150 offices do.
//! `cargo bench -p relay-mock --bench waiting [-- MESSAGES]`
//!
//! One office sends small messages, each fetched by nobody; the others have asked for their inbox with
//! a long wait over a connection of their own. `relay` is the processor time of the relay's threads
//! per message (Linux; named after the thread, so that the clients of this program do not count),
//! `answer` what a sender waits for its receipt, both as medians over rounds that take turns.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;
use std::io::{Cursor, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cplink::keys::tls::client_resolver;
use cplink::keys::{FileSigner, Signer, UnixTime};
use cplink::progress::Job;
use cplink::relay::cpx::HttpTransport;
use cplink::relay::http::HttpOptions;
use cplink::seal::{Draft, Limits, MessageHeader, MessageId, Part, Party};
use relay_mock::directory;
use relay_mock::pki::{Algorithm, CertifiedKey, OfficeCert, Pki};
use relay_mock::server::{Relay, RelayOptions, Running};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use time::OffsetDateTime;

const WAITING: u64 = 150;
const ROUNDS: usize = 5;
const SENDER: u64 = 1_370_000_000;
/// Gets every message and never asks.
const RECEIVER: u64 = 1_370_000_001;

fn signer(identity: &CertifiedKey) -> Arc<dyn Signer> {
    Arc::new(FileSigner::from_pem(identity.pem().as_bytes(), None).unwrap())
}

struct World {
    _dir: tempfile::TempDir,
    pki: Pki,
    relay: Running,
    sender: Arc<dyn Signer>,
    sending: HttpTransport,
    sent: usize,
}

impl World {
    fn new() -> Self {
        let pki = Pki::new(OffsetDateTime::now_utc()).unwrap();
        let server = pki.server(&[]).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let anchor = CertificateDer::from(pki.ca_der().to_vec());
        let seal = signer(&pki.relay_seal().unwrap());
        let options = RelayOptions::new(dir.path(), server.chain, server.key_pkcs8, vec![anchor.clone()], seal);
        let relay = Relay::start(options).unwrap();
        let today = directory::day_in_japan(OffsetDateTime::now_utc());
        for number in SENDER..=RECEIVER + WAITING {
            directory::add(relay.store(), &number.to_string(), "試験事業所", &["43".to_owned()], today).unwrap();
        }
        let sender = signer(&identity(&pki, SENDER));
        let sending = HttpTransport::new(HttpOptions::new(relay.url(), vec![anchor], Arc::clone(&sender))).unwrap();
        Self { _dir: dir, pki, relay, sender, sending, sent: 0 }
    }

    /// Connections on which 150 offices have asked for news and get none.
    fn waiting(&self) -> Vec<StreamOwned<ClientConnection, TcpStream>> {
        let waiting = (RECEIVER + 1..=RECEIVER + WAITING).map(|number| {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from(self.pki.ca_der().to_vec())).unwrap();
            let config = ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_root_certificates(roots)
                .with_client_cert_resolver(client_resolver(signer(&identity(&self.pki, number))));
            let tls = ClientConnection::new(Arc::new(config), "127.0.0.1".try_into().unwrap()).unwrap();
            let mut stream = StreamOwned::new(tls, TcpStream::connect(self.relay.addr()).unwrap());
            stream.write_all(b"GET /v1/inbox?wait=60 HTTP/1.1\r\nHost: relay\r\n\r\n").unwrap();
            stream.flush().unwrap();
            stream
        });
        let waiting = waiting.collect();
        // The last ones have asked; the relay shall have looked too.
        std::thread::sleep(Duration::from_millis(500));
        waiting
    }

    fn seal(&mut self, count: usize) -> Vec<(MessageId, Vec<u8>)> {
        (self.sent..self.sent + count)
            .map(|n| {
                let serial = format!("20260101{:02}{:02}{:02}", n / 3600, n / 60 % 60, n % 60);
                let message = MessageHeader {
                    from: Party { office: SENDER.to_string(), service_type: "43".to_owned() },
                    to: Party { office: RECEIVER.to_string(), service_type: "11".to_owned() },
                    created: MessageHeader::created_at(&serial).unwrap(),
                    serial,
                    csv_version: None,
                    kind: "attachments".to_owned(),
                    subject: String::new(),
                    supersedes: None,
                    override_reason: None,
                };
                let part = Part::new("a.pdf", "application/pdf", b"%PDF-1.4".to_vec());
                let draft = Draft::prepare(message, vec![part], &Limits::default(), &mut Job::new()).unwrap();
                let now = OffsetDateTime::now_utc().unix_timestamp();
                let now = UnixTime::since_unix_epoch(Duration::from_secs(now.try_into().unwrap()));
                let mut bytes = Vec::new();
                (draft.seal(&*self.sender, now, &mut bytes, &mut Job::new()).unwrap().id, bytes)
            })
            .collect()
    }

    /// The relay's processor time and the sender's wait, per message.
    fn send(&mut self, count: usize) -> [Duration; 2] {
        let messages = self.seal(count);
        self.sent += count;
        let (begin, busy) = (Instant::now(), relay_busy());
        for (id, bytes) in &messages {
            let len = bytes.len() as u64;
            self.sending.put_message(id, &mut Cursor::new(bytes), len, &mut Job::new()).unwrap();
        }
        let answer = begin.elapsed();
        // What the last message set off counts too.
        std::thread::sleep(Duration::from_millis(200));
        let count = u32::try_from(count).unwrap();
        [relay_busy().saturating_sub(busy) / count, answer / count]
    }
}

fn identity(pki: &Pki, number: u64) -> CertifiedKey {
    pki.office(&OfficeCert::new(number.to_string(), "試験事業所").algorithm(Algorithm::EcdsaP256)).unwrap()
}

/// What the threads of the relay have been on a processor; zero where the system does not say.
fn relay_busy() -> Duration {
    let Ok(tasks) = fs::read_dir("/proc/self/task") else { return Duration::ZERO };
    let relay = tasks.filter_map(|task| {
        let task = task.ok()?.path();
        let name = fs::read_to_string(task.join("comm")).ok()?;
        let times = fs::read_to_string(task.join("schedstat")).ok()?;
        (name.trim_end() == "relay").then(|| times.split(' ').next()?.parse::<u64>().ok()).flatten()
    });
    Duration::from_nanos(relay.sum())
}

fn median(rounds: &mut [Duration]) -> f64 {
    rounds.sort();
    rounds[rounds.len() / 2].as_secs_f64() * 1000.0
}

fn main() {
    let count = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(40);
    let mut world = World::new();
    world.send(10);
    let mut figures: [[Vec<Duration>; 2]; 2] = Default::default();
    for _ in 0..ROUNDS {
        for (waiting, figures) in figures.iter_mut().enumerate() {
            let connections = if waiting == 1 { world.waiting() } else { Vec::new() };
            let measured = world.send(count);
            drop(connections);
            // The relay shall have seen them go.
            std::thread::sleep(Duration::from_millis(300));
            for (kind, value) in figures.iter_mut().zip(measured) {
                kind.push(value);
            }
        }
    }
    let [nobody, many] = figures.map(|mut kinds| kinds.each_mut().map(|rounds| median(rounds)));
    println!("nobody waits:      relay {:.2} ms, answer {:.2} ms", nobody[0], nobody[1]);
    println!("{WAITING} offices wait:  relay {:.2} ms, answer {:.2} ms", many[0], many[1]);
}
