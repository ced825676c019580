//! The units among files that somebody gave.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use cplink::unit::{FileName, Serial, UnitContents, UnitId};
use cplink::{Code, Error, rules};

use super::container::of_bytes;
use super::files::{Given, SlipFile, SlipFiles};
use crate::server::shared::Shared;

/// What a name says of the unit that its file belongs to.
type Key = (Serial, String, String);

/// What was given.
#[derive(Clone, Default)]
pub(crate) struct Upload {
    /// In the order of their serials, files without one last.
    pub(crate) units: Vec<SlipFiles>,
    /// Containers that cannot be opened: name and why, with a remedy.
    pub(crate) refused: Vec<[String; 3]>,
}

impl Upload {
    /// Bytes in memory.
    pub(crate) fn size(&self) -> u64 {
        let files = self.units.iter().flat_map(|unit| &unit.files);
        files.map(|file| (file.bytes.len() + file.name.len()) as u64).sum()
    }
}

/// Puts the files of one serial between two offices together; each container is a unit of its own. Files whose names
/// have no serial go with the only unit there is.
pub(crate) fn units(given: Vec<Given>, as_unit: bool, shared: &Shared) -> Upload {
    let mut upload = Upload::default();
    let mut found: BTreeMap<Option<Key>, Vec<SlipFile>> = BTreeMap::new();
    for (name, bytes) in given {
        let file = SlipFile::whole(&name, bytes);
        if is_container(&file.name) {
            match of_bytes(shared, &file.bytes) {
                Ok(unit) => {
                    upload.units.push(unit);
                    continue;
                }
                // The rules have a word on packed files.
                Err(error) if is_other_archive(&file.name, &error) => {}
                Err(error) => {
                    upload.refused.push(told(file.name, &error));
                    continue;
                }
            }
        }
        let key = FileName::parse(&file.name)
            .name
            .map(|name| (name.serial, name.from.office().to_owned(), name.to.office().to_owned()));
        found.entry(key).or_default().push(file);
    }
    join(&mut found, |(_, from, to)| [from.clone(), to.clone()]);
    join(&mut found, |(serial, ..)| [serial.to_string(), String::new()]);
    if found.len() == 2
        && let Some(rest) = found.remove(&None)
        && let Some(unit) = found.values_mut().next()
    {
        unit.extend(rest);
    }
    let rest = found.remove(&None);
    let groups = found.into_values().chain(rest);
    upload.units.extend(groups.map(|files| SlipFiles {
        id: None,
        subject: String::new(),
        office: None,
        as_unit,
        files,
    }));
    // The order of import; what has no serial comes last.
    upload.units.sort_by_key(|unit| (unit.serial().is_none(), unit.serial()));
    upload
}

/// Puts files together that have this in common, and are a unit but for the rest of their names, and none by
/// themselves: what is wrong with them is the serial or an office, not that files are missing.
fn join(found: &mut BTreeMap<Option<Key>, Vec<SlipFile>>, common: fn(&Key) -> [String; 2]) {
    let mut partial: BTreeMap<[String; 2], Vec<Key>> = BTreeMap::new();
    for key in found.iter().filter(|(_, files)| !is_unit(files)).filter_map(|(key, _)| key.as_ref()) {
        partial.entry(common(key)).or_default().push(key.clone());
    }
    for keys in partial.into_values().filter(|keys| keys.len() > 1) {
        let files = |key: &Key| found.get(&Some(key.clone())).cloned().unwrap_or_default();
        let all: Vec<SlipFile> = keys.iter().flat_map(files).collect();
        // What most files say is the unit's.
        let Some(most) = keys.iter().min_by_key(|key| Reverse(files(key).len())).cloned() else { continue };
        if is_unit(&all) {
            keys.into_iter().for_each(|key| drop(found.remove(&Some(key))));
            found.insert(Some(most), all);
        }
    }
}

/// Whether the standard knows a unit of files of these names.
fn is_unit(files: &[SlipFile]) -> bool {
    let names = || files.iter().map(|file| file.name.as_str());
    let id = names().find_map(|name| {
        let name = FileName::parse(name).name?;
        Some(UnitId { from: name.from, to: name.to, serial: name.serial })
    });
    id.is_some_and(|id| rules::names(&UnitContents::of_names(names(), id)).unit_kind.is_some())
}

fn is_container(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".asice") || name.ends_with(".zip")
}

/// Whether a file whose name does not say that it is a container is none.
fn is_other_archive(name: &str, error: &Error) -> bool {
    let is_none = matches!(
        error.code(),
        Code::NotAContainer | Code::ContainerFormat | Code::ContainerTruncated | Code::ContainerCompressed
    );
    is_none && !name.to_ascii_lowercase().ends_with(".asice")
}

/// A file's name, what is wrong with it, and what helps.
fn told(name: String, error: &Error) -> [String; 3] {
    [name, error.message_ja().to_owned(), error.remedy_ja().into_owned()]
}
