//! Looking into the folder, without changing anything.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::found::{Found, Stamp};
use super::places::{IMPORTED, REFUSED};
use super::told::shown;
use super::zipped::{self, Listed};
use crate::error::{Code, Error, Result};
use crate::file::{is_system_file, is_system_folder};
use crate::progress::Job;
use crate::unit::{FileName, NameKind};

/// More entries than a downloads folder of many years has.
const MOST_ENTRIES: usize = 100_000;
/// Folders in the folder that are looked into.
const MOST_FOLDERS: usize = 2_000;

/// What was found.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) files: Vec<Found>,
    pub(super) obstacles: Vec<Error>,
    /// ZIP files that cannot be used, which may still be on their way.
    pub(super) bad_zips: Vec<(PathBuf, Stamp, Error)>,
    entries: usize,
}

/// The names in ZIP files, as long as these do not change.
#[derive(Default)]
pub(super) struct KnownZips(HashMap<PathBuf, (Stamp, Vec<Listed>)>);

impl Scan {
    /// Looks into a folder and the folders in it.
    ///
    /// # Errors
    /// [`Code::FolderGone`], [`Code::Cancelled`].
    pub(super) fn of(folder: &Path, zips: &mut KnownZips, job: &Job<'_>) -> Result<Self> {
        let mut scan = Self::default();
        let folders = scan.folder(folder, None, zips, job)?;
        for inner in folders.iter().take(MOST_FOLDERS) {
            // One that vanished meanwhile, or may not be read, has nothing for us.
            match scan.folder(inner, Some(inner), zips, job) {
                Err(error) if error.code() == Code::Cancelled => return Err(error),
                _ => {}
            }
        }
        if folders.len() > MOST_FOLDERS || scan.entries > MOST_ENTRIES {
            scan.obstacles.push(Error::new(Code::FolderCrowded).in_file(folder.display().to_string()));
        }
        zips.0.retain(|path, _| path.exists());
        Ok(scan)
    }

    /// The files of a folder that holds one unit.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub(super) fn of_unit(folder: &Path, job: &Job<'_>) -> Result<Self> {
        let mut scan = Self::default();
        scan.folder(folder, Some(folder), &mut KnownZips::default(), job)?;
        Ok(scan)
    }

    /// The files of one folder; the folders in it.
    fn folder(
        &mut self,
        folder: &Path,
        place: Option<&Path>,
        zips: &mut KnownZips,
        job: &Job<'_>,
    ) -> Result<Vec<PathBuf>> {
        let gone = |error| Error::path(Code::FolderGone, folder, error);
        let mut folders = Vec::new();
        for entry in fs::read_dir(folder).map_err(gone)? {
            job.check()?;
            self.entries += 1;
            if self.entries > MOST_ENTRIES {
                break;
            }
            // One that vanished meanwhile is none.
            let Ok(entry) = entry else { continue };
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
            let path = entry.path();
            let Ok(metadata) = path.symlink_metadata() else { continue };
            if metadata.is_dir() {
                if place.is_none() && !is_system_folder(&name) && name != IMPORTED && name != REFUSED {
                    folders.push(path);
                }
            } else if metadata.is_file() && (!is_system_file(&name) || has_ending(&name, "tmp")) {
                self.file(name, path, Stamp::of(&metadata), place, zips);
            } else if !metadata.is_file() && is_of_standard(&name) {
                // What a link leads to is in other hands.
                self.obstacles
                    .push(Error::new(Code::FileUnplaced).with_detail("not a file but a link").in_file(shown(&path)));
            }
        }
        crate::sort::sort(&mut folders);
        Ok(folders)
    }

    fn file(&mut self, name: String, path: PathBuf, stamp: Stamp, place: Option<&Path>, zips: &mut KnownZips) {
        if !has_ending(&name, "zip") {
            return self.files.push(Found { name, path, entry: None, stamp, place: place.map(Path::to_owned) });
        }
        match zips.list(&path, stamp) {
            Ok(entries) => self.zip(&path, stamp, entries),
            Err(error) => self.bad_zips.push((path, stamp, error)),
        }
    }

    /// A ZIP without a file of the standard is none of our business.
    fn zip(&mut self, path: &Path, stamp: Stamp, entries: Vec<Listed>) {
        if !entries.iter().any(|listed| is_of_standard(&listed.name)) {
            return;
        }
        if let Err(error) = zipped::bound(path, entries.iter().map(|listed| listed.size).fold(0, u64::saturating_add)) {
            return self.obstacles.push(error);
        }
        let files = entries.into_iter().filter(|listed| !is_system_file(&listed.name));
        self.files.extend(files.map(|Listed { entry, name, .. }| Found {
            name,
            path: path.to_owned(),
            entry: Some(entry),
            stamp,
            place: Some(path.to_owned()),
        }));
    }
}

impl KnownZips {
    fn list(&mut self, path: &Path, stamp: Stamp) -> Result<Vec<Listed>> {
        if let Some((known, entries)) = self.0.get(path)
            && *known == stamp
        {
            return Ok(entries.clone());
        }
        let entries = zipped::list(path)?;
        self.0.insert(path.to_owned(), (stamp, entries.clone()));
        Ok(entries)
    }
}

/// Whether a file is named as the standard's CSV files are.
pub(super) fn is_of_standard(name: &str) -> bool {
    FileName::parse(name).name.is_some_and(|name| matches!(name.kind, NameKind::Csv(_)))
}

/// Whether a name ends so, in whatever case.
pub(super) fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(ending))
}
