//! ZIP files, as browsers and people make them.
//!
//! Nothing of them is ever written to disk, and their folders mean nothing: an entry is its bare name and its bytes.
//! What an entry says of its size is not believed.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

use super::told::shown;
use crate::error::{Code, Error, Result};
use crate::file::is_system_folder;
use crate::text::{Encoding, decode};

/// The most entries of one that is looked into.
const MOST_ENTRIES: usize = 2_000;
/// The most bytes of an entry, and of all entries that belong to units.
const MOST_BYTES: u64 = 128 << 20;

/// An entry that is a file.
#[derive(Clone)]
pub(super) struct Listed {
    /// Which one it is.
    pub(super) entry: usize,
    /// Its bare name.
    pub(super) name: String,
    /// The size that it says it has.
    pub(super) size: u64,
}

/// The entries that are files.
///
/// # Errors
/// [`Code::ZipUnusable`], [`Code::FileRead`].
pub(super) fn list(path: &Path) -> Result<Vec<Listed>> {
    let archive = open(path)?;
    if archive.len() > MOST_ENTRIES {
        return Err(unusable(path, "too many entries"));
    }
    if archive.has_duplicate_names() {
        return Err(unusable(path, "a name is there twice"));
    }
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_data(at).map_err(|error| of_zip(path, error))?;
        if entry.is_dir() || entry.is_symlink() {
            continue;
        }
        let full = named(entry.name_raw());
        let mut parts: Vec<&str> = full.split(['/', '\\']).collect();
        let name = parts.pop().unwrap_or_default();
        let is_hidden = |folder: &&str| !matches!(*folder, "." | "..") && is_system_folder(folder);
        if parts.iter().any(is_hidden) {
            continue;
        }
        found.push(Listed { entry: at, name: name.to_owned(), size: entry.size() });
    }
    Ok(found)
}

/// The bytes of an entry.
///
/// # Errors
/// As [`list`].
pub(super) fn read(path: &Path, entry: usize) -> Result<Vec<u8>> {
    let mut archive = open(path)?;
    let entry = archive.by_index(entry).map_err(|error| of_zip(path, error))?;
    let mut bytes = Vec::new();
    entry.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unusable(path, "damaged").with_source(error))?;
    if bytes.len() as u64 > MOST_BYTES { Err(too_large(path)) } else { Ok(bytes) }
}

/// Whether entries of so many bytes in all may be taken into memory.
///
/// # Errors
/// [`Code::ZipUnusable`].
pub(super) fn bound(path: &Path, total: u64) -> Result<()> {
    if total > MOST_BYTES { Err(too_large(path)) } else { Ok(()) }
}

fn open(path: &Path) -> Result<ZipArchive<BufReader<File>>> {
    let file = File::open(path).map_err(|error| Error::path(Code::FileRead, path, error))?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| of_zip(path, error))
}

/// UTF-8 where it is, whatever its flag says; else what Windows writes in Japan.
fn named(raw: &[u8]) -> String {
    let text = decode(Encoding::Utf8, raw).or_else(|_| decode(Encoding::Cp932, raw));
    text.map_or_else(|_| String::from_utf8_lossy(raw).into_owned(), std::borrow::Cow::into_owned)
}

fn of_zip(path: &Path, error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(error) => unusable(path, "cut short or not readable").with_source(error),
        zip::result::ZipError::UnsupportedArchive(why) => unusable(path, why),
        zip::result::ZipError::InvalidPassword => unusable(path, "encrypted"),
        other => unusable(path, "damaged").with_source(other),
    }
}

fn too_large(path: &Path) -> Error {
    unusable(path, "its files are larger than 128 MiB")
}

fn unusable(path: &Path, why: &'static str) -> Error {
    Error::new(Code::ZipUnusable).with_detail(why).in_file(shown(path))
}
