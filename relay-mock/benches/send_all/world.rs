//! A relay, the office that sends, and its containers.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use cplink::client::{Client, SendOptions};
use cplink::keys::{FileSigner, Signer, Trust};
use cplink::progress::Job;
use cplink::relay::cpx::HttpTransport;
use cplink::relay::memory::MemoryRelay;
use cplink::unit::Unit;
use cplink_testkit::relay::TestRelay;
use cplink_testkit::{pki, signer, trust};
use relay_mock::pki::{Algorithm, OfficeCert};

use crate::curl::Put;
use crate::slips::{COUNT, SENDER, receivers, slips};

pub(crate) struct World {
    relay: TestRelay,
    trust: Trust,
    signer: Arc<FileSigner>,
    /// Key and certificate authority as files for curl.
    files: tempfile::TempDir,
    round: u32,
}

/// Units that a client is about to send.
pub(crate) struct Sending {
    client: Client,
    units: Vec<Unit>,
    folder: tempfile::TempDir,
}

impl Sending {
    pub(crate) fn send(&mut self) -> Vec<(String, PathBuf)> {
        let outcomes = self.client.send_all(&self.units, &SendOptions::new(self.folder.path()), &mut Job::new());
        let sent = outcomes.into_iter().map(|outcome| outcome.result.unwrap());
        let sent: Vec<_> = sent.map(|sent| (sent.id.to_string(), sent.container)).collect();
        assert_eq!(sent.len(), COUNT);
        sent
    }
}

impl World {
    pub(crate) fn new() -> Self {
        let pki = pki();
        let key = pki.office(&OfficeCert::new(SENDER, "試験事業所").algorithm(Algorithm::EcdsaP256)).unwrap();
        let offices: Vec<String> = receivers().chain([SENDER.to_owned()]).collect();
        let relay = TestRelay::start(&pki, &offices.iter().map(|office| &**office).collect::<Vec<_>>());
        let files = tempfile::tempdir().unwrap();
        fs::write(files.path().join("key.pem"), key.pem().as_bytes()).unwrap();
        fs::write(files.path().join("ca.pem"), pki.ca_pem()).unwrap();
        Self { relay, trust: trust(&pki), signer: Arc::new(signer(&key)), files, round: 0 }
    }

    fn slips(&mut self) -> Vec<Unit> {
        self.round += 1;
        slips(self.round)
    }

    /// A client without a connection yet.
    pub(crate) fn sending(&mut self) -> Sending {
        let key: Arc<dyn Signer> = Arc::clone(&self.signer) as _;
        let transport: HttpTransport = self.relay.transport(Arc::clone(&key));
        let client = Client::new(transport, key, self.trust.clone()).unwrap();
        Sending { client, units: self.slips(), folder: tempfile::tempdir().unwrap() }
    }

    /// Containers for curl, sealed before.
    pub(crate) fn sealed(&mut self) -> Put {
        let memory = MemoryRelay::new();
        receivers().chain([SENDER.to_owned()]).for_each(|office| memory.register(office, "試験事業所"));
        let key: Arc<dyn Signer> = Arc::clone(&self.signer) as _;
        let client = Client::new(memory.transport(SENDER), key, self.trust.clone()).unwrap();
        let mut sending = Sending { client, units: self.slips(), folder: tempfile::tempdir().unwrap() };
        let containers = sending.send();
        let [key, authority] = ["key.pem", "ca.pem"].map(|name| self.files.path().join(name));
        Put::new(sending.folder, &self.relay.url(), &key, &authority, containers)
    }
}
