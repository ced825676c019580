//! What people are called: rows of a month that have no name may be printed beside others that have it.

use std::collections::HashMap;

use super::cells::text;
use crate::record::Row;

/// A person: each insurer gives numbers of its own, so one number may be that of two people.
pub(super) fn person(row: &Row<'_>) -> [String; 2] {
    ["insurer_number", "insured_person_number"].map(|field| text(row, field))
}

/// Names by insurer and insured person.
#[derive(Default)]
pub(super) struct People(HashMap<[String; 2], Vec<String>>);

impl People {
    /// Keeps the name in a row, if it has one.
    pub(super) fn add(&mut self, row: &Row<'_>) {
        let name = text(row, "user_name");
        if name.is_empty() {
            return;
        }
        let names = self.0.entry(person(row)).or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }

    /// The name of a person; all of them where rows do not agree, and nothing where none has one.
    pub(super) fn name(&self, person: [&str; 2]) -> String {
        self.0.get(&person.map(str::to_owned)).map(|names| names.join("／")).unwrap_or_default()
    }
}
