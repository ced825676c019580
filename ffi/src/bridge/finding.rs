//! Findings, copied out.

use cplink::finding::Finding;
use cplink_values::Severity;

use super::border;

pub(super) fn copied(findings: &[Finding]) -> Vec<border::Finding> {
    findings.iter().map(copy).collect()
}

fn copy(finding: &Finding) -> border::Finding {
    let finding = cplink_values::Finding::from(finding);
    border::Finding {
        severity: match finding.severity {
            Severity::Info => border::Severity::Info,
            Severity::Warning => border::Severity::Warning,
            Severity::Error => border::Severity::Error,
        },
        rule: finding.rule.to_owned(),
        file: finding.file.unwrap_or_default(),
        row: finding.row.unwrap_or_default(),
        item_number: finding.item_number.unwrap_or_default(),
        field: finding.field.unwrap_or_default().to_owned(),
        message_ja: finding.message_ja,
        message_en: finding.message_en,
        remedy_ja: finding.remedy_ja,
    }
}
