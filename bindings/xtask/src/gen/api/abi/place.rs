//! Where a value is.

use super::super::model::{Noun, Value};

/// Where values are: of the noun itself, or of an item of a list in it.
pub(super) struct Place {
    /// The beginning of the names of its functions.
    pub(super) prefix: String,
    /// The expression that gives the structure.
    pub(super) base: String,
    /// The parameters that choose the item.
    pub(super) indices: Vec<String>,
}

impl Place {
    pub(super) fn of(noun: &Noun) -> Self {
        Self { prefix: format!("{}_", noun.c_name()), base: noun.noun.clone(), indices: Vec::new() }
    }

    /// An item of a list.
    pub(super) fn item(&self, list: &Value, expression: &str) -> Self {
        let one = list.one.clone().unwrap_or_default();
        let index = if self.indices.is_empty() { "index".to_owned() } else { one.clone() };
        let prefix = if list.main { self.prefix.clone() } else { format!("{}{one}_", self.prefix) };
        let mut indices = self.indices.clone();
        indices.push(index.clone());
        Self { prefix, base: format!("at({expression}, {index}, \"{}\")?", one.replace('_', " ")), indices }
    }

    /// The function that reads a value here: of a list, the one that counts it.
    pub(super) fn getter_name(&self, value: &Value) -> String {
        match (value.one.is_some(), value.main) {
            (false, _) => format!("{}{}", self.prefix, value.name),
            (true, true) => format!("{}len", self.prefix),
            (true, false) => format!("{}{}_len", self.prefix, value.name),
        }
    }
}
