//! Who the users are.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::cells::text;
use crate::form::people::person;
use crate::record::{Row, Table};

/// The people of tables, with their names where a table has them.
pub(super) struct People {
    names: BTreeMap<[String; 2], String>,
    /// The insurers of each insured person's number.
    insurers: BTreeMap<String, BTreeSet<String>>,
}

impl People {
    pub(super) fn of<'a>(tables: impl Iterator<Item = &'a Table>) -> Self {
        let mut people = Self { names: BTreeMap::new(), insurers: BTreeMap::new() };
        for row in tables.flat_map(Table::rows) {
            let person = person(&row);
            let [insurer, number] = person.clone();
            people.insurers.entry(number).or_default().insert(insurer);
            let name = text(&row, "user_name");
            if !name.is_empty() {
                people.names.insert(person, name);
            }
        }
        people
    }

    /// A user by name and number, with the insurer where two people have that number.
    pub(super) fn whose(&self, row: &Row<'_>) -> String {
        let person = person(row);
        let name = self.names.get(&person).map(|name| format!("{name}　様\n")).unwrap_or_default();
        let [insurer, number] = person;
        let is_shared = self.insurers.get(&number).is_some_and(|insurers| insurers.len() > 1);
        let insurer = if is_shared { format!("\n保険者番号 {insurer}") } else { String::new() };
        format!("{name}{number}{insurer}")
    }
}
