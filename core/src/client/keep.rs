//! The folder in which a client keeps containers.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::error::{Code, Error, Result};
use crate::file::is_partial;

/// A partial file that was not written to for so long is of a program that has ended.
const OLD: Duration = Duration::from_secs(24 * 3600);

/// Refuses the empty name, which would mean the current folder.
pub(super) fn check(folder: &Path) -> Result<()> {
    if folder.as_os_str().is_empty() {
        return Err(Error::new(Code::KeepFolder));
    }
    Ok(())
}

/// Whether a file lies there itself, not a link to one: what it leads to is in other hands.
pub(super) fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file())
}

/// Removes partial files of programs that ended in the middle. What cannot be removed stays.
pub(super) fn sweep(folder: &Path) {
    let Some(before) = SystemTime::now().checked_sub(OLD) else { return };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(is_partial);
        // Not what a link leads to.
        let is_old = || {
            let of_entry = entry.path().symlink_metadata();
            of_entry.is_ok_and(|found| found.is_file() && found.modified().is_ok_and(|changed| changed < before))
        };
        if is_ours && is_old() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        crate::sort::sort(&mut names);
        names
    }

    #[test]
    fn the_empty_name_is_no_folder() {
        assert_eq!(check(Path::new("")).unwrap_err().code(), Code::KeepFolder);
        assert!(check(Path::new(".")).is_ok());
    }

    #[test]
    fn only_our_old_partial_files_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let long_ago = SystemTime::now() - OLD - Duration::from_secs(60);
        for (name, changed) in [
            (".cplink-0123456789ab.part", long_ago),
            (".cplink-abcdefghijkl.part", SystemTime::now()),
            (".cplink-mine.part", long_ago),
            ("0123456789ab.part", long_ago),
            ("notes.txt", long_ago),
        ] {
            File::create(folder.path().join(name)).unwrap().set_modified(changed).unwrap();
        }
        sweep(folder.path());
        assert_eq!(
            names(folder.path()),
            [".cplink-abcdefghijkl.part", ".cplink-mine.part", "0123456789ab.part", "notes.txt"]
        );
    }
}
