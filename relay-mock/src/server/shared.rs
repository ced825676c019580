//! What all requests share.

use std::time::Duration;

use cplink::relay::cpx::wire::{Capabilities, Limits, PROTOCOL};
use cplink::spec::{self, UnitKind};
use tokio::sync::watch;

use super::calls::Calls;
use super::faults::Faults;
use super::news::News;
use super::options::Clock;
use super::sealing::Sealing;
use super::set_clock::SetClock;
use super::spool::Spool;
use crate::store::AsyncStore;

/// The longest wait of a long poll.
pub(crate) const MAX_WAIT: Duration = Duration::from_secs(60);
/// The most entries of a page.
pub(crate) const PAGE: usize = 100;

pub(crate) struct Shared {
    pub(crate) store: AsyncStore,
    pub(crate) spool: Spool,
    pub(crate) sealing: Sealing,
    pub(crate) now: Clock,
    /// What `now` is ahead of or behind the clock of the options.
    pub(crate) clock: SetClock,
    pub(crate) faults: Faults,
    pub(crate) container_bytes: u64,
    pub(crate) keep_days: u32,
    pub(crate) verbose: bool,
    /// Whether any set of files is taken, and a serial more than once.
    pub(crate) judging: bool,
    pub(crate) news: News,
    pub(crate) calls: Calls,
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
