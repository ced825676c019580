//! The files of a case.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::fact::Fact;
use super::step::File;
use super::strict::{PackError, Problem};

/// The files of a case's folder, by their paths in it, and which of them the case names.
pub(super) struct Folder<'a> {
    path: &'a str,
    files: &'a BTreeMap<String, Arc<[u8]>>,
    used: RefCell<BTreeSet<String>>,
}

impl<'a> Folder<'a> {
    pub(super) fn new(path: &'a str, files: &'a BTreeMap<String, Arc<[u8]>>) -> Self {
        Self { path, files, used: RefCell::default() }
    }

    /// The path in the pack of a file.
    pub(super) fn at(&self, file: &str) -> String {
        format!("{}/{file}", self.path)
    }

    pub(super) fn form(&self, file: &str, error: impl std::fmt::Display) -> PackError {
        PackError::form(&self.at(file), error)
    }

    pub(super) fn bytes(&self, file: &str) -> Result<Arc<[u8]>, PackError> {
        self.used.borrow_mut().insert(file.to_owned());
        self.files.get(file).cloned().ok_or_else(|| PackError::file(&self.at(file), Problem::Missing))
    }

    pub(super) fn text(&self, file: &str) -> Result<String, PackError> {
        String::from_utf8(self.bytes(file)?.to_vec()).map_err(|error| self.form(file, error))
    }

    pub(super) fn json(&self, file: &str) -> Result<Value, PackError> {
        serde_json::from_slice(&self.bytes(file)?).map_err(|error| self.form(file, error))
    }

    pub(super) fn facts(&self, file: &str) -> Result<Vec<Fact>, PackError> {
        let facts: Vec<Fact> = serde_json::from_slice(&self.bytes(file)?).map_err(|error| self.form(file, error))?;
        for fact in &facts {
            if let Some((key, what)) = fact.fault() {
                return Err(PackError::key(&self.at(file), &format!("{} {key}", fact.id), what));
            }
            if facts.iter().filter(|other| other.id == fact.id).count() > 1 {
                return Err(PackError::key(&self.at(file), &fact.id, "two facts have this id"));
            }
        }
        if facts.is_empty() { Err(self.form(file, "no fact")) } else { Ok(facts) }
    }

    /// The files of a folder, by name.
    pub(super) fn below(&self, folder: &str) -> Result<Vec<File>, PackError> {
        let mut files = Vec::new();
        for (path, bytes) in self.files {
            if let Some(name) = path.strip_prefix(folder).filter(|name| !name.contains('/')) {
                self.used.borrow_mut().insert(path.clone());
                files.push(File { name: name.to_owned(), bytes: Arc::clone(bytes) });
            }
        }
        if files.is_empty() { Err(PackError::file(&self.at(folder), Problem::Missing)) } else { Ok(files) }
    }

    pub(super) fn all_used(&self) -> Result<(), PackError> {
        match self.files.keys().find(|path| !self.used.borrow().contains(*path)) {
            Some(path) => Err(PackError::file(&self.at(path), Problem::Surplus)),
            None => Ok(()),
        }
    }
}
