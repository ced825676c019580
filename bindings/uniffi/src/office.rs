//! Offices of the directory.

use cplink::relay::DirectoryEntry;

/// An office of the directory.
#[derive(uniffi::Record)]
pub struct Office {
    /// The office number.
    pub number: String,
    /// The name.
    pub name: String,
    /// Whether it is registered.
    pub registered: bool,
    /// The CSV versions it can import.
    pub csv_versions: Vec<String>,
    /// Its service types.
    pub service_types: Vec<String>,
    /// The last day of its licence, `YYYY-MM-DD`.
    pub licence_until: Option<String>,
    /// Whether the licence is valid today.
    pub licensed: bool,
}

impl From<DirectoryEntry> for Office {
    fn from(office: DirectoryEntry) -> Self {
        Self {
            number: office.number,
            name: office.name,
            registered: office.registered,
            csv_versions: office.csv_versions,
            service_types: office.service_types,
            // A date's own text is its ISO 8601 form.
            licence_until: office.licence_until.map(|day| day.to_string()),
            licensed: office.licensed,
        }
    }
}
