//! The units among files that somebody gave.

use cplink::{Code, Error, rules};

use super::container::of_bytes;
use super::files::{Given, SlipFile, SlipFiles};
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

/// Puts files together that are a unit by their names; each container is one of its own.
pub(crate) fn units(given: Vec<Given>, as_unit: bool, shared: &Shared) -> Upload {
    let mut upload = Upload::default();
    let mut files: Vec<SlipFile> = Vec::new();
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
        files.push(file);
    }
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let groups = rules::gathered(&names).into_iter().map(|group| SlipFiles {
        id: None,
        subject: String::new(),
        office: None,
        as_unit,
        files: group.files.into_iter().map(|place| files[place].clone()).collect(),
    });
    upload.units.extend(groups);
    // The order of import; what has no serial comes last.
    upload.units.sort_by_key(|unit| (unit.serial().is_none(), unit.serial()));
    upload
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
