//! Offices by their names.

use std::collections::HashMap;

/// An office as pages show it.
#[derive(Clone, Debug)]
pub(in super::super) struct Named {
    pub(in super::super) number: String,
    /// Its name; empty where the directory does not have it.
    pub(in super::super) name: String,
}

/// The directory's names by their numbers.
pub(in super::super) struct Names(HashMap<String, String>);

impl Names {
    pub(in super::super) fn new(offices: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(offices.into_iter().collect())
    }

    pub(in super::super) fn of(&self, number: String) -> Named {
        let name = self.0.get(&number).cloned().unwrap_or_default();
        Named { number, name }
    }
}
