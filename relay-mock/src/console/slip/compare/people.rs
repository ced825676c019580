//! Who the rows are about.

use std::collections::HashMap;

use cplink::record::{Row, Table};

/// An insurer's and an insured person's number.
pub(super) type Person = [String; 2];

/// The names of people, as far as a file has them.
pub(super) struct People(HashMap<Person, String>);

impl People {
    pub(super) fn of<'a>(tables: impl Iterator<Item = &'a Table>) -> Self {
        let mut people = HashMap::new();
        for row in tables.flat_map(Table::rows) {
            let name = cell(&row, "user_name");
            if !name.is_empty() {
                people.entry(person(&row)).or_insert(name);
            }
        }
        Self(people)
    }

    /// A person by name and number.
    pub(super) fn named(&self, person: &Person) -> String {
        match self.0.get(person) {
            Some(name) => format!("{name} 様（{}）", person[1]),
            None => person[1].clone(),
        }
    }
}

pub(super) fn person(row: &Row<'_>) -> Person {
    ["insurer_number", "insured_person_number"].map(|field| cell(row, field))
}

/// A cell's text without the blanks around it; nothing where its version has no such field.
pub(super) fn cell(row: &Row<'_>, field: &str) -> String {
    row.get(field).map(|text| text.trim().to_owned()).unwrap_or_default()
}
