//! What a screen must show.

use std::collections::BTreeMap;

use cplink::spec::Kind;
use serde::{Deserialize, Serialize};

/// One fact, with the value that is right.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Its id in the case.
    pub id: String,
    /// What an operator is asked.
    pub ask_ja: String,
    /// In English.
    pub ask_en: String,
    /// The kind of file whose records it is about.
    pub kind: String,
    /// What is measured.
    pub what: Measure,
    /// The field that is added up or read.
    #[serde(default)]
    pub field: Option<String>,
    /// Only records with these values, by field.
    #[serde(default)]
    pub r#where: BTreeMap<String, String>,
    /// Whether only the product's own rows count.
    #[serde(default)]
    pub own: bool,
    /// The value that is right.
    pub value: String,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// How many users the records are about.
    Users,
    /// How many records there are.
    Rows,
    /// How often: 回数 added up; a monthly add-on counts once a month.
    Count,
    /// The field added up.
    Sum,
    /// The field's text in the only record that is meant, as the screen shows it.
    Text,
}

impl Fact {
    /// The field, where the measure needs one.
    pub(super) fn fault(&self) -> Option<(&'static str, String)> {
        let Some(kind) = Kind::parse(&self.kind) else {
            return Some(("kind", format!("{} is no kind of file", self.kind)));
        };
        let layout = cplink::spec::layout(kind);
        let needs = matches!(self.what, Measure::Sum | Measure::Text);
        if needs != self.field.is_some() {
            return Some(("field", "sum and text need a field, the others have none".to_owned()));
        }
        let unknown = self.field.iter().chain(self.r#where.keys()).find(|field| layout.field(field).is_none());
        unknown.map(|field| ("field", format!("{} has no field {field}", self.kind)))
    }
}
