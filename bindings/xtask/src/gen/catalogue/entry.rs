//! One line of a catalogue.

use serde::Deserialize;

use crate::r#gen::name::camel;

/// One entry: an id, a number where the catalogue is numbered, and the columns of its shape.
#[derive(Deserialize)]
pub(in crate::r#gen) struct Entry {
    pub(in crate::r#gen) id: String,
    pub(in crate::r#gen) number: Option<i32>,
    /// The variant for every id that this version does not know.
    #[serde(default)]
    pub(super) fallback: bool,
    /// What the variant's documentation says in place of the English text.
    pub(super) doc: Option<String>,
    #[serde(flatten)]
    pub(super) columns: toml::Table,
}

/// A heading over entries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::r#gen) struct Group {
    pub(in crate::r#gen) id: String,
    pub(in crate::r#gen) ja: String,
    pub(in crate::r#gen) en: String,
    /// What the entries have in a column of the kind `GroupFlag` unless they say otherwise.
    #[serde(default)]
    pub(super) of_message: bool,
}

impl Entry {
    /// The text of a column that every entry of the shape has; empty where the entry lacks it.
    pub(in crate::r#gen) fn text(&self, column: &str) -> &str {
        self.columns.get(column).and_then(toml::Value::as_str).unwrap_or_default()
    }

    /// Whether a column is true.
    pub(super) fn flag(&self, column: &str) -> bool {
        self.columns.get(column).and_then(toml::Value::as_bool).unwrap_or_default()
    }

    /// The name of the Rust variant.
    pub(in crate::r#gen) fn variant(&self) -> String {
        camel(&self.id.replace(['.', '-'], "_"))
    }

    /// The id of the entry's group.
    pub(super) fn group(&self) -> String {
        match self.number {
            Some(number) => (number / 100).to_string(),
            None => self.id.split('.').next().unwrap_or(&self.id).to_owned(),
        }
    }
}
