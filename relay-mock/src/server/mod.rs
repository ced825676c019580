//! The CPX/1 server.

mod accept;
mod answer;
mod caller;
mod checks;
mod content;
mod faults;
mod receive;
mod routes;
mod sealing;
mod tls;

pub use faults::Faults;
pub use tls::TlsVersions;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use cplink::keys::Signer;
use cplink::relay::cpx::wire::{Capabilities, Limits, PROTOCOL};
use cplink::spec::{self, UnitKind};
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer};
use time::OffsetDateTime;
use tokio::sync::{Notify, watch};

use crate::store::{Store, StoreError};
use sealing::Sealing;

/// The largest container that a relay takes unless told otherwise.
pub const CONTAINER_BYTES: u64 = 128 * 1024 * 1024;
/// The longest wait of a long poll.
pub(crate) const MAX_WAIT: Duration = Duration::from_secs(60);
/// The most entries of a page.
pub(crate) const PAGE: usize = 100;

/// The clock, so that tests can let a licence lapse.
pub type Clock = Arc<dyn Fn() -> OffsetDateTime + Send + Sync>;

/// How a relay runs.
#[derive(Clone)]
pub struct RelayOptions {
    /// Where the database and the spool are.
    pub data: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The server's certificate, leaf first.
    pub server_chain: Vec<CertificateDer<'static>>,
    /// Its key, PKCS#8.
    pub server_key: Vec<u8>,
    /// The authorities of the offices' certificates.
    pub anchors: Vec<CertificateDer<'static>>,
    /// Their revocation lists.
    pub crls: Vec<CertificateRevocationListDer<'static>>,
    /// The key that signs receipts.
    pub seal: Arc<dyn Signer>,
    /// TLS 1.3 only; another choice is for tests.
    pub tls: TlsVersions,
    /// The largest container.
    pub container_bytes: u64,
    /// How many days a message is kept.
    pub keep_days: u32,
    /// The largest database, to play a full disk.
    pub max_store_bytes: Option<u64>,
    /// One line per request on stderr.
    pub verbose: bool,
    /// The clock.
    pub now: Clock,
    /// Faults on order; none unless a test asks.
    pub faults: Faults,
}

impl RelayOptions {
    /// A relay on a free port of the loopback, with the usual limits.
    pub fn new(
        data: impl Into<PathBuf>,
        server_chain: Vec<CertificateDer<'static>>,
        server_key: Vec<u8>,
        anchors: Vec<CertificateDer<'static>>,
        seal: Arc<dyn Signer>,
    ) -> Self {
        Self {
            data: data.into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            server_chain,
            server_key,
            anchors,
            crls: Vec::new(),
            seal,
            tls: TlsVersions::default(),
            container_bytes: CONTAINER_BYTES,
            keep_days: 90,
            max_store_bytes: None,
            verbose: false,
            now: Arc::new(OffsetDateTime::now_utc),
            faults: Faults::default(),
        }
    }
}

/// Why a relay did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another relay is at work on the same folder.
    #[error("another relay uses this data folder")]
    InUse,
    /// Certificates, key or revocation lists.
    #[error("TLS: {0}")]
    Tls(String),
    /// The address, or the runtime.
    #[error("listening: {0}")]
    Listen(#[from] std::io::Error),
}

/// What all requests share.
pub(crate) struct Shared {
    pub(crate) store: Arc<Store>,
    pub(crate) sealing: Sealing,
    pub(crate) now: Clock,
    pub(crate) faults: Faults,
    pub(crate) container_bytes: u64,
    pub(crate) keep_days: u32,
    pub(crate) verbose: bool,
    /// A message was accepted.
    pub(crate) news: Notify,
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Shared {
    pub(crate) fn capabilities(&self) -> Capabilities {
        Capabilities {
            protocol: PROTOCOL.to_owned(),
            limits: Limits {
                container_bytes: self.container_bytes,
                container_entries: u32::try_from(self.sealing.limits.parts).unwrap_or(u32::MAX),
                page_entries: u32::try_from(PAGE).unwrap_or(u32::MAX),
                wait_seconds: u32::try_from(MAX_WAIT.as_secs()).unwrap_or(u32::MAX),
            },
            csv_versions: spec::Version::ALL.iter().map(|version| version.value().to_owned()).collect(),
            kinds: UnitKind::ALL.iter().map(|unit| unit.token().to_owned()).collect(),
            keep_days: self.keep_days,
            features: ["range", "long-poll", "recall"].map(str::to_owned).to_vec(),
            server_time: (self.now)(),
        }
    }
}

/// The relay.
pub struct Relay;

impl Relay {
    /// Starts a relay on a runtime and threads of its own.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn start(options: RelayOptions) -> Result<Running, StartError> {
        let store = Arc::new(Store::open(&options.data, options.max_store_bytes)?);
        let claim = store.claim()?.ok_or(StartError::InUse)?;
        let tls = tls::config(&options)?;
        let listener = std::net::TcpListener::bind(options.listen)?;
        listener.set_nonblocking(true)?;
        let addr = listener.local_addr()?;
        let (stop, stopping) = watch::channel(false);
        let sealing = Sealing::new(&options)?;
        let shared = Arc::new(Shared {
            store: Arc::clone(&store),
            sealing,
            now: options.now,
            faults: options.faults,
            container_bytes: options.container_bytes,
            keep_days: options.keep_days,
            verbose: options.verbose,
            news: Notify::new(),
            stopping,
        });
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(16)
            .thread_name("relay")
            .enable_all()
            .build()?;
        let thread = std::thread::Builder::new().name("relay".to_owned()).spawn(move || {
            runtime.block_on(accept::serve(listener, tls, shared));
            runtime.shutdown_timeout(Duration::from_secs(5));
            drop(claim);
        })?;
        Ok(Running { addr, store, stop, thread: Some(thread) })
    }
}

/// A relay at work. Dropping it stops it.
pub struct Running {
    addr: SocketAddr,
    store: Arc<Store>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("https://{}", self.addr)
    }

    /// Its store, to fill the directory.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Stops it: running requests are ended, what was accepted stays.
    pub fn shutdown(mut self) {
        self.stop_now();
    }

    fn stop_now(&mut self) {
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop_now();
    }
}
