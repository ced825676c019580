//! The units among files that somebody gave.

use std::collections::BTreeMap;
use std::sync::Arc;

use cplink::Error;
use cplink::unit::{FileName, Serial};

use super::container::of_bytes;
use super::files::{SlipFile, SlipFiles};
use crate::server::shared::Shared;

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
pub(crate) fn units(given: Vec<(String, Arc<[u8]>)>, as_unit: bool, shared: &Shared) -> Upload {
    let mut upload = Upload::default();
    let mut found: BTreeMap<Option<(Serial, String, String)>, Vec<SlipFile>> = BTreeMap::new();
    for (name, bytes) in given {
        // A browser may name folders too.
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        if is_container(&name) {
            match of_bytes(shared, &bytes) {
                Ok(unit) => upload.units.push(unit),
                Err(error) => upload.refused.push(told(name, &error)),
            }
            continue;
        }
        let key = FileName::parse(&name)
            .name
            .map(|name| (name.serial, name.from.office().to_owned(), name.to.office().to_owned()));
        found.entry(key).or_default().push(SlipFile::whole(name, bytes));
    }
    if found.len() == 2
        && let Some(rest) = found.remove(&None)
        && let Some(unit) = found.values_mut().next()
    {
        unit.extend(rest);
    }
    let rest = found.remove(&None);
    upload.units.sort_by_key(|unit| unit.id.as_ref().map(|id| id.serial));
    let groups = found.into_values().chain(rest);
    upload.units.extend(groups.map(|files| SlipFiles {
        id: None,
        subject: String::new(),
        office: None,
        as_unit,
        files,
    }));
    upload
}

fn is_container(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".asice") || name.ends_with(".zip")
}

/// A file's name, what is wrong with it, and what helps.
fn told(name: String, error: &Error) -> [String; 3] {
    [name, error.message_ja().to_owned(), error.remedy_ja().into_owned()]
}
