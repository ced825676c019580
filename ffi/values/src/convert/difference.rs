//! How two tables differ.

use crate::{Difference, Differences, RowChange};
use cplink::interpret;

impl From<Vec<interpret::Difference>> for Differences {
    fn from(differences: Vec<interpret::Difference>) -> Self {
        Self { items: differences.into_iter().map(Difference::from).collect() }
    }
}

impl From<interpret::Difference> for Difference {
    fn from(difference: interpret::Difference) -> Self {
        let number = |row: usize| Some(row as u32 + 1);
        match difference {
            interpret::Difference::Added { row } => {
                Self { what: RowChange::Added, old_row: None, new_row: number(row), fields: Vec::new() }
            }
            interpret::Difference::Removed { row } => {
                Self { what: RowChange::Removed, old_row: number(row), new_row: None, fields: Vec::new() }
            }
            interpret::Difference::Changed { old, new, fields } => Self {
                what: RowChange::Changed,
                old_row: number(old),
                new_row: number(new),
                fields: fields.iter().map(|field| field.id).collect(),
            },
        }
    }
}
