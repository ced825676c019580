//! Findings.

use super::row_number;
use crate::{Finding, Findings, Severity};
use cplink::finding;

impl From<finding::Severity> for Severity {
    fn from(severity: finding::Severity) -> Self {
        match severity {
            finding::Severity::Info => Self::Info,
            finding::Severity::Warning => Self::Warning,
            finding::Severity::Error => Self::Error,
        }
    }
}

impl From<&finding::Finding> for Finding {
    fn from(finding: &finding::Finding) -> Self {
        Self {
            severity: finding.severity().into(),
            rule: finding.rule().id(),
            clause: finding.rule().clause(),
            file: finding.file().map(str::to_owned),
            field: finding.field(),
            field_name_ja: finding.field_name_ja(),
            message_ja: finding.message_ja(),
            message_en: finding.message_en(),
            remedy_ja: finding.remedy_ja(),
            remedy_en: finding.remedy_en(),
            row: finding.row().map(row_number),
            item_number: finding.item_number().map(u32::from),
        }
    }
}

impl<'a> FromIterator<&'a finding::Finding> for Findings {
    fn from_iter<I: IntoIterator<Item = &'a finding::Finding>>(findings: I) -> Self {
        let items: Vec<Finding> = findings.into_iter().map(Finding::from).collect();
        Self { has_error: items.iter().any(|finding| finding.severity == Severity::Error), items }
    }
}
