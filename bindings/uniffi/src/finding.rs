//! Findings.

/// A finding.
#[derive(Debug, uniffi::Record)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// Document and clause of the rule.
    pub clause: String,
    /// The file's name.
    pub file: Option<String>,
    /// The 1-based row.
    pub row: Option<u64>,
    /// The layout's item number.
    pub item_number: Option<u16>,
    /// The layout's field id.
    pub field: Option<String>,
    /// The layout's Japanese item name.
    pub field_name_ja: Option<String>,
    /// What is wrong, in Japanese.
    pub message_ja: String,
    /// What is wrong, in English.
    pub message_en: String,
    /// What to do, in Japanese.
    pub remedy_ja: String,
    /// What to do, in English.
    pub remedy_en: String,
}

pub(crate) fn findings(findings: &[cplink::finding::Finding]) -> Vec<Finding> {
    let finding = |finding: &cplink::finding::Finding| Finding {
        rule: finding.rule().id().to_owned(),
        severity: finding.severity().name().to_owned(),
        clause: finding.rule().clause().to_owned(),
        file: finding.file().map(str::to_owned),
        row: finding.row(),
        item_number: finding.item_number(),
        field: finding.field().map(str::to_owned),
        field_name_ja: finding.field_name_ja().map(str::to_owned),
        message_ja: finding.message_ja(),
        message_en: finding.message_en(),
        remedy_ja: finding.remedy_ja(),
        remedy_en: finding.remedy_en(),
    };
    findings.iter().map(finding).collect()
}
