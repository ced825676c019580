//! The files of `spec-fixtures`.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::convert::read;
use cplink::file::Source;
use cplink::finding::Finding;
use cplink::record::Table;
use cplink::unit::{Attachment, AttachmentContents, FileContents, FileName, MediaType, NameKind, Serial, UnitContents};
use serde_json::{Value, json};

/// The folder `spec-fixtures`.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec-fixtures")
}

/// The fixtures of the newest version.
pub fn newest() -> PathBuf {
    root().join("202407")
}

/// The folders within a folder, in order.
pub fn folders(parent: &Path) -> Vec<PathBuf> {
    let mut folders = entries(parent);
    folders.retain(|path| path.is_dir());
    folders
}

/// The files within a folder, in order.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = entries(folder);
    files.retain(|path| path.is_file());
    files
}

/// The files below a folder, in order.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let below = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    entries(folder).into_iter().flat_map(below).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = read.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A file's name, without the folders.
pub fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// The tables of the CSV files within a folder, each with its file's serial.
///
/// # Panics
/// A file is no CSV file under its standard name.
pub fn tables(folder: &Path) -> Vec<(Serial, Table)> {
    let table = |path: PathBuf| {
        let parsed = FileName::parse(name(&path)).name.unwrap();
        let NameKind::Csv(kind) = parsed.kind else { panic!("{}", path.display()) };
        (parsed.serial, read(kind, fs::read(&path).unwrap()).unwrap().table)
    };
    files(folder).into_iter().map(table).collect()
}

/// A file's bytes as JSON.
pub fn json(path: &Path) -> Value {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A finding as `findings.json` and `case.json` describe it.
pub fn described(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule().id(),
        "severity": finding.severity().name(),
        "file": finding.file(),
        "row": finding.row(),
        "item_number": finding.item_number(),
    })
}

/// A unit as it is read from the files of a folder, in the order of their names.
///
/// # Panics
/// A file cannot be read.
pub fn contents(folder: &Path) -> UnitContents {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut contents = UnitContents::default();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if MediaType::of_name(&name) == Some(MediaType::Csv) {
            contents.files.push(FileContents::read(&name, fs::read(&path).unwrap()).unwrap());
        } else {
            let attachment = Attachment { name, source: Source::File(path) };
            contents.attachments.push(AttachmentContents::read(&attachment).unwrap());
        }
    }
    contents
}
