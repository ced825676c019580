//! The offices that a pack has: all of them are registered at the relay and have certificates.

use std::collections::{BTreeMap, BTreeSet};

use cplink::unit::{Address, FileName};

use crate::certify::scenario::{Case, Step};

/// The service type of an office of which none is known: care planning.
const PLANNING: &str = "43";

/// Number → service types.
#[derive(Default)]
pub(super) struct Offices(BTreeMap<String, BTreeSet<String>>);

impl Offices {
    /// The offices of these cases, their partners, and whoever is in the name of a file.
    pub(super) fn in_cases<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Self {
        let mut offices = Self::default();
        for case in cases {
            offices.add(&case.office);
            for step in &case.steps {
                match step {
                    Step::Take { partner, .. } => offices.add(partner),
                    Step::Give { files, .. } => {
                        for name in files.iter().filter_map(|file| FileName::parse(&file.name).name) {
                            offices.add(&name.from);
                            offices.add(&name.to);
                        }
                    }
                    Step::Enter { .. } | Step::Show { .. } => {}
                }
            }
        }
        offices
    }

    fn add(&mut self, address: &Address) {
        let types = self.0.entry(address.office().to_owned()).or_default();
        if address.has_service_type() {
            types.insert(address.service_type().to_owned());
        }
    }

    /// Number and service types of each.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, Vec<String>)> {
        self.0.iter().map(|(number, types)| {
            let planning = || vec![PLANNING.to_owned()];
            (number.as_str(), if types.is_empty() { planning() } else { types.iter().cloned().collect() })
        })
    }

    /// A service type of an office.
    pub(super) fn service_type(&self, number: &str) -> &str {
        self.0.get(number).and_then(|types| types.first()).map_or(PLANNING, String::as_str)
    }
}
