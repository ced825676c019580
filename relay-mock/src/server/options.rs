//! How a relay runs, and why it did not start.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use cplink::keys::Signer;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer};
use time::OffsetDateTime;

use super::faults::Faults;
use crate::console::ConsoleOptions;
use crate::store::StoreError;

/// The largest container that a relay accepts by default.
pub const CONTAINER_BYTES: u64 = 128 * 1024 * 1024;

/// The clock, so that tests can let a licence lapse.
pub type Clock = Arc<dyn Fn() -> OffsetDateTime + Send + Sync>;

/// The TLS versions that a relay supports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TlsVersions {
    /// TLS 1.3 only.
    #[default]
    Only13,
    /// TLS 1.3 and 1.2.
    From12,
    /// TLS 1.2 only, to see clients refuse it.
    Only12,
}

/// How a relay runs.
#[derive(Clone)]
pub struct RelayOptions {
    /// Where the spool is, and the database that [`Relay::start`](super::Relay::start) opens.
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
    /// Whether a judge plays an office: any set of files is taken, and a serial more than once.
    pub judging: bool,
    /// The clock.
    pub now: Clock,
    /// Faults on order; none unless a test asks.
    pub faults: Faults,
    /// Where a harness may steer the relay (`control.md`), on the loopback; nowhere unless it is set.
    pub control: Option<SocketAddr>,
    /// The relay in a browser; nowhere unless it is set.
    pub console: Option<ConsoleOptions>,
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
            judging: false,
            now: Arc::new(OffsetDateTime::now_utc),
            faults: Faults::default(),
            control: None,
            console: None,
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
    /// The control address is not on the loopback.
    #[error("the control address must be on the loopback")]
    ControlAddress,
    /// The console can be reached from other machines, and wants no token.
    #[error("a console beyond the loopback needs a token")]
    ConsoleToken,
    /// The console's address.
    #[error("the console's address: {0}")]
    Console(std::io::Error),
    /// Certificates, key or revocation lists.
    #[error("TLS: {0}")]
    Tls(String),
    /// The address, or the runtime.
    #[error("listening: {0}")]
    Listen(#[from] std::io::Error),
}
