//! Who the users are.

use std::collections::{BTreeMap, BTreeSet};

use cplink::record::{Row, Table};

use super::cell::cell;

/// A person: each insurer gives numbers of its own, so one number may be that of two people.
pub(super) type Person = [String; 2];

/// Whose row it is.
pub(super) fn person(row: &Row<'_>) -> Person {
    ["insurer_number", "insured_person_number"].map(|field| cell(row, field))
}

/// The persons of a table.
pub(super) fn persons(table: &Table) -> BTreeSet<Person> {
    table.rows().map(|row| person(&row)).collect()
}

/// The people of tables, with their names in 利用者補足情報 and 利用者基本情報.
#[derive(Default)]
pub(super) struct People {
    names: BTreeMap<Person, String>,
    /// The insurers of each insured person's number.
    insurers: BTreeMap<String, BTreeSet<String>>,
}

impl People {
    pub(super) fn learn(&mut self, table: &Table) {
        for row in table.rows() {
            let person = person(&row);
            let [insurer, number] = person.clone();
            self.insurers.entry(number).or_default().insert(insurer);
            let name = cell(&row, "user_name");
            if !name.is_empty() {
                self.names.insert(person, name);
            }
        }
    }

    pub(super) fn name(&self, person: &Person) -> Option<&str> {
        self.names.get(person).map(String::as_str)
    }

    /// Whether another insurer has a person of this number.
    pub(super) fn is_shared(&self, number: &str) -> bool {
        self.insurers.get(number).is_some_and(|insurers| insurers.len() > 1)
    }
}
