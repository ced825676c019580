//! What is printed: one JSON object, or lines.

use std::io::Write as _;

use cplink::finding::Finding;
use serde_json::{Value, json};

/// Prints on standard output. A reader that has gone away is no fault of ours.
pub fn print(text: &str) {
    let mut out = std::io::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints a JSON object.
pub fn print_json(value: &Value) {
    print(&format!("{value:#}\n"));
}

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
