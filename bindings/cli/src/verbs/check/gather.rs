//! Which files are checked together.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cplink::Code;
use cplink::file::is_system_folder;
use cplink::rules;
use cplink::unit::{FileName, Serial, UnitContents, UnitId};
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

/// What a name says of the unit that its file belongs to.
type UnitKey = (Serial, String, String);

/// The units among what the user named, in the order of their serials, and the files of folders that hold none.
pub(super) fn units(paths: &[PathBuf], files_are_unit: bool) -> Result<(Vec<Unit>, Others), Fault> {
    let (folders, files): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| path.is_dir());
    let (mut units, mut others) = (Vec::new(), Others::default());
    let (passed_over, files) = without_system_files(files);
    if !files.is_empty() {
        let serial = files.iter().find_map(|path| identity(path)).map(|(serial, ..)| serial);
        units.push(Unit { folder: None, serial, as_unit: files_are_unit, files, passed_over });
    }
    for folder in folders {
        walk(&folder, MAX_DEPTH, &mut units, &mut others)?;
    }
    // The order of import. Attachments alone have no serial and come last.
    units.sort_by_key(|unit| (unit.serial.is_none(), unit.serial));
    Ok((units, others))
}

fn identity(path: &Path) -> Option<UnitKey> {
    let parsed = FileName::parse(&name_of(path)).name?;
    Some((parsed.serial, parsed.from.office().to_owned(), parsed.to.office().to_owned()))
}

/// Puts the files between two offices together that are a unit of the standard but for their serials, and none by
/// themselves: what is wrong with them is the serial, not that files are missing.
fn join_serials(found: &mut BTreeMap<Option<UnitKey>, Vec<PathBuf>>) {
    let is_unit = |files: &[PathBuf]| {
        let names: Vec<String> = files.iter().map(|path| name_of(path)).collect();
        let id = names.iter().find_map(|name| {
            let name = FileName::parse(name).name?;
            Some(UnitId { from: name.from, to: name.to, serial: name.serial })
        });
        id.is_some_and(|id| {
            let contents = UnitContents::of_names(names.iter().map(String::as_str), id);
            rules::names(&contents).unit_kind.is_some()
        })
    };
    let mut partial: BTreeMap<(String, String), Vec<UnitKey>> = BTreeMap::new();
    for (key, files) in found.iter() {
        if let Some((serial, from, to)) = key
            && !is_unit(files)
        {
            partial.entry((from.clone(), to.clone())).or_default().push((*serial, from.clone(), to.clone()));
        }
    }
    for keys in partial.into_values().filter(|keys| keys.len() > 1) {
        let files = |key: &UnitKey| found.get(&Some(key.clone())).cloned().unwrap_or_default();
        let all: Vec<PathBuf> = keys.iter().flat_map(files).collect();
        // The serial of most files is the unit's.
        let Some(most) = keys.iter().min_by_key(|key| Reverse(files(key).len())).cloned() else { continue };
        if is_unit(&all) {
            keys.into_iter().for_each(|key| drop(found.remove(&Some(key))));
            found.insert(Some(most), all);
        }
    }
}

/// The files of a folder by serial and offices, then those of its folders. A folder without a file that was
/// meant for one holds no unit. Attachments whose name has no serial go with the only unit there is.
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
        let mut found: BTreeMap<Option<UnitKey>, Vec<PathBuf>> = BTreeMap::new();
        for path in files {
            found.entry(identity(&path)).or_default().push(path);
        }
        join_serials(&mut found);
        if found.len() == 2
            && let Some(rest) = found.remove(&None)
            && let Some(unit) = found.values_mut().next()
        {
            unit.extend(rest);
        }
        units.extend(found.into_iter().map(|(identity, files)| Unit {
            folder: Some(folder.to_owned()),
            serial: identity.map(|(serial, ..)| serial),
            as_unit: true,
            files,
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
