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
