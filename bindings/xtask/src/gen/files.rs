//! Which files a version is made of: its own, and for what it has none those of the version before it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::tables::{ChangeKind, Changes, CodeList, CodeLists, Layout, LayoutChange, Tables, Units, Version, read};

/// The files of a version.
#[derive(Clone, Default)]
pub(super) struct Files {
    /// The layouts by kind.
    layouts: BTreeMap<String, PathBuf>,
    units: PathBuf,
    /// What it changed against the version before it.
    changes: Vec<LayoutChange>,
    /// Its own code lists.
    own_lists: Vec<CodeList>,
    /// Every code list up to this version.
    lists: Vec<CodeList>,
}

impl Files {
    /// Those of the version in this folder, which comes after `before`.
    pub(super) fn read(folder: &Path, before: Option<&Self>) -> Result<Self, String> {
        let Self { mut layouts, mut units, mut lists, .. } = before.cloned().unwrap_or_default();
        let changes = match before {
            None => Vec::new(),
            Some(_) => read::<Changes>(&folder.join("changes.toml"))?.change,
        };
        for gone in changes.iter().filter(|change| change.what == ChangeKind::KindRemoved) {
            layouts.retain(|kind, _| !gone.kinds.contains(kind));
        }
        let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
            let Some(kind) = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()) else { continue };
            if kind.chars().all(|c| !c.is_lowercase()) {
                layouts.insert(kind, path);
            }
        }
        let own_units = folder.join("units.toml");
        if before.is_none() || own_units.exists() {
            units = own_units;
        }
        let codes = folder.join("codes.toml");
        let own_lists = if codes.exists() { read::<CodeLists>(&codes)?.list } else { Vec::new() };
        overlay(&mut lists, &own_lists);
        Ok(Self { layouts, units, changes, own_lists, lists })
    }

    /// The tables in them. `newer`: what the versions after it have.
    pub(super) fn tables(&self, version: Version, newer: Option<&Tables>) -> Result<Tables, String> {
        let units: Units = read(&self.units)?;
        let mut lists = newer.map_or_else(|| self.lists.clone(), |newer| newer.lists.clone());
        overlay(&mut lists, &self.own_lists);
        let mut layouts = Vec::new();
        for path in self.layouts.values() {
            let mut layout: Layout = read(path)?;
            if let Some(same) = newer.and_then(|newer| newer.layout(&layout.kind)) {
                layout.number = same.number;
            }
            layout.version.clone_from(&version.value);
            for field in &mut layout.fields {
                field.certain &= layout.certain;
            }
            layouts.push(layout);
        }
        let tables = Tables { version, layouts, lists, units: units.unit, changes: self.changes.clone() };
        tables.check()?;
        Ok(tables)
    }
}

/// Puts lists in the place of those of the same ids.
fn overlay(lists: &mut Vec<CodeList>, own: &[CodeList]) {
    lists.retain(|list| own.iter().all(|other| other.id != list.id));
    lists.extend_from_slice(own);
}
