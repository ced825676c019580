//! Offices by their names.

use crate::store::OfficeNames;

/// An office as pages show it.
#[derive(Clone, Copy)]
pub(in super::super) struct Named<'a> {
    pub(in super::super) number: &'a str,
    /// Its name; empty where the directory does not have it.
    pub(in super::super) name: &'a str,
}

impl<'a> Named<'a> {
    pub(in super::super) fn of(names: &'a OfficeNames, number: &'a str) -> Self {
        Self { number, name: names.of(number) }
    }
}
