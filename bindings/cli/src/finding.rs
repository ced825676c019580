//! A finding as JSON.

use cplink::finding::Finding;
use serde_json::{Value, json};

/// A finding as every command prints it.
pub fn finding_json(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule().id(),
        "severity": finding.severity().name(),
        "clause": finding.rule().clause(),
        "file": finding.file(),
        "row": finding.row(),
        "item_number": finding.item_number(),
        "field": finding.field(),
        "message_ja": finding.message_ja(),
        "message_en": finding.message_en(),
        "remedy_ja": finding.remedy_ja(),
        "remedy_en": finding.remedy_en(),
    })
}
