//! The result of the self-check.

use cplink::client;

/// One thing that was looked at.
#[derive(uniffi::Record)]
pub struct DiagnosisLine {
    /// A stable id.
    pub id: String,
    /// `error`, `warning`, or `info` where all is well.
    pub severity: String,
    /// What was seen, in Japanese.
    pub text_ja: String,
    /// What was seen, in English.
    pub text_en: String,
    /// What to do, in Japanese.
    pub remedy_ja: String,
    /// What to do, in English.
    pub remedy_en: String,
}

pub(crate) fn lines(diagnosis: client::Diagnosis) -> Vec<DiagnosisLine> {
    let line = |line: client::DiagnosisLine| DiagnosisLine {
        id: line.id.to_owned(),
        severity: line.severity.name().to_owned(),
        text_ja: line.text_ja,
        text_en: line.text_en,
        remedy_ja: line.remedy_ja,
        remedy_en: line.remedy_en,
    };
    diagnosis.lines.into_iter().map(line).collect()
}
