//! Whether units were imported and refused as they should be, and for the right reason.

use cplink::finding::Rule;

use super::finding::{Class, Finding};
use crate::certify::scenario::{Case, Outcome};
use crate::certify::transcript::Reason;

/// The product did otherwise.
pub(super) fn otherwise(case: &Case, unit: &str, expected: Outcome, reasons: &[Reason]) -> Finding {
    let (id, ja, en) = match expected {
        Outcome::Imported => (
            "refused",
            format!("取り込めるはずの送信単位{unit}を取り込みませんでした。"),
            format!("Unit {unit} was refused and is valid."),
        ),
        Outcome::Refused => (
            "imported",
            format!("取り込んではならない送信単位{unit}を取り込みました。"),
            format!("Unit {unit} was imported and must be refused."),
        ),
    };
    let finding = Finding::new(format!("{id}:{unit}"), Class::Wrong, &case.clause, ja, en);
    if reasons.is_empty() { finding } else { Finding { got: Some(reasons.join("; ")), ..finding } }
}

/// What is to be said of the reasons of a refusal.
pub(super) enum Said {
    /// The right one is among them.
    Right,
    /// In words, which fit.
    InWords(Finding),
    /// Others.
    Other(Finding),
    /// Only words, of which the case knows nothing: a person must read them.
    Unknown,
}

/// Whether the reason that must be given is among those that were.
pub(super) fn reason(rule: Rule, words: &[String], reasons: &[Reason]) -> Said {
    let is_id = |reason: &&Reason| Rule::from_id(reason).is_some();
    if reasons.iter().any(|reason| reason == rule.id()) {
        return Said::Right;
    }
    let texts: Vec<&Reason> = reasons.iter().filter(|reason| !is_id(reason)).collect();
    let told = |id: &str, class, ja: &str, en: &str| {
        let finding = Finding::new(format!("{id}:{}", rule.id()), class, rule.clause(), ja.to_owned(), en.to_owned());
        finding.values(rule.id(), reasons.join("; "))
    };
    if let Some(text) = texts.iter().find(|text| words.iter().any(|word| text.contains(word.as_str()))) {
        let ja = format!("理由は文章だけでした。内容を確認してください（{text}）。");
        let en = format!("The reason is only a text. Read it: {text}");
        return Said::InWords(told("reason-in-words", Class::Note, &ja, &en));
    }
    if !texts.is_empty() && reasons.iter().all(|reason| !is_id(&reason)) && words.is_empty() {
        return Said::Unknown;
    }
    Said::Other(told("reason", Class::Wrong, "別の理由で取り込みませんでした。", "It was refused for another reason."))
}
