//! A relay with a console and 300,000 messages.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cplink::keys::FileSigner;
use cplink::relay::State;
use cplink::seal::MessageId;
use relay_mock::console::ConsoleOptions;
use relay_mock::directory;
use relay_mock::pki::Pki;
use relay_mock::server::{Relay, RelayOptions, Running};
use relay_mock::store::sqlite::DATABASE;
use relay_mock::store::{NewMessage, Store};
use ring::digest::{SHA256, digest};
use rustls::pki_types::CertificateDer;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const MESSAGES: u32 = 300_000;
/// Of each side.
const OFFICES: u32 = 64;
/// One of so many is picked up, and one of so many is refused.
const PICKED_UP: u32 = 10;
const REFUSED: u32 = 3000;

pub(crate) struct World {
    _dir: tempfile::TempDir,
    database: PathBuf,
    relay: Running,
}

impl World {
    pub(crate) fn new() -> Self {
        let pki = Pki::new(OffsetDateTime::now_utc()).unwrap();
        let server = pki.server(&[]).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let anchor = CertificateDer::from(pki.ca_der().to_vec());
        let seal = FileSigner::from_pem(pki.relay_seal().unwrap().pem().as_bytes(), None).unwrap();
        let mut options = RelayOptions::new(dir.path(), server.chain, server.key_pkcs8, vec![anchor], Arc::new(seal));
        options.console = Some(ConsoleOptions::new(dir.path().join("console")));
        options.now = Arc::new(|| datetime!(2026-03-31 00:00 UTC));
        let relay = Relay::start(options).unwrap();
        for number in (0..OFFICES).flat_map(|n| [1_370_010_000 + n, 1_370_020_000 + n]) {
            let today = directory::day_in_japan(OffsetDateTime::now_utc());
            directory::add(relay.store(), &number.to_string(), "試験事業所", &["11".to_owned()], today).unwrap();
        }
        fill(relay.store());
        Self { database: dir.path().join(DATABASE), _dir: dir, relay }
    }

    pub(crate) fn console(&self) -> String {
        self.relay.console_url().unwrap()
    }

    pub(crate) fn database(&self) -> &Path {
        &self.database
    }
}

/// Messages of three months, a third of all in each.
fn fill(store: &dyn Store) {
    let months = [datetime!(2026-01-15 00:00 UTC), datetime!(2026-02-15 00:00 UTC), datetime!(2026-03-15 00:00 UTC)];
    let put = |n: u32| {
        let id = MessageId(digest(&SHA256, &n.to_le_bytes()).as_ref().try_into().unwrap());
        let message = NewMessage {
            id,
            agent: None,
            sender: (1_370_010_000 + n % OFFICES).to_string(),
            receiver: (1_370_020_000 + n / OFFICES % OFFICES).to_string(),
            unit: n.to_string(),
            kind: "usage_slip".to_owned(),
            subject: "2026年10月分 サービス提供票（予定）".to_owned(),
            size: 2000,
            at: months[(n / (MESSAGES / 3)) as usize] + Duration::milliseconds(n.into()),
        };
        let all = OffsetDateTime::UNIX_EPOCH;
        store.accept(&message, &mut &[7u8; 2000][..], all, &|_| Ok(vec![0; 1000])).unwrap();
        if n.is_multiple_of(PICKED_UP) {
            store.pick_up(&id, all, &|_, _| Ok(vec![0; 1000])).unwrap();
        }
        if n.is_multiple_of(REFUSED) {
            store.acknowledge(&id, State::Refused, &[0; 1000], all, &|_| Ok(vec![0; 1000])).unwrap();
        }
    };
    for first in (0..MESSAGES).step_by(1000) {
        store.together(&mut || (first..MESSAGES.min(first + 1000)).for_each(put)).unwrap();
    }
}
