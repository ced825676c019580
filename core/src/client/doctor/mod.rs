//! `doctor`: a self-check in plain Japanese. Every line is looked at, whatever the others say.

mod certificate;
mod line;

pub use line::Line;

use super::{Client, now, unix_now};
use crate::error::{Code, Error, Result};
use crate::finding::Severity;
use crate::progress::Job;
use crate::relay::wire::PROTOCOL;

/// Days before its end when a licence is worth a word.
const WARN_DAYS: i64 = 30;
/// A clock that is off by more than this makes certificates and receipts look wrong.
const MAX_SKEW_SECONDS: i64 = 300;

/// All lines.
#[derive(Debug)]
pub struct Diagnosis {
    /// In the order they build on each other.
    pub lines: Vec<Line>,
}

impl Diagnosis {
    /// Whether no line is an error.
    pub fn is_well(&self) -> bool {
        self.lines.iter().all(|line| line.severity != Severity::Error)
    }
}

impl Client {
    /// Looks at key, certificate, chain, revocation lists, relay, TLS, proxy, clock, registration and
    /// licence.
    ///
    /// # Errors
    /// [`Code::Cancelled`] only: every other fault is a line.
    pub fn doctor(&mut self, job: &mut Job<'_>) -> Result<Diagnosis> {
        let mut lines = vec![self.key()];
        self.certificate(&mut lines);
        job.check()?;
        match self.transport.capabilities(job) {
            Err(error) => {
                let id = fault_of(error.code());
                // Who refuses our certificate or office was reached.
                if matches!(id, "certificate" | "registration" | "licence") {
                    lines.push(reached());
                }
                lines.push(Line::error(id, &error));
            }
            Ok(capabilities) => {
                lines.push(reached());
                self.connection(&mut lines);
                if capabilities.protocol == PROTOCOL {
                    lines.push(Line::well(
                        "protocol",
                        format!("プロトコルは {PROTOCOL} です。"),
                        format!("It speaks {PROTOCOL}."),
                    ));
                } else {
                    lines.push(
                        Line::well(
                            "protocol",
                            format!("中継サービスのプロトコルが {PROTOCOL} ではありません。"),
                            format!("It does not speak {PROTOCOL}."),
                        )
                        .but(
                            Severity::Warning,
                            "接続先の設定を確かめてください。",
                            "Check the relay's address.",
                        ),
                    );
                }
                lines.push(clock((capabilities.server_time - now()).whole_seconds()));
                self.registration(&mut lines, job);
            }
        }
        job.check()?;
        Ok(Diagnosis { lines })
    }

    /// The lines `tls` and `proxy`.
    fn connection(&self, lines: &mut Vec<Line>) {
        let Some(connection) = self.transport.connection() else { return };
        let tls = Line::well(
            "tls",
            format!("暗号化通信は {} です。", connection.tls),
            format!("The connection uses {}.", connection.tls),
        );
        lines.push(match connection.tls {
            "TLS 1.2" => tls.but(
                Severity::Warning,
                "できればTLS 1.3で署名できる鍵を使ってください。",
                "Use a key that can sign for TLS 1.3 where there is one.",
            ),
            _ => tls,
        });
        lines.push(match connection.proxy {
            true => Line::well("proxy", "プロキシを経由しています。", "The connection goes through a proxy."),
            false => Line::well("proxy", "プロキシは使っていません。", "No proxy is used."),
        });
    }

    fn registration(&mut self, lines: &mut Vec<Line>, job: &mut Job<'_>) {
        let number = self.identity.office_number.clone();
        let office = match self.transport.office(&number, job) {
            Err(error) => return lines.push(Line::error("registration", &error)),
            Ok(office) => office.filter(|office| office.registered),
        };
        let Some(office) = office else {
            return lines.push(Line::error("registration", &Error::new(Code::RelaySenderUnknown)));
        };
        lines.push(Line::well("registration", "事業所は登録されています。", "The office is registered."));
        if !office.licensed {
            return lines.push(Line::error("licence", &Error::new(Code::RelaySenderLicense)));
        }
        let days = office.licence_until.map(|until| (until - now().date()).whole_days());
        let Some(days) = days else {
            return lines.push(Line::well("licence", "ライセンスは有効です。", "The licence is valid."));
        };
        let line = Line::well(
            "licence",
            format!("ライセンスの期限まで {days} 日です。"),
            format!("The licence is valid for {days} more days."),
        );
        lines.push(match days < WARN_DAYS {
            true => line.but(
                Severity::Warning,
                "ライセンスの更新を申請してください。",
                "Apply for a renewal of the licence.",
            ),
            false => line,
        });
    }
}

fn reached() -> Line {
    Line::well("relay", "中継サービスに接続できました。", "The relay was reached.")
}

/// The line that a refusal of the relay belongs to.
fn fault_of(code: Code) -> &'static str {
    match code {
        Code::RelaySenderUnknown => "registration",
        Code::RelaySenderLicense => "licence",
        Code::RelayCertKind
        | Code::RelayCertOffice
        | Code::TlsClientExpired
        | Code::TlsClientRevoked
        | Code::TlsClientUnknownIssuer
        | Code::TlsClientRefused => "certificate",
        Code::KeySign | Code::KeyMismatch | Code::KeyPin | Code::KeyPinLocked | Code::KeyUnsupported => "key",
        Code::TlsVersion | Code::TlsServerCertificate | Code::TlsServerName | Code::TlsFailed => "tls",
        Code::Proxy => "proxy",
        _ => "relay",
    }
}

fn clock(skew: i64) -> Line {
    let line = Line::well(
        "clock",
        format!("時計のずれは {} 秒です。", skew.abs()),
        format!("The clock is off by {} seconds.", skew.abs()),
    );
    match skew.abs() > MAX_SKEW_SECONDS {
        true => {
            line.but(Severity::Warning, "パソコンの日付と時刻を合わせてください。", "Set the computer's date and time.")
        }
        false => line,
    }
}
