//! The layouts of all versions, from `core/src/spec`.

use std::path::Path;

use serde::Deserialize;

use super::change;
use super::files::Files;
use super::places::places;
use super::tables::{Deletion, Relation, Tables, Version, read};

/// The layouts of all versions, and what holds for all of them.
pub(super) struct Spec {
    /// Oldest first.
    pub(super) older: Vec<Tables>,
    pub(super) current: Tables,
    /// Every kind, list and unit as the last version had it that has it: what programs name and typed rows are of.
    pub(super) newest: Tables,
    pub(super) relations: Vec<Relation>,
    pub(super) deletions: Vec<Deletion>,
}

impl Spec {
    /// The tables in `core/src/spec`.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let versions: Versions = read(&folder.join("versions.toml"))?;
        let mut files: Vec<Files> = Vec::new();
        for version in &versions.version {
            files.push(Files::read(&folder.join(&version.value), files.last())?);
        }
        let mut older: Vec<Tables> = Vec::new();
        // Numbers and code lists go from a version to those before it.
        let mut newest: Option<Tables> = None;
        for (version, files) in versions.version.into_iter().zip(&files).rev() {
            let tables = files.tables(version, newest.as_ref())?;
            newest = Some(match newest {
                None => tables.clone(),
                Some(newest) => newest.with(&tables),
            });
            older.insert(0, tables);
        }
        for pair in older.windows(2) {
            change::check(&pair[0], &pair[1])?;
        }
        let current = older.pop().ok_or("there is no version")?;
        let newest = newest.ok_or("there is no version")?;
        let Relations { relation, deletion } = read(&folder.join("relations.toml"))?;
        Ok(Self { older, current, newest, relations: relation, deletions: deletion })
    }

    /// The older versions in which a kind's fields are elsewhere, with the 0-based column of each field
    /// of its newest layout; of those that have a typed form.
    pub(super) fn older_places(&self, kind: &str) -> impl Iterator<Item = (&str, Vec<Option<usize>>)> {
        self.typed_versions(kind).filter_map(move |tables| {
            let (older, newest) = (tables.layout(kind)?, self.newest.layout(kind)?);
            Some((tables.version.value.as_str(), places(older, newest))).filter(|(_, at)| !at.is_empty())
        })
    }

    /// The versions in which rows of the kind have a typed form, which is of its newest layout: every field
    /// is there too, with the same type and codes.
    pub(super) fn typed_versions(&self, kind: &str) -> impl Iterator<Item = &Tables> {
        self.versions().filter(move |tables| {
            tables.layout(kind).zip(self.newest.layout(kind)).is_some_and(|(layout, newest)| {
                layout.fields.iter().all(|old| {
                    let new = newest.fields.iter().find(|new| new.id == old.id);
                    new.is_some_and(|new| change::same_type((tables, old), (&self.newest, new)))
                })
            })
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
