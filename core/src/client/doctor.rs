//! `doctor`: a self-check in plain Japanese. Every line is looked at, whatever the others say.

use super::{Client, now, unix_now};
use crate::error::{Code, Error, Result};
use crate::finding::Severity;
use crate::keys::Usage;
use crate::progress::Job;
use crate::relay::wire::PROTOCOL;

/// Days before its end when a certificate or licence is worth a word.
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

/// One thing that was looked at.
#[derive(Debug)]
pub struct Line {
    /// A stable id: `key`, `certificate`, `relay`, `protocol`, `clock`, `registration`, `licence`.
    pub id: &'static str,
    /// `Info` where all is well.
    pub severity: Severity,
    /// What was seen, in Japanese.
    pub text_ja: String,
    /// What was seen, in English.
    pub text_en: String,
    /// What to do, in Japanese; empty where all is well.
    pub remedy_ja: String,
}

impl Line {
    fn well(id: &'static str, text_ja: impl Into<String>, text_en: impl Into<String>) -> Self {
        Self {
            id,
            severity: Severity::Info,
            text_ja: text_ja.into(),
            text_en: text_en.into(),
            remedy_ja: String::new(),
        }
    }

    fn warning(id: &'static str, ja: String, en: String, remedy_ja: &str) -> Self {
        Self { id, severity: Severity::Warning, text_ja: ja, text_en: en, remedy_ja: remedy_ja.to_owned() }
    }

    fn error(id: &'static str, error: &Error) -> Self {
        Self {
            id,
            severity: Severity::Error,
            text_ja: error.message_ja().to_owned(),
            text_en: error.to_string(),
            remedy_ja: error.remedy_ja().to_owned(),
        }
    }
}

impl Client {
    /// Looks at key, certificate, relay, clock, registration and licence.
    ///
    /// # Errors
    /// [`Code::Cancelled`] only: every other fault is a line.
    pub fn doctor(&mut self, job: &mut Job<'_>) -> Result<Diagnosis> {
        let mut lines = vec![self.key(), self.certificate()];
        job.check()?;
        match self.transport.capabilities(job) {
            Err(error) => {
                let id = fault_of(error.code());
                if id != "relay" {
                    lines.push(reached());
                }
                lines.push(Line::error(id, &error));
            }
            Ok(capabilities) => {
                lines.push(reached());
                if capabilities.protocol == PROTOCOL {
                    lines.push(Line::well(
                        "protocol",
                        format!("プロトコルは {PROTOCOL} です。"),
                        format!("It speaks {PROTOCOL}."),
                    ));
                } else {
                    lines.push(Line::warning(
                        "protocol",
                        format!("中継サービスのプロトコルが {PROTOCOL} ではありません。"),
                        format!("It does not speak {PROTOCOL}."),
                        "接続先の設定を確かめてください。",
                    ));
                }
                lines.push(clock((capabilities.server_time - now()).whole_seconds()));
                self.registration(&mut lines, job);
            }
        }
        job.check()?;
        Ok(Diagnosis { lines })
    }

    /// The key signs.
    fn key(&self) -> Line {
        let Some(scheme) = self.signer.schemes().first() else {
            return Line::error("key", &Error::new(Code::KeyUnsupported));
        };
        match self.signer.sign(*scheme, b"CarePlanLink doctor") {
            Ok(_) => Line::well("key", "秘密鍵で署名できます。", "The private key signs."),
            Err(error) => Line::error("key", &error),
        }
    }

    /// The certificate is trusted, of a kind that may send, and valid for a while.
    fn certificate(&self) -> Line {
        let chain = self.signer.chain();
        let Some((leaf, intermediates)) = chain.split_first() else {
            return Line::error("certificate", &Error::new(Code::CertInvalid));
        };
        match self.trust.verify_office(leaf, intermediates, unix_now(), Usage::Signature) {
            Err(error) => Line::error("certificate", &error),
            Ok(identity) => {
                let days = identity.days_left(unix_now());
                let (kind, office) = (identity.kind.name_ja(), &identity.office_number);
                let ja = format!("{kind}（事業所番号 {office}）、有効期限まで {days} 日です。");
                let en = format!("The certificate of office {office} is valid for {days} more days.");
                if days < WARN_DAYS {
                    Line::warning("certificate", ja, en, "新しい電子証明書の発行を申請してください。")
                } else {
                    Line::well("certificate", ja, en)
                }
            }
        }
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
        lines.push(match days {
            Some(days) if days < WARN_DAYS => Line::warning(
                "licence",
                format!("ライセンスの期限まで {days} 日です。"),
                format!("The licence is valid for {days} more days."),
                "ライセンスの更新を申請してください。",
            ),
            Some(days) => Line::well(
                "licence",
                format!("ライセンスの期限まで {days} 日です。"),
                format!("The licence is valid for {days} more days."),
            ),
            None => Line::well("licence", "ライセンスは有効です。", "The licence is valid."),
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
        _ => "relay",
    }
}

fn clock(skew: i64) -> Line {
    let ja = format!("時計のずれは {} 秒です。", skew.abs());
    let en = format!("The clock is off by {} seconds.", skew.abs());
    if skew.abs() > MAX_SKEW_SECONDS {
        Line::warning("clock", ja, en, "パソコンの日付と時刻を合わせてください。")
    } else {
        Line::well("clock", ja, en)
    }
}
