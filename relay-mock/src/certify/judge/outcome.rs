//! Whether units were imported and refused as they should be, and for the right reason.

use super::finding::{Class, Finding};
use crate::certify::scenario::{Case, Cause, Outcome, Step};
use crate::certify::transcript::Reason;

/// The unit that a step gives or takes.
fn unit(step: &Step) -> &str {
    match step {
        Step::Give { unit, .. } => unit,
        Step::Take { name, .. } => name,
        // Nothing of these is refused.
        Step::Enter { file, .. } | Step::Show { file, .. } => file,
    }
}

/// A unit was refused: it must be imported or exported, or, where it may be refused too, this is told.
pub(super) fn refused(case: &Case, step: &Step, reasons: &[Reason]) -> Finding {
    let (unit, is_taken) = (unit(step), matches!(step, Step::Take { .. }));
    let not_done = if is_taken { "出力しませんでした" } else { "取り込みませんでした" };
    let (id, class, ja, en) = if step.outcome() == Some(Outcome::Either) {
        let ja = format!("送信単位{unit}を{not_done}。理由を示していれば、問題ありません。");
        ("may-refuse", Class::Note, ja, format!("Unit {unit} was refused, which is as good with the right reason."))
    } else {
        let possible = if is_taken { "出力できる" } else { "取り込める" };
        let ja = format!("{possible}はずの送信単位{unit}を{not_done}。");
        ("refused", Class::Wrong, ja, format!("Unit {unit} was refused and is valid."))
    };
    let finding = Finding::new(format!("{id}:{unit}"), class, &case.clause, ja, en);
    if reasons.is_empty() { finding } else { Finding { got: Some(reasons.join("; ")), ..finding } }
}

/// A unit was imported, or exported, that must not be.
pub(super) fn done(case: &Case, step: &Step) -> Finding {
    let unit = unit(step);
    let (id, ja) = if matches!(step, Step::Take { .. }) {
        ("exported", format!("出力してはならない送信単位{unit}を出力しました。"))
    } else {
        ("imported", format!("取り込んではならない送信単位{unit}を取り込みました。"))
    };
    let en = format!("Unit {unit} was {id} and must be refused.");
    Finding::new(format!("{id}:{unit}"), Class::Wrong, &case.clause, ja, en)
}

/// What came behind a unit was not received: the product does not get past it.
pub(super) fn held_up(case: &Case, step: &Step, times: u64) -> Finding {
    let unit = unit(step);
    let ja = format!("送信単位{unit}を{times}回受信し直し、後に届いたものを受信しませんでした。");
    let en = format!("Unit {unit} was fetched {times} times, and what came behind it was never fetched.");
    Finding::new(format!("held-up:{unit}"), Class::Wrong, &case.clause, ja, en)
}

/// The product has made requests over a connection that it must not use.
pub(super) fn weak_connection(case: &Case, times: u64) -> Finding {
    let ja = format!("古いTLS（TLS 1.2）の接続で、{times}回要求しました。");
    let en = format!("{times} requests were made over TLS 1.2.");
    Finding::new("connection:tls12".to_owned(), Class::Wrong, &case.clause, ja, en)
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

/// Whether the cause that must be given is among those that were.
pub(super) fn reason(cause: Cause, words: &[String], reasons: &[Reason]) -> Said {
    let is_id = |reason: &&Reason| Cause::parse(reason).is_some();
    if reasons.iter().any(|reason| reason == cause.id()) {
        return Said::Right;
    }
    let texts: Vec<&Reason> = reasons.iter().filter(|reason| !is_id(reason)).collect();
    let told = |id: &str, class, ja: &str, en: &str| {
        let finding = Finding::new(format!("{id}:{}", cause.id()), class, cause.clause(), ja.to_owned(), en.to_owned());
        finding.values(cause.id(), reasons.join("; "))
    };
    if let Some(text) = texts.iter().find(|text| words.iter().any(|word| text.contains(word.as_str()))) {
        let ja = format!("理由は文章だけでした。内容を確認してください（{text}）。");
        let en = format!("The reason is only a text. Read it: {text}");
        return Said::InWords(told("reason-in-words", Class::Note, &ja, &en));
    }
    if !texts.is_empty() && reasons.iter().all(|reason| !is_id(&reason)) && words.is_empty() {
        return Said::Unknown;
    }
    Said::Other(told(
        "reason",
        Class::Wrong,
        "別の理由で取り込み、または出力をしませんでした。",
        "It was refused for another reason.",
    ))
}
