//! `doctor`: a self-check in plain Japanese. Every line is checked, whatever the others say.

mod certificate;
mod diagnose;
#[rustfmt::skip]
mod generated;
mod line;

pub use line::DiagnosisLine;

use super::{Client, now, unix_now};
use crate::error::{Code, Error, Result};
use crate::finding::Severity;
use crate::progress::Job;
use crate::relay::Capabilities;
use generated::Observation;

/// A licence that ends in fewer days than these is a warning.
const WARN_DAYS: i64 = 30;
/// A clock that is off by more than this makes certificates and receipts look wrong.
const MAX_SKEW_SECONDS: i64 = 300;

/// All lines.
#[derive(Debug)]
pub struct Diagnosis {
    /// In the order they build on each other.
    pub lines: Vec<DiagnosisLine>,
}

impl Diagnosis {
    /// Whether no line is an error.
    pub fn is_well(&self) -> bool {
        self.lines.iter().all(|line| line.severity != Severity::Error)
    }
}

impl Client {
    /// Checks key, certificate, chain, revocation lists, relay, TLS, proxy, clock, registration and
    /// licence, as far as the relay has them.
    ///
    /// # Errors
    /// [`Code::Cancelled`] only: every other fault is a line.
    pub fn doctor(&mut self, job: &mut Job<'_>) -> Result<Diagnosis> {
        let mut lines = vec![certificate::key(&*self.signer)];
        certificate::certificate(&*self.signer, &self.trust, &mut lines);
        job.check()?;
        match self.ask(job) {
            Err(error) => {
                let id = fault_of(error.code());
                // Who refuses our certificate or office was reached.
                if matches!(id, "certificate" | "registration" | "licence") {
                    lines.push(reached());
                }
                // The relay's word on a fault that was found here adds nothing to it.
                if !lines.iter().any(|line| line.id == id && line.severity == Severity::Error) {
                    lines.push(DiagnosisLine::error(id, &error));
                }
            }
            Ok(_) if !self.transport.carries_signatures() => {
                lines.push(DiagnosisLine::of(Observation::RelayFolders, &[]));
            }
            Ok(capabilities) => {
                lines.push(reached());
                self.connection(&mut lines);
                lines.push(protocol(&capabilities));
                lines.extend(capabilities.clock.map(|clock| skew((clock - now()).whole_seconds())));
                if capabilities.abilities.directory {
                    self.registration(&mut lines, job);
                }
            }
        }
        job.check()?;
        Ok(Diagnosis { lines })
    }

    /// The lines `tls` and `proxy`.
    fn connection(&self, lines: &mut Vec<DiagnosisLine>) {
        let Some(connection) = self.transport.connection() else { return };
        let tls = if connection.tls == "TLS 1.2" { Observation::TlsOld } else { Observation::TlsCurrent };
        lines.push(DiagnosisLine::of(tls, &[("tls", connection.tls)]));
        let proxy = if connection.proxy { Observation::ProxyUsed } else { Observation::ProxyNone };
        lines.push(DiagnosisLine::of(proxy, &[]));
    }

    fn registration(&mut self, lines: &mut Vec<DiagnosisLine>, job: &mut Job<'_>) {
        let number = self.identity.office_number.clone();
        let office = match self.transport.office(&number, job) {
            Err(error) => return lines.push(DiagnosisLine::error("registration", &error)),
            Ok(office) => office.filter(|office| office.registered),
        };
        let Some(office) = office else {
            return lines.push(DiagnosisLine::error("registration", &Error::new(Code::RelaySenderUnknown)));
        };
        lines.push(DiagnosisLine::of(Observation::RegistrationFound, &[]));
        if !office.licensed {
            return lines.push(DiagnosisLine::error("licence", &Error::new(Code::RelaySenderLicence)));
        }
        let days = office.licence_until.map(|until| (until - now().date()).whole_days());
        let Some(days) = days else {
            return lines.push(DiagnosisLine::of(Observation::LicenceValid, &[]));
        };
        let seen = if days < WARN_DAYS { Observation::LicenceEnding } else { Observation::LicenceDays };
        lines.push(DiagnosisLine::of(seen, &[("days", &days.to_string())]));
    }
}

fn reached() -> DiagnosisLine {
    DiagnosisLine::of(Observation::RelayReached, &[])
}

/// The protocol, and whether its receipts are signed.
fn protocol(capabilities: &Capabilities) -> DiagnosisLine {
    let signs = capabilities.abilities.receipts;
    let seen = if signs { Observation::ProtocolSigned } else { Observation::ProtocolUnsigned };
    DiagnosisLine::of(seen, &[("protocol", &capabilities.protocol)])
}

/// The line that a refusal of the relay belongs to.
fn fault_of(code: Code) -> &'static str {
    match code {
        Code::RelaySenderUnknown | Code::RelayAgent => "registration",
        Code::RelaySenderLicence | Code::RelayAgentLicence => "licence",
        Code::RelayCertKind
        | Code::RelayCertOffice
        | Code::TlsClientExpired
        | Code::CertNotYetValid
        | Code::TlsClientRevoked
        | Code::TlsClientUnknownIssuer
        | Code::TlsClientRefused => "certificate",
        Code::KeySign | Code::KeyMismatch | Code::KeyPin | Code::KeyPinLocked | Code::KeyUnsupported => "key",
        Code::TlsVersion | Code::TlsServerCertificate | Code::TlsServerName | Code::TlsFailed | Code::RelayPin => "tls",
        Code::Proxy => "proxy",
        _ => "relay",
    }
}

fn skew(skew: i64) -> DiagnosisLine {
    let seen = if skew.abs() > MAX_SKEW_SECONDS { Observation::ClockOff } else { Observation::ClockRight };
    DiagnosisLine::of(seen, &[("seconds", &skew.abs().to_string())])
}
