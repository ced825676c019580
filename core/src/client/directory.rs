//! What was looked up in the relay's directory.

use std::collections::HashMap;

use crate::relay::DirectoryEntry;
use crate::unit::Address;

/// More offices than one deals with; then it begins again.
const MOST: usize = 1000;

/// The service types of the offices that were looked up.
#[derive(Default)]
pub(super) struct Directory(HashMap<String, Vec<String>>);

impl Directory {
    pub(super) fn note(&mut self, number: &str, found: Option<&DirectoryEntry>) {
        if self.0.len() >= MOST {
            self.0.clear();
        }
        match found {
            Some(entry) => drop(self.0.insert(number.to_owned(), entry.service_types.clone())),
            None => drop(self.0.remove(number)),
        }
    }

    /// Whether the office is known not to have this service type. Where the directory names no types, and where
    /// the file names have none, nothing is known.
    pub(super) fn lacks(&self, address: &Address) -> bool {
        let types = self.0.get(address.office()).filter(|types| !types.is_empty() && address.has_service_type());
        types.is_some_and(|types| types.iter().all(|own| own != address.service_type()))
    }
}
