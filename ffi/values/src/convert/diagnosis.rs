//! What the self-check saw.

use crate::{Diagnosis, DiagnosisLine};
use cplink::client;

impl From<client::Diagnosis> for Diagnosis {
    fn from(diagnosis: client::Diagnosis) -> Self {
        let is_well = diagnosis.is_well();
        Self { is_well, lines: diagnosis.lines.into_iter().map(DiagnosisLine::from).collect() }
    }
}

impl From<client::DiagnosisLine> for DiagnosisLine {
    fn from(line: client::DiagnosisLine) -> Self {
        let given = |text: String| (!text.is_empty()).then_some(text);
        Self {
            severity: line.severity.into(),
            id: line.id,
            text_ja: line.text_ja,
            text_en: line.text_en,
            remedy_ja: given(line.remedy_ja),
            remedy_en: given(line.remedy_en),
        }
    }
}
