//! A relay with two offices, and what they need to talk to it.

use std::io::Cursor;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cplink::keys::tls::client_resolver;
use cplink::keys::{CertificateKind, Signer};
use cplink::progress::Job;
use cplink::relay::cpx::HttpTransport;
use cplink::relay::http::HttpOptions;
use cplink::seal::{Draft, Limits, MessageHeader, MessageId, Part, Party, Receipt, ReceiptKind};
use relay_mock::directory;
use relay_mock::pki::{Algorithm, CertifiedKey, OfficeCert, Pki};
use relay_mock::server::faults::{Call, Effect, Fault, Faults, Place, Script, When};
use relay_mock::server::{Relay, RelayOptions, Running};
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer};
use rustls::{ClientConfig, RootCertStore};
use time::OffsetDateTime;

use cplink_testkit::letter;
use cplink_testkit::receipts::receipt;
pub(crate) use cplink_testkit::{RECEIVER, SENDER, STRANGER, now as unix_now};

pub(crate) struct World {
    pub(crate) pki: Pki,
    pub(crate) relay: Option<Running>,
    pub(crate) faults: Faults,
    pub(crate) now: Arc<Mutex<OffsetDateTime>>,
    pub(crate) dir: tempfile::TempDir,
    pub(crate) sender: CertifiedKey,
    pub(crate) receiver: CertifiedKey,
    options: RelayOptions,
}

pub(crate) fn signer(identity: &CertifiedKey) -> Arc<dyn Signer> {
    Arc::new(cplink_testkit::signer(identity))
}

pub(crate) fn office(number: &str, kind: CertificateKind) -> OfficeCert {
    cplink_testkit::office(number, Algorithm::EcdsaP256).kind(kind)
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(|_, _| {})
    }

    /// A world whose relay's options are changed before it starts.
    pub(crate) fn with(change: impl FnOnce(&mut RelayOptions, &mut Pki)) -> Self {
        let now = OffsetDateTime::now_utc();
        let mut pki = Pki::new(now).unwrap();
        let sender = pki.office(&office(SENDER, CertificateKind::CareInsurance)).unwrap();
        let receiver = pki.office(&office(RECEIVER, CertificateKind::CareDx)).unwrap();
        let server = pki.server(&[]).unwrap();
        let seal = signer(&pki.relay_seal().unwrap());
        let dir = tempfile::tempdir().unwrap();
        let anchor = CertificateDer::from(pki.ca_der().to_vec());
        let mut options = RelayOptions::new(dir.path(), server.chain, server.key_pkcs8, vec![anchor], seal);
        let clock = Arc::new(Mutex::new(now));
        let shown = Arc::clone(&clock);
        options.now = Arc::new(move || *shown.lock().unwrap());
        change(&mut options, &mut pki);
        for crl in [pki.crl_der().unwrap(), pki.root_crl_der().unwrap()] {
            options.crls.push(CertificateRevocationListDer::from(crl));
        }
        let faults = options.faults.clone();
        let relay = Relay::start(options.clone()).unwrap();
        Self::register(&relay, now);
        Self { pki, relay: Some(relay), faults, now: clock, dir, sender, receiver, options }
    }

    pub(crate) fn relay(&self) -> &Running {
        self.relay.as_ref().unwrap()
    }

    pub(crate) fn restart(&mut self) {
        self.relay.take().unwrap().shutdown();
        self.relay = Some(Relay::start(self.options.clone()).unwrap());
    }

    /// A new start, as after a change of the settings.
    pub(crate) fn restart_with(&mut self, change: impl FnOnce(&mut RelayOptions)) {
        self.relay.take().unwrap().shutdown();
        change(&mut self.options);
        self.relay = Some(Relay::start(self.options.clone()).unwrap());
    }

    /// The offices' entries in the directory.
    pub(crate) fn register(relay: &Running, now: OffsetDateTime) {
        for (number, name) in [(SENDER, "みどり居宅介護支援事業所"), (RECEIVER, "あおぞら訪問介護")]
        {
            let today = directory::day_in_japan(now);
            directory::add(relay.store(), number, name, &["43", "11", "15"].map(str::to_owned), today).unwrap();
        }
    }

    /// Plays these faults from now on, by a seed that is always the same.
    pub(crate) fn play(&self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.play(Script::of(faults).unwrap(), 1);
    }

    /// The next call of this kind takes effect, but its answer is lost.
    pub(crate) fn lose_answer(&self, call: Call) {
        self.play([Fault::new(Place::AfterCommit, Effect::Reset).call(call)]);
    }

    /// The next call is answered 503.
    pub(crate) fn refuse(&self) {
        self.play([Fault::new(Place::Before, Effect::Status(503))]);
    }

    /// Every call waits so long.
    pub(crate) fn delay(&self, wait: Duration) {
        self.play([Fault::new(Place::Before, Effect::Delay(wait)).when(When::Every(1))]);
    }

    pub(crate) fn start_options(&self) -> RelayOptions {
        self.options.clone()
    }

    /// TLS with the relay, by this key: for those who speak HTTP themselves.
    pub(crate) fn tls(&self, identity: &CertifiedKey) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(self.anchor()).unwrap();
        let config = ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_client_cert_resolver(client_resolver(signer(identity)));
        Arc::new(config)
    }

    pub(crate) fn anchor(&self) -> CertificateDer<'static> {
        CertificateDer::from(self.pki.ca_der().to_vec())
    }

    pub(crate) fn options(&self, identity: &CertifiedKey) -> HttpOptions {
        HttpOptions::new(self.relay().url(), vec![self.anchor()], signer(identity))
    }

    pub(crate) fn transport(&self, identity: &CertifiedKey) -> HttpTransport {
        HttpTransport::new(self.options(identity)).unwrap()
    }

    pub(crate) fn sending(&self) -> HttpTransport {
        self.transport(&self.sender)
    }

    pub(crate) fn receiving(&self) -> HttpTransport {
        self.transport(&self.receiver)
    }

    pub(crate) fn trust(&self) -> cplink::keys::Trust {
        cplink::keys::Trust::from_der([self.pki.ca_der()]).unwrap()
    }

    /// A sealed message from the sender to the receiver.
    pub(crate) fn message(&self) -> Sealed {
        Sealed::new(&self.sender, SENDER, RECEIVER, &[])
    }

    pub(crate) fn ack(&self, id: &MessageId, kind: ReceiptKind, identity: &CertifiedKey) -> Vec<u8> {
        let receipt = Receipt { reason: None, ..receipt(kind, *id, unix_now()) };
        receipt.sign(&*signer(identity), unix_now()).unwrap()
    }

    pub(crate) fn spool_is_empty(&self) -> bool {
        std::fs::read_dir(self.dir.path().join("spool")).unwrap().next().is_none()
    }
}

