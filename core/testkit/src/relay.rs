//! A running relay.

use std::sync::Arc;

use cplink::keys::{CertificateDer, Signer};
use cplink::relay::cpx::HttpTransport;
use cplink::relay::http::HttpOptions;
use relay_mock::directory;
use relay_mock::pki::Pki;
use relay_mock::server::{Relay, RelayOptions, Running};
use time::OffsetDateTime;

use crate::world::signer;

/// A relay on the loopback with a data folder of its own; it ends with this value.
pub struct TestRelay {
    running: Running,
    anchors: Vec<CertificateDer<'static>>,
    // After the relay: it is removed when that has ended.
    _data: tempfile::TempDir,
}

impl TestRelay {
    /// A relay of this authority that knows these offices.
    pub fn start(pki: &Pki, offices: &[&str]) -> Self {
        Self::with(pki, offices, |_| {})
    }

    /// The same with other options.
    pub fn with(pki: &Pki, offices: &[&str], change: impl FnOnce(&mut RelayOptions)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let server = pki.server(&[]).unwrap();
        let seal = Arc::new(signer(&pki.relay_seal().unwrap()));
        let anchors = vec![CertificateDer::from(pki.ca_der().to_vec())];
        let mut options = RelayOptions::new(data.path(), server.chain, server.key_pkcs8, anchors.clone(), seal);
        change(&mut options);
        let running = Relay::start(options).unwrap();
        let today = directory::day_in_japan(OffsetDateTime::now_utc());
        for number in offices {
            directory::add(running.store(), number, "みどり", &["43".to_owned(), "11".to_owned()], today).unwrap();
        }
        Self { running, anchors, _data: data }
    }

    /// Lets an office act for another one, from now on.
    ///
    /// # Panics
    /// They are not both in the directory.
    pub fn add_agent(&self, office: &str, agent: &str) {
        directory::add_agent(self.running.store(), office, agent).unwrap();
    }

    /// The end of that.
    ///
    /// # Panics
    /// It was not so.
    pub fn remove_agent(&self, office: &str, agent: &str) {
        directory::remove_agent(self.running.store(), office, agent).unwrap();
    }

    /// Its address.
    pub fn url(&self) -> String {
        self.running.url()
    }

    /// How a client with this key reaches it.
    pub fn options(&self, key: Arc<dyn Signer>) -> HttpOptions {
        HttpOptions::new(self.url(), self.anchors.clone(), key)
    }

    /// The transport of a client with this key.
    pub fn transport(&self, key: Arc<dyn Signer>) -> HttpTransport {
        HttpTransport::new(self.options(key)).unwrap()
    }
}
