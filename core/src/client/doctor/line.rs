//! One line of a self-check.

use crate::error::Error;
use crate::finding::Severity;
use crate::keys::Notice;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// A stable id: `key`, `certificate`, `chain`, `crl`, `relay`, `tls`, `proxy`, `protocol`, `clock`,
    /// `registration`, `licence`.
    pub id: &'static str,
    /// `Info` where all is well.
    pub severity: Severity,
    /// What was seen, in Japanese.
    pub text_ja: String,
    /// What was seen, in English.
    pub text_en: String,
    /// What to do, in Japanese; empty where nothing is.
    pub remedy_ja: String,
    /// What to do, in English; empty where nothing is.
    pub remedy_en: String,
}

impl Line {
    pub(super) fn well(id: &'static str, text_ja: impl Into<String>, text_en: impl Into<String>) -> Self {
        Self {
            id,
            severity: Severity::Info,
            text_ja: text_ja.into(),
            text_en: text_en.into(),
            remedy_ja: String::new(),
            remedy_en: String::new(),
        }
    }

    /// The same line with what to do about it, in Japanese and English.
    pub(super) fn but(mut self, severity: Severity, remedy_ja: &str, remedy_en: &str) -> Self {
        self.severity = severity;
        remedy_ja.clone_into(&mut self.remedy_ja);
        remedy_en.clone_into(&mut self.remedy_en);
        self
    }

    /// A remark on the certificate.
    pub(super) fn notice(id: &'static str, notice: Notice) -> Self {
        Self::well(id, notice.message_ja(), notice.message_en()).but(
            notice.severity(),
            notice.remedy_ja(),
            notice.remedy_en(),
        )
    }

    pub(super) fn error(id: &'static str, error: &Error) -> Self {
        Self::well(id, error.message_ja(), error.to_string()).but(
            Severity::Error,
            error.remedy_ja(),
            error.code().remedy_en(),
        )
    }
}
