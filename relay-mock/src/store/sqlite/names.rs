//! The names of offices, read anew only where the directory has changed: every list shows some, and there are thousands.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use crate::store::{OfficeNames, Result};

/// The names as they were read last.
#[derive(Default)]
pub(super) struct KnownNames(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// How many changes of the directory there had been before; `None` where none was read.
    changes: Option<i64>,
    names: Arc<OfficeNames>,
}

impl KnownNames {
    /// The names of now. The database counts the changes, so that those of other programs are seen too.
    pub(super) fn of(&self, connection: &Connection) -> Result<Arc<OfficeNames>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare_cached("SELECT offices FROM store")?;
        // Before the names: what changes in between is read once more.
        let changes = Some(statement.query_row([], |row| row.get(0))?);
        if known.changes != changes {
            *known = Known { changes, names: Arc::new(read(connection)?) };
        }
        Ok(Arc::clone(&known.names))
    }
}

fn read(connection: &Connection) -> Result<OfficeNames> {
    let mut statement = connection.prepare_cached("SELECT number, name FROM office")?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use crate::store::sqlite::SqliteStore;
    use crate::store::{RegisteredOffice, Store};

    #[test]
    fn what_another_program_changes_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let open = || SqliteStore::open(dir.path(), None).unwrap();
        let (own, other) = (open(), open());
        let office = RegisteredOffice {
            number: "1370000011".to_owned(),
            name: "みどり".to_owned(),
            service_types: vec![],
            csv_versions: vec![],
            licence_from: date!(2026 - 04 - 01),
            licence_until: date!(2027 - 03 - 31),
            agents: vec![],
        };
        let name = || own.office_names().unwrap().of(&office.number).to_owned();
        assert_eq!(name(), "");
        other.add_office(&office).unwrap();
        assert_eq!(name(), "みどり");
        other.change_office(&office.number, &|office| office.name = "あおぞら".to_owned()).unwrap();
        assert_eq!(name(), "あおぞら");
        own.clear().unwrap();
        assert_eq!(name(), "あおぞら", "offices stay");
        other.remove_office(&office.number).unwrap();
        assert_eq!(name(), "");
    }
}
