//! Where sending many units stands: one progress for all, and when to go no further.

use std::collections::HashSet;

use crate::error::{Code, Error, Result, Retry};
use crate::progress::{Job, Progress, Step};

/// So many exchanges in a row that were lost or refused for the moment mean that the relay is away.
const LOST: u32 = 2;

/// A step over many units.
pub(super) struct Sending {
    step: Step,
    done: u64,
    total: u64,
    lost: u32,
    is_over: bool,
    /// Offices to which an earlier unit is still to be sent.
    waiting: HashSet<String>,
}

impl Sending {
    pub(super) fn new(step: Step, total: u64) -> Self {
        Self { step, done: 0, total, lost: 0, is_over: false, waiting: HashSet::new() }
    }

    /// Does one unit's part of so many bytes, and reports it as a part of all.
    pub(super) fn part<T>(
        &mut self,
        size: u64,
        job: &mut Job<'_>,
        run: impl FnOnce(&mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        let (step, done, total) = (self.step, self.done, self.total);
        job.report(step, done, total)?;
        let cancel = job.cancel().clone();
        let mut report = |part: Progress| {
            let of_part = if part.step == step { part.done.min(size) } else { 0 };
            // A cancel is seen by whoever reports.
            let _ = job.report(step, done + of_part, total);
        };
        let result = run(&mut Job::new().with_cancel(&cancel).with_progress(&mut report));
        self.done += size;
        if self.done == total {
            let _ = job.report(step, total, total);
        }
        result
    }

    /// Whether the rest is not to be tried.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Whether an earlier unit to the office is still to be sent.
    pub(super) fn waits(&self, office: &str) -> bool {
        self.waiting.contains(office)
    }

    /// Notes what became of a unit to an office.
    pub(super) fn note(&mut self, office: &str, error: Option<&Error>) {
        let Some(error) = error else {
            self.lost = 0;
            return;
        };
        self.lost = if is_lost(error.code()) { self.lost + 1 } else { 0 };
        self.is_over = self.lost >= LOST || Self::ends_all(error.code()) || error.retry() == Retry::Login;
        self.hold(office.to_owned(), error);
    }

    /// What follows to the office waits, where this error leaves open what became of a unit.
    pub(super) fn hold(&mut self, office: String, error: &Error) {
        if error.retry() == Retry::Safe || error.in_doubt() {
            self.waiting.insert(office);
        }
    }

    /// Whether every other unit would fail likewise: the relay cannot be reached, refuses our office, or our key does
    /// not sign; asking again and again could lock it.
    pub(super) fn ends_all(code: Code) -> bool {
        matches!(
            code,
            Code::Cancelled
                | Code::Resolve
                | Code::Connect
                | Code::Proxy
                | Code::StampUnreachable
                | Code::TlsVersion
                | Code::TlsServerCertificate
                | Code::TlsServerName
                | Code::TlsClientExpired
                | Code::TlsClientRevoked
                | Code::TlsClientUnknownIssuer
                | Code::TlsClientRefused
                | Code::RelayPin
                | Code::RelaySenderUnknown
                | Code::RelaySenderLicence
                | Code::RelayCertKind
                | Code::RelayCertOffice
                | Code::RelayAgent
                | Code::RelayAgentLicence
                | Code::KeySign
                | Code::KeyStore
                | Code::KeyPin
                | Code::KeyPinLocked
                | Code::KeyMissing
                | Code::DiskFull
        )
    }
}

/// Whether the exchange was lost, or refused for the moment: the next one may get through.
fn is_lost(code: Code) -> bool {
    matches!(
        code,
        Code::Timeout | Code::ConnectionLost | Code::TlsFailed | Code::RelayUnavailable | Code::RelayStorageFull
    )
}
