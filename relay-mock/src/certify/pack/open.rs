//! Opening a pack.

use std::collections::{BTreeMap, BTreeSet};

use ring::digest::{Context, SHA256};

use super::about::About;
use super::ranges::Ranges;
use super::source::{self, Files};
use crate::certify::guard;
use crate::certify::scenario::{self, Case, PackError, Problem, Step};
use crate::server::faults::Script;

/// The form of pack that this program reads.
const FORMAT: &str = "CPX-pack/1";

const ABOUT: &str = "pack.toml";

/// A set of cases.
#[derive(Clone, Debug)]
pub struct Pack {
    /// What it says of itself.
    pub about: About,
    /// The invented numbers.
    pub ranges: Ranges,
    /// The cases, by id.
    pub cases: Vec<Case>,
    /// SHA-256 over all names and bytes, in hexadecimal digits.
    pub sha256: String,
    /// Fault scripts, by name.
    pub scripts: BTreeMap<String, String>,
}

impl Pack {
    /// Opens an embedded pack by its id, or one in a folder.
    ///
    /// # Errors
    /// Whatever is not understood, with its file and key: nothing in a pack is passed over.
    pub fn open(pack: &str) -> Result<Self, PackError> {
        Self::read(&source::files(pack)?)
    }

    fn read(files: &Files) -> Result<Self, PackError> {
        let about = files.get(ABOUT).ok_or_else(|| PackError::file(ABOUT, Problem::Missing))?;
        let about = std::str::from_utf8(about).map_err(|error| PackError::form(ABOUT, error))?;
        let about: About = toml::from_str(about).map_err(|error| PackError::form(ABOUT, error))?;
        if about.format != FORMAT {
            return Err(PackError::key(ABOUT, "format", format!("this program reads {FORMAT}")));
        }
        let ranges = Ranges::read(&about.synthetic, ABOUT)?;
        let (mut folders, mut scripts) = (BTreeMap::<&str, Files>::new(), BTreeMap::new());
        for (path, bytes) in files.iter().filter(|(path, _)| *path != ABOUT) {
            if let Some((id, file)) = path.strip_prefix("cases/").and_then(|path| path.split_once('/')) {
                folders.entry(id).or_default().insert(file.to_owned(), bytes.clone());
            } else if let Some(name) = path.strip_prefix("faults/") {
                let text = String::from_utf8(bytes.to_vec()).map_err(|error| PackError::form(path, error))?;
                Script::read(&text, path).map_err(|error| PackError::form(path, error.message_en()))?;
                scripts.insert(name.to_owned(), text);
            } else {
                return Err(PackError::file(path, Problem::Surplus));
            }
        }
        let mut cases = Vec::new();
        for (id, files) in folders {
            let path = format!("cases/{id}");
            let case = scenario::read(&path, &files)?;
            let file = format!("{path}/case.toml");
            if !about.pattern.iter().any(|pattern| pattern.id == case.pattern) {
                return Err(PackError::key(&file, "pattern", "pack.toml has no such pattern"));
            }
            if case.faults.as_ref().is_some_and(|script| !scripts.contains_key(script)) {
                return Err(PackError::key(&file, "faults.script", "the pack has no such script"));
            }
            invented(&case, &path, &ranges)?;
            cases.push(case);
        }
        let used: BTreeSet<_> = cases.iter().filter_map(|case| case.faults.as_ref()).collect();
        if let Some(surplus) = scripts.keys().find(|script| !used.contains(script)) {
            return Err(PackError::file(&format!("faults/{surplus}"), Problem::Surplus));
        }
        if cases.is_empty() {
            return Err(PackError::file("cases", Problem::Missing));
        }
        Ok(Self { about, ranges, cases, sha256: digest(files), scripts })
    }

    /// The case of an id.
    pub fn case(&self, id: &str) -> Option<&Case> {
        self.cases.iter().find(|case| case.id == id)
    }
}

/// Nobody may be brought to put a real person's data into a pack.
fn invented(case: &Case, path: &str, ranges: &Ranges) -> Result<(), PackError> {
    if !ranges.has_office(case.office.office()) {
        return Err(PackError::key(&format!("{path}/case.toml"), "office", Problem::OutOfRange.to_string()));
    }
    for step in &case.steps {
        let (at, files) = match step {
            Step::Give { unit, files, .. } => (format!("{path}/give/{unit}"), files),
            Step::Enter { file, attachments, .. } => (format!("{path} [{file}]"), attachments),
            Step::Take { .. } | Step::Show { .. } => continue,
        };
        for file in files {
            if guard::looks_real(&file.name, &file.bytes, ranges) {
                return Err(PackError::file(&format!("{at}/{}", file.name), Problem::OutOfRange));
            }
        }
    }
    Ok(())
}

/// Names and bytes in the order of the names, each with its length before it.
fn digest(files: &Files) -> String {
    let mut sum = Context::new(&SHA256);
    for (path, bytes) in files {
        for part in [path.as_bytes(), bytes] {
            sum.update(&(part.len() as u64).to_be_bytes());
            sum.update(part);
        }
    }
    base16ct::lower::encode_string(sum.finish().as_ref())
}
