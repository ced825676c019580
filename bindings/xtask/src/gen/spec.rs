//! The layouts of all versions, from `core/src/spec`.

use std::path::Path;

use serde::Deserialize;

use super::change;
use super::places::places;
use super::tables::{Deletion, Relation, Tables, Version, read};

/// The layouts of all versions, and what holds for all of them.
pub(super) struct Spec {
    /// Oldest first.
    pub(super) older: Vec<Tables>,
    pub(super) current: Tables,
    pub(super) relations: Vec<Relation>,
    pub(super) deletions: Vec<Deletion>,
}

impl Spec {
    /// The tables in `core/src/spec`.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let versions: Versions = read(&folder.join("versions.toml"))?;
        let mut versions = versions.version;
        let current = Tables::read(folder, versions.pop().ok_or("there is no version")?, None)?;
        let older = versions.into_iter().map(|version| Tables::read(folder, version, Some(&current)));
        let older = older.collect::<Result<Vec<_>, _>>()?;
        for tables in &older {
            change::check(tables, &current)?;
        }
        let Relations { relation, deletion } = read(&folder.join("relations.toml"))?;
        Ok(Self { older, current, relations: relation, deletions: deletion })
    }

    /// The older versions in which a kind's fields stand elsewhere, with the 0-based column of each field
    /// of the current version.
    pub(super) fn older_places(&self, kind: &str) -> impl Iterator<Item = (&str, Vec<Option<usize>>)> {
        self.older.iter().filter_map(move |tables| {
            let (older, current) = (tables.layout(kind)?, self.current.layout(kind)?);
            Some((tables.version.value.as_str(), places(older, current))).filter(|(_, at)| !at.is_empty())
        })
    }

    /// All versions, oldest first.
    pub(super) fn versions(&self) -> impl Iterator<Item = &Tables> {
        self.older.iter().chain([&self.current])
    }
}

#[derive(Deserialize)]
struct Versions {
    version: Vec<Version>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Relations {
    relation: Vec<Relation>,
    deletion: Vec<Deletion>,
}
