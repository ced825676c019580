//! Giving a file its name in such a way that of several exactly one succeeds.

use std::io::ErrorKind;
use std::path::Path;

use tempfile::{NamedTempFile, PersistError};

/// Moves a file to its place unless anything is there.
pub(super) fn replacing_nothing(file: NamedTempFile, target: &Path) -> Result<(), PersistError> {
    if replaces_all_the_same(file.path()) { linked(file, target) } else { file.persist_noclobber(target).map(drop) }
}

/// Gives it a second name, which never replaces anything, and takes the first one away. A share may say that it failed
/// after it was done: a name that is taken by the same bytes is ours, or as good as ours.
fn linked(file: NamedTempFile, target: &Path) -> Result<(), PersistError> {
    match std::fs::hard_link(file.path(), target) {
        Err(error) if !(error.kind() == ErrorKind::AlreadyExists && are_alike(file.path(), target)) => {
            Err(PersistError { error, file })
        }
        _ => {
            // Left behind, it is in nobody's way: its name is that of a file that is not whole.
            let _ = file.close();
            Ok(())
        }
    }
}

fn are_alike(one: &Path, other: &Path) -> bool {
    std::fs::read(one).is_ok_and(|one| std::fs::read(other).is_ok_and(|other| one == other))
}

/// Whether the system says that it can rename without replacing, and cannot: Linux asks a server of SMB to replace what
/// is there, and looks itself, before, whether anything is. (Windows asks the server not to replace.)
#[cfg(target_os = "linux")]
fn replaces_all_the_same(path: &Path) -> bool {
    /// SMB 1, 2 and 3; `statfs(2)`.
    const SMB: [u32; 3] = [0xFF53_4D42, 0xFE53_4D42, 0x517B];
    // The type is a signed number of a processor's own size.
    rustix::fs::statfs(path).is_ok_and(|found| SMB.contains(&(found.f_type as u32)))
}

#[cfg(not(target_os = "linux"))]
fn replaces_all_the_same(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::{fs, io};

    use super::*;

    #[test]
    fn of_two_names_the_second_replaces_nothing_and_no_first_name_is_left() -> io::Result<()> {
        for give in [linked, replacing_nothing] {
            let folder = tempfile::tempdir()?;
            let target = folder.path().join("a");
            let written = |text: &str| {
                let file = NamedTempFile::new_in(folder.path())?;
                fs::write(file.path(), text).map(|()| file)
            };
            give(written("first")?, &target)?;
            let error = give(written("second")?, &target).unwrap_err();
            assert_eq!(error.error.kind(), io::ErrorKind::AlreadyExists);
            drop(error);
            assert_eq!(fs::read(&target)?, b"first");
            assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        }
        Ok(())
    }

    #[test]
    fn a_name_that_was_given_although_a_share_said_that_it_failed_is_given() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let target = folder.path().join("a");
        let file = NamedTempFile::new_in(folder.path())?;
        fs::write(file.path(), "ours")?;
        fs::hard_link(file.path(), &target)?;
        linked(file, &target)?;
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }
}
