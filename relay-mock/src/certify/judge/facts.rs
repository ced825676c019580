//! Whether the screen shows what is right.

use std::collections::BTreeMap;

use cplink::interpret::means_the_same;
use cplink::spec::{Kind, layout};

use super::finding::{Class, Finding};
use crate::certify::scenario::{Case, Fact, Measure};

/// The facts that are not shown as they should be. Of one that nobody answered nothing can be said.
pub(super) fn facts(case: &Case, right: &[Fact], shown: &BTreeMap<String, String>) -> Vec<Finding> {
    let wrong = right.iter().filter(|fact| shown.get(&fact.id).is_some_and(|value| !is_right(fact, value)));
    wrong
        .map(|fact| {
            let ja = format!("「{}」が違います。", fact.ask_ja);
            let en = format!("Another value is shown: {}.", fact.ask_en);
            let finding = Finding::new(format!("fact:{}", fact.id), Class::Wrong, &case.clause, ja, en);
            let got = shown.get(&fact.id).map_or("", String::as_str);
            let finding = finding.values(fact.value.as_str(), got);
            Finding { kind: Some(fact.kind.clone()), field: fact.field.clone(), ..finding }
        })
        .collect()
}

/// Whether every fact was answered.
pub(super) fn all_answered(right: &[Fact], shown: &BTreeMap<String, String>) -> bool {
    right.iter().all(|fact| shown.contains_key(&fact.id))
}

fn is_right(fact: &Fact, value: &str) -> bool {
    let field = fact.field.as_ref().zip(Kind::parse(&fact.kind)).and_then(|(field, kind)| layout(kind).field(field));
    match (fact.what, field) {
        (Measure::Text, Some(field)) => means_the_same(field, &fact.value, value),
        _ => match (fact.value.trim().parse::<u64>(), value.trim().parse::<u64>()) {
            (Ok(right), Ok(value)) => right == value,
            _ => fact.value.trim() == value.trim(),
        },
    }
}
