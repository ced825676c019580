//! Entries of the directory.

use crate::Office;
use cplink::relay::DirectoryEntry;

impl From<DirectoryEntry> for Office {
    fn from(entry: DirectoryEntry) -> Self {
        Self {
            number: entry.number,
            name: entry.name,
            registered: entry.registered,
            licensed: entry.licensed,
            licence_until: entry.licence_until.map(|day| day.to_string()),
            service_types: entry.service_types,
            csv_versions: entry.csv_versions,
            agents: entry.agents,
        }
    }
}
