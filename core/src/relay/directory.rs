//! An office as a relay's directory has it.

use time::Date;

/// An office of the directory. All of it is the relay's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// The 10-digit office number.
    pub number: String,
    /// The name.
    pub name: String,
    /// Whether it is registered.
    pub registered: bool,
    /// The CSV versions it can import.
    pub csv_versions: Vec<String>,
    /// Its 2-digit service types.
    pub service_types: Vec<String>,
    /// The last day of its licence.
    pub licence_until: Option<Date>,
    /// Whether the licence is valid today.
    pub licensed: bool,
    /// The numbers of the offices that may act for it.
    pub agents: Vec<String>,
}