/// A container at hand.
#[derive(Clone)]
pub(crate) struct Sealed {
    pub(crate) id: MessageId,
    pub(crate) bytes: Vec<u8>,
}

impl Sealed {
    pub(crate) fn new(identity: &CertifiedKey, from: &str, to: &str, more: &[(&str, usize)]) -> Self {
        Self::seal(&Self::draft(from, (to, "11"), more), identity)
    }

    /// What a message of its own serial holds.
    pub(crate) fn draft(from: &str, (to, service_type): (&str, &str), more: &[(&str, usize)]) -> Draft {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let n = COUNT.fetch_add(1, Ordering::SeqCst);
        let serial = format!("20260101{:02}{:02}{:02}", n / 3600 % 24, n / 60 % 60, n % 60);
        let mut parts = vec![Part::new(
            "plan.pdf",
            "application/pdf",
            format!("%PDF-1.4 {}", COUNT.load(Ordering::SeqCst)).into_bytes(),
        )];
        for (name, size) in more {
            parts.push(Part::new(*name, "application/pdf", vec![b'x'; *size]));
        }
        Draft::prepare(
            MessageHeader {
                from: Party { office: from.to_owned(), service_type: "43".to_owned() },
                to: Party { office: to.to_owned(), service_type: service_type.to_owned() },
                ..letter(&serial)
            },
            parts,
            &Limits::default(),
            &mut Job::new(),
        )
        .unwrap()
    }

    pub(crate) fn seal(draft: &Draft, identity: &CertifiedKey) -> Self {
        let mut bytes = Vec::new();
        let sealed = draft.seal(&*signer(identity), unix_now(), &mut bytes, &mut Job::new()).unwrap();
        Self { id: sealed.id, bytes }
    }

    pub(crate) fn put(&self, transport: &mut HttpTransport) -> cplink::Result<Vec<u8>> {
        transport.put_message(&self.id, &mut Cursor::new(&self.bytes), self.bytes.len() as u64, &mut Job::new())
    }

    pub(crate) fn get(&self, transport: &mut HttpTransport) -> cplink::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let size = transport.get_message(&self.id, &mut bytes, 1 << 30, &mut Job::new())?;
        assert_eq!(size, bytes.len() as u64);
        Ok(bytes)
    }
}
