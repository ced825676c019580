//! The description as a whole, and what it is asked for.

use super::model::{Choice, Noun, Record, Shape};

/// The whole description.
pub(crate) struct Api {
    /// In the order in which a reader meets them.
    pub(crate) nouns: Vec<Noun>,
    /// The closed sets of numbers.
    pub(crate) choices: Vec<Choice>,
}

impl Api {
    /// The noun of this name.
    pub(crate) fn noun(&self, name: &str) -> Result<&Noun, String> {
        self.nouns.iter().find(|noun| noun.noun == name).ok_or_else(|| format!("there is no noun {name}"))
    }

    /// The noun that has this record, and the record.
    pub(crate) fn record(&self, name: &str) -> Result<(&Noun, &Record), String> {
        let all = self.nouns.iter().flat_map(|noun| noun.records.iter().map(move |record| (noun, record)));
        all.into_iter().find(|(_, record)| record.name == name).ok_or_else(|| format!("there is no record {name}"))
    }
}

impl Choice {
    /// What the names of its numbers begin with in C.
    pub(crate) fn c_prefix(&self) -> String {
        format!("CPL_{}_", self.prefix.as_ref().unwrap_or(&self.name).to_uppercase())
    }
}

impl Noun {
    /// `cpl_<noun>`.
    pub(crate) fn c_name(&self) -> String {
        format!("cpl_{}", self.noun)
    }

    /// Whether it has a handle.
    pub(crate) fn has_handle(&self) -> bool {
        self.shape != Shape::Functions
    }

    /// Whether its structure in Rust is made from the description.
    pub(crate) fn is_made(&self) -> bool {
        matches!(self.shape, Shape::Values | Shape::List) && self.by_hand.is_none()
    }
}
