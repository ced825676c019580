//! Which files are checked together.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::Code;
use cplink::file::is_system_folder;
use cplink::rules;
use cplink::unit::{FileName, Serial};
use cplink_cli::Fault;

use crate::verbs::input::{Others, is_meant, name_of, without_system_files};

/// Folders within folders are followed so far.
const MAX_DEPTH: usize = 16;

/// Files that are checked together.
pub(super) struct Unit {
    /// The folder they are in, where a folder was given.
    pub(super) folder: Option<PathBuf>,
    /// The serial of their names.
    pub(super) serial: Option<Serial>,
    /// Whether they are checked as a sending unit, or each by itself.
    pub(super) as_unit: bool,
    /// The files in order of their names.
    pub(super) files: Vec<PathBuf>,
    /// The names of files of the system that lie beside them.
    pub(super) passed_over: Vec<String>,
}

/// The units among what the user named, in the order of their serials, and the files of folders that hold none.
pub(super) fn units(paths: &[PathBuf], files_are_unit: bool) -> Result<(Vec<Unit>, Others), Fault> {
    let (folders, files): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| path.is_dir());
    let (mut units, mut others) = (Vec::new(), Others::default());
    let (passed_over, files) = without_system_files(files);
    if !files.is_empty() {
        let serial = files.iter().find_map(|path| Some(FileName::parse(&name_of(path)).name?.serial));
        units.push(Unit { folder: None, serial, as_unit: files_are_unit, files, passed_over });
    }
    for folder in folders {
        walk(&folder, MAX_DEPTH, &mut units, &mut others)?;
    }
    // The order of import. Attachments alone have no serial and come last.
    units.sort_by_key(|unit| (unit.serial.is_none(), unit.serial));
    Ok((units, others))
}

/// The units of a folder, then those of its folders. A folder without a file that was meant for one holds no unit.
fn walk(folder: &Path, depth: usize, units: &mut Vec<Unit>, others: &mut Others) -> Result<(), Fault> {
    let broken = |error| Fault::io(Code::FileRead, folder.display(), error);
    let mut entries = fs::read_dir(folder).map_err(broken)?.collect::<std::io::Result<Vec<_>>>().map_err(broken)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in entries {
        // A link to a folder may lead back here.
        match entry.file_type().map_err(broken)? {
            kind if kind.is_dir() && is_system_folder(&entry.file_name().to_string_lossy()) => {}
            kind if kind.is_dir() => folders.push(entry.path()),
            _ if entry.path().is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    let (mut passed_over, files) = without_system_files(files);
    if files.iter().any(|path| is_meant(path)) {
        let names: Vec<String> = files.iter().map(|path| name_of(path)).collect();
        units.extend(rules::gathered(&names).into_iter().map(|group| Unit {
            folder: Some(folder.to_owned()),
            serial: group.serial,
            as_unit: true,
            files: group.files.into_iter().map(|place| files[place].clone()).collect(),
            // Told once, with the folder's first unit.
            passed_over: std::mem::take(&mut passed_over),
        }));
    } else {
        files.iter().for_each(|path| others.add(path));
    }
    for inner in folders {
        if depth == 0 {
            return Err(Fault::new(
                Code::TooLarge,
                ["フォルダーの階層が深すぎます。", "The folders are nested too deep."],
                ["送信単位のフォルダーを直接指定してください。", "Give the folders of the units directly."],
            )
            .about(inner.display()));
        }
        walk(&inner, depth - 1, units, others)?;
    }
    Ok(())
}
