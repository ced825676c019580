//! A relay with its senders.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use cplink::keys::FileSigner;
use cplink::seal::MessageId;
use relay_mock::directory;
use relay_mock::pki::Pki;
use relay_mock::server::{Relay, RelayOptions, Running};
use relay_mock::store::{NewMessage, Store};
use ring::digest::{SHA256, digest};
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer};
use time::OffsetDateTime;

use crate::sender::{Connection, Sender, connect, signer};

const SENDERS: u64 = 16;
/// Gets every message and never asks; behind it are those who wait.
const RECEIVER: u64 = 1_370_000_100;
/// Messages that a sender has ready for a turn of a second: more than it will get to send.
const READY: f64 = 300.0;

/// What a turn came to.
pub(crate) struct Spent {
    /// Messages a second.
    pub(crate) rate: f64,
    /// Seconds of the relay's threads on a processor, for a message.
    pub(crate) busy: f64,
}

pub(crate) struct World {
    _dir: tempfile::TempDir,
    pki: Pki,
    relay: Running,
    senders: Vec<Sender>,
    waiting: u64,
}

impl World {
    /// A relay for 16 senders and as many others as may wait, with so many messages in its store.
    pub(crate) fn new(waiting: u64, messages: u32) -> Self {
        let pki = Pki::new(OffsetDateTime::now_utc()).unwrap();
        let server = pki.server(&[]).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let anchor = CertificateDer::from(pki.ca_der().to_vec());
        let seal = FileSigner::from_pem(pki.relay_seal().unwrap().pem().as_bytes(), None).unwrap();
        let mut options = RelayOptions::new(dir.path(), server.chain, server.key_pkcs8, vec![anchor], Arc::new(seal));
        for crl in [pki.crl_der().unwrap(), pki.root_crl_der().unwrap()] {
            options.crls.push(CertificateRevocationListDer::from(crl));
        }
        let relay = Relay::start(options).unwrap();
        let today = directory::day_in_japan(OffsetDateTime::now_utc());
        let numbers = (1..=SENDERS).map(|n| 1_370_000_000 + n).chain(RECEIVER..=RECEIVER + waiting);
        for number in numbers {
            directory::add(relay.store(), &number.to_string(), "試験事業所", &["11".to_owned()], today).unwrap();
        }
        fill(relay.store(), messages);
        let senders = (1..=SENDERS).map(|n| Sender::new(&pki, 1_370_000_000 + n, RECEIVER, relay.addr())).collect();
        Self { _dir: dir, pki, relay, senders, waiting }
    }

    /// Connections on which other offices have asked for news and get none.
    pub(crate) fn waiting(&self) -> Vec<Connection> {
        let waiting = (RECEIVER + 1..=RECEIVER + self.waiting).map(|number| {
            let mut stream = connect(&self.pki, signer(&self.pki, number), self.relay.addr());
            stream.write_all(b"GET /v1/inbox?wait=60 HTTP/1.1\r\nHost: relay\r\n\r\n").unwrap();
            stream.flush().unwrap();
            stream
        });
        let waiting = waiting.collect();
        // The last ones have asked; the relay shall have looked too.
        thread::sleep(Duration::from_millis(500));
        waiting
    }

    /// All senders send for this long.
    pub(crate) fn send(&mut self, turn: Duration) -> Spent {
        let ready = (turn.as_secs_f64() * READY) as usize;
        self.senders.iter_mut().for_each(|sender| sender.prepare(ready));
        let (begin, before) = (Instant::now(), busy());
        let count: u32 = thread::scope(|scope| {
            let send = |sender: &'_ mut Sender| {
                let mut count = 0;
                while begin.elapsed() < turn && sender.send() {
                    count += 1;
                }
                count
            };
            let threads: Vec<_> = self.senders.iter_mut().map(|sender| scope.spawn(move || send(sender))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        let rate = f64::from(count) / begin.elapsed().as_secs_f64();
        let spent = busy().into_iter().map(|(thread, time)| time - before.get(&thread).copied().unwrap_or_default());
        Spent { rate, busy: spent.sum::<Duration>().as_secs_f64() / f64::from(count) }
    }
}

/// Puts messages into the store, past the server.
fn fill(store: &dyn Store, count: u32) {
    let now = OffsetDateTime::now_utc();
    let put = |n: u32| {
        let message = NewMessage {
            id: MessageId(digest(&SHA256, &n.to_le_bytes()).as_ref().try_into().unwrap()),
            sender: (1_370_010_000 + n % 64).to_string(),
            receiver: RECEIVER.to_string(),
            unit: n.to_string(),
            kind: "attachments".to_owned(),
            subject: "2026年10月分 サービス提供票（予定）".to_owned(),
            size: 2000,
            at: now,
            agent: None,
        };
        let sign = |_| Ok(vec![0; 1000]);
        store.accept(&message, &mut &[7u8; 2000][..], OffsetDateTime::UNIX_EPOCH, &sign).unwrap();
    };
    for first in (0..count).step_by(1000) {
        store.together(&mut || (first..count.min(first + 1000)).for_each(put)).unwrap();
    }
}

/// What each thread of the relays has been on a processor; nothing where the system does not say.
fn busy() -> HashMap<OsString, Duration> {
    let Ok(tasks) = fs::read_dir("/proc/self/task") else { return HashMap::new() };
    let relay = tasks.filter_map(|task| {
        let task = task.ok()?;
        let name = fs::read_to_string(task.path().join("comm")).ok()?;
        let times = fs::read_to_string(task.path().join("schedstat")).ok()?;
        let time = Duration::from_nanos(times.split(' ').next()?.parse().ok()?);
        (name.trim_end() == "relay").then(|| (task.file_name(), time))
    });
    relay.collect()
}
