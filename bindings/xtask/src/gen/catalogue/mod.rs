//! Catalogues: ids with their texts in Japanese and English, one TOML file each, beside the module
//! that is made from it. Adding an entry to a catalogue touches its TOML file only.

mod entry;
mod rust;
mod shape;
#[cfg(test)]
mod texts;

use std::fs;
use std::path::Path;

use serde::Deserialize;

pub(super) use entry::{Entry, Group};
use shape::{SHAPES, Shape};

/// One catalogue as its file has it.
pub(super) struct Catalogue {
    pub(super) shape: &'static Shape,
    pub(super) groups: Vec<Group>,
    pub(super) entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    group: Vec<Group>,
    entry: Vec<Entry>,
}

impl Catalogue {
    /// The catalogue of this Rust type.
    pub(super) fn read(root: &Path, type_name: &str) -> Result<Self, String> {
        let shape = SHAPES.iter().find(|shape| shape.type_name == type_name);
        Self::of(root, shape.ok_or_else(|| format!("no catalogue of {type_name}"))?)
    }

    /// All catalogues.
    pub(super) fn read_all(root: &Path) -> Result<Vec<Self>, String> {
        SHAPES.iter().map(|shape| Self::of(root, shape)).collect()
    }

    fn of(root: &Path, shape: &'static Shape) -> Result<Self, String> {
        let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", shape.table);
        let text = fs::read_to_string(root.join(shape.table)).map_err(|error| failed(&error))?;
        let File { group, entry } = toml::from_str(&text).map_err(|error| failed(&error))?;
        let this = Self { shape, groups: group, entries: entry };
        this.check().map_err(|error| failed(&error))?;
        Ok(this)
    }

    fn check(&self) -> Result<(), String> {
        for (at, entry) in self.entries.iter().enumerate() {
            let wrong = |what: &str| Err(format!("`{}` {what}", entry.id));
            let before = &self.entries[..at];
            if before.iter().any(|before| before.id == entry.id) {
                return wrong("is listed twice");
            }
            if entry.number.is_some() != self.shape.is_numbered {
                return wrong("has a number where none is wanted, or none where one is");
            }
            // Numbers rise, so that a new one is never written over an old one.
            if before.last().is_some_and(|before| self.shape.is_numbered && before.number >= entry.number) {
                return wrong("has a number that does not follow the one before it");
            }
            if !self.groups.is_empty() && self.group_of(entry).is_none() {
                return wrong("belongs to no group");
            }
            self.shape.check(entry)?;
        }
        Ok(())
    }

    /// The entries of a group, in order.
    pub(super) fn in_group<'a>(&'a self, group: &'a Group) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(|entry| entry.group() == group.id)
    }

    /// The ids, without that of what is not known.
    pub(super) fn ids(&self) -> Vec<&str> {
        self.entries.iter().filter(|entry| !entry.fallback).map(|entry| entry.id.as_str()).collect()
    }

    /// Those of them that CPX/1 has: what people do by hand is none of its business.
    pub(super) fn ids_of_protocol(&self) -> Vec<&str> {
        let by_hand = |id: &str| self.entries.iter().any(|entry| entry.id == id && entry.flag("by_hand"));
        self.ids().into_iter().filter(|id| !by_hand(id)).collect()
    }

    /// The group of an entry: that of its number's hundreds, or of its id's first part.
    fn group_of(&self, entry: &Entry) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == entry.group())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(toml: &str) -> Result<(), String> {
        let shape = SHAPES.iter().find(|shape| shape.type_name == "Code").unwrap();
        let File { group, entry } = toml::from_str(toml).map_err(|error| error.to_string())?;
        Catalogue { shape, groups: group, entries: entry }.check()
    }

    #[test]
    fn a_catalogue_with_a_mistake_is_refused() {
        let texts = "retry = 'never'\nja = 'あ'\nremedy_ja = 'い'\nen = 'a'\nremedy_en = 'b'\n";
        let entry = |id: &str, number: &str| format!("[[entry]]\nid = '{id}'\n{number}{texts}");
        let (first, second) = (entry("first", "number = 101\n"), entry("second", "number = 102\n"));
        assert_eq!(problem(&format!("{first}{second}")), Ok(()));
        for (toml, what) in [
            (format!("{first}{first}"), "twice"),
            (format!("{second}{first}"), "follow"),
            (entry("first", ""), "number"),
            (format!("{first}level = 'high'\n"), "level"),
            (first.replace("retry = 'never'\n", ""), "retry"),
            (first.replace("'never'", "1"), "retry"),
            (format!("[[group]]\nid = '2'\nja = 'あ'\nen = 'a'\n{first}"), "group"),
        ] {
            let error = problem(&toml).unwrap_err();
            assert!(error.contains(what), "{what}: {error}");
        }
    }
}
