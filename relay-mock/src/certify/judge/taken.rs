//! A unit that was taken, read leniently.

use std::collections::BTreeMap;
use std::sync::Arc;

use cplink::file::{Source, is_system_file};
use cplink::json;
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::unit::{Attachment, AttachmentContents, FileContents, MediaType, UnitContents};

use crate::certify::transcript::KeptFile;

/// How many rows of a file are compared: a case has some hundreds.
const MAX_ROWS: usize = 20_000;

/// What was read of the files.
pub(super) struct Taken<'a> {
    /// Files and attachments, as the rules want them.
    pub(super) contents: UnitContents,
    /// The rows of each kind, of all its files.
    pub(super) tables: BTreeMap<&'static str, Table>,
    /// The names of the files whose rows could not be read.
    pub(super) unreadable: Vec<&'a str>,
    /// The attachments.
    pub(super) attachments: Vec<&'a KeptFile>,
}

impl<'a> Taken<'a> {
    pub(super) fn read(files: &'a [KeptFile]) -> Self {
        let mut taken = Self {
            contents: UnitContents::default(),
            tables: BTreeMap::new(),
            unreadable: Vec::new(),
            attachments: Vec::new(),
        };
        for file in files {
            if is_system_file(&file.name) {
                taken.contents.passed_over.push(file.name.clone());
            } else if MediaType::of_name(&file.name) == Some(MediaType::Csv) {
                taken.csv(file);
            } else {
                let attachment = Attachment { name: file.name.clone(), source: Source::Bytes(Arc::clone(&file.bytes)) };
                // Bytes in memory are always read.
                taken.contents.attachments.extend(AttachmentContents::read(&attachment).ok());
                taken.attachments.push(file);
            }
        }
        taken
    }

    fn csv(&mut self, file: &'a KeptFile) {
        let Ok(contents) = FileContents::read(&file.name, Arc::clone(&file.bytes)) else {
            self.unreadable.push(&file.name);
            return;
        };
        match &contents.table {
            Some(table) if table.len() <= MAX_ROWS && add(&mut self.tables, table) => {}
            _ => self.unreadable.push(&file.name),
        }
        self.contents.files.push(contents);
    }
}

/// Adds a table to the others of its kind; false where they do not go together.
pub(super) fn add(tables: &mut BTreeMap<&'static str, Table>, table: &Table) -> bool {
    match tables.get_mut(table.kind().name()) {
        Some(before) => json::add_rows(before, &json::rows(table)).is_ok(),
        None => {
            tables.insert(table.kind().name(), table.clone());
            true
        }
    }
}

/// In the order of the standard.
pub(super) fn kinds<'a>(one: &'a BTreeMap<&'static str, Table>, other: &'a BTreeMap<&'static str, Table>) -> Vec<Kind> {
    let is_there = |kind: &&Kind| one.contains_key(kind.name()) || other.contains_key(kind.name());
    Kind::ALL.iter().filter(is_there).copied().collect()
}
