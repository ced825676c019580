//! SQLite alone.

use std::time::{Duration, Instant};

use rusqlite::Connection;

pub(crate) struct Raw {
    _dir: tempfile::TempDir,
    connection: Connection,
}

impl Raw {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let connection = Connection::open(dir.path().join("raw.sqlite")).unwrap();
        connection
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (n INTEGER PRIMARY KEY, bytes BLOB)")
            .unwrap();
        Self { _dir: dir, connection }
    }

    /// Commits a second.
    pub(crate) fn commit(&mut self, turn: Duration) -> f64 {
        let row = [0x55u8; 2000];
        let (begin, mut count) = (Instant::now(), 0u32);
        while begin.elapsed() < turn {
            let change = self.connection.transaction().unwrap();
            change.prepare_cached("INSERT INTO t (bytes) VALUES (?1)").unwrap().execute([&row[..]]).unwrap();
            change.commit().unwrap();
            count += 1;
        }
        f64::from(count) / begin.elapsed().as_secs_f64()
    }
}
