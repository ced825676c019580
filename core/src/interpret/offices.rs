//! The offices that rows name.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::Table;

/// Where rows name an office: the fields of its number and of its name.
const NAMED: [[&str; 2]; 2] =
    [["provider_number", "provider_name"], ["care_manager_office_number", "care_manager_office_name"]];

/// The names that the rows give these offices; of several the first.
pub(crate) fn office_names<'t>(
    tables: impl IntoIterator<Item = &'t Table>,
    of: &BTreeSet<&str>,
) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for row in tables.into_iter().flat_map(Table::rows) {
        for [number, name] in NAMED.map(|fields| fields.map(|field| row.get(field).unwrap_or_default())) {
            let name = name.trim();
            if of.contains(&*number) && !name.is_empty() && !names.contains_key(&*number) {
                names.insert(number.into_owned(), name.to_owned());
            }
        }
    }
    names
}
