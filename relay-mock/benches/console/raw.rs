//! The bare query.

use std::path::Path;

use rusqlite::Connection;

pub(crate) struct Raw(Connection);

impl Raw {
    pub(crate) fn new(database: &Path) -> Self {
        Self(Connection::open(database).unwrap())
    }

    /// How many rows of a page and one more there are: all of their columns are read, with the offices' names.
    pub(crate) fn rows(&self, clause: &str) -> usize {
        let sql = format!(
            "SELECT message.*, one.name, other.name FROM message
             LEFT JOIN office AS one ON one.number = sender LEFT JOIN office AS other ON other.number = receiver
             WHERE {clause} ORDER BY seq DESC LIMIT 51"
        );
        let mut statement = self.0.prepare(&sql).unwrap();
        let columns = statement.column_count();
        let values = |row: &rusqlite::Row<'_>| {
            (0..columns).map(|column| row.get(column)).collect::<Result<Vec<rusqlite::types::Value>, _>>()
        };
        statement.query_map([], values).unwrap().map(Result::unwrap).count()
    }
}
