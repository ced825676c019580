//! An office of the directory.

use time::Date;

/// A registered office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredOffice {
    /// The 10-digit number.
    pub number: String,
    /// The name.
    pub name: String,
    /// Its 2-digit service types.
    pub service_types: Vec<String>,
    /// The CSV versions it can import.
    pub csv_versions: Vec<String>,
    /// The first day of the licence.
    pub licence_from: Date,
    /// The last day of the licence.
    pub licence_until: Date,
    /// The numbers of the offices that may act for it, in their order.
    pub agents: Vec<String>,
}

/// The names of offices, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficeNames(Vec<(String, String)>);

impl OfficeNames {
    /// The name of this number; empty where the directory does not have it.
    pub fn of(&self, number: &str) -> &str {
        let found = self.0.binary_search_by(|(own, _)| own.as_str().cmp(number));
        found.map_or("", |place| self.0[place].1.as_str())
    }

    /// Numbers and names, in the order of the numbers.
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }
}

impl FromIterator<(String, String)> for OfficeNames {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(names: I) -> Self {
        let mut names: Vec<_> = names.into_iter().collect();
        names.sort();
        Self(names)
    }
}

impl RegisteredOffice {
    /// Whether the licence is valid on this day.
    pub fn licensed(&self, day: Date) -> bool {
        self.licence_from <= day && day <= self.licence_until
    }

    /// Whether the office has this service type, as far as the directory knows its types. File names of old
    /// versions have none.
    pub fn offers(&self, service_type: &str) -> bool {
        let known = !self.service_types.is_empty() && !service_type.is_empty();
        !known || self.service_types.iter().any(|own| own == service_type)
    }
}
