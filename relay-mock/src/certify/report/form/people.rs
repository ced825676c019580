//! The rows of each person, so that one person's form stands beside the same person's.

use std::collections::BTreeMap;

use cplink::record::{Row, Table};

/// An insurer's and an insured person's number.
pub(super) type Person = [String; 2];

/// More rows than a case has: they are not drawn.
const MAX_ROWS: usize = 2_000;

/// The people in the order in which they come, first those that are right; nothing where there are too many rows.
pub(super) fn people(sides: [&[Table]; 2]) -> Option<Vec<Person>> {
    let tables = || sides.into_iter().flatten();
    if tables().map(Table::len).sum::<usize>() > MAX_ROWS {
        return None;
    }
    let (mut people, mut known) = (Vec::new(), BTreeMap::new());
    for person in tables().flat_map(|table| table.rows().map(|row| whose(&row))) {
        known.entry(person).or_insert_with_key(|person| people.push(person.clone()));
    }
    Some(people)
}

/// The rows of a person.
pub(super) fn of(tables: &[Table], person: &Person) -> Vec<Table> {
    let mut own = Vec::new();
    for table in tables {
        let mut table = table.clone();
        let others: Vec<usize> =
            table.rows().enumerate().filter(|(_, row)| whose(row) != *person).map(|(at, _)| at).collect();
        // From behind, so that the places before stay.
        if others.into_iter().rev().all(|row| table.remove(row).is_ok()) && !table.is_empty() {
            own.push(table);
        }
    }
    own
}

fn whose(row: &Row<'_>) -> Person {
    ["insurer_number", "insured_person_number"]
        .map(|field| row.get(field).map(|text| text.trim().to_owned()).unwrap_or_default())
}
