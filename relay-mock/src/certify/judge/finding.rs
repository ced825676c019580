//! What a check found.

use cplink::spec::Field;
use serde::{Deserialize, Serialize};

use crate::certify::scenario::Tolerance;

/// What sort of difference it is. What has the same bytes is counted, not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Written otherwise, with the same meaning.
    SameMeaning,
    /// Tolerated by the case.
    Tolerated,
    /// Another value.
    Changed,
    /// It should be there.
    Lost,
    /// It should not be there.
    Invented,
    /// A warning of a rule: it does not fail the case.
    Note,
    /// Anything else that is wrong: an outcome, a reason, a fact, an error of a rule.
    Wrong,
}

/// What a check found. The people of a pack are invented, so it names the values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Its id, which `expect.toml` names: the table is in `relay-mock/packs/README.md`.
    pub id: String,
    /// What sort it is.
    pub class: Class,
    /// Where the standard says so.
    pub clause: String,
    /// The kind of file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The field's item number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_number: Option<u16>,
    /// The record, from 1: of the file that was taken, or, for what is lost, of the case's rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// What is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub got: Option<String>,
    /// How often, where findings that are the same are told once.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub times: usize,
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

fn once() -> usize {
    1
}

fn is_once(times: &usize) -> bool {
    *times == 1
}

impl Finding {
    /// A finding of an id, with its texts.
    pub(super) fn new(id: String, class: Class, clause: &str, ja: String, en: String) -> Self {
        let clause = clause.to_owned();
        Self {
            id,
            class,
            clause,
            kind: None,
            field: None,
            item_number: None,
            row: None,
            expected: None,
            got: None,
            times: 1,
            ja,
            en,
        }
    }

    /// At a field of a kind.
    pub(super) fn at(mut self, kind: &str, field: &Field, row: usize) -> Self {
        (self.kind, self.row) = (Some(kind.to_owned()), Some(row + 1));
        (self.field, self.item_number) = (Some(field.id.to_owned()), Some(field.number));
        self
    }

    /// With what is right and what there is.
    pub(super) fn values(mut self, expected: impl Into<String>, got: impl Into<String>) -> Self {
        (self.expected, self.got) = (Some(expected.into()), Some(got.into()));
        self
    }

    /// Another value in a field.
    pub(super) fn changed(kind: &str, field: &Field, row: usize, clause: &str, expected: &str, got: &str) -> Self {
        let ja = format!("{kind} {}行目 項目{}「{}」の値が違います。", row + 1, field.number, field.name_ja);
        let en = format!("{kind} row {} item {} ({}): another value.", row + 1, field.number, field.id);
        let id = format!("changed:{kind}:{}", field.id);
        Self::new(id, Class::Changed, clause, ja, en).at(kind, field, row).values(expected, got)
    }

    /// The same meaning in other words.
    pub(super) fn same_meaning(kind: &str, field: &Field, row: usize, clause: &str, expected: &str, got: &str) -> Self {
        let ja = format!("{kind} 項目{}「{}」の書き方が違いますが、意味は同じです。", field.number, field.name_ja);
        let en = format!("{kind} item {} ({}): written otherwise, with the same meaning.", field.number, field.id);
        let id = format!("same-meaning:{kind}:{}", field.id);
        Self::new(id, Class::SameMeaning, clause, ja, en).at(kind, field, row).values(expected, got)
    }

    /// A difference that the case tolerates.
    pub(super) fn tolerated(
        tolerance: Tolerance,
        kind: &str,
        field: &Field,
        row: usize,
        expected: &str,
        got: &str,
    ) -> Self {
        let id = format!("tolerated:{}:{kind}:{}", tolerance.id(), field.id);
        let ja =
            format!("{kind} 項目{}「{}」の違いは許容されます（{}）。", field.number, field.name_ja, tolerance.id());
        let en = format!("{kind} item {} ({}): tolerated ({}).", field.number, field.id, tolerance.id());
        let finding = Self::new(id, Class::Tolerated, tolerance.clause(), ja, en);
        finding.at(kind, field, row).values(expected, got)
    }

    /// Whether the check fails by it.
    pub fn fails(&self) -> bool {
        matches!(self.class, Class::Changed | Class::Lost | Class::Invented | Class::Wrong)
    }
}
